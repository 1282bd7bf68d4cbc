{# Grain: one row per landed event record that is refused, with the reason. #}

{{ by_touched('load_sequence', 'load_sequence', upstream='landing') }}

with

judged as (

    select * from {{ ref('stg_firehose__events_judged') }}
    where
        quarantine_reason is not null
        and {{ is_new('landing') }}

)

select
    -- keys
    delivered_event_id as event_id,

    -- verdict
    quarantine_reason as reason,

    -- as delivered
    event_time,
    event_type,
    delivered_product_id as product_id,
    delivered_category_id as category_id,
    delivered_category_code as category_code,
    delivered_brand as brand,
    delivered_price as price,
    delivered_user_id as user_id,
    delivered_user_session as user_session,
    delivered_quantity as quantity,
    delivered_order_id as order_id,
    delivered_currency as currency,
    delivered_ip as ip,
    delivered_user_agent as user_agent,
    extra,

    -- lineage
    object_key,
    object_hash,
    record_number,
    delivered_at,
    load_sequence
from judged
