{# Grain: one row per product and version of what its events say of it. #}

{{ by_touched(
    'product_id', 'version_number', upstream='int_products_described_to_days'
) }}
{%- do ref('int_events_versioned') -%} {# read by increments only #}

{%- set described = ['product_id'] + product_attributes() %}

with

{% if is_incremental() -%}
touched_products as (

    select distinct product_id
    from {{ ref('int_events_versioned') }}
    where {{ is_new('int_products_described_to_days') }}

),
{%- endif %}

product_days as (

    select * from {{ ref('int_products_described_to_days') }}
    {%- if is_incremental() %}
    where product_id in (select touched_products.product_id from touched_products)
    {%- endif %}

),

products_described as (

    select
        {{ described | join(', ') }},
        {{ version_measures() }},
        max(case when latest_price is not null then described_date end) as priced_date
    from product_days
    group by {{ described | join(', ') }}

),

-- most products say one thing all their life: only the others are ordered
changing_products as (

    select product_id
    from products_described
    group by product_id
    having count(*) > 1

),

{{ versions_numbered('product_days', 'changing_products') }},

versions as (

    select
        {{ described | join(', ') }},
        version_number,
        {{ version_measures() }},
        max(case when price_rank = 1 then latest_price end) as latest_price
    from versions_numbered
    group by {{ described | join(', ') }}, version_number
    union all
    select
        {{ 'products_described.' ~ described | join(', products_described.') }},
        1 as version_number,
        products_described.event_count,
        products_described.lowest_price,
        products_described.highest_price,
        products_described.valid_from_at,
        products_described.last_seen_at,
        product_days.latest_price
    from products_described
    left join changing_products
        on products_described.product_id = changing_products.product_id
    left join product_days
        on
            products_described.product_id = product_days.product_id
            and products_described.priced_date = product_days.described_date
    where changing_products.product_id is null

),

ended as (

    select
        *,
        lead(valid_from_at) over (
            partition by product_id order by version_number
        ) as valid_to_at
    from versions

)

select
    -- keys
    cast({{ touched_unit('touched_products', 'ended', 'product_id') }} as varchar(128))
        as product_id,
    cast(ended.version_number as bigint) as version_number,

    -- attributes
    cast(coalesce(ended.category_id, 'unknown') as varchar(128)) as category_id,
    cast(coalesce(ended.category_code, 'unknown') as varchar(1024)) as category_code,
    cast(coalesce(ended.brand, 'unknown') as varchar(1024)) as brand,

    -- numbers
    ended.event_count,
    cast(ended.lowest_price as decimal(18, 2)) as lowest_price,
    cast(ended.highest_price as decimal(18, 2)) as highest_price,
    cast(ended.latest_price as decimal(18, 2)) as latest_price,

    -- booleans
    ended.valid_to_at is null as is_current,

    -- times
    ended.valid_from_at,
    ended.valid_to_at,
    ended.last_seen_at
{{ from_touched('touched_products', 'ended', 'product_id') }}
