{#-
    CTEs that end in `orders_numbered`: `orders` in their place among the customer's:
    the number of a purchase, the whole days since the one before, and what was paid so
    far. Guests have no timeline; what is no purchase has a sum alone.
-#}

{% macro orders_numbered(orders) -%}
{%- set in_order = 'partition by buyer_key order by ordered_at, order_id' -%}
purchases_ordered as (

    select
        *,
        case
            when is_purchase then sum(case when is_purchase then 1 else 0 end) over (
                {{ in_order }} rows between unbounded preceding and current row
            )
        end as purchase_number,
        max(case when is_purchase then order_date end) over (
            {{ in_order }} rows between unbounded preceding and 1 preceding
        ) as previous_purchase_date,
        sum(net_amount) over (
            {{ in_order }} rows between unbounded preceding and current row
        ) as net_amount_so_far
    from {{ orders }}

),

orders_numbered as (

    select
        *,
        case
            when customer_id is not null then cast(purchase_number as bigint)
        end as order_number,
        case
            when customer_id is not null and is_purchase
                then order_date - previous_purchase_date
        end as days_since_previous_order,
        case when customer_id is not null then net_amount_so_far end
            as running_net_amount
    from purchases_ordered

)
{%- endmacro %}
