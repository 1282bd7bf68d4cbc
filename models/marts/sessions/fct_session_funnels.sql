{# Grain: one row per session. #}

{{ by_touched('user_id', 'session_id', upstream='fct_sessions') }}
{%- do ref('fct_sessions') -%} {# built before, not read #}
{%- do ref('int_events_versioned') -%} {# read by increments only #}

with

{% if is_incremental() %}{{ touched_users('fct_sessions') }},{% endif %}

session_days as (

    select
        session_id,
        user_id,
        started_at,
        ended_at,
        viewed_at,
        min(session_date) as session_date,
        cast(sum(event_count) as bigint) as event_count,
        sum(view_count) as view_count,
        sum(cart_count) as cart_count,
        sum(purchase_count) as purchase_count
    from {{ ref('int_events_sessionized_to_days') }}
    {%- if is_incremental() %}
    where user_id in (select touched_users.user_id from touched_users)
    {%- endif %}
    group by session_id, user_id, started_at, ended_at, viewed_at

),

commerce as (

    select distinct
        session_id,
        carted_at,
        purchased_at
    from {{ ref('int_commerce_matched_to_session_days') }}

)

select
    -- keys
    cast(session_days.session_id as varchar(32)) as session_id,
    cast(
        {{ touched_unit('touched_users', 'session_days', 'user_id') }} as varchar(128)
    ) as user_id,
    session_days.session_date,

    -- numbers
    session_days.event_count,

    -- ordered: each step after the one before
    session_days.viewed_at is not null as reached_view,
    commerce.carted_at is not null as reached_cart,
    commerce.purchased_at is not null as reached_purchase,

    -- open: the step happened at all
    session_days.view_count > 0 as did_view,
    session_days.cart_count > 0 as did_cart,
    session_days.purchase_count > 0 as did_purchase,
    session_days.purchase_count > 0
    and session_days.cart_count = 0 as is_direct_purchase,
    {{ is_overlong('session_days.started_at', 'session_days.ended_at') }}
        as is_overlong,
    bots.session_id is not null as is_bot,

    -- times of the ordered steps
    session_days.viewed_at,
    commerce.carted_at,
    commerce.purchased_at
{{ from_touched('touched_users', 'session_days', 'user_id') }}
left join commerce on session_days.session_id = commerce.session_id
left join {{ ref('int_bots_matched_to_sessions') }} as bots
    on session_days.session_id = bots.session_id
