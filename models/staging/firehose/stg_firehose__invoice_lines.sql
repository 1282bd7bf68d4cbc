{# Grain: one row per line_id: the accepted copy with the smallest lineage. #}

{{ by_touched('line_id', 'object_key', upstream='landing', dated_by='order_date') }}

{%- set delivered = [
    'invoice_no', 'product_id', 'customer_id', 'description', 'country', 'quantity',
    'unit_price', 'line_amount', 'invoiced_at'
] -%}
{%- set columns = ['line_id'] + delivered + [
    'order_date', 'delivered_at', 'object_key', 'object_hash', 'record_number',
    'load_sequence'
] -%}
{%- set judged = ref('stg_firehose__invoice_lines_judged') %}

with

{{ repeated_ids(source('firehose', 'invoice_lines'), 'line_id', 'order_date') }},

{{ copies_ranked(judged, 'line_id', columns, delivered) }}

{{ kept_copies(judged, 'line_id', columns) }}
