{#
    Grain: one row per category of level 1 and brand with a human's event in the window
    that ends with the last complete local date. Made anew in each run.
#}

{{ config(materialized='table') }}

with

watermark as (

    select {{ local_date('watermark_at') }} as watermark_date
    from {{ ref('int_data_watermark') }}

),

brands_counted as (

    select counts.*
    from {{ ref('int_brands_counted_to_windows') }} as counts
    inner join watermark on counts.as_of_date = watermark.watermark_date

),

{{ brand_scores() }}

select
    -- keys
    category,
    brand,

    -- window
    as_of_date - {{ var('brand_window_days') }} as first_date,
    as_of_date - 1 as last_date,

    -- numbers
    viewer_count,
    viewer_buyer_count,
    order_count,
    cast(revenue_amount as decimal(38, 2)) as revenue_amount,
    revenue_per_order,

    -- the category
    category_cvr,
    median_viewer_count,
    prior_brand_count,
    prior_alpha,
    prior_beta,

    -- scores
    cvr,
    cvr_shrunk,
    cvr_lower,
    cvr_upper,
    conversion_index,
    exposure_rank_share,

    -- verdict
    has_min_viewers,
    needs_marketing,
    fix_offer_first,
    not_enough_data,
    case
        when needs_marketing
            then dense_rank() over (
                partition by needs_marketing
                order by expected_extra_revenue_amount desc
            )
    end as marketing_rank,
    cast(expected_extra_revenue_amount as decimal(38, 2))
        as expected_extra_revenue_amount
from brands_scored
