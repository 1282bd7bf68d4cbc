{#
    Grain: one row per local date, from that of the first event to that of the last,
    days without an event too.
#}

{{ config(materialized='table') }}

with

events_reached as (

    select
        min(session_date) as first_date,
        max(session_date) as last_date
    from {{ ref('int_events_sessionized_to_days') }}

),

watermark as (

    select {{ local_date('watermark_at') }} as watermark_date
    from {{ ref('int_data_watermark') }}

),

-- a time may lie in any year from 2000 to 9999, and west of UTC a day before
year_numbers as (

    {{ numbers(8192) }}

),

day_numbers as (

    {{ numbers(366) }}

),

years as (

    select
        cast(
            cast(1998 + cast(year_numbers.generated_number as integer) as varchar(5))
            || '-01-01' as date
        ) as year_start
    from year_numbers
    cross join events_reached
    where
        1998 + year_numbers.generated_number
        between extract(year from events_reached.first_date)
        and extract(year from events_reached.last_date)

),

dates as (

    select
        years.year_start + cast(day_numbers.generated_number - 1 as integer)
            as calendar_date
    from years
    cross join day_numbers

),

-- the 366th day of a common year is the next year's first
dates_reached as (

    select dates.calendar_date
    from dates
    inner join events_reached
        on
            dates.calendar_date
            between events_reached.first_date and events_reached.last_date
    group by dates.calendar_date

),

weeks_measured as (

    select
        calendar_date,
        {{ iso_weekday('calendar_date') }} as weekday,
        {{ week_start('calendar_date') }} as week_start_date,
        {{ week_start('calendar_date') }} + 3 as thursday_date,
        {{ month_start('calendar_date') }} as month_start_date
    from dates_reached

)

select
    -- keys
    weeks_measured.calendar_date,

    -- week: it belongs to the year of its Thursday
    weeks_measured.week_start_date,
    cast(extract(year from weeks_measured.thursday_date) as integer) as iso_year,
    cast(
        floor(
            cast(extract(doy from weeks_measured.thursday_date) - 1 as double precision)
            / 7
        ) + 1
        as integer
    ) as iso_week,
    weeks_measured.weekday,
    cast({{ weekday_name('weeks_measured.weekday') }} as varchar(16)) as weekday_name,

    -- month and year
    weeks_measured.month_start_date,
    cast(extract(day from weeks_measured.calendar_date) as integer) as day_of_month,
    cast(extract(month from weeks_measured.calendar_date) as integer) as month_number,
    cast(extract(quarter from weeks_measured.calendar_date) as integer)
        as quarter_number,
    cast(extract(year from weeks_measured.calendar_date) as integer) as year_number,

    -- booleans
    weeks_measured.weekday >= 6 as is_weekend,
    weeks_measured.calendar_date < watermark.watermark_date as is_complete
from weeks_measured
cross join watermark
