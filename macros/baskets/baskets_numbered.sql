{#-
    CTEs over the items of `int_basket_items_selected` in numbers, which are joined and
    grouped at a fraction of what names cost: `orders_numbered`, all of them;
    `products_counted`, those in enough orders; `items_kept`, such products of orders
    that hold more than one product. Products are numbered as their ids sort. The items
    are no CTE: the engine would keep a copy of what several CTEs read.
-#}

{% macro baskets_numbered() -%}
{%- set items = ref('int_basket_items_selected') -%}
orders_numbered as (

    select
        channel,
        order_id,
        count(*) as product_count,
        cast(row_number() over (order by order_id) as integer) as order_number
    from {{ items }}
    group by channel, order_id

),

products_counted as (

    select
        channel,
        product_id,
        count(*) as product_order_count,
        cast(row_number() over (order by channel, product_id) as integer)
            as product_number
    from {{ items }}
    group by channel, product_id
    having count(*) >= {{ var('min_item_orders') }}

),

items_kept as (

    select
        orders_numbered.order_number,
        products_counted.product_number
    from {{ items }} as items
    inner join products_counted
        on
            items.channel = products_counted.channel
            and items.product_id = products_counted.product_id
    inner join orders_numbered on items.order_id = orders_numbered.order_id
    where orders_numbered.product_count > 1

)
{%- endmacro %}
