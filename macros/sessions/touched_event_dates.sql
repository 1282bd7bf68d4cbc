{#-
    CTEs that end in `touched_dates` (event_date): the local dates of events that may
    have changed since this model was built, or may have become a bot's, or no longer
    be one. That is for a whole session: every date it has events on is touched.
-#}

{% macro touched_event_dates(upstream) -%}
{{ touched_days(upstream) }},

touched_sessions as (

    select distinct session_days.session_id
    from {{ ref('int_events_sessionized_to_days') }} as session_days
    inner join touched_days
        on
            session_days.user_id = touched_days.user_id
            and session_days.session_date = touched_days.event_date

),

touched_dates as (

    select event_date from touched_days
    union
    select session_date as event_date
    from {{ ref('int_events_sessionized_to_days') }}
    where session_id in (select touched_sessions.session_id from touched_sessions)

)
{%- endmacro %}
