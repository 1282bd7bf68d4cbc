{# Grain: one row per landed model; of its copies the one that was fitted last. #}

{{ config(materialized='view') }}

{%- set counts = ['horizon_days', 'customers', 'repeating_customers'] -%}
{%- set parameters = [
    'purchases_r', 'purchases_alpha', 'purchases_a', 'purchases_b',
    'spending_p', 'spending_q', 'spending_v'
] -%}
{%- set measures = [
    'purchases_log_likelihood', 'spending_log_likelihood', 'level', 'naive_level',
    'amount_level', 'naive_amount_level', 'error', 'naive_error', 'spend_correlation'
] %}

with

landed as (

    select * from {{ source('scoring', 'customer_models') }}

),

typed as (

    select
        model_id,
        channel,
        {{ utc_timestamp("as_of_date || ' 00:00:00'") }} as as_of_at,
        {{ utc_timestamp('fitted_at') }} as fitted_at,
        {%- for name in counts + parameters + measures %}
        {{ exact_number(name) }} as {{ name }},
        {%- endfor %}
        object_key,
        object_hash,
        record_number
    from landed

),

copies_ranked as (

    select
        *,
        row_number() over (
            partition by model_id
            order by
                fitted_at desc,
                object_key asc,
                object_hash asc,
                record_number asc
        ) as copy_rank
    from typed
    where as_of_at is not null and fitted_at is not null

),

-- what no formula could use is no model
usable as (

    select
        *,
        coalesce(
            horizon_days > 0
            {%- for name in parameters %}
            and {{ name }} > 0
            {%- endfor %}
            and spending_q > 1,
            false
        ) as is_usable
    from copies_ranked
    where copy_rank = 1

),

models_ranked as (

    select
        *,
        row_number() over (
            partition by channel, is_usable
            order by as_of_at desc, fitted_at desc, model_id desc
        ) as model_rank
    from usable

)

select
    -- keys
    model_id,
    cast(channel as varchar(16)) as channel,

    -- numbers
    {%- for name in counts %}
    cast({{ name }} as integer) as {{ name }},
    {%- endfor %}
    {%- for name in parameters + measures %}
    cast({{ name }} as double precision) as {{ name }},
    {%- endfor %}

    -- booleans
    is_usable,
    is_usable and model_rank = 1 as is_current,

    -- times
    cast(as_of_at as date) as as_of_date,
    fitted_at
from models_ranked
