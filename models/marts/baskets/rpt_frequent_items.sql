{# Grain: one row per channel and product that was sold in the window. #}

{{ config(materialized='table') }}

with

products_counted as (

    select
        channel,
        product_id,
        first_date,
        last_date,
        count(*) as order_count,
        {{ sum_or_zero('quantity') }} as quantity,
        sum(gross_amount) as gross_amount
    from {{ ref('int_basket_items_selected') }}
    group by channel, product_id, first_date, last_date

),

products_ordered as (

    select
        *,
        count(*) over (partition by channel) as product_count,
        row_number() over (
            partition by channel
            order by order_count, product_id
        ) as order_position,
        sum(gross_amount) over (partition by channel) as channel_amount,
        sum(gross_amount) over (
            partition by channel
            order by gross_amount desc, product_id asc
            rows between unbounded preceding and current row
        ) as cumulative_amount
    from products_counted

),

-- the least count that the share of products does not exceed: percentile_disc, exact
products_compared as (

    select
        *,
        min(
            case
                when
                    order_position
                    >= {{ var('frequent_item_percentile') }} * product_count
                    then order_count
            end
        ) over (partition by channel) as frequent_from_order_count
    from products_ordered

),

products_judged as (

    select
        *,
        order_count >= frequent_from_order_count as is_frequent,
        {{ rate('cumulative_amount - gross_amount', 'channel_amount') }}
            as dearer_revenue_share
    from products_compared

)

select
    -- keys
    channel,
    product_id,

    -- window
    first_date,
    last_date,

    -- numbers
    order_count,
    quantity,
    cast(gross_amount as decimal(38, 4)) as gross_amount,

    -- frequent
    is_frequent,
    frequent_from_order_count,
    {{ rate(
        'sum(case when is_frequent then 1 else 0 end) over (partition by channel)',
        'product_count'
    ) }} as frequent_item_share,

    -- revenue
    {{ rate('gross_amount', 'channel_amount') }} as revenue_share,
    {{ rate('cumulative_amount', 'channel_amount') }} as cumulative_revenue_share,
    cast(case
        when dearer_revenue_share < {{ var('abc_class_shares')[0] }} then 'A'
        when dearer_revenue_share < {{ var('abc_class_shares')[1] }} then 'B'
        else 'C'
    end as varchar(1)) as abc_class
from products_judged
