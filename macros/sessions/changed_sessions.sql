{#-
    CTEs that end in `changed_sessions` (session_id, session_date, ended_at): sessions
    that may have changed since this model was built, or may have become a bot's, on the
    date they began; and those that this model has and are no longer there, without an
    end. Only touched dates are read.
-#}

{% macro changed_sessions(upstream) -%}
{{ touched_days(upstream) }},

{{ sessions_of_touched_days() }},

{{ vanished_sessions('session_date') }},

changed_sessions as (

    select
        session_id,
        {{ local_date('started_at') }} as session_date,
        ended_at
    from touched_day_sessions
    union all
    select
        session_id,
        session_date,
        cast(null as timestamp) as ended_at
    from vanished

)
{%- endmacro %}
