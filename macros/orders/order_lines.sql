{#-
    CTEs that end in `order_lines`: the clickstream's orders inside one session, one
    row per different line: session_id, key_of_order, line_date, line_amount. Purchases
    that are equal in product, quantity and price are one line.
-#}

{% macro order_lines(events) -%}
{{ purchases_counted(events) }},

order_lines as (

    select
        session_id,
        key_of_order,
        min(event_date) as line_date,
        max({{ line_amount() }}) as line_amount
    from purchases_counted
    group by session_id, key_of_order, product_id, quantity, price

)
{%- endmacro %}
