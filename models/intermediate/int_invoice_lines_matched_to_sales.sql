{# Grain: one row per accepted invoice line. #}

{{ by_touched('buyer_key', 'line_id', upstream='stg_firehose__invoice_lines') }}

with

staged as (

    select
        *,
        {{ buyer_key('invoice', 'customer_id', 'invoice_no') }} as buyer_key,
        {{ invoice_line_amount() }} as net_amount,
        upper(left(invoice_no, 1)) = 'C' as is_cancellation
    from {{ ref('stg_firehose__invoice_lines') }}

),

{% if is_incremental() %}{{ touched_buyers('staged') }},{% endif %}

lines as (

    select
        *,
        not is_cancellation
        and quantity > 0
        and coalesce(line_amount, unit_price, 0) >= 0 as is_sale
    from staged
    {%- if is_incremental() %}
    where buyer_key in (select touched_buyers.buyer_key from touched_buyers)
    {%- endif %}

),

{{ sales_matched('lines') }}

select
    -- keys
    cast(
        {{ touched_unit('touched_buyers', 'sales_matched', 'buyer_key') }}
        as varchar(32)
    ) as buyer_key,
    cast({{ surrogate_key([
        "'invoice'", 'sales_matched.customer_id', 'sales_matched.invoice_no'
    ]) }} as varchar(32)) as order_id,
    sales_matched.invoice_no,
    sales_matched.line_id,
    sales_matched.customer_id,
    sales_matched.product_id,
    cast(sales_matched.matched_line_id as varchar(128)) as matched_line_id,

    -- attributes
    sales_matched.description,
    sales_matched.country,

    -- numbers
    sales_matched.quantity,
    sales_matched.unit_price,
    sales_matched.net_amount,

    -- booleans
    sales_matched.is_sale,
    sales_matched.is_cancellation,

    -- times
    sales_matched.invoiced_at,
    sales_matched.order_date,

    -- lineage
    cast({{ mark_of('stg_firehose__invoice_lines') }} as bigint) as load_sequence
{{ from_touched('touched_buyers', 'sales_matched', 'buyer_key') }}
{{ stored_by_date('sales_matched.order_date') }}
