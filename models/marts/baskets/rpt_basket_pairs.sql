{# Grain: one row per channel and two products that are often in one order. #}

{{ config(materialized='table') }}

with

basket_items as (

    select
        channel,
        order_id,
        product_id
    from {{ ref('int_basket_items_selected') }}

),

orders_counted as (

    select
        channel,
        count(distinct order_id) as order_count
    from basket_items
    group by channel

),

{{ pairs_counted() }},

orders_covered as (

    select
        channel,
        count(distinct case
            when item_count <= {{ var('max_basket_items') }} then order_id
        end) as paired_order_count,
        count(distinct order_id) as pairable_order_count
    from items_kept
    where item_count > 1
    group by channel

),

pairs as (

    select
        pairs_counted.*,
        products_a.product_order_count as product_a_order_count,
        products_b.product_order_count as product_b_order_count,
        orders_counted.order_count,
        orders_covered.paired_order_count,
        orders_covered.pairable_order_count
    from pairs_counted
    inner join products_counted as products_a
        on
            pairs_counted.channel = products_a.channel
            and pairs_counted.product_a_id = products_a.product_id
    inner join products_counted as products_b
        on
            pairs_counted.channel = products_b.channel
            and pairs_counted.product_b_id = products_b.product_id
    inner join orders_counted on pairs_counted.channel = orders_counted.channel
    inner join orders_covered on pairs_counted.channel = orders_covered.channel

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
