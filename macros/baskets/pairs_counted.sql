{#-
    CTEs over `items_kept` that end in `pairs_counted`: orders that hold two products
    (product_a_number < product_b_number). Products in too few orders were left out
    before, which changes no count of the others. Orders with more than
    `max_basket_items` of what is left are not paired: they are few, and most pairs.
-#}

{% macro pairs_counted() -%}
orders_sized as (

    select
        order_number,
        count(*) as item_count,
        min(product_number) as first_product_number
    from items_kept
    group by order_number
    having count(*) > 1

),

items_paired as (

    select
        items_kept.order_number,
        items_kept.product_number
    from items_kept
    inner join orders_sized on items_kept.order_number = orders_sized.order_number
    where orders_sized.item_count <= {{ var('max_basket_items') }}

),

pairs_counted as (

    select
        items_a.product_number as product_a_number,
        items_b.product_number as product_b_number,
        count(*) as pair_order_count
    from items_paired as items_a
    inner join items_paired as items_b
        on
            items_a.order_number = items_b.order_number
            and items_a.product_number < items_b.product_number
    group by items_a.product_number, items_b.product_number
    having count(*) >= {{ var('min_pair_orders') }}

)
{%- endmacro %}
