{# Grain: one row per accepted cart, removal or purchase event. #}

{{ by_touched('user_id', 'event_id', upstream='int_commerce_events_selected') }}
{%- do ref('stg_firehose__events') -%} {# read by increments only #}

with

{% if is_incremental() %}
{{ touched_cart_users('int_commerce_events_selected') }},
{% endif %}

events as (

    select * from {{ ref('int_commerce_events_selected') }}
    {%- if is_incremental() %}
    where user_id in (select touched_users.user_id from touched_users)
    {%- endif %}

),

-- most sessions have no such event: their days are not read
session_days as (

    select
        session_id,
        group_user,
        group_session,
        session_date,
        started_at,
        ended_at
    from {{ ref('int_events_sessionized_to_days') }}
    where cart_count + remove_count + purchase_count > 0
    {% if is_incremental() -%}
        and group_user in (select events.group_user from events)
    {%- endif %}

),

events_in_sessions as (

    select
        events.*,
        session_days.session_id
    from events
    left join session_days
        on
            events.group_user = session_days.group_user
            and events.group_session = session_days.group_session
            and events.event_date = session_days.session_date
            and events.occurred_at
            between session_days.started_at and session_days.ended_at

),

{{ cart_segments('events_in_sessions') }},

{{ cart_balances('segments') }},

{{ cart_episodes('balances') }},

lines as (

    select
        *,
        case when is_inside then {{ cart_id() }} end as cart_id
    from episodes

)

select
    -- keys
    lines.event_id,
    {{ touched_unit('touched_users', 'lines', 'user_id') }},
    cast(lines.cart_id as varchar(32)) as cart_id,
    lines.session_id,
    lines.product_id,

    -- attributes
    cast(lines.event_type as varchar(16)) as event_type,
    lines.category_code,
    lines.brand,

    -- numbers
    lines.event_number,
    lines.price,
    lines.quantity,
    lines.balance_before,
    lines.balance_after,
    lines.cart_quantity,
    cast(lines.cart_amount as decimal(38, 2)) as cart_amount,
    cast(lines.stretch_number as bigint) as stretch_number,

    -- booleans
    lines.event_type != 'cart' and lines.balance_before = 0 as is_orphan,

    -- times
    lines.occurred_at,
    lines.event_date,
    lines.next_at,

    -- the episode
    case when lines.is_inside then lines.opened_at end as opened_at,
    cast(
        case when lines.is_inside then lines.opened_session_id end as varchar(32)
    ) as opened_session_id,
    case when lines.is_inside then lines.abandoned_at end as abandoned_at,

    -- lineage
    cast({{ mark_of('int_commerce_events_selected') }} as bigint) as load_sequence
{{ from_touched('touched_users', 'lines', 'user_id') }}
