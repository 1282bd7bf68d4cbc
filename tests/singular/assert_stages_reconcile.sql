{#
    What enters a stage leaves it: records = landed + rejected; landed = kept + repeats
    + quarantined; kept = events in sessions = in session days = in visitors' days = in
    category hours (humans) + bots, and without views = cart lines; sessions, their days
    and order lines tell the same revenue; events and sessions = daily (humans) + bots +
    overlong. If a row comes back, a stage lost or doubled rows: `difference` says where
    and how many.
#}

with

sums as (

    select * from {{ ref('ops_reconciliation') }}

),

{% set laws = {
    'records = landed + rejected': 'record_count - landed_count - rejected_count',
    'landed, by the ledger = rows landed': 'landed_count - landed_row_count',
    'landed = kept + repeats + quarantined':
        'landed_row_count - kept_count - repeat_count - quarantined_count',
    'kept = events in sessions': 'kept_count - session_event_count',
    'events in sessions = in session days':
        'session_event_count - session_day_event_count',
    'kept = events of visitors and their days': 'kept_count - visitor_day_event_count',
    'kept = in category hours, level 1 + bots':
        'kept_count - category_hour_event_count - bot_event_count',
    'carts, removals and purchases kept = cart lines':
        'commerce_count - cart_line_count',
    'revenue of sessions = of session days':
        'session_revenue_amount - session_day_revenue_amount',
    'revenue of sessions = of order lines':
        'session_revenue_amount - order_line_revenue_amount',
    'sessions = sessions in funnels': 'session_count - funnel_session_count',
    'sessions = daily sessions + bots + overlong':
        'session_count - funnel_daily_session_count - bot_session_count'
        ~ ' - overlong_session_count',
    'events in sessions = in daily sessions + bots + overlong':
        'session_event_count - funnel_daily_event_count - bot_event_count'
        ~ ' - overlong_event_count'
} -%}

{{ differences('sums', laws, 2) }}

select * from differences
where difference is null or difference != 0
