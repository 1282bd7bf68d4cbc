{#
    Grain: one row per order and product that was sold on it, within the last
    `basket_window_days` complete local dates of its channel. Made anew in each run.
#}

{{ config(materialized='table') }}

with

windows as (

    select
        channel,
        open_date - {{ var('basket_window_days') }} as first_date,
        open_date - 1 as last_date
    from {{ ref('int_channels_watermarked') }}

),

lines as (

    select * from {{ ref('fct_order_lines') }}
    where is_product and is_sale

),

items as (

    select
        lines.channel,
        lines.order_id,
        lines.product_id,
        {{ sum_or_zero('lines.quantity') }} as quantity,
        cast(sum(lines.gross_amount) as decimal(38, 4)) as gross_amount
    from lines
    inner join windows
        on
            lines.channel = windows.channel
            and lines.order_date between windows.first_date and windows.last_date
    group by lines.channel, lines.order_id, lines.product_id

)

select
    -- keys
    items.channel,
    items.order_id,
    items.product_id,

    -- numbers
    items.quantity,
    items.gross_amount,

    -- window
    windows.first_date,
    windows.last_date
from items
inner join windows on items.channel = windows.channel
