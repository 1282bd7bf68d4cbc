{# Grain: one row per session. #}

{{ by_touched(
    'user_id', 'session_id', upstream='int_bots_matched_to_sessions'
) }}
{%- do ref('int_events_versioned') -%} {# read by increments only #}

with

session_days as (

    select * from {{ ref('int_events_sessionized_to_days') }}

),

{% if is_incremental() %}{{ touched_users('int_bots_matched_to_sessions') }},{% endif %}

sessions_counted as (

    select
        session_id,
        user_id,
        user_session,
        started_at,
        ended_at,
        product_count,
        entry_product_id,
        exit_product_id,
        {{ seconds_between('started_at', 'ended_at') }} as duration_seconds,
        min(session_date) as session_date,
        cast(sum(event_count) as bigint) as event_count,
        cast(sum(view_count) as bigint) as view_count,
        cast(sum(cart_count) as bigint) as cart_count,
        cast(sum(remove_count) as bigint) as remove_count,
        cast(sum(purchase_count) as bigint) as purchase_count
    from session_days
    {%- if is_incremental() %}
    where user_id in (select touched_users.user_id from touched_users)
    {%- endif %}
    group by
        session_id,
        user_id,
        user_session,
        started_at,
        ended_at,
        product_count,
        entry_product_id,
        exit_product_id

),

commerce as (

    select
        session_id,
        max(order_count) as order_count,
        sum(revenue_amount) as revenue_amount
    from {{ ref('int_commerce_matched_to_session_days') }}
    {%- if is_incremental() %}
    where session_id in (select sessions_counted.session_id from sessions_counted)
    {%- endif %}
    group by session_id

),

sessions_numbered as (

    select
        *,
        row_number() over (
            partition by user_id order by started_at, session_id
        ) as session_number
    from sessions_counted

)

select
    -- keys
    cast(sessions_numbered.session_id as varchar(32)) as session_id,
    cast(
        {{ touched_unit('touched_users', 'sessions_numbered', 'user_id') }}
        as varchar(128)
    ) as user_id,
    cast(sessions_numbered.user_session as varchar(128)) as user_session,

    -- attributes
    cast(sessions_numbered.entry_product_id as varchar(128)) as entry_product_id,
    cast(sessions_numbered.exit_product_id as varchar(128)) as exit_product_id,

    -- numbers
    sessions_numbered.session_number,
    sessions_numbered.duration_seconds,
    {%- for name in ['event', 'view', 'cart', 'remove', 'purchase', 'product'] %}
    sessions_numbered.{{ name }}_count,
    {%- endfor %}
    coalesce(commerce.order_count, 0) as order_count,
    cast(coalesce(commerce.revenue_amount, 0) as decimal(38, 2)) as revenue_amount,

    -- booleans
    sessions_numbered.session_number = 1 as is_new_visitor,
    sessions_numbered.event_count = 1 as is_bounce,
    sessions_numbered.view_count >= 2
    or sessions_numbered.cart_count >= 1
    or sessions_numbered.duration_seconds
    >= {{ var('engaged_session_seconds') }} as is_engaged,
    {{ is_overlong('sessions_numbered.started_at', 'sessions_numbered.ended_at') }}
        as is_overlong,
    bots.session_id is not null as is_bot,

    -- times
    sessions_numbered.started_at,
    sessions_numbered.ended_at,
    sessions_numbered.session_date
{{ from_touched('touched_users', 'sessions_numbered', 'user_id') }}
left join commerce on sessions_numbered.session_id = commerce.session_id
left join {{ ref('int_bots_matched_to_sessions') }} as bots
    on sessions_numbered.session_id = bots.session_id
