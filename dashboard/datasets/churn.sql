{#- Grain: one row per channel and status of customers. -#}

select
    channel,
    replace(status, '_', ' ') as status,
    count(*) as customer_count
from {{ ref('dim_customer_churn') }}
group by channel, status
