{# Grain: one row per accepted event. #}

with

events as (

    select * from {{ ref('stg_firehose__events') }}

)

select
    -- keys
    cast(event_id as varchar(128)) as event_id,
    cast(user_id as varchar(128)) as user_id,
    cast(user_session as varchar(128)) as user_session,

    -- attributes
    cast(event_type as varchar(16)) as event_type,
    cast(product_id as varchar(128)) as product_id,
    cast(category_id as varchar(128)) as category_id,
    cast(category_code as varchar(1024)) as category_code,
    cast(brand as varchar(1024)) as brand,

    -- numbers
    price,
    quantity,
    has_quantity,
    cast(order_id as varchar(128)) as order_id,

    -- times
    occurred_at,
    event_date,
    delivered_at,

    -- copies
    duplicate_count,
    has_conflict,

    -- lineage
    cast(object_key as varchar(1024)) as object_key,
    cast(object_hash as varchar(64)) as object_hash,
    record_number
from events
