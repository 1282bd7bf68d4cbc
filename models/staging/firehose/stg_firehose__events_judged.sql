{# Grain: one row per landed event record, typed, with a reason where it is refused. #}

{%- set ids = [
    'event_id', 'user_id', 'user_session', 'product_id', 'category_id', 'order_id'
] -%}
{%- set texts = ['category_code', 'brand', 'currency', 'ip', 'user_agent'] -%}
{%- set numbers = ['price', 'quantity'] -%}

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
        {{ nullif_junk(name) }} as {{ name }},
        {%- endfor %}
        extra,
        object_key,
        object_hash,
        record_number,
        load_sequence,
        delivered_at
    from landed

),

typed as (

    select
        without_junk.*,
        {{ utc_timestamp('event_time') }} as occurred_at,
        case
            when {{ is_full_match('price', number_pattern()) }}
                then {{ decimal_or_null('price', 38, 12) }}
        end as exact_price,
        case
            when {{ is_full_match('quantity', number_pattern()) }}
                then {{ decimal_or_null('quantity', 38, 12) }}
        end as exact_quantity,
        case
            when coalesce(upper(currency), '{{ var("shop_currency") }}')
                = '{{ var("shop_currency") }}'
                then 1
            else rates.rate
        end as currency_rate
    from without_junk
    left join rates on upper(without_junk.currency) = rates.rated_currency

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
    price as delivered_price,
    quantity as delivered_quantity,

    -- numbers
    case
        when exact_price < {{ price_limit() }}
            then cast(exact_price * currency_rate as decimal(18, 2))
    end as price,
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
    case
        {%- for name in ['event_id', 'product_id', 'user_id'] %}
        when {{ name }} is null then '{{ name }} is missing'
        {%- endfor %}
        when event_time is null then 'event_time is missing'
        when event_type is null then 'event_type is missing'
        when event_type not in ('view', 'cart', 'remove_from_cart', 'purchase')
            then 'event_type is not view, cart, remove_from_cart or purchase'
        when occurred_at is null then 'event_time is not a time'
        when occurred_at < timestamp '2000-01-01 00:00:00'
            then 'event_time is before 2000'
        when occurred_at
            > delivered_at + interval '{{ var("max_future_hours") }} hours'
            then 'event_time is over {{ var("max_future_hours") }} h after delivery'
        {%- for name in ids %}
        when {{ byte_count(name) }} > 128 then '{{ name }} is over 128 bytes'
        when {{ is_full_match(name, '[+-]?[0-9]+([.][0-9]*)?[eE][+][0-9]+') }}
            then '{{ name }} lost digits (E+)'
        {%- endfor %}
        {%- for name in texts %}
        when {{ byte_count(name) }} > 1024 then '{{ name }} is over 1,024 bytes'
        {%- endfor %}
        when price is not null and exact_price is null then 'price is not a number'
        when exact_price < 0 then 'price is negative'
        when exact_price >= {{ price_limit() }} then 'price is 1e16 or more'
        when quantity is not null and exact_quantity is null
            then 'quantity is not a number'
        when exact_quantity < 1 or exact_quantity > 100000
            then 'quantity is not from 1 to 100,000'
        when exact_quantity != floor(exact_quantity)
            then 'quantity is not a whole number'
        when currency_rate is null then 'currency has no rate'
    end as quarantine_reason,

    -- lineage
    object_key,
    object_hash,
    record_number,
    load_sequence
from typed
