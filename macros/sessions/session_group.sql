{#-
    The group inside which silence opens sessions, as two texts that are never null,
    so that joins need no null check; an empty text is no id (it is junk).

    hybrid   (user, producer's session), or the user alone where there is none
    given    the producer's session alone; without one as derived
    derived  the user alone
-#}

{% macro session_group_user(prefix='') -%}
    {%- if var('session_source') == 'given' -%}
        case when {{ prefix }}user_session is null then {{ prefix }}user_id else '' end
    {%- else -%}
        {{ prefix }}user_id
    {%- endif -%}
{%- endmacro %}

{% macro session_group_session(prefix='') -%}
    {%- if var('session_source') == 'derived' -%}
        cast('' as varchar(128))
    {%- else -%}
        coalesce({{ prefix }}user_session, '')
    {%- endif -%}
{%- endmacro %}

{#- Whether a moment lies too far behind the one before for the same session. -#}
{% macro opens_session(previous_at, at) -%}
    {%- if var('session_source') == 'given' -%}
        group_session = '' and
    {% endif -%}
    {{ at }} > {{ previous_at }}
    + interval '{{ var("session_timeout_minutes") }} minutes'
{%- endmacro %}

{#- 1 where a moment is the first of a session, else 0. -#}
{% macro is_first_of_session(previous_at, at) -%}
    case
        when {{ previous_at }} is null then 1
        when {{ opens_session(previous_at, at) }} then 1
        else 0
    end
{%- endmacro %}
