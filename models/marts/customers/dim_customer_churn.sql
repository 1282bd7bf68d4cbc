{# Grain: one row per channel and known customer with a purchase on a complete date. #}

{{ config(materialized='table') }}

with

{{ complete_channels() }},

purchase_days as (

    select
        orders.channel,
        orders.customer_id,
        orders.order_date,
        channels.last_date
    from {{ ref('fct_orders') }} as orders
    inner join channels
        on
            orders.channel = channels.channel
            and orders.order_date <= channels.last_date
    where orders.is_purchase and not orders.is_guest
    group by
        orders.channel,
        orders.customer_id,
        orders.order_date,
        channels.last_date

),

customers_counted as (

    select
        channel,
        customer_id,
        last_date,
        count(*) as order_day_count,
        min(order_date) as first_order_date,
        max(order_date) as last_order_date,
        last_date - min(order_date) as tenure_days,
        last_date - max(order_date) as silent_days
    from purchase_days
    group by channel, customer_id, last_date

),

{{ gaps_expected() }}

select
    -- keys
    channel,
    customer_id,

    -- numbers
    order_day_count,
    cast(tenure_days as integer) as tenure_days,
    cast(silent_days as integer) as silent_days,
    expected_gap_days,
    {{ rate('silent_days', 'expected_gap_days') }} as silence_ratio,

    -- verdict
    cast(case
        when expected_gap_days is null or tenure_days < expected_gap_days
            then 'not_observable'
        when order_day_count = 1 then 'one_time_buyer'
        when silent_days <= expected_gap_days then 'active'
        when silent_days <= {{ var('churn_at_risk_gaps') }} * expected_gap_days
            then 'at_risk'
        when silent_days <= 2 * expected_gap_days then 'lapsed'
        else 'churned'
    end as varchar(16)) as status,

    -- booleans
    is_own_gap,

    -- times
    first_order_date,
    last_order_date,
    last_date as as_of_date
from gaps_expected
