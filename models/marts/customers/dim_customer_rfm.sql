{# Grain: one row per channel and known customer who bought in the window. #}

{{ config(materialized='table') }}

with

{{ score_dates() }},

customers as (

    select * from {{ ref('int_customers_scored_to_dates') }}
    where is_latest

),

-- also one as of which nobody was scored
month_ends as (

    select
        channel,
        max(score_date) as previous_score_date
    from score_dates
    where is_month_end and not is_latest
    group by channel

),

customers_before as (

    select earlier.*
    from {{ ref('int_customers_scored_to_dates') }} as earlier
    inner join month_ends
        on
            earlier.channel = month_ends.channel
            and earlier.score_date = month_ends.previous_score_date

)

select
    -- keys
    customers.channel,
    customers.customer_id,

    -- window
    customers.score_date - {{ var('rfm_window_days') }} + 1 as first_date,
    customers.score_date as last_date,

    -- numbers
    customers.recency_days,
    customers.order_count,
    customers.net_amount,

    -- scores
    customers.recency_score,
    customers.frequency_score,
    customers.monetary_score,
    customers.segment,
    customers_before.segment as segment_at_month_end
from customers
left join customers_before
    on
        customers.channel = customers_before.channel
        and customers.customer_id = customers_before.customer_id
