{#
    Grain: one row per local date near which clocks are changed and hour of the clock,
    0 to 23. On all other dates each hour occurs once.
#}

{{ config(materialized='table') }}

with

dates as (

    select
        calendar_date,
        -- no zone is further from UTC: the date lies inside these 50 hours
        cast(calendar_date as timestamp) - interval '14 hours' as earliest_at,
        cast(calendar_date as timestamp) + interval '36 hours' as latest_at
    from {{ ref('dim_dates') }}

),

changing_dates as (

    select
        calendar_date,
        earliest_at
    from dates
    where
        {{ local_timestamp('earliest_at') }} + interval '50 hours'
        != {{ local_timestamp('latest_at') }}

),

quarter_numbers as (

    {{ numbers(200) }}

),

hour_numbers as (

    {{ numbers(24) }}

),

-- no zone changes its clock by less than a quarter of an hour
quarters as (

    select
        changing_dates.calendar_date,
        {{ dbt.dateadd(
            'minute',
            'cast(15 * (quarter_numbers.generated_number - 1) as integer)',
            'changing_dates.earliest_at'
        ) }} as quarter_at
    from changing_dates
    cross join quarter_numbers

),

quarters_localised as (

    select
        calendar_date,
        {{ local_date('quarter_at') }} as quarter_date,
        {{ local_hour('quarter_at') }} as hour
    from quarters

),

quarters_counted as (

    select
        calendar_date,
        hour,
        count(*) as quarter_count
    from quarters_localised
    where quarter_date = calendar_date
    group by calendar_date, hour

),

date_hours as (

    select
        changing_dates.calendar_date,
        cast(hour_numbers.generated_number - 1 as integer) as hour
    from changing_dates
    cross join hour_numbers

)

select
    date_hours.calendar_date,
    date_hours.hour,
    -- half an hour is one, an hour and a half are two
    cast(
        floor(
            cast(coalesce(quarters_counted.quarter_count, 0) + 3 as double precision)
            / 4
        ) as integer
    ) as occurrence_count
from date_hours
left join quarters_counted
    on
        date_hours.calendar_date = quarters_counted.calendar_date
        and date_hours.hour = quarters_counted.hour
