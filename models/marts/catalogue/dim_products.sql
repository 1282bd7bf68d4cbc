{# Grain: one row per product: its current version. #}

with

versions as (

    select * from {{ ref('dim_product_versions') }}

)

select
    -- keys
    product_id,

    -- attributes
    category_id,
    category_code,
    brand,

    -- numbers
    version_number as version_count,
    latest_price,

    -- times
    valid_from_at as described_since_at,
    last_seen_at
from versions
where is_current
