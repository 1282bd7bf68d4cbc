{#-
    CTEs over `order_lines`: `orders_counted`, orders by session, and `revenue_by_day`,
    each line's amount on the date of the earliest of its equal rows.
-#}

{% macro order_sums() -%}
orders_counted as (

    select
        session_id,
        count(distinct key_of_order) as order_count
    from order_lines
    group by session_id

),

revenue_by_day as (

    select
        session_id,
        line_date as session_date,
        sum(line_amount) as revenue_amount
    from order_lines
    group by session_id, line_date

)
{%- endmacro %}
