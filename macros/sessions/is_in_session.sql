{#-
    Whether a row of `events` is one of the session that a row of `sessions` tells by
    its group and its span.
-#}

{% macro is_in_session(events, sessions) -%}
    {{ session_group_user(events ~ '.') }} = {{ sessions }}.group_user
    and {{ session_group_session(events ~ '.') }} = {{ sessions }}.group_session
    and {{ events }}.occurred_at
    between {{ sessions }}.started_at and {{ sessions }}.ended_at
{%- endmacro %}
