{# Grain: one row per period, local ISO weekday and hour of the clock, 0 to 23. #}

{{ config(materialized='table') }}

with

dates as (

    select
        calendar_date,
        weekday
    from {{ ref('dim_dates') }}

),

changed_hours as (

    select * from {{ ref('int_dates_split_to_hours') }}

),

watermark as (

    select {{ local_date('watermark_at') }} as watermark_date
    from {{ ref('int_data_watermark') }}

),

hour_numbers as (

    {{ numbers(24) }}

),

periods as (

    {% for days in var('top_categories_trailing_days') -%}
    select
        cast('trailing_{{ days }}_days' as varchar(32)) as period,
        watermark_date - {{ days }} as first_date,
        watermark_date - 1 as last_date
    from watermark
    union all
    {% endfor -%}
    select
        cast('all_time' as varchar(32)) as period,
        min(calendar_date) as first_date,
        max(calendar_date) as last_date
    from dates

),

period_dates as (

    select
        periods.*,
        dates.calendar_date,
        dates.weekday
    from periods
    inner join dates
        on dates.calendar_date between periods.first_date and periods.last_date

),

weekdays_counted as (

    select
        period,
        first_date,
        last_date,
        weekday,
        count(*) as date_count
    from period_dates
    group by period, first_date, last_date, weekday

),

changes_counted as (

    select
        period_dates.period,
        period_dates.weekday,
        changed_hours.hour,
        {{ sum_or_zero('changed_hours.occurrence_count - 1') }} as extra_count
    from period_dates
    inner join changed_hours
        on period_dates.calendar_date = changed_hours.calendar_date
    group by period_dates.period, period_dates.weekday, changed_hours.hour

),

hours_counted as (

    select
        weekdays_counted.*,
        cast(hour_numbers.generated_number - 1 as integer) as hour
    from weekdays_counted
    cross join hour_numbers

)

select
    cast(hours_counted.period as varchar(32)) as period,
    hours_counted.weekday,
    hours_counted.hour,
    hours_counted.first_date,
    hours_counted.last_date,
    hours_counted.date_count + coalesce(changes_counted.extra_count, 0)
        as occurrences
from hours_counted
left join changes_counted
    on
        hours_counted.period = changes_counted.period
        and hours_counted.weekday = changes_counted.weekday
        and hours_counted.hour = changes_counted.hour
