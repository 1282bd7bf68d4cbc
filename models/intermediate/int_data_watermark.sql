{# Grain: one row: how far the events reach; null where there are none. #}

{{ config(materialized='table') }}

with

events as (

    select
        occurred_at,
        delivered_at
    from {{ ref('stg_firehose__events') }}

)

select
    coalesce(
        {% if var('data_watermark') -%}
        cast('{{ var("data_watermark") }}' as timestamp),
        {% endif -%}
        -- without a delivery a time was checked against nothing
        max(case when delivered_at is not null then occurred_at end),
        max(occurred_at)
    ) as watermark_at
from events
