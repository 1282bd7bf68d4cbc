{#-
    The CTE `touched_days`: users and local dates whose events or sessions may have
    changed since this model was built.
-#}

{% macro touched_days(upstream) -%}
touched_days as (

    select
        user_id,
        event_date
    from {{ ref('int_events_versioned') }}
    where {{ is_new(upstream) }}
    union
    select
        user_id,
        session_date as event_date
    from {{ ref('int_events_sessionized_to_days') }}
    where {{ is_new(upstream) }}

)
{%- endmacro %}
