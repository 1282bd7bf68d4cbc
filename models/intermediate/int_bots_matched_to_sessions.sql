{#
    Grain: one row per session that is a bot's, with what tells its events. Made anew in
    each run, of flags and session-grain rows: flags are few.
#}

{{ made_anew(upstream='int_user_days_flagged') }}

with

session_flags as (

    select * from {{ ref('int_sessions_flagged') }}

),

user_day_flags as (

    select * from {{ ref('int_user_days_flagged') }}

),

sessions_scored as (

    select
        session_id,
        sum(weight) as score
    from session_flags
    group by session_id

),

-- a day of many orders makes no bot of anyone
user_days_scored as (

    select
        user_id,
        event_date,
        sum(weight) as score
    from user_day_flags
    group by user_id, event_date
    having max(case when rule = 'bulk_buyer' then 1 else 0 end) = 0

),

bots as (

    select session_id from sessions_scored
    where score >= {{ var('bot_score_threshold') }}
    union
    select session_days.session_id
    from {{ ref('int_events_sessionized_to_days') }} as session_days
    inner join user_days_scored
        on
            session_days.user_id = user_days_scored.user_id
            and session_days.session_date = user_days_scored.event_date
    where user_days_scored.score >= {{ var('bot_score_threshold') }}

),

-- nor does anything of a session of many orders
orders as (

    select
        session_id,
        max(order_count) as order_count
    from {{ ref('int_commerce_matched_to_session_days') }}
    where session_id in (select bots.session_id from bots)
    group by session_id

),

bulk_buyer_rule as (

    select min(count_threshold) as fewest_orders
    from {{ ref('bot_rules') }}
    where
        rule = 'bulk_buyer'
        and scope = 'session'

)

select distinct
    bots.session_id,
    sessions.group_user,
    sessions.group_session,
    sessions.started_at,
    sessions.ended_at
from bots
inner join {{ ref('int_events_sessionized_to_days') }} as sessions
    on bots.session_id = sessions.session_id
cross join bulk_buyer_rule
left join orders on bots.session_id = orders.session_id
where
    orders.order_count is null
    or bulk_buyer_rule.fewest_orders is null
    or orders.order_count < bulk_buyer_rule.fewest_orders
