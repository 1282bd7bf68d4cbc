{#-
    CTEs that end in `touched_users`: users whose cart lines were written since this
    model was built, and those whom an event that moved may have left without any.
-#}

{% macro touched_line_users(upstream) -%}
moved_events as (

    select event_id from {{ ref('stg_firehose__events') }}
    where has_conflict and {{ is_new(upstream) }}

),

touched_users as (

    select user_id from {{ ref('int_cart_lines_ledgered') }}
    where {{ is_new(upstream) }}
    union
    select user_id from {{ ref('int_events_versioned') }}
    where
        {{ is_new(upstream) }}
        and event_id in (select moved_events.event_id from moved_events)

)
{%- endmacro %}
