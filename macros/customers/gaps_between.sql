{#- CTEs over `purchase_days` that end in `gaps`: days from one to the customer's next. -#}

{% macro gaps_between() -%}
gaps_measured as (

    select
        channel,
        customer_id,
        order_date
        - lag(order_date) over (
            partition by channel, customer_id
            order by order_date
        ) as gap_days
    from purchase_days

),

gaps as (

    select * from gaps_measured
    where gap_days is not null

)
{%- endmacro %}
