{# Grain: one row per event_id: the accepted copy with the smallest lineage. #}

{{ by_touched(
    'event_id', 'object_key', upstream='landing', dated_by='event_date'
) }}

{%- set delivered = [
    'user_id', 'user_session', 'product_id', 'category_id', 'order_id', 'event_type',
    'category_code', 'brand', 'currency', 'ip', 'user_agent', 'price', 'quantity',
    'has_quantity', 'occurred_at'
] -%}
{#- a boolean has no text on every engine -#}
{%- set compared = delivered | reject('equalto', 'has_quantity') | list
    + ['case when has_quantity then 1 else 0 end'] -%}
{%- set columns = ['event_id'] + delivered + [
    'event_date', 'delivered_at', 'object_key', 'object_hash', 'record_number',
    'load_sequence'
] -%}

with

{{ repeated_ids(source('firehose', 'events'), 'event_id', 'event_date') }},

{{ copies_ranked(ref('stg_firehose__events_judged'), 'event_id', columns, compared) }}

{{ kept_copies(ref('stg_firehose__events_judged'), 'event_id', columns) }}
