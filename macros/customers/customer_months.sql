{#-
    CTEs that end in `customer_months`: months in which a customer of a channel bought
    (basis `purchase`), or a visitor of the clickstream came (`visit`, humans), as far as
    local dates are over.
-#}

{% macro customer_months() -%}
months_bought as (

    select
        channel,
        customer_id,
        {{ month_start('order_date') }} as month_date
    from {{ ref('fct_orders') }}
    where is_purchase and not is_guest
    group by channel, customer_id, {{ month_start('order_date') }}

),

months_visited as (

    select
        user_id as customer_id,
        {{ month_start('visitor_date') }} as month_date
    from {{ ref('fct_visitor_days') }}
    where is_first_of_month and not is_bot

),

months_told as (

    select
        channel,
        cast('purchase' as varchar(16)) as basis,
        customer_id,
        month_date
    from months_bought
    union all
    select
        cast('clickstream' as varchar(16)) as channel,
        cast('visit' as varchar(16)) as basis,
        customer_id,
        month_date
    from months_visited

),

customer_months as (

    select
        months_told.*,
        {{ month_number('months_told.month_date') }} as month_number
    from months_told
    inner join channels
        on
            months_told.channel = channels.channel
            and months_told.month_date <= channels.open_date

)
{%- endmacro %}
