{# Grain: one row per channel and known customer with a purchase on a complete date. #}

{{ config(materialized='table') }}

with

{{ complete_channels() }},

{{ customers_valued() }},

models as (

    select * from {{ ref('stg_scoring__customer_models') }}
    where is_current

),

predictions as (

    select * from {{ ref('stg_scoring__customer_predictions') }}

),

customers_modelled as (

    select
        customers_valued.*,
        models.model_id,
        models.as_of_date as predicted_from_date,
        models.horizon_days,
        models.level as holdout_level,
        {{ alive_probability('customers_valued', 'models') }} as alive_probability,
        {{ expected_day_amount('customers_valued', 'models') }} as expected_day_amount,
        predictions.expected_order_days
    from customers_valued
    left join models on customers_valued.channel = models.channel
    left join predictions
        on
            customers_valued.channel = predictions.channel
            and customers_valued.customer_id = predictions.customer_id

)

select
    -- keys
    channel,
    customer_id,

    -- so far
    order_count,
    cast(gross_amount as decimal(38, 4)) as gross_amount,
    cast(refund_amount as decimal(38, 4)) as refund_amount,
    cast(net_amount as decimal(38, 4)) as net_amount,
    {{ quotient('gross_amount', 'order_count') }} as average_order_amount,

    -- what models are fitted to
    repeat_day_count,
    cast(active_days as integer) as active_days,
    cast(tenure_days as integer) as tenure_days,
    {{ quotient('repeat_amount', 'repeat_day_count') }} as average_repeat_day_amount,

    -- expected
    cast(model_id as varchar(128)) as model_id,
    horizon_days,
    {{ rounded('holdout_level', 9) }} as holdout_level,
    {{ rounded('alive_probability', 9) }} as alive_probability,
    {{ rounded('expected_order_days', 9) }} as expected_order_days,
    expected_day_amount,
    expected_order_days * expected_day_amount as expected_amount,

    -- times
    first_order_date,
    last_order_date,
    last_date,
    predicted_from_date
from customers_modelled
