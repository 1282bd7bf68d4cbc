{# Grain: one row per landed event record, typed, with a reason where it is refused. #}

{%- set ids = [
    'event_id', 'user_id', 'user_session', 'product_id', 'category_id', 'order_id'
] -%}
{%- set texts = ['category_code', 'brand', 'currency', 'ip', 'user_agent'] -%}
{%- set numbers = ['price', 'quantity'] -%}
{%- set junk = junk_literals() -%}

with

landed as (

    select * from {{ source('firehose', 'events') }}

),

rates as (

    select
        upper(currency) as rated_currency,
        rate
    from {{ ref('currency_rates') }}

),

without_junk as (

    select
        event_type,
        event_time,
        {%- for name in ids + texts + numbers %}
        {{ name }} as delivered_{{ name }},
        {{ nullif_junk(name, junk) }} as {{ name }},
        {%- endfor %}
        extra,
        object_key,
        object_hash,
        record_number,
        load_sequence,
        delivered_at
    from landed

),

priced as (

    select
        *,
        {{ plain_price() }} as plain_price
    from without_junk

),

typed as (

    select
        priced.*,
        {{ utc_timestamp('event_time') }} as occurred_at,
        priced.price is not null as has_price,
        case when priced.plain_price is null then {{ exact_number('price') }} end
            as exact_price,
        {{ exact_number('quantity') }} as exact_quantity,
        case
            when priced.currency is null then 1
            when upper(priced.currency) = '{{ var("shop_currency") }}' then 1
            else rates.rate
        end as currency_rate
    from priced
    left join rates on upper(priced.currency) = rates.rated_currency

)

select
    -- keys
    event_id,
    user_id,
    user_session,
    product_id,
    category_id,
    order_id,

    -- attributes
    event_type,
    category_code,
    brand,
    currency,
    ip,
    user_agent,
    extra,
    event_time,

    -- as delivered, junk included
    {%- for name in ids + texts + numbers %}
    delivered_{{ name }},
    {%- endfor %}

    -- numbers
    {{ price_in_cents() }} as price,
    case
        when exact_quantity between 1 and 100000
            then coalesce(cast(exact_quantity as integer), 1)
        when quantity is null then 1
    end as quantity,
    quantity is not null as has_quantity,

    -- times
    occurred_at,
    {{ local_date('occurred_at') }} as event_date,
    delivered_at,

    -- verdict, the first rule that refuses
    cast({{ quarantine_reason(ids, texts) }} as varchar(128)) as quarantine_reason,

    -- lineage
    object_key,
    object_hash,
    record_number,
    load_sequence
from typed
