{# Grain: one row per order of either channel, cancellations included. #}

{%- set read = [
    'int_purchases_matched_to_orders', 'int_invoice_lines_matched_to_sales'
] %}
{{ by_touched('buyer_key', 'order_id', upstream=read) }}

with

lines as (

    select * from {{ ref('fct_order_lines') }}

),

{% if is_incremental() %}{{ touched_line_buyers(read) }},{% endif %}

orders_summed as (

    select
        buyer_key,
        order_id,
        min(channel) as channel,
        min(source_order_id) as source_order_id,
        min(customer_id) as customer_id,
        min(country) as country,
        count(*) as line_count,
        count(distinct case when is_product and is_sale then product_id end)
            as product_count,
        {{ sum_or_zero('case when is_product and is_sale then quantity end') }}
            as product_quantity,
        sum(gross_amount) as gross_amount,
        sum(refund_amount) as refund_amount,
        sum(net_amount) as net_amount,
        max(case when is_sale then 1 else 0 end) = 1 as is_purchase,
        max(case when is_cancellation then 1 else 0 end) = 1 as is_cancellation,
        min(ordered_at) as ordered_at,
        min(order_date) as order_date
    from lines
    {%- if is_incremental() %}
    where buyer_key in (select touched_buyers.buyer_key from touched_buyers)
    {%- endif %}
    group by buyer_key, order_id

),

{{ orders_numbered('orders_summed') }}

select
    -- keys
    cast(
        {{ touched_unit('touched_buyers', 'orders_numbered', 'buyer_key') }}
        as varchar(32)
    ) as buyer_key,
    cast(orders_numbered.order_id as varchar(32)) as order_id,
    cast(orders_numbered.channel as varchar(16)) as channel,
    cast(orders_numbered.source_order_id as varchar(128)) as source_order_id,
    cast(orders_numbered.customer_id as varchar(128)) as customer_id,

    -- attributes
    cast(orders_numbered.country as varchar(1024)) as country,

    -- numbers
    orders_numbered.line_count,
    orders_numbered.product_count,
    orders_numbered.product_quantity,
    cast(orders_numbered.gross_amount as decimal(38, 4)) as gross_amount,
    cast(orders_numbered.refund_amount as decimal(38, 4)) as refund_amount,
    cast(orders_numbered.net_amount as decimal(38, 4)) as net_amount,

    -- among the orders of the customer
    orders_numbered.order_number,
    cast(orders_numbered.days_since_previous_order as integer)
        as days_since_previous_order,
    cast(orders_numbered.running_net_amount as decimal(38, 4)) as running_net_amount,

    -- booleans
    orders_numbered.is_purchase,
    orders_numbered.is_cancellation,
    orders_numbered.customer_id is null as is_guest,

    -- times
    orders_numbered.ordered_at,
    orders_numbered.order_date,

    -- lineage
    cast({{ mark_of(read) }} as bigint) as load_sequence
{{ from_touched('touched_buyers', 'orders_numbered', 'buyer_key') }}
{{ stored_by_date('orders_numbered.order_date') }}
