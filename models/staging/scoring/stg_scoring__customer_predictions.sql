{# Grain: one row per customer of a current model. #}

{{ config(materialized='view') }}

with

models as (

    select
        model_id,
        channel
    from {{ ref('stg_scoring__customer_models') }}
    where is_current

),

landed as (

    select * from {{ source('scoring', 'customer_predictions') }}

),

copies_ranked as (

    select
        models.channel,
        landed.model_id,
        landed.customer_id,
        {{ exact_number('landed.expected_order_days') }} as expected_order_days,
        row_number() over (
            partition by landed.model_id, landed.customer_id
            order by landed.object_key, landed.object_hash, landed.record_number
        ) as copy_rank
    from landed
    inner join models on landed.model_id = models.model_id

)

select
    -- keys
    channel,
    model_id,
    customer_id,

    -- numbers
    cast(expected_order_days as double precision) as expected_order_days
from copies_ranked
where copy_rank = 1 and expected_order_days >= 0
