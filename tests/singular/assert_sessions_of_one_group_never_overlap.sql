{#
    Sessions of one group (user, producer's session id) never overlap, and silence of
    more than `session_timeout_minutes` lies between two of them. If a row comes back,
    the gap rule was applied to unordered events, an increment left a session that a
    late event had joined to another, or the timeout changed without a full refresh.
#}

with

tested_sessions as (

    select
        user_id,
        started_at
    from {{ tested_rows(ref('fct_sessions')) }}

),

sessions as (

    select
        session_id,
        user_id,
        user_session,
        started_at,
        ended_at
    from {{ ref('fct_sessions') }}
    where
        user_id in (select tested_sessions.user_id from tested_sessions)
        -- what ended long before the first of them is in no one's way
        and ended_at >= (
            select {{ earlier_by('min(started_at)', 'session_timeout_minutes') }}
            from tested_sessions
        )

),

neighbours as (

    select
        *,
        lag(session_id) over (
            partition by user_id, user_session order by started_at, session_id
        ) as previous_session_id,
        lag(ended_at) over (
            partition by user_id, user_session order by started_at, session_id
        ) as previous_ended_at
    from sessions

)

select * from neighbours
where
    started_at
    <= previous_ended_at + interval '{{ var("session_timeout_minutes") }} minutes'
