{#-
    The CTE `touched_day_sessions`: sessions with an event of a user on one of
    `touched_days`. The dates alone are asked for as well: they are few, and what lies
    at other times is not read.
-#}

{% macro sessions_of_touched_days() -%}
touched_day_sessions as (

    select distinct
        session_days.session_id,
        session_days.started_at,
        session_days.ended_at
    from {{ ref('int_events_sessionized_to_days') }} as session_days
    inner join touched_days
        on
            session_days.user_id = touched_days.user_id
            and session_days.session_date = touched_days.event_date
    where
        session_days.session_date
        in (select distinct touched_days.event_date from touched_days)

)
{%- endmacro %}
