{#-
    CTEs that end in `touched_sessions`: the ids of `sessions`, and of those this model
    has that are no longer sessions.
-#}

{% macro touched_or_vanished(sessions) -%}
vanished as (

    select rows_before.session_id
    from {{ this }} as rows_before
    left join {{ ref('int_events_sessionized_to_days') }} as session_days
        on rows_before.session_id = session_days.session_id
    where session_days.session_id is null

),

touched_sessions as (

    select session_id from {{ sessions }}
    union
    select session_id from vanished

)
{%- endmacro %}
