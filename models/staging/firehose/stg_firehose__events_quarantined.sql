{# Grain: one row per landed event record that is refused, with the reason. #}

{{ config(
    materialized='incremental',
    incremental_strategy='replace_touched',
    meta={'touched_by': 'load_sequence', 'written_column': 'load_sequence'},
    pre_hook="{{ forget_mark() }}",
    post_hook="{{ mark_built('landing') }}"
) }}

with

judged as (

    select
        object_key,
        object_hash,
        record_number,
        quarantine_reason
    from {{ ref('stg_firehose__events_judged') }}
    where
        quarantine_reason is not null
        and {{ is_new('landing') }}

),

landed as (

    select * from {{ source('firehose', 'events') }}
    where {{ is_new('landing') }}

)

select
    -- keys
    landed.event_id,

    -- verdict
    judged.quarantine_reason as reason,

    -- as delivered
    landed.event_time,
    landed.event_type,
    landed.product_id,
    landed.category_id,
    landed.category_code,
    landed.brand,
    landed.price,
    landed.user_id,
    landed.user_session,
    landed.quantity,
    landed.order_id,
    landed.currency,
    landed.ip,
    landed.user_agent,
    landed.extra,

    -- lineage
    landed.object_key,
    landed.object_hash,
    landed.record_number,
    landed.delivered_at,
    landed.load_sequence
from landed
inner join judged
    on
        landed.object_key = judged.object_key
        and landed.object_hash = judged.object_hash
        and landed.record_number = judged.record_number
