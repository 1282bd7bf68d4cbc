{#
    Grain: one row per channel: how far its orders reach, and the local date that is not
    over; windows end with the date before it.
#}

{{ config(materialized='table') }}

with

clickstream as (

    select watermark_at from {{ ref('int_data_watermark') }}

),

invoice_lines as (

    select
        invoiced_at,
        delivered_at
    from {{ ref('stg_firehose__invoice_lines') }}

),

invoices_reached as (

    select
        {{ latest_known('invoiced_at') }} as watermark_at
    from invoice_lines

),

channels as (

    select
        cast('clickstream' as varchar(16)) as channel,
        watermark_at
    from clickstream
    union all
    select
        cast('invoice' as varchar(16)) as channel,
        watermark_at
    from invoices_reached

)

select
    channel,
    watermark_at,
    {{ local_date('watermark_at') }} as open_date
from channels
where watermark_at is not null
