{#-
    CTEs over `channels` that end in `customers_valued`: what known customers did up to
    the last complete date, and what a model of repeated purchases is fitted to: days of
    purchases after the first, what was spent on them, and how long they are known.
-#}

{% macro customers_valued() -%}
{{ order_days() }},

days_placed as (

    select
        *,
        min(case when order_count > 0 then order_date end) over (
            partition by channel, customer_id
        ) as first_order_date
    from order_days

),

customers_valued as (

    select
        channel,
        customer_id,
        last_date,
        first_order_date,
        max(case when order_count > 0 then order_date end) as last_order_date,
        {{ sum_or_zero('order_count') }} as order_count,
        sum(gross_amount) as gross_amount,
        sum(refund_amount) as refund_amount,
        sum(net_amount) as net_amount,
        {{ sum_or_zero('case when order_count > 0 then 1 else 0 end') }} - 1
            as repeat_day_count,
        max(case when order_count > 0 then order_date end) - first_order_date
            as active_days,
        last_date - first_order_date as tenure_days,
        sum(case when order_date > first_order_date then purchase_amount else 0 end)
            as repeat_amount
    from days_placed
    where first_order_date is not null
    group by channel, customer_id, last_date, first_order_date

)
{%- endmacro %}
