{# Grain: one row per session. #}

{{ by_touched(
    'session_id', 'user_id', upstream='int_bots_matched_to_sessions',
    dated_by='session_date'
) }}
{%- do ref('int_events_versioned') -%} {# read by increments only #}

with

{% if is_incremental() %}{{ changed_sessions('int_bots_matched_to_sessions') }},

{{ touched_users('int_bots_matched_to_sessions') }},

{{ touched_sessions() }},{% endif %}

{{ sessions_numbered() }},

{{ sessions_counted() }},

commerce as (

    select
        session_id,
        max(order_count) as order_count,
        sum(revenue_amount) as revenue_amount
    from {{ ref('int_commerce_matched_to_session_days') }}
    {%- if is_incremental() %}
    where session_id in (select touched_sessions.session_id from touched_sessions)
    {%- endif %}
    group by session_id

)

select
    -- keys
    cast(
        {{ touched_unit('touched_sessions', 'sessions_counted', 'session_id') }}
        as varchar(32)
    ) as session_id,
    cast(sessions_counted.user_id as varchar(128)) as user_id,
    cast(sessions_counted.user_session as varchar(128)) as user_session,

    -- attributes
    cast(sessions_counted.entry_product_id as varchar(128)) as entry_product_id,
    cast(sessions_counted.exit_product_id as varchar(128)) as exit_product_id,

    -- numbers
    sessions_counted.session_number,
    sessions_counted.duration_seconds,
    {%- for name in ['event', 'view', 'cart', 'remove', 'purchase', 'product'] %}
    sessions_counted.{{ name }}_count,
    {%- endfor %}
    coalesce(commerce.order_count, 0) as order_count,
    cast(coalesce(commerce.revenue_amount, 0) as decimal(38, 2)) as revenue_amount,

    -- booleans
    sessions_counted.session_number = 1 as is_new_visitor,
    sessions_counted.event_count = 1 as is_bounce,
    sessions_counted.view_count >= 2
    or sessions_counted.cart_count >= 1
    or sessions_counted.duration_seconds
    >= {{ var('engaged_session_seconds') }} as is_engaged,
    {{ is_overlong('sessions_counted.started_at', 'sessions_counted.ended_at') }}
        as is_overlong,
    bots.session_id is not null as is_bot,

    -- times
    sessions_counted.started_at,
    sessions_counted.ended_at,
    {{ touched_unit('touched_sessions', 'sessions_counted', 'session_date') }}
{{ from_touched('touched_sessions', 'sessions_counted', 'session_id') }}
left join commerce on sessions_counted.session_id = commerce.session_id
left join {{ ref('int_bots_matched_to_sessions') }} as bots
    on sessions_counted.session_id = bots.session_id
{{ stored_by_date('sessions_counted.session_date') }}
