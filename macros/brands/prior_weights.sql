{#-
    CTEs from `categories_summed` and `spreads_summed` to `category_priors`: the prior's
    alpha and beta. One of mean m and variance v weighs as much as m(1 - m)/v - 1
    viewers; where there is no variance, or one that no Beta distribution has, the prior
    weighs `brand_fallback_prior_viewers`.
-#}

{% macro prior_weights() -%}
moments_taken as (

    select
        sums.*,
        cast(sums.prior_mean as double precision) as mean_cvr,
        {{ rounded(
            'cast(spreads.squares as double precision)'
            ~ ' / nullif(cast(sums.prior_brand_count as double precision) - 1, 0)',
            18
        ) }} as prior_variance
    from categories_summed as sums
    inner join spreads_summed as spreads
        on sums.as_of_date = spreads.as_of_date and sums.category = spreads.category

),

priors_weighed as (

    select
        *,
        case
            when
                prior_brand_count >= {{ var('brand_prior_min_brands') }}
                and prior_variance > 0
                and prior_variance < mean_cvr * (1 - mean_cvr)
                then
                    cast(mean_cvr * (1 - mean_cvr) as double precision)
                    / prior_variance - 1
            else {{ var('brand_fallback_prior_viewers') }}
        end as prior_weight
    from moments_taken

),

category_priors as (

    select
        *,
        {{ rounded('mean_cvr * prior_weight', 9) }} as prior_alpha,
        {{ rounded('(1 - mean_cvr) * prior_weight', 9) }} as prior_beta
    from priors_weighed

)
{%- endmacro %}
