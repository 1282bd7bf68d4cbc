{#
    Grain: one row per cut-off, a first of a month, and group of brands as judged then.
    Made anew in each run.
#}

{{ config(materialized='table') }}

{%- set days = var('brand_window_days') %}

with

watermark as (

    select {{ local_date('watermark_at') }} as watermark_date
    from {{ ref('int_data_watermark') }}

),

brands_counted as (

    select * from {{ ref('int_brands_counted_to_windows') }}

),

{{ brand_scores() }},

-- those that could be flagged, wherever the window after has ended
brands_then as (

    select
        scored.as_of_date,
        scored.category,
        scored.brand,
        case
            when scored.needs_marketing then 'needs_marketing'
            when scored.conversion_index >= 1 then 'index_from_1'
            else 'index_below_1'
        end as brand_group
    from brands_scored as scored
    cross join watermark
    where
        scored.as_of_date = {{ month_start('scored.as_of_date') }}
        and scored.as_of_date + {{ days }} <= watermark.watermark_date
        and scored.has_min_viewers
        and not scored.is_unbranded

),

brands_after as (

    select
        as_of_date - {{ days }} as cut_off_date,
        category,
        brand,
        viewer_count,
        conversion_index
    from brands_scored

),

counted as (

    select
        brands_then.as_of_date as cut_off_date,
        brands_then.brand_group,
        count(*) as brand_count,
        count(case when brands_after.viewer_count > 0 then 1 end)
            as viewed_after_count,
        count(case when brands_after.conversion_index >= 1 then 1 end)
            as index_from_1_after_count
    from brands_then
    left join brands_after
        on
            brands_then.as_of_date = brands_after.cut_off_date
            and brands_then.category = brands_after.category
            and brands_then.brand = brands_after.brand
    group by brands_then.as_of_date, brands_then.brand_group

)

select
    -- keys
    cut_off_date,
    cast(brand_group as varchar(32)) as brand_group,

    -- numbers
    brand_count,
    viewed_after_count,
    index_from_1_after_count,

    -- rates
    {{ rate('index_from_1_after_count', 'brand_count') }} as index_from_1_after_rate
from counted
