{#-
    CTEs that end in `touched_entry_dates`: the dates of entries whose attempts may have
    changed since this model was built: those of what has changed, of the same visitors'
    entries within the longest window before it, and those that the watermark passed.
-#}

{% macro touched_entry_dates(upstream) -%}
    {%- set days = (var('funnel_window_days') | max) + 1 -%} {#- clocks may change -#}
{{ touched_event_dates(upstream) }},

day_numbers as (

    {{ numbers(days + 1) }}

),

-- equal dates let engines skip the others
dates_before as (

    select distinct
        touched_days.event_date
        - cast(day_numbers.generated_number - 1 as integer) as entry_date
    from touched_days
    cross join day_numbers

),

{{ passed_dates() }},

touched_entry_dates as (

    select event_date as session_date from touched_dates
    union
    select entries.entry_date as session_date
    from {{ ref('int_entries_matched_to_steps') }} as entries
    inner join touched_days
        on
            entries.user_id = touched_days.user_id
            and entries.entry_date
            between touched_days.event_date - {{ days }} and touched_days.event_date
    where entries.entry_date in (select distinct dates_before.entry_date from dates_before)
    union
    select session_date from passed_dates

)
{%- endmacro %}
