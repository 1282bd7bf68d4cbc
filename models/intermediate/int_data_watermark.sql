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
    {{ latest_known('occurred_at') }} as watermark_at
from events
