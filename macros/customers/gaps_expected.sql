{#-
    CTEs over `purchase_days` that end in `gaps_expected`: after how many days without a
    purchase a customer is late. 90 percent of their own gaps are shorter, or, of a
    customer with fewer than `churn_min_order_days` days of purchases, of all gaps of the
    channel.
-#}

{% macro gaps_expected() -%}
{%- set late -%}
    percentile_cont({{ var('churn_gap_percentile') }}) within group (
        order by cast(gap_days as double precision)
    )
{%- endset -%}
{{ gaps_between() }},

channel_gaps as (

    select
        channel,
        {{ rounded(late, 9) }} as channel_gap_days
    from gaps
    group by channel

),

customer_gaps as (

    select
        channel,
        customer_id,
        {{ rounded(late, 9) }} as own_gap_days
    from gaps
    group by channel, customer_id
    having count(*) >= {{ var('churn_min_order_days') }} - 1

),

gaps_expected as (

    select
        customers_counted.*,
        customer_gaps.own_gap_days is not null as is_own_gap,
        coalesce(customer_gaps.own_gap_days, channel_gaps.channel_gap_days)
            as expected_gap_days
    from customers_counted
    left join customer_gaps
        on
            customers_counted.channel = customer_gaps.channel
            and customers_counted.customer_id = customer_gaps.customer_id
    left join channel_gaps on customers_counted.channel = channel_gaps.channel

)
{%- endmacro %}
