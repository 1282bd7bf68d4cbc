{#-
    CTEs that end in `purchases_reached`: one row per session of `events`, with the
    first date, the earliest cart after the first view and the earliest purchase after
    that. View < cart < purchase within one instant, so "after" is "not before".
-#}

{% macro funnel_steps(events) -%}
carts_reached as (

    select
        session_id,
        min(
            case
                when event_type = 'cart' and occurred_at >= viewed_at
                    then occurred_at
            end
        ) as carted_at
    from {{ events }}
    group by session_id

),

purchases_reached as (

    select
        {{ events }}.session_id,
        {{ events }}.first_date,
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
    inner join carts_reached on {{ events }}.session_id = carts_reached.session_id
    group by
        {{ events }}.session_id,
        {{ events }}.first_date,
        carts_reached.carted_at

)
{%- endmacro %}
