{#-
    The CTE `touched_users`: users whose cart lines may have changed since this model
    was built. Whatever an event does, the sessions around it are written anew: a late
    view too, and it may have joined those that lines are in. An event that has moved
    tells by its stored line where it was.
-#}

{% macro touched_cart_users(upstream) -%}
touched_groups as (

    select distinct
        group_user,
        group_session
    from {{ ref('int_events_sessionized_to_days') }}
    where {{ is_new(upstream) }}

),

moved_events as (

    select event_id from {{ ref('stg_firehose__events') }}
    where has_conflict and {{ is_new(upstream) }}

),

touched_users as (

    select events.user_id
    from {{ ref('int_commerce_events_selected') }} as events
    inner join touched_groups
        on
            events.group_user = touched_groups.group_user
            and events.group_session = touched_groups.group_session
    union
    select user_id from {{ this }}
    where event_id in (select moved_events.event_id from moved_events)

)
{%- endmacro %}
