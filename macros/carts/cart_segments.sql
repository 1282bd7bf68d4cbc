{#-
    CTEs that end in `segments`: the events of each user in their total order, with
    `event_number`, the activity before and after, `stretch_number` (a silence of
    `cart_abandon_after_hours` ends a stretch) and `segment_number` (one of
    `cart_expiry_days` empties the cart). An expiry of an empty cart changes nothing,
    so silences alone cut a user's life into segments.
-#}

{% macro cart_segments(events) -%}
{%- set in_order -%}
    partition by user_id
            order by occurred_at, {{ event_type_rank('event_type') }}, product_id, event_id
{%- endset -%}
events_numbered as (

    select
        *,
        row_number() over (
            {{ in_order }}
        ) as event_number,
        lag(occurred_at) over (
            {{ in_order }}
        ) as previous_at,
        lead(occurred_at) over (
            {{ in_order }}
        ) as next_at
    from {{ events }}

),

segments as (

    select
        *,
        {{ silences_so_far('cart_abandon_after_hours') }} as stretch_number,
        {{ silences_so_far('cart_expiry_days') }} as segment_number
    from events_numbered

)
{%- endmacro %}

{#- Silences of a user, as long as a variable says or longer, up to an event. -#}
{% macro silences_so_far(variable) -%}
    sum(
        case when occurred_at >= {{ later_by('previous_at', variable) }} then 1 else 0 end
    ) over (
        partition by user_id order by event_number
        rows between unbounded preceding and current row
    )
{%- endmacro %}
