{# Grain: one row per order of a known customer, in the customer's order of time. #}

with

orders as (

    select * from {{ ref('fct_orders') }}
    where not is_guest

)

select
    -- keys
    channel,
    customer_id,
    order_id,
    source_order_id,

    -- times
    ordered_at,
    order_date,

    -- among the customer's orders
    order_number,
    days_since_previous_order,

    -- numbers
    line_count,
    product_count,
    product_quantity,
    gross_amount,
    refund_amount,
    net_amount,
    running_net_amount,

    -- booleans
    is_purchase,
    is_cancellation
from orders
