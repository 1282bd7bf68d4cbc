{#- Grain: one row per category of level 1 and brand that is judged. -#}

select
    category,
    brand,
    viewer_count,
    viewer_buyer_count,
    order_count,
    revenue_amount,
    cvr_shrunk,
    category_cvr,
    conversion_index,
    exposure_rank_share,
    marketing_rank,
    expected_extra_revenue_amount,
    case
        when needs_marketing then 'needs marketing'
        when fix_offer_first then 'fix the offer first'
        when not_enough_data then 'neither is proved'
        else 'unbranded'
    end as verdict
from {{ ref('rpt_brand_opportunity') }}
where has_min_viewers
order by viewer_count desc, category asc, brand asc
limit 500
