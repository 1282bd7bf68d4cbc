{# Grain: one row per brand that events carry, and one for none. #}

{{ config(materialized='table') }}

with

{{ versions_counted('brands_counted', by='brand') }},

-- facts have null where this has `unknown`: the row is there for every report
unknown_brand as (

    select cast('unknown' as varchar(1024)) as brand

),

brands as (

    select brand from brands_counted
    union
    select brand from unknown_brand

)

select
    -- keys
    cast(brands.brand as varchar(1024)) as brand,

    -- numbers
    coalesce(brands_counted.product_count, 0) as product_count,
    coalesce(brands_counted.current_product_count, 0) as current_product_count,
    coalesce(brands_counted.event_count, 0) as event_count,

    -- booleans
    brands.brand = 'unknown' as is_unknown,

    -- times
    brands_counted.first_seen_at,
    brands_counted.last_seen_at
from brands
left join brands_counted on brands.brand = brands_counted.brand
