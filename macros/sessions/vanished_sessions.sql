{#-
    CTEs that end in `vanished`: sessions and dates of theirs that this model has, and
    that are no longer there. What was on the date has moved: into another session, or
    with its event, so that it is one of `touched_days`; others are not read.
-#}

{% macro vanished_sessions(date) -%}
sessions_on_touched_dates as (

    select
        session_id,
        session_date
    from {{ ref('int_events_sessionized_to_days') }}
    where session_date in (select distinct touched_days.event_date from touched_days)

),

rows_on_touched_dates as (

    -- distinct, so that dates are looked at before sessions
    select distinct
        session_id,
        {{ date }}
    from {{ this }}
    where {{ date }} in (select distinct touched_days.event_date from touched_days)

),

vanished as (

    select rows_before.*
    from rows_on_touched_dates as rows_before
    left join sessions_on_touched_dates as sessions_now
        on
            rows_before.session_id = sessions_now.session_id
            and rows_before.{{ date }} = sessions_now.session_date
    where sessions_now.session_id is null

)
{%- endmacro %}
