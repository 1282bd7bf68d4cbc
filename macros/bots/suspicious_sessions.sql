{#-
    CTEs that end in `sessions`: of `session_days` the sessions with as many events as
    any rule asks for, or with a known bot's user agent. Most sessions are far too
    short, and their events are never looked at.
-#}

{% macro suspicious_sessions(session_days) -%}
-- a day alone tells, unless the session has others
suspicious_days as (

    select days.*
    from {{ session_days }} as days
    cross join thresholds
    where
        days.event_count >= thresholds.fewest_events
        or days.bot_agent_event_count >= thresholds.known_user_agent_count
        or {{ local_date('days.started_at') }} != {{ local_date('days.ended_at') }}

),

sessions_counted as (

    select
        session_id,
        user_id,
        started_at,
        ended_at,
        bot_agent_event_count,
        cast(sum(event_count) as bigint) as event_count,
        cast(sum(view_count) as bigint) as view_count,
        cast(sum(cart_count) as bigint) as cart_count
    from suspicious_days
    group by session_id, user_id, started_at, ended_at, bot_agent_event_count

),

sessions as (

    select sessions_counted.*
    from sessions_counted
    cross join thresholds
    where
        sessions_counted.event_count >= thresholds.fewest_events
        or sessions_counted.bot_agent_event_count
        >= thresholds.known_user_agent_count

)
{%- endmacro %}
