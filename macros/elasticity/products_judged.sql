{#-
    CTEs from `products_counted` to `products_judged`: a product is in the fit with enough
    weeks, prices and viewers, and with enough other products beside it: what moves all
    of a shop in a week is told from a product's own by the others.
-#}

{% macro products_judged() -%}
products_compared as (

    select
        *,
        usable_week_count >= {{ var('elasticity_min_weeks') }}
        and price_count >= {{ var('elasticity_min_prices') }}
        and viewer_count >= {{ var('elasticity_min_viewers') }} as is_eligible
    from products_counted

),

eligible_products as (

    select count(case when is_eligible then 1 end) as eligible_count
    from products_compared

),

products_judged as (

    select
        compared.*,
        compared.is_eligible
        and eligible.eligible_count >= {{ var('elasticity_min_products') }} as is_in_fit
    from products_compared as compared
    cross join eligible_products as eligible

)
{%- endmacro %}
