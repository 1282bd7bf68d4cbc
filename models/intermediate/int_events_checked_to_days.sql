{# Grain: one row per local date with an event: how many of its events are odd. #}

{{ by_touched('event_date', 'event_count', upstream='stg_firehose__events') }}
{%- do ref('int_events_versioned') -%} {# read by increments only #}

{%- set on_time = "events.delivered_at <= events.occurred_at + interval '1 hour'" -%}
{%- set in_a_day = "events.delivered_at <= events.occurred_at + interval '1 day'" -%}
{%- set in_a_week = "events.delivered_at <= events.occurred_at + interval '7 days'" -%}
{%- set oddities = {
    'conflict': 'events.has_conflict',
    'delivered_within_hour': on_time,
    'delivered_within_day': in_a_day ~ ' and not ' ~ on_time,
    'delivered_within_week': in_a_week ~ ' and not ' ~ in_a_day,
    'delivered_later': 'not ' ~ in_a_week,
    'unknown_delivery': 'events.delivered_at is null',
    'unknown_category': 'events.category_code is null',
    'unknown_brand': 'events.brand is null',
    'unknown_session': 'events.user_session is null',
    'unknown_price': 'events.price is null'
} -%}

with

{% if is_incremental() -%}
touched_dates as (

    select distinct event_date
    from {{ ref('int_events_versioned') }}
    where {{ is_new('stg_firehose__events') }}

),
{%- endif %}

days_counted as (

    select
        events.event_date,
        count(*) as event_count,
        {%- for name, condition in oddities.items() %}
        {{ sum_or_zero('case when ' ~ condition ~ ' then 1 else 0 end') }}
            as {{ name }}_count,
        {%- endfor %}
        {{ sum_or_zero('events.duplicate_count') }} as repeat_count
    from {{ ref('stg_firehose__events') }} as events
    {%- if is_incremental() %}
    inner join touched_dates on events.event_date = touched_dates.event_date
    {%- endif %}
    group by events.event_date

)

select
    {{ touched_unit('touched_dates', 'days_counted', 'event_date') }},
    days_counted.event_count,
    {%- for name in oddities %}
    days_counted.{{ name }}_count,
    {%- endfor %}
    days_counted.repeat_count
{{ from_touched('touched_dates', 'days_counted', 'event_date') }}
