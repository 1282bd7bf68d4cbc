{#
    A session's days lie between the local dates of its first and last event, begin on
    the first, end on the last, and belong to its user; every session has days. If a row
    comes back, an increment replaced a session and left its days, or the other way round.
#}

with

tested_sessions as (

    select
        session_id,
        ended_at
    from {{ tested_rows(ref('fct_sessions')) }}
    union
    select
        session_id,
        ended_at
    from {{ tested_rows(ref('int_events_sessionized_to_days')) }}

),

sessions as (

    select
        session_id,
        user_id,
        session_date,
        {{ local_date('started_at') }} as first_date,
        {{ local_date('ended_at') }} as last_date
    from {{ ref('fct_sessions') }}
    where
        session_id in (select tested_sessions.session_id from tested_sessions)
        and ended_at >= (select min(tested_sessions.ended_at) from tested_sessions)

),

session_days as (

    select
        session_id,
        min(user_id) as user_id,
        min(session_date) as first_date,
        max(session_date) as last_date
    from {{ ref('int_events_sessionized_to_days') }}
    where
        session_id in (select tested_sessions.session_id from tested_sessions)
        and ended_at >= (select min(tested_sessions.ended_at) from tested_sessions)
    group by session_id

)

select
    sessions.session_id,
    session_days.session_id as session_id_of_days,
    sessions.first_date,
    sessions.last_date,
    session_days.first_date as first_day,
    session_days.last_date as last_day
from sessions
full outer join session_days on sessions.session_id = session_days.session_id
where
    sessions.session_id is null
    or session_days.session_id is null
    or sessions.user_id != session_days.user_id
    or sessions.session_date != sessions.first_date
    or sessions.first_date != session_days.first_date
    or sessions.last_date != session_days.last_date
