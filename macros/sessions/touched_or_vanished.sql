{#-
    CTEs that end in `touched_sessions`: the ids of `sessions`, and of those this model
    has that are no longer sessions. What was on a date of theirs has moved: into another
    session, or with its event, so that the date is touched; others are not read.
-#}

{% macro touched_or_vanished(sessions, upstream, date) -%}
{{ touched_days(upstream) }},

sessions_on_touched_dates as (

    select
        session_id,
        session_date
    from {{ ref('int_events_sessionized_to_days') }}
    where session_date in (select touched_days.event_date from touched_days)

),

vanished as (

    select rows_before.session_id
    from {{ this }} as rows_before
    left join sessions_on_touched_dates as sessions_now
        on
            rows_before.session_id = sessions_now.session_id
            and rows_before.{{ date }} = sessions_now.session_date
    where
        rows_before.{{ date }} in (select touched_days.event_date from touched_days)
        and sessions_now.session_id is null

),

touched_sessions as (

    select session_id from {{ sessions }}
    union
    select session_id from vanished

)
{%- endmacro %}
