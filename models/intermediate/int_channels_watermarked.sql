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
        coalesce(
            {% if var('data_watermark') -%}
            cast('{{ var("data_watermark") }}' as timestamp),
            {% endif -%}
            -- without a delivery a time was checked against nothing
            max(case when delivered_at is not null then invoiced_at end),
            max(invoiced_at)
        ) as watermark_at
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
