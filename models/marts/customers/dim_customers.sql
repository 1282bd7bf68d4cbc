{# Grain: one row per customer of a channel with an order or a correction. #}

{{ by_touched('buyer_key', 'customer_id', upstream='fct_orders') }}

with

orders as (

    select * from {{ ref('fct_orders') }}

),

{% if is_incremental() %}
touched_buyers as (

    select buyer_key from orders
    where {{ is_new('fct_orders') }}
    union
    select rows_before.buyer_key
    from {{ this }} as rows_before
    left join orders on rows_before.buyer_key = orders.buyer_key
    where orders.buyer_key is null

),
{% endif %}

customers as (

    select
        buyer_key,
        channel,
        customer_id,
        -- where the latest order went
        substring(
            max({{ moment_text('ordered_at') }} || coalesce(country, '')), 21
        ) as country,
        min(case when is_purchase then order_date end) as first_order_date,
        max(case when is_purchase then order_date end) as last_order_date,
        {{ sum_or_zero('case when is_purchase then 1 else 0 end') }} as order_count,
        {{ sum_or_zero('case when is_cancellation then 1 else 0 end') }}
            as cancellation_count,
        {{ sum_or_zero('product_quantity') }} as product_quantity,
        sum(gross_amount) as gross_amount,
        sum(refund_amount) as refund_amount,
        sum(net_amount) as net_amount
    from orders
    where not is_guest
    {% if is_incremental() -%}
        and buyer_key in (select touched_buyers.buyer_key from touched_buyers)
    {%- endif %}
    group by buyer_key, channel, customer_id

)

select
    -- keys
    cast(
        {{ touched_unit('touched_buyers', 'customers', 'buyer_key') }} as varchar(32)
    ) as buyer_key,
    cast(customers.channel as varchar(16)) as channel,
    cast(customers.customer_id as varchar(128)) as customer_id,

    -- attributes
    cast(nullif(customers.country, '') as varchar(1024)) as country,

    -- times
    customers.first_order_date,
    customers.last_order_date,

    -- numbers
    customers.order_count,
    customers.cancellation_count,
    customers.product_quantity,
    cast(customers.gross_amount as decimal(38, 4)) as gross_amount,
    cast(customers.refund_amount as decimal(38, 4)) as refund_amount,
    cast(customers.net_amount as decimal(38, 4)) as net_amount
{{ from_touched('touched_buyers', 'customers', 'buyer_key') }}
