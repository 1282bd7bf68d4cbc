{# Grain: one row per landed object. #}

with

objects as (

    select * from {{ source('firehose', 'objects') }}

)

select
    -- keys
    cast(kind as varchar(32)) as kind,
    cast(object_key as varchar(1024)) as object_key,
    cast(object_hash as varchar(64)) as object_hash,

    -- numbers
    size_bytes,
    records as record_count,
    landed as landed_count,
    rejected as rejected_count,

    -- times
    modified_at,
    delivered_at,
    landed_at,

    -- lineage
    cast(load_id as varchar(64)) as load_id,
    load_sequence
from objects
