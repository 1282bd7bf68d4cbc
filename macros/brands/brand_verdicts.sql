{#-
    CTEs from `brands_bounded` to `brands_scored`: what the scores say of a brand. They
    compare what is published, so that a reader comes to the same. `unbranded` is what
    brands are measured against, not one of them.
-#}

{% macro brand_verdicts() -%}
brands_indexed as (

    select
        *,
        {{ rate('cvr_lower', 'category_cvr') }} as conversion_index,
        viewer_count >= {{ var('brand_min_viewers') }} as has_min_viewers,
        brand = 'unbranded' as is_unbranded
    from brands_bounded

),

brands_judged as (

    select
        *,
        coalesce(
            conversion_index >= 1
            and exposure_rank_share <= {{ var('brand_low_exposure_share') }}
            and has_min_viewers
            and not is_unbranded,
            false
        ) as needs_marketing,
        coalesce(
            exposure_rank_share >= {{ var('brand_high_exposure_share') }}
            and cvr_upper < category_cvr
            and not is_unbranded,
            false
        ) as fix_offer_first,
        {{ rounded(
            'greatest(median_viewer_count - viewer_count, 0) * cvr_lower'
            ~ ' * revenue_per_order',
            2
        ) }} as extra_revenue
    from brands_indexed

),

brands_scored as (

    select
        *,
        not (needs_marketing or fix_offer_first or is_unbranded) as not_enough_data,
        cast(coalesce(extra_revenue, 0) as decimal(38, 2))
            as expected_extra_revenue_amount
    from brands_judged

)
{%- endmacro %}
