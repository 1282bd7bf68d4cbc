{#-
    CTEs that end in `windows` (as_of_date, first_date, last_date): the dates as of
    which brands are judged, each with the `brand_window_days` complete local dates
    before it. They are the data watermark's date and, for the back-test, every first
    of a month with a whole window of data before and after it, and the end of the
    latter.
-#}

{% macro brand_windows() -%}
{%- set days = var('brand_window_days') -%}
watermark as (

    select {{ local_date('watermark_at') }} as watermark_date
    from {{ ref('int_data_watermark') }}

),

dates as (

    select
        calendar_date,
        month_start_date,
        min(calendar_date) over () as earliest_date
    from {{ ref('dim_dates') }}

),

cut_offs as (

    select dates.calendar_date as cut_off_date
    from dates
    cross join watermark
    where
        dates.calendar_date = dates.month_start_date
        and dates.calendar_date >= dates.earliest_date + {{ days }}
        and dates.calendar_date + {{ days }} <= watermark.watermark_date

),

as_of_dates as (

    select watermark_date as as_of_date from watermark
    where watermark_date is not null
    union
    select cut_off_date as as_of_date from cut_offs
    union
    select cut_off_date + {{ days }} as as_of_date from cut_offs

),

windows as (

    select
        as_of_date,
        as_of_date - {{ days }} as first_date,
        as_of_date - 1 as last_date
    from as_of_dates

)
{%- endmacro %}
