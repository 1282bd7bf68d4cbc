{#-
    CTEs that end in `touched_dates` (event_date): the local dates of events that may
    have changed since this model was built, or may have become a bot's, or no longer
    be one. That is for a whole session: every date it has events on is touched.
-#}

{% macro touched_event_dates(upstream) -%}
{{ touched_days(upstream) }},

{{ sessions_of_touched_days() }},

touched_dates as (

    select event_date from touched_days
    union
    select session_days.session_date as event_date
    from {{ ref('int_events_sessionized_to_days') }} as session_days
    inner join touched_day_sessions
        on
            session_days.session_id = touched_day_sessions.session_id
            and session_days.ended_at = touched_day_sessions.ended_at

)
{%- endmacro %}
