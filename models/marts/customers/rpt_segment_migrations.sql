{#
    Grain: one row per channel, month's end, and two segments between which customers
    moved since the month's end before.
#}

{{ config(materialized='table') }}

with

{{ score_dates() }},

month_ends as (

    select
        channel,
        max(score_date) as latest_date
    from score_dates
    where is_month_end
    group by channel

),

customers as (

    select
        channel,
        customer_id,
        segment,
        score_date as month_end_date,
        {{ month_start('score_date + 1') }} as next_month_date
    from {{ ref('int_customers_scored_to_dates') }}
    where is_month_end

),

-- the last month's end may have nobody left
months_reached as (

    select
        customers.channel,
        month_ends.latest_date,
        min(customers.month_end_date) as earliest_date
    from customers
    inner join month_ends on customers.channel = month_ends.channel
    group by customers.channel, month_ends.latest_date

),

-- each customer on each month's end, and once more on the one that follows
appearances as (

    select
        channel,
        customer_id,
        month_end_date,
        segment as to_segment,
        cast(null as varchar(32)) as from_segment
    from customers
    union all
    select
        channel,
        customer_id,
        {{ month_start('next_month_date + 31') }} - 1 as month_end_date,
        cast(null as varchar(32)) as to_segment,
        segment as from_segment
    from customers

),

customers_moved as (

    select
        channel,
        customer_id,
        month_end_date,
        coalesce(max(from_segment), 'none') as from_segment,
        coalesce(max(to_segment), 'none') as to_segment
    from appearances
    group by channel, customer_id, month_end_date

)

select
    -- keys
    customers_moved.channel,
    customers_moved.month_end_date,
    cast(customers_moved.from_segment as varchar(32)) as from_segment,
    cast(customers_moved.to_segment as varchar(32)) as to_segment,

    -- numbers
    count(*) as customer_count
from customers_moved
inner join months_reached
    on
        customers_moved.channel = months_reached.channel
        and customers_moved.month_end_date > months_reached.earliest_date
        and customers_moved.month_end_date <= months_reached.latest_date
group by
    customers_moved.channel,
    customers_moved.month_end_date,
    customers_moved.from_segment,
    customers_moved.to_segment
