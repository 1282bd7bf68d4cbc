{# Grain: one row per channel and two products that are often in one order. #}

{{ config(materialized='table') }}

with

{{ baskets_numbered() }},

orders_counted as (

    select
        channel,
        count(*) as order_count
    from orders_numbered
    group by channel

),

{{ pairs_counted() }},

orders_covered as (

    select
        products_counted.channel,
        sum(case
            when orders_sized.item_count <= {{ var('max_basket_items') }} then 1
            else 0
        end) as paired_order_count,
        count(*) as pairable_order_count
    from orders_sized
    inner join products_counted
        on orders_sized.first_product_number = products_counted.product_number
    group by products_counted.channel

),

pairs as (

    select
        products_a.channel,
        products_a.product_id as product_a_id,
        products_b.product_id as product_b_id,
        pairs_counted.pair_order_count,
        products_a.product_order_count as product_a_order_count,
        products_b.product_order_count as product_b_order_count,
        orders_counted.order_count,
        orders_covered.paired_order_count,
        orders_covered.pairable_order_count
    from pairs_counted
    inner join products_counted as products_a
        on pairs_counted.product_a_number = products_a.product_number
    inner join products_counted as products_b
        on pairs_counted.product_b_number = products_b.product_number
    inner join orders_counted on products_a.channel = orders_counted.channel
    inner join orders_covered on products_a.channel = orders_covered.channel

)

{%- set shares = {
    'a': quotient('product_a_order_count', 'order_count'),
    'b': quotient('product_b_order_count', 'order_count'),
    'both': quotient('pair_order_count', 'order_count')
} %}

select
    -- keys
    channel,
    product_a_id,
    product_b_id,

    -- counts
    pair_order_count as pair_orders,
    product_a_order_count as product_a_orders,
    product_b_order_count as product_b_orders,
    order_count,

    -- association
    {{ shares.both }} as support,
    {{ quotient('pair_order_count', 'product_a_order_count') }} as confidence_a_to_b,
    {{ quotient('pair_order_count', 'product_b_order_count') }} as confidence_b_to_a,
    {{ quotient('pair_order_count', 'product_a_order_count') }}
    * {{ quotient('order_count', 'product_b_order_count') }} as lift,
    {{ lift_bound(
        'pair_order_count', 'product_a_order_count', 'product_b_order_count',
        'order_count'
    ) }} as lift_lower,
    {{ shares.both }} - {{ shares.a }} * {{ shares.b }} as leverage,
    {{ quotient(
        'pair_order_count',
        '(product_a_order_count + product_b_order_count - pair_order_count)'
    ) }} as jaccard,

    -- what the guard against huge orders leaves
    {{ rate('paired_order_count', 'pairable_order_count') }} as covered_order_share
from pairs
