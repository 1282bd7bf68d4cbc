{#- Grain: one row per channel and segment of customers. -#}

select
    channel,
    replace(segment, '_', ' ') as segment,
    count(*) as customer_count,
    sum(order_count) as order_count,
    sum(net_amount) as net_amount
from {{ ref('dim_customer_rfm') }}
group by channel, segment
