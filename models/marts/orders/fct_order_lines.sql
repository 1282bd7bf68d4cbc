{# Grain: one row per order line of either channel. #}

with

clickstream_lines as (

    select
        *,
        {{ buyer_key('clickstream', 'user_id', 'order_id') }} as buyer_key
    from {{ ref('int_purchases_matched_to_orders') }}

),

invoice_lines as (

    select * from {{ ref('int_invoice_lines_matched_to_sales') }}

),

lines as (

    select
        cast('clickstream' as varchar(16)) as channel,
        order_id,
        line_id,
        buyer_key,
        user_id as customer_id,
        product_id,
        session_id,
        case
            when strpos(order_name, 'id ') = 1 then substring(order_name, 4)
        end as source_order_id,
        cast(null as varchar(128)) as matched_line_id,
        cast(null as varchar(1024)) as description,
        cast(null as varchar(1024)) as country,
        quantity,
        cast(unit_price as decimal(24, 6)) as unit_price,
        cast(net_amount as decimal(38, 4)) as net_amount,
        true as is_sale,
        false as is_cancellation,
        occurred_at as ordered_at,
        event_date as order_date,
        load_sequence
    from clickstream_lines
    union all
    select
        cast('invoice' as varchar(16)) as channel,
        order_id,
        line_id,
        buyer_key,
        customer_id,
        product_id,
        cast(null as varchar(32)) as session_id,
        invoice_no as source_order_id,
        matched_line_id,
        description,
        country,
        quantity,
        cast(unit_price as decimal(24, 6)) as unit_price,
        net_amount,
        is_sale,
        is_cancellation,
        invoiced_at as ordered_at,
        order_date,
        load_sequence
    from invoice_lines

)

select
    -- keys
    lines.channel,
    cast(lines.line_id as varchar(128)) as line_id,
    cast(lines.order_id as varchar(32)) as order_id,
    cast(lines.source_order_id as varchar(128)) as source_order_id,
    cast(lines.buyer_key as varchar(32)) as buyer_key,
    cast(lines.customer_id as varchar(128)) as customer_id,
    cast(lines.session_id as varchar(32)) as session_id,
    cast(lines.product_id as varchar(128)) as product_id,
    cast(lines.matched_line_id as varchar(128)) as matched_line_id,

    -- attributes
    cast(lines.description as varchar(1024)) as description,
    cast(lines.country as varchar(1024)) as country,

    -- numbers
    lines.quantity,
    lines.unit_price,
    cast(greatest(lines.net_amount, 0) as decimal(38, 4)) as gross_amount,
    cast(greatest(-lines.net_amount, 0) as decimal(38, 4)) as refund_amount,
    lines.net_amount,

    -- booleans
    codes.code is null as is_product,
    lines.is_sale,
    lines.is_cancellation,
    lines.matched_line_id is not null as is_matched_cancellation,

    -- times
    lines.ordered_at,
    lines.order_date,

    -- lineage
    lines.load_sequence
from lines
left join {{ ref('non_product_codes') }} as codes
    on upper(lines.product_id) = codes.code
