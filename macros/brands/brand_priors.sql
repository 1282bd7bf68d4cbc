{#-
    CTEs from `brands_counted` to `category_priors`: what is usual in a category, and
    the Beta prior of its brands' rates by the method of moments. Rates and their mean
    are decimals of 9 places, whose sums are exact in whatever order they are added.
-#}

{% macro brand_priors() -%}
{%- set category_cvr = rate('sum(viewer_buyer_count)', 'sum(viewer_count)') -%}
brands_rated as (

    select
        *,
        case
            when viewer_count >= {{ var('brand_min_viewers') }}
                then cast(
                    {{ rate('viewer_buyer_count', 'viewer_count') }} as decimal(10, 9)
                )
        end as known_cvr
    from brands_counted

),

categories_summed as (

    select
        as_of_date,
        category,
        {{ category_cvr }} as category_cvr,
        {{ rate('sum(revenue_amount)', 'sum(order_count)') }}
            as category_revenue_per_order,
        percentile_cont(0.5) within group (order by nullif(viewer_count, 0))
            as median_viewer_count,
        count(known_cvr) as prior_brand_count,
        cast(
            coalesce(
                {{ rate('sum(known_cvr)', 'count(known_cvr)') }}, {{ category_cvr }}
            ) as decimal(10, 9)
        ) as prior_mean
    from brands_rated
    group by as_of_date, category

),

spreads_summed as (

    select
        brands.as_of_date,
        brands.category,
        sum(
            (brands.known_cvr - sums.prior_mean) * (brands.known_cvr - sums.prior_mean)
        ) as squares
    from brands_rated as brands
    inner join categories_summed as sums
        on brands.as_of_date = sums.as_of_date and brands.category = sums.category
    group by brands.as_of_date, brands.category

),

{{ prior_weights() }}
{%- endmacro %}
