{#- A session's id: its group and start. An absent producer's session is marked. -#}

{% macro session_id() -%}
    {{ surrogate_key([
        "nullif(group_user, '')",
        "nullif(group_session, '')",
        epoch_microseconds('started_at')
    ]) }}
{%- endmacro %}

{#- A session's user: of a session taken as given, the user of its first event. -#}
{% macro session_user(prefix) -%}
    {%- if var('session_source') == 'given' -%}
        split_part(substring({{ prefix }}entry_text, 21), chr(1), 3)
    {%- else -%}
        {{ prefix }}group_user
    {%- endif -%}
{%- endmacro %}
