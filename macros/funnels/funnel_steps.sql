{#-
    CTEs that end in `purchases_reached`: one row per attempt of `events`, told by
    `keys`, with the earliest cart after its first view and the earliest purchase after
    that. View < cart < purchase within one instant, so "after" is "not before".
-#}

{% macro funnel_steps(events, keys) -%}
carts_reached as (

    select
        {{ keys | join(',\n        ') }},
        min(
            case
                when event_type = 'cart' and occurred_at >= viewed_at
                    then occurred_at
            end
        ) as carted_at
    from {{ events }}
    group by
        {{ keys | join(',\n        ') }}

),

purchases_reached as (

    select
        {% for key in keys -%}
        {{ events }}.{{ key }},
        {% endfor -%}
        carts_reached.carted_at,
        min(
            case
                when
                    {{ events }}.event_type = 'purchase'
                    and {{ events }}.occurred_at >= carts_reached.carted_at
                    then {{ events }}.occurred_at
            end
        ) as purchased_at
    from {{ events }}
    inner join carts_reached
        on {{ same_keys(events, 'carts_reached', keys) }}
    group by
        {% for key in keys -%}
        {{ events }}.{{ key }},
        {% endfor -%}
        carts_reached.carted_at

)
{%- endmacro %}
