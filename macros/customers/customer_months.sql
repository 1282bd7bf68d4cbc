{#-
    CTEs that end in `customer_months`: months in which a customer of a channel bought
    (basis `purchase`), or a visitor of the clickstream came (`visit`, humans), on the
    local dates that are over.
-#}

{% macro customer_months() -%}
months_bought as (

    select
        orders.channel,
        orders.customer_id,
        {{ month_start('orders.order_date') }} as month_date
    from {{ ref('fct_orders') }} as orders
    inner join channels
        on
            orders.channel = channels.channel
            and orders.order_date < channels.open_date
    where orders.is_purchase and not orders.is_guest
    group by
        orders.channel, orders.customer_id, {{ month_start('orders.order_date') }}

),

months_visited as (

    select
        channels.channel,
        visitor_days.user_id as customer_id,
        {{ month_start('visitor_days.visitor_date') }} as month_date
    from {{ ref('fct_visitor_days') }} as visitor_days
    inner join channels
        on
            channels.channel = 'clickstream'
            and visitor_days.visitor_date < channels.open_date
    where visitor_days.is_first_of_month and not visitor_days.is_bot

),

customer_months as (

    select
        channel,
        cast('purchase' as varchar(16)) as basis,
        customer_id,
        month_date,
        {{ month_number('month_date') }} as month_number
    from months_bought
    union all
    select
        channel,
        cast('visit' as varchar(16)) as basis,
        customer_id,
        month_date,
        {{ month_number('month_date') }} as month_number
    from months_visited

)
{%- endmacro %}
