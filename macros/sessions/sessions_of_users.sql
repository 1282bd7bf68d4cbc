{#-
    The CTE `sessions_of_users`: every session of `touched_users`. Those that have not
    changed are told by what this model has of them, with their number: no other history
    is read.
-#}

{% macro sessions_of_users() -%}
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

)
{%- endmacro %}
