{#
    Grain: one row per product, UTC date and stretch of events that say the same of the
    product, in the order of events.
#}

{{ by_touched('described_date', 'product_id', upstream='stg_firehose__events') }}
{%- do ref('int_events_versioned') -%} {# read by increments only #}

{%- set described = ['product_id', 'described_date'] + product_attributes() -%}
{%- set measured = ['stretch_number', 'event_count', 'first_at', 'last_at']
    + ['lowest_price', 'highest_price', 'latest_price'] %}

with

{% if is_incremental() -%}
touched_dates as (

    select distinct cast(occurred_at as date) as described_date
    from {{ ref('int_events_versioned') }}
    where {{ is_new('stg_firehose__events') }}

),

{{ local_dates_of('touched_dates', 'described_date') }},
{%- endif %}

-- UTC dates: a local date may come back when clocks are set back at midnight
events as (

    select
        staged.event_id,
        staged.product_id,
        staged.category_id,
        staged.category_code,
        staged.brand,
        staged.price,
        staged.occurred_at,
        {{ event_type_rank('staged.event_type') }} as type_rank,
        cast(staged.occurred_at as date) as described_date
    from {{ ref('stg_firehose__events') }} as staged
    {%- if is_incremental() %}
    inner join touched_dates
        on cast(staged.occurred_at as date) = touched_dates.described_date
    where staged.event_date in (select distinct local_dates.event_date from local_dates)
    {%- endif %}

),

descriptions_counted as (

    select
        {{ described | join(',\n        ') }},
        {{ description_measures() }}
    from events
    group by
        {{ described | join(',\n        ') }}

),

-- most products say one thing and have one price all day: only the others are ordered
changing_days as (

    select
        product_id,
        described_date
    from descriptions_counted
    group by product_id, described_date
    having count(*) > 1 or min(lowest_price) != max(highest_price)

),

{{ described_stretches('events', 'changing_days') }},

days_described as (

    select
        descriptions_counted.*,
        1 as stretch_number,
        descriptions_counted.lowest_price as latest_price
    from descriptions_counted
    left join changing_days
        on
            descriptions_counted.product_id = changing_days.product_id
            and descriptions_counted.described_date = changing_days.described_date
    where changing_days.product_id is null

),

all_described as (

    select {{ (described + measured) | join(', ') }}
    from days_described
    union all
    select {{ (described + measured) | join(', ') }}
    from described_stretches

)

select
    -- keys
    {{ touched_unit('touched_dates', 'all_described', 'described_date') }},
    all_described.product_id,
    cast(all_described.stretch_number as bigint) as stretch_number,

    -- attributes
    all_described.category_id,
    all_described.category_code,
    all_described.brand,

    -- numbers
    all_described.event_count,
    cast(all_described.lowest_price as decimal(18, 2)) as lowest_price,
    cast(all_described.highest_price as decimal(18, 2)) as highest_price,
    cast(all_described.latest_price as decimal(18, 2)) as latest_price,

    -- times
    all_described.first_at,
    all_described.last_at
{{ from_touched('touched_dates', 'all_described', 'described_date') }}
{{ stored_by_date('all_described.described_date') }}
