{#-
    CTEs that end in `touched_sessions`: `changed_sessions`, and those that have another
    number than before, since one of their user's that began earlier came or went. What
    this model has of `touched_users` is told from it: no other history is read.
-#}

{% macro touched_sessions() -%}
sessions_of_users as (

    select
        rows_before.session_id,
        rows_before.session_date,
        rows_before.user_id,
        rows_before.started_at,
        rows_before.ended_at,
        rows_before.session_number as number_before
    from {{ this }} as rows_before
    left join changed_sessions
        on rows_before.session_id = changed_sessions.session_id
    where
        changed_sessions.session_id is null
        and rows_before.user_id in (select touched_users.user_id from touched_users)
    union all
    select distinct
        session_days.session_id,
        changed_sessions.session_date,
        session_days.user_id,
        session_days.started_at,
        session_days.ended_at,
        cast(null as bigint) as number_before
    from {{ ref('int_events_sessionized_to_days') }} as session_days
    inner join changed_sessions
        on
            session_days.session_id = changed_sessions.session_id
            and session_days.ended_at = changed_sessions.ended_at

),

sessions_of_users_numbered as (

    select
        session_id,
        session_date,
        ended_at,
        number_before,
        row_number() over (
            partition by user_id order by started_at, session_id
        ) as session_number
    from sessions_of_users

),

touched_sessions as (

    select
        session_id,
        session_date,
        ended_at,
        session_number
    from sessions_of_users_numbered
    where number_before is null or session_number != number_before
    union all
    select
        session_id,
        session_date,
        cast(null as timestamp) as ended_at,
        cast(null as bigint) as session_number
    from vanished

)
{%- endmacro %}
