{#- Whether a session is too long to be a visit; it is left out of rates. -#}

{% macro is_overlong(started_at, ended_at) -%}
    {{ ended_at }}
    > {{ started_at }} + interval '{{ var("overlong_session_hours") }} hours'
{%- endmacro %}
