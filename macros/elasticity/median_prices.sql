{#-
    CTEs over `visitor_prices` that end in `median_prices`: of a product's views with a
    price the least up to which half of them lie. It was really shown, unlike a mean of
    two, so that different prices can be counted.
-#}

{% macro median_prices() -%}
prices_shown as (

    select
        week_start_date,
        product_id,
        price,
        sum(view_count) as view_count
    from visitor_prices
    where price is not null
    group by week_start_date, product_id, price

),

prices_ranked as (

    select
        week_start_date,
        product_id,
        price,
        sum(view_count) over (
            partition by week_start_date, product_id
            order by price
            rows between unbounded preceding and current row
        ) as running_count,
        sum(view_count) over (partition by week_start_date, product_id) as total_count
    from prices_shown

),

median_prices as (

    select
        week_start_date,
        product_id,
        min(price) as median_price
    from prices_ranked
    where 2 * running_count >= total_count
    group by week_start_date, product_id

)
{%- endmacro %}
