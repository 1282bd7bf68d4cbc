{# Grain: one row per landed invoice line that is refused, with the reason. #}

{{ by_touched('load_sequence', 'load_sequence', upstream='landing') }}

with

judged as (

    select * from {{ ref('stg_firehose__invoice_lines_judged') }}
    where
        quarantine_reason is not null
        and {{ is_new('landing') }}

)

select
    -- keys
    delivered_line_id as line_id,

    -- verdict
    quarantine_reason as reason,

    -- as delivered
    delivered_invoice_no as invoice_no,
    delivered_stock_code as stock_code,
    delivered_description as description,
    delivered_quantity as quantity,
    invoice_date,
    delivered_unit_price as unit_price,
    delivered_line_amount as line_amount,
    delivered_customer_id as customer_id,
    delivered_country as country,
    extra,

    -- lineage
    object_key,
    object_hash,
    record_number,
    delivered_at,
    load_sequence
from judged
