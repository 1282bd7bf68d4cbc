{# Grain: one row per session. #}

{{ by_touched(
    'session_id', 'user_id', upstream='fct_sessions', dated_by='session_date'
) }}
{%- do ref('fct_sessions') -%} {# built before, not read #}
{%- do ref('int_events_versioned') -%} {# read by increments only #}

with

{% if is_incremental() %}{{ changed_sessions('fct_sessions') }},{% endif %}

session_days as (

    select
        sessionized.session_id,
        sessionized.user_id,
        sessionized.started_at,
        sessionized.ended_at,
        sessionized.viewed_at,
        {{ local_date('sessionized.started_at') }} as session_date,
        cast(sum(sessionized.event_count) as bigint) as event_count,
        sum(sessionized.view_count) as view_count,
        sum(sessionized.cart_count) as cart_count,
        sum(sessionized.purchase_count) as purchase_count
    from {{ ref('int_events_sessionized_to_days') }} as sessionized
    {%- if is_incremental() %}
    inner join changed_sessions
        on
            sessionized.session_id = changed_sessions.session_id
            and sessionized.ended_at = changed_sessions.ended_at
    {%- endif %}
    group by
        sessionized.session_id,
        sessionized.user_id,
        sessionized.started_at,
        sessionized.ended_at,
        sessionized.viewed_at

),

commerce as (

    select distinct
        session_id,
        carted_at,
        purchased_at
    from {{ ref('int_commerce_matched_to_session_days') }}
    {%- if is_incremental() %}
    where session_id in (select session_days.session_id from session_days)
    {%- endif %}

)

select
    -- keys
    cast(
        {{ touched_unit('changed_sessions', 'session_days', 'session_id') }}
        as varchar(32)
    ) as session_id,
    cast(session_days.user_id as varchar(128)) as user_id,
    {{ touched_unit('changed_sessions', 'session_days', 'session_date') }},

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
{{ from_touched('changed_sessions', 'session_days', 'session_id') }}
left join commerce on session_days.session_id = commerce.session_id
left join {{ ref('int_bots_matched_to_sessions') }} as bots
    on session_days.session_id = bots.session_id
{{ stored_by_date('session_days.session_date') }}
