{# Grain: one row per user with an event. #}

{{ by_touched('user_id', 'first_visit_date', upstream='fct_visitor_days') }}
{%- do ref('int_events_versioned') -%} {# read by increments only #}

with

{% if is_incremental() -%}
touched_users as (

    {% if var('session_source') == 'given' -%}
    -- another user's event may take a session from a user: all are computed again
    select distinct user_id
    from {{ ref('fct_visitor_days') }}
    union
    select user_id
    from {{ this }}
    {%- else -%}
    select distinct user_id
    from {{ ref('int_events_versioned') }}
    where {{ is_new('fct_visitor_days') }}
    {%- endif %}

),
{%- endif %}

visits_counted as (

    select
        user_id,
        min(cast(is_bot as integer)) = 1 as is_bot,
        min(visitor_date) as first_visit_date,
        max(visitor_date) as last_visit_date,
        count(*) as visit_day_count,
        {{ sum_or_zero('event_count') }} as event_count,
        {{ sum_or_zero('view_count') }} as view_count,
        {{ sum_or_zero('cart_count') }} as cart_count,
        {{ sum_or_zero('remove_count') }} as remove_count,
        {{ sum_or_zero('purchase_count') }} as purchase_count
    from {{ ref('fct_visitor_days') }}
    {%- if is_incremental() %}
    where user_id in (select touched_users.user_id from touched_users)
    {%- endif %}
    group by user_id

),

sessions_counted as (

    select
        user_id,
        count(*) as session_count,
        {{ sum_or_zero('order_count') }} as order_count,
        sum(revenue_amount) as revenue_amount
    from {{ ref('fct_sessions') }}
    {%- if is_incremental() %}
    where user_id in (select touched_users.user_id from touched_users)
    {%- endif %}
    group by user_id

)

select
    -- keys
    cast(
        {{ touched_unit('touched_users', 'visits_counted', 'user_id') }}
        as varchar(128)
    ) as user_id,

    -- visits
    visits_counted.first_visit_date,
    visits_counted.last_visit_date,
    visits_counted.visit_day_count,

    -- numbers of events
    visits_counted.event_count,
    visits_counted.view_count,
    visits_counted.cart_count,
    visits_counted.remove_count,
    visits_counted.purchase_count,

    -- numbers of sessions
    coalesce(sessions_counted.session_count, 0) as session_count,
    coalesce(sessions_counted.order_count, 0) as order_count,
    cast(coalesce(sessions_counted.revenue_amount, 0) as decimal(38, 2))
        as revenue_amount,

    -- booleans
    visits_counted.is_bot
{{ from_touched('touched_users', 'visits_counted', 'user_id') }}
left join sessions_counted on visits_counted.user_id = sessions_counted.user_id
