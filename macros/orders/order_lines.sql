{#-
    CTEs that end in `order_lines`: the clickstream's orders inside one session, one
    row per different line: session_id, key_of_order, line_date, line_amount.

    Within an order a row without a delivered quantity yields to one of the same
    product that has one (Google Analytics logs each line twice), then lines equal in
    product, quantity and price count once.
-#}

{% macro order_lines(events) -%}
{{ purchases_keyed(events) }},

quantities_known as (

    select
        *,
        max(case when has_quantity then 1 else 0 end) over (
            partition by session_id, key_of_order, product_id
        ) as is_quantity_known
    from purchases_keyed

),

order_lines as (

    select
        session_id,
        key_of_order,
        min(event_date) as line_date,
        max(coalesce(price, 0) * quantity) as line_amount
    from quantities_known
    where has_quantity or is_quantity_known = 0
    group by session_id, key_of_order, product_id, quantity, price

)
{%- endmacro %}
