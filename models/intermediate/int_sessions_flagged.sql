{# Grain: one row per session and bot rule that it meets. #}

{{ by_touched(
    'session_id', 'rule', upstream='int_commerce_matched_to_session_days'
) }}
{%- do ref('int_events_versioned') -%} {# read by increments only #}

with

thresholds as (

    {{ bot_thresholds(
        'session',
        rules=[
            'burst', 'many_events', 'catalogue_walk', 'steady_gaps',
            'known_user_agent', 'bulk_buyer'
        ],
        counting=['burst', 'many_events', 'catalogue_walk', 'steady_gaps']
    ) }}

),

session_days as (

    select * from {{ ref('int_events_sessionized_to_days') }}
    where {{ is_new('int_commerce_matched_to_session_days') }}

),

{{ suspicious_sessions('session_days') }},

{{ suspicious_sessions_measured() }},

flags as (

    {{ session_flags() }}

),

orders as (

    select
        session_id,
        max(order_count) as order_count
    from {{ ref('int_commerce_matched_to_session_days') }}
    where session_id in (select flags.session_id from flags)
    group by session_id

),

flags_and_bulk_buyers as (

    select
        session_id,
        rule_name,
        measured_value
    from flags
    union all
    select
        orders.session_id,
        cast('bulk_buyer' as varchar(32)) as rule_name,
        cast(orders.order_count as double precision) as measured_value
    from orders
    cross join thresholds
    where orders.order_count >= thresholds.bulk_buyer_count

),

flags_weighed as (

    select
        sessions.user_id,
        sessions.started_at,
        flags_and_bulk_buyers.session_id,
        flags_and_bulk_buyers.measured_value,
        rules.rule,
        rules.weight
    from flags_and_bulk_buyers
    inner join sessions on flags_and_bulk_buyers.session_id = sessions.session_id
    inner join {{ ref('bot_rules') }} as rules
        on
            flags_and_bulk_buyers.rule_name = rules.rule
            and rules.scope = 'session'

)
{%- if is_incremental() %},

{{ touched_or_vanished(
    'session_days', 'int_commerce_matched_to_session_days', 'session_date'
) }}
{%- endif %}

select
    {{ touched_unit('touched_sessions', 'flags_weighed', 'session_id') }},
    flags_weighed.rule,
    flags_weighed.user_id,
    {{ local_date('flags_weighed.started_at') }} as session_date,
    {{ rounded('flags_weighed.measured_value', 9) }} as measured_value,
    flags_weighed.weight
{{ from_touched('touched_sessions', 'flags_weighed', 'session_id') }}
