{#
    Grain: one row per channel, known customer and date as of which customers are scored,
    if something was bought in the `rfm_window_days` up to it. Made anew in each run.
#}

{{ config(materialized='table') }}

with

{{ score_dates() }},

orders as (

    select
        channel,
        customer_id,
        order_id,
        order_date,
        net_amount,
        is_purchase
    from {{ ref('fct_orders') }}
    where not is_guest

),

customers_measured as (

    select
        score_dates.channel,
        score_dates.score_date,
        score_dates.is_latest,
        score_dates.is_month_end,
        orders.customer_id,
        score_dates.score_date
        - max(case when orders.is_purchase then orders.order_date end)
            as recency_days,
        {{ sum_or_zero('case when orders.is_purchase then 1 else 0 end') }}
            as order_count,
        sum(orders.net_amount) as net_amount
    from score_dates
    inner join orders
        on
            score_dates.channel = orders.channel
            and score_dates.score_date >= orders.order_date
            and score_dates.score_date
            < orders.order_date + {{ var('rfm_window_days') }}
    group by
        score_dates.channel,
        score_dates.score_date,
        score_dates.is_latest,
        score_dates.is_month_end,
        orders.customer_id
    having max(case when orders.is_purchase then 1 else 0 end) = 1

),

{{ scores_cut() }}

select
    -- keys
    customers_scored.channel,
    customers_scored.customer_id,
    customers_scored.score_date,

    -- numbers
    cast(customers_scored.recency_days as integer) as recency_days,
    customers_scored.order_count,
    cast(customers_scored.net_amount as decimal(38, 4)) as net_amount,

    -- scores
    customers_scored.recency_score,
    customers_scored.frequency_score,
    customers_scored.monetary_score,
    segments.segment,

    -- booleans
    customers_scored.is_latest,
    customers_scored.is_month_end
from customers_scored
left join {{ ref('rfm_segments') }} as segments
    on
        customers_scored.recency_score = segments.recency_score
        and customers_scored.frequency_score = segments.frequency_score
        and customers_scored.monetary_score = segments.monetary_score
