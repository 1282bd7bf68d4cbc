{# Grain: one row per local date with an entry of a human visitor, and window. #}

{{ by_touched('session_date', 'scope', upstream='int_entries_matched_to_steps') }}
{# read by increments only -#}
{%- do ref('int_data_watermark') -%}
{%- do ref('int_entries_matched_to_steps') -%}
{%- do ref('int_events_sessionized_to_days') -%}
{%- do ref('int_events_versioned') -%}
{%- set keys = ['session_date', 'scope'] %}

with

{% if is_incremental() -%}
{{ touched_entry_dates('int_entries_matched_to_steps') }},
{%- endif %}

attempts as (

    select
        visitor_funnels.*,
        visitor_funnels.entry_date as session_date,
        cast(null as bigint) as event_count
    from {{ ref('fct_visitor_funnels') }} as visitor_funnels
    {% if is_incremental() -%}
    inner join touched_entry_dates
        on visitor_funnels.entry_date = touched_entry_dates.session_date
    {%- endif %}
    where
        not visitor_funnels.is_overlong
        and not visitor_funnels.is_bot

),

{{ funnel_days('attempts', keys) }}

select
    -- keys
    {{ touched_unit('touched_entry_dates', 'funnel_days', 'session_date') }},
    funnel_days.scope,
    cast('none' as varchar(32)) as hold,
    cast('all' as varchar(1024)) as member,

    -- numbers
    funnel_days.{{ funnel_day_numbers() | join(',\n    funnel_days.') }}
{{ from_touched('touched_entry_dates', 'funnel_days', 'session_date') }}
