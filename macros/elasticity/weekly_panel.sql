{#-
    CTEs from `open_week` that end in `products_judged`, one row per product with the
    weeks of the window and whether it is in the fit, and `panel`, its weeks there, with
    the logarithms of price and of buyers per viewer. Nobody bought, or no price was
    shown: such a week has no logarithm.
-#}

{% macro weekly_panel() -%}
product_weeks as (

    select
        weeks.week_number,
        counts.product_id,
        counts.viewer_count,
        counts.buyer_count,
        counts.median_price,
        counts.median_price is not null and counts.buyer_count > 0 as is_usable
    from {{ ref('int_products_counted_to_weeks') }} as counts
    inner join weeks on counts.week_start_date = weeks.week_start_date

),

products_counted as (

    select
        product_id,
        count(*) as week_count,
        count(case when median_price is null then 1 end) as unpriced_week_count,
        count(case when not is_usable and median_price is not null then 1 end)
            as unbought_week_count,
        count(case when is_usable then 1 end) as usable_week_count,
        count(distinct case when is_usable then median_price end) as price_count,
        {{ sum_or_zero('case when is_usable then viewer_count end') }} as viewer_count,
        {{ sum_or_zero('case when is_usable then buyer_count end') }} as buyer_count
    from product_weeks
    group by product_id

),

{{ products_judged() }},

panel as (

    select
        product_weeks.product_id,
        product_weeks.week_number,
        products_judged.usable_week_count,
        {{ in_12_places('ln(cast(product_weeks.median_price as double precision))') }}
            as log_price,
        {{ in_12_places(
            'ln(' ~ quotient('product_weeks.buyer_count', 'product_weeks.viewer_count')
            ~ ')'
        ) }} as log_rate
    from product_weeks
    inner join products_judged on product_weeks.product_id = products_judged.product_id
    where products_judged.is_in_fit and product_weeks.is_usable

)
{%- endmacro %}
