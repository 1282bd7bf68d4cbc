{#-
    CTEs from `brands_counted`, one row per as-of date, category and brand, to
    `brands_scored`: each brand against its category, by what was known then alone.
-#}

{% macro brand_scores() -%}
{{ brand_priors() }},

brands_shrunk as (

    select
        brands.*,
        priors.category_cvr,
        priors.median_viewer_count,
        priors.prior_brand_count,
        priors.prior_alpha,
        priors.prior_beta,
        brands.viewer_buyer_count + priors.prior_alpha as shrunk_buyers,
        brands.viewer_count + priors.prior_alpha + priors.prior_beta as shrunk_viewers,
        coalesce(
            {{ rate('brands.revenue_amount', 'brands.order_count') }},
            priors.category_revenue_per_order
        ) as revenue_per_order,
        case
            when brands.viewer_count >= 1
                then {{ rounded(
                    'percent_rank() over (partition by brands.as_of_date,'
                    ~ ' brands.category, case when brands.viewer_count >= 1 then 1'
                    ~ ' else 0 end order by brands.viewer_count)',
                    9
                ) }}
        end as exposure_rank_share
    from brands_rated as brands
    inner join category_priors as priors
        on brands.as_of_date = priors.as_of_date and brands.category = priors.category

),

brands_bounded as (

    select
        *,
        {{ rate('viewer_buyer_count', 'viewer_count') }} as cvr,
        {{ rate('shrunk_buyers', 'shrunk_viewers') }} as cvr_shrunk,
        {%- for bound in ['lower', 'upper'] %}
        {{ wilson_bound(
            'shrunk_buyers', 'shrunk_viewers', bound, z=var('brand_bound_z')
        ) }} as cvr_{{ bound }}
        {{- ',' if not loop.last }}
        {%- endfor %}
    from brands_shrunk

),

{{ brand_verdicts() }}
{%- endmacro %}
