{# Grain: one row per landed invoice line, typed, with a reason where it is refused. #}

{%- set ids = {
    'line_id': 'line_id',
    'invoice_no': 'invoice_no',
    'stock_code': 'product_id',
    'customer_id': 'customer_id'
} -%}
{%- set texts = ['description', 'country'] -%}
{%- set numbers = ['quantity', 'unit_price', 'line_amount'] -%}
{%- set told = dict(
    ids, quantity='told_quantity', unit_price='told_price', line_amount='told_amount'
) -%}
{%- set junk = junk_literals() -%}

with

landed as (

    select * from {{ source('firehose', 'invoice_lines') }}

),

without_junk as (

    select
        {%- for name in ids.keys() | list + texts + numbers %}
        {{ name }} as delivered_{{ name }},
        {{ nullif_junk(name, junk) }} as {{ told.get(name, name) }},
        {%- endfor %}
        invoice_date,
        extra,
        object_key,
        object_hash,
        record_number,
        load_sequence,
        delivered_at
    from landed

),

typed as (

    select
        *,
        {{ utc_timestamp('invoice_date') }} as invoiced_at,
        {{ exact_number('told_quantity') }} as exact_quantity,
        {{ exact_number('told_price') }} as exact_price,
        {{ exact_number('told_amount') }} as exact_amount
    from without_junk

)

select
    -- keys
    line_id,
    invoice_no,
    product_id,
    customer_id,

    -- attributes
    description,
    country,
    extra,
    invoice_date,

    -- as delivered, junk included
    {%- for name in ids.keys() | list + texts + numbers %}
    delivered_{{ name }},
    {%- endfor %}

    -- numbers
    case
        when exact_quantity between -1000000 and 1000000
            then cast(exact_quantity as integer)
    end as quantity,
    cast(
        case when abs(exact_price) < 999999999999.9999995 then exact_price end
        as decimal(18, 6)
    ) as unit_price,
    cast(
        case when abs(exact_amount) < 999999999999.99995 then exact_amount end
        as decimal(18, 4)
    ) as line_amount,

    -- times
    invoiced_at,
    {{ local_date('invoiced_at') }} as order_date,
    delivered_at,

    -- verdict, the first rule that refuses
    cast({{ invoice_quarantine_reason(ids, texts) }} as varchar(128))
        as quarantine_reason,

    -- lineage
    object_key,
    object_hash,
    record_number,
    load_sequence
from typed
