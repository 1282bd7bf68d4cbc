{#-
    CTEs that end in `touched_sessions`: the ids of `sessions`, and of those this model
    has that are no longer sessions.
-#}

{% macro touched_or_vanished(sessions, upstream, date) -%}
{{ touched_days(upstream) }},

{{ vanished_sessions(date) }},

touched_sessions as (

    select session_id from {{ sessions }}
    union
    select session_id from vanished

)
{%- endmacro %}
