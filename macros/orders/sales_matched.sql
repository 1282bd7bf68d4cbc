{#-
    CTEs that end in `sales_matched`: `lines` with the sale that a cancelled line takes
    back: the latest earlier one of the same customer and product. What is sold at the
    very instant of a cancellation is not earlier.
-#}

{% macro sales_matched(lines) -%}
sales_searched as (

    select
        *,
        max(case when is_sale then {{ moment_text('invoiced_at') }} || line_id end) over (
            partition by buyer_key, product_id
            order by invoiced_at, case when is_sale then 1 else 0 end, line_id
            rows between unbounded preceding and 1 preceding
        ) as latest_sale
    from {{ lines }}

),

sales_matched as (

    select
        *,
        case
            when is_cancellation and customer_id is not null
                then substring(latest_sale, 21)
        end as matched_line_id
    from sales_searched

)
{%- endmacro %}
