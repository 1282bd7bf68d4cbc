{#
    Grain: one row per order line of a session: the earliest of the purchase events that
    are this line.
#}

{{ by_touched('session_id', 'event_id', upstream='int_events_sessionized_to_days') }}
{%- do ref('int_events_versioned') -%} {# read by increments only #}

with

sessions as (

    select
        session_id,
        group_user,
        group_session,
        started_at,
        ended_at,
        sum(purchase_count) as purchase_count
    from {{ ref('int_events_sessionized_to_days') }}
    where {{ is_new('int_events_sessionized_to_days') }}
    group by session_id, group_user, group_session, started_at, ended_at

),

purchase_events as (

    select
        sessions.session_id,
        events.*
    from {{ ref('stg_firehose__events') }} as events
    inner join sessions on {{ is_in_session('events', 'sessions') }}
    where
        events.event_type = 'purchase'
        and sessions.purchase_count > 0

),

{{ purchases_counted('purchase_events') }},

repeats_ranked as (

    select
        *,
        row_number() over (
            partition by session_id, key_of_order, product_id, quantity, price
            order by occurred_at, event_id
        ) as repeat_rank
    from purchases_counted

),

lines as (

    select * from repeats_ranked
    where repeat_rank = 1

)
{%- if is_incremental() %},

{{ touched_or_vanished(
    'sessions', 'int_events_sessionized_to_days', 'event_date'
) }}
{%- endif %}

select
    -- keys
    {{ touched_unit('touched_sessions', 'lines', 'session_id') }},
    cast(lines.key_of_order as varchar(160)) as key_of_order,
    lines.event_id,
    lines.user_id,
    lines.product_id,

    -- attributes at the event
    lines.category_id,
    lines.category_code,
    lines.brand,

    -- numbers
    lines.quantity,
    lines.price,
    cast({{ line_amount() }} as decimal(38, 2)) as line_amount,

    -- booleans
    lines.has_quantity,

    -- times
    lines.occurred_at,
    lines.event_date
{{ from_touched('touched_sessions', 'lines', 'session_id') }}
{{ stored_by_date('lines.event_date') }}
