{# Grain: one row: the sums that must agree between the stages. #}

{{ config(materialized='table') }}

{#- CTE → the relation, which of its rows, its sums -#}
{%- set not_a_view = "case when event_type != 'view' then 1 else 0 end" -%}
{%- set relations = {
    'objects': (
        source('firehose', 'objects'),
        "kind = 'event' and " ~ is_new('stg_firehose__events'),
        {
            'record_count': sum_or_zero('records'),
            'landed_count': sum_or_zero('landed'),
            'rejected_count': sum_or_zero('rejected')
        }
    ),
    'landed': (
        source('firehose', 'events'),
        is_new('stg_firehose__events'),
        {'landed_row_count': 'count(*)'}
    ),
    'staged': (
        ref('stg_firehose__events'), 'true', {
            'kept_count': 'count(*)',
            'commerce_count': sum_or_zero(not_a_view),
            'repeat_count': sum_or_zero('duplicate_count'),
            'conflict_count': sum_or_zero('cast(has_conflict as integer)')
        }
    ),
    'quarantined': (
        ref('stg_firehose__events_quarantined'), 'true',
        {'quarantined_count': 'count(*)'}
    ),
    'session_days': (
        ref('fct_session_days'), 'true', {
            'session_day_event_count': sum_or_zero('event_count'),
            'session_day_revenue_amount': 'coalesce(sum(revenue_amount), 0)'
        }
    ),
    'order_lines': (
        ref('int_purchases_matched_to_lines'), 'true',
        {'order_line_revenue_amount': 'coalesce(sum(line_amount), 0)'}
    ),
    'session_funnels': (
        ref('fct_session_funnels'), 'true', {'funnel_session_count': 'count(*)'}
    ),
    'funnel_days': (
        ref('rpt_funnel_daily'), "scope = 'session' and hold = 'none'", {
            'funnel_daily_session_count': sum_or_zero('session_count'),
            'funnel_daily_event_count': sum_or_zero('event_count')
        }
    ),
    'category_hours': (
        ref('int_events_counted_to_category_hours'), 'category_level = 1',
        {'category_hour_event_count': sum_or_zero('event_count')}
    ),
    'visitor_days': (
        ref('fct_visitor_days'), 'true',
        {'visitor_day_event_count': sum_or_zero('event_count')}
    ),
    'cart_lines': (
        ref('fct_cart_lines'), 'true', {'cart_line_count': 'count(*)'}
    )
} -%}

with

sessions as (

    {{ session_sums() }}

),

{{ summed(relations) }}

select
    {%- for name, (relation, condition, sums) in relations.items() %}
    {%- for column in sums %}
    {%- if column.endswith('_amount') %}
    cast({{ name }}.{{ column }} as decimal(38, 2)) as {{ column }},
    {%- else %}
    {{ name }}.{{ column }},
    {%- endif %}
    {%- endfor %}
    {%- endfor %}

    -- sessions: all = in funnels = in the daily funnel (humans) + bots + overlong
    sessions.session_event_count,
    sessions.bot_event_count,
    sessions.overlong_event_count,
    cast(sessions.session_revenue_amount as decimal(38, 2)) as session_revenue_amount,
    sessions.session_count,
    sessions.bot_session_count,
    sessions.overlong_session_count,

    -- why sessions differ from the producer's ids
    sessions.source_session_count,
    sessions.source_session_user_count
    - sessions.source_session_count as sessions_from_shared_ids,
    sessions.session_count
    - sessions.sessions_without_source_id
    - sessions.source_session_user_count as sessions_from_gaps,
    sessions.sessions_without_source_id
from sessions
{% for name in relations -%}
cross join {{ name }}
{% endfor %}
