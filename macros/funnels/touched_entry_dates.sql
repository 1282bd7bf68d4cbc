{#-
    CTEs that end in `touched_entry_dates`: the dates of entries whose attempts may have
    changed since this model was built: those of what has changed, of the same visitors'
    entries within the longest window before it, and those that the watermark may have
    passed. It can fall too: then dates within a window of it may be mature no longer.
-#}

{% macro touched_entry_dates(upstream) -%}
    {%- set days = (var('funnel_window_days') | max) + 1 -%} {#- clocks may change -#}
{{ touched_event_dates(upstream) }},

watermark as (

    select {{ local_date('watermark_at') }} as watermark_date
    from {{ ref('int_data_watermark') }}

),

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
    union
    select session_date
    from {{ this }}
    where sessions_immature > 0
    union
    select entries.entry_date as session_date
    from {{ ref('int_entries_matched_to_steps') }} as entries
    cross join watermark
    where entries.entry_date >= watermark.watermark_date - {{ days }}

)
{%- endmacro %}
