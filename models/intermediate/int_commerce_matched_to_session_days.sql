{#
    Grain: one row per session with a cart or purchase event and local date on which
    such a session has a line of an order, or its first date.
#}

{{ by_touched(
    'session_id', 'session_date', upstream='int_events_sessionized_to_days'
) }}
{%- do ref('int_events_versioned') -%} {# read by increments only #}

with

sessions as (

    select
        session_id,
        group_user,
        group_session,
        started_at,
        ended_at,
        viewed_at,
        min(session_date) as first_date,
        sum(cart_count + purchase_count) as commerce_count
    from {{ ref('int_events_sessionized_to_days') }}
    where {{ is_new('int_events_sessionized_to_days') }}
    group by session_id, group_user, group_session, started_at, ended_at, viewed_at

),

commerce_events as (

    select
        sessions.session_id,
        sessions.first_date,
        sessions.viewed_at,
        events.event_id,
        events.event_type,
        events.product_id,
        events.order_id,
        events.price,
        events.quantity,
        events.has_quantity,
        events.occurred_at,
        events.event_date
    from {{ ref('stg_firehose__events') }} as events
    inner join sessions on {{ is_in_session('events', 'sessions') }}
    where
        events.event_type in ('cart', 'purchase')
        and sessions.commerce_count > 0

),

{{ funnel_steps('commerce_events', ['session_id', 'first_date']) }},

{{ order_lines('commerce_events') }},

{{ order_sums() }},

commerce_days as (

    select
        session_id,
        first_date as session_date
    from purchases_reached
    union
    select
        session_id,
        session_date
    from revenue_by_day

)
{%- if is_incremental() %},

{{ touched_or_vanished(
    'sessions', 'int_events_sessionized_to_days', 'session_date'
) }}
{%- endif %}

select
    {{ touched_unit('touched_sessions', 'commerce_days', 'session_id') }},
    commerce_days.session_date,
    purchases_reached.carted_at,
    purchases_reached.purchased_at,
    cast(coalesce(orders_counted.order_count, 0) as bigint) as order_count,
    cast(coalesce(revenue_by_day.revenue_amount, 0) as decimal(38, 2))
        as revenue_amount
{{ from_touched('touched_sessions', 'commerce_days', 'session_id') }}
left join purchases_reached on commerce_days.session_id = purchases_reached.session_id
left join orders_counted on commerce_days.session_id = orders_counted.session_id
left join revenue_by_day
    on
        commerce_days.session_id = revenue_by_day.session_id
        and commerce_days.session_date = revenue_by_day.session_date
{{ stored_by_date('commerce_days.session_date') }}
