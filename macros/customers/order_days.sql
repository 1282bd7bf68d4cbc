{#-
    The CTE `order_days` over `channels`: what known customers ordered and gave back on
    each local date that is over.
-#}

{% macro order_days() -%}
order_days as (

    select
        orders.channel,
        orders.customer_id,
        orders.order_date,
        channels.last_date,
        {{ sum_or_zero('case when orders.is_purchase then 1 else 0 end') }}
            as order_count,
        sum(orders.gross_amount) as gross_amount,
        sum(orders.refund_amount) as refund_amount,
        sum(orders.net_amount) as net_amount,
        sum(case when orders.is_purchase then orders.gross_amount else 0 end)
            as purchase_amount
    from {{ ref('fct_orders') }} as orders
    inner join channels
        on
            orders.channel = channels.channel
            and orders.order_date <= channels.last_date
    where not orders.is_guest
    group by
        orders.channel, orders.customer_id, orders.order_date, channels.last_date

)
{%- endmacro %}
