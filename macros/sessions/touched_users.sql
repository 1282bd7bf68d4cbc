{#-
    The CTE `touched_users`: users whose sessions may have changed since this model
    was built. A user whose every event moved away has no session left to show it, so
    the places of moved events count too; and where sessions are taken as given, a
    session may have moved from one user to another, and has events of users who are
    not its own: `lines` is a model of such events, with `session_id` and `user_id`.
-#}

{% macro touched_users(upstream, lines=none) -%}
event_versions as (

    select * from {{ ref('int_events_versioned') }}
    where {{ is_new(upstream) }}

),

touched_users as (

    select user_id from event_versions
    union
    select user_id from {{ ref('int_events_sessionized_to_days') }}
    where {{ is_new(upstream) }}
    {%- if var('session_source') == 'given' %}
    union
    select stored.user_id
    from {{ this }} as stored
    left join {{ ref('int_events_sessionized_to_days') }} as sessionized
        on
            stored.session_id = sessionized.session_id
            and stored.user_id = sessionized.user_id
    where sessionized.session_id is null
    {%- if lines %}
    union
    select user_id from {{ ref(lines) }}
    where
        session_id in (
            select sessionized.session_id
            from {{ ref('int_events_sessionized_to_days') }} as sessionized
            where {{ is_new(upstream) }}
        )
    {%- endif %}
    {%- endif %}

)
{%- endmacro %}
