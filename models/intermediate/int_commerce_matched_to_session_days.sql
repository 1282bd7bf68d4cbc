{#
    Grain: one row per session with a cart or purchase event and local date on which
    such a session has a line of an order, or its first date.
#}

{{ config(
    materialized='incremental',
    incremental_strategy='replace_touched',
    touched_by='session_id',
    written_column='session_date',
    pre_hook="{{ forget_mark() }}",
    post_hook="{{ mark_built('int_events_sessionized_to_days') }}"
) }}

with

session_days as (

    select * from {{ ref('int_events_sessionized_to_days') }}

),

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
    from session_days
    where {{ is_new('int_events_sessionized_to_days') }}
    group by session_id, group_user, group_session, started_at, ended_at, viewed_at

),

events as (

    select
        {{ session_group_user() }} as group_user,
        {{ session_group_session() }} as group_session,
        event_id,
        event_type,
        product_id,
        order_id,
        price,
        quantity,
        has_quantity,
        occurred_at,
        event_date
    from {{ ref('stg_firehose__events') }}
    where
        event_type in ('cart', 'purchase')
        and load_sequence <= {{ mark_of('int_events_sessionized_to_days') }}

),

session_events as (

    select
        sessions.session_id,
        sessions.first_date,
        sessions.viewed_at,
        events.*
    from events
    inner join sessions
        on
            events.group_user = sessions.group_user
            and events.group_session = sessions.group_session
            and events.occurred_at between sessions.started_at and sessions.ended_at
    where sessions.commerce_count > 0

),

{{ funnel_steps('session_events') }},

{{ order_lines('session_events') }},

revenue_by_day as (

    select
        session_id,
        line_date as session_date,
        sum(line_amount) as revenue_amount
    from order_lines
    group by session_id, line_date

),

orders_counted as (

    select
        session_id,
        count(distinct order_key) as order_count
    from order_lines
    group by session_id

),

days as (

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

vanished as (

    select stored.session_id
    from {{ this }} as stored
    left join session_days on stored.session_id = session_days.session_id
    where session_days.session_id is null

),

touched_sessions as (

    select session_id from sessions
    union
    select session_id from vanished

)
{%- endif %}

select
    {{ 'touched_sessions' if is_incremental() else 'days' }}.session_id,
    days.session_date,
    purchases_reached.carted_at,
    purchases_reached.purchased_at,
    cast(coalesce(orders_counted.order_count, 0) as bigint) as order_count,
    cast(coalesce(revenue_by_day.revenue_amount, 0) as decimal(38, 2))
        as revenue_amount
{% if is_incremental() -%}
from touched_sessions
left join days on touched_sessions.session_id = days.session_id
{%- else -%}
from days
{%- endif %}
left join purchases_reached on days.session_id = purchases_reached.session_id
left join orders_counted on days.session_id = orders_counted.session_id
left join revenue_by_day
    on
        days.session_id = revenue_by_day.session_id
        and days.session_date = revenue_by_day.session_date
