{#-
    CTEs over `basket_items` that end in `pairs_counted`: orders that hold two products
    (product_a_id < product_b_id). Products in too few orders are left out before any are
    paired, which changes no count of the others. Orders with more than
    `max_basket_items` of what is left are not paired: they are few, and most pairs.
-#}

{% macro pairs_counted() -%}
products_counted as (

    select
        channel,
        product_id,
        count(*) as product_order_count
    from basket_items
    group by channel, product_id
    having count(*) >= {{ var('min_item_orders') }}

),

items_kept as (

    select
        basket_items.channel,
        basket_items.order_id,
        basket_items.product_id,
        count(*) over (partition by basket_items.order_id) as item_count
    from basket_items
    inner join products_counted
        on
            basket_items.channel = products_counted.channel
            and basket_items.product_id = products_counted.product_id

),

items_paired as (

    select * from items_kept
    where item_count between 2 and {{ var('max_basket_items') }}

),

pairs_counted as (

    select
        items_a.channel,
        items_a.product_id as product_a_id,
        items_b.product_id as product_b_id,
        count(*) as pair_order_count
    from items_paired as items_a
    inner join items_paired as items_b
        on
            items_a.order_id = items_b.order_id
            and items_a.product_id < items_b.product_id
    group by items_a.channel, items_a.product_id, items_b.product_id
    having count(*) >= {{ var('min_pair_orders') }}

)
{%- endmacro %}
