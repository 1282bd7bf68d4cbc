{#
    Grain: one row per local ISO week that is over and product that a human viewed in it.
#}

{{ by_touched(
    'week_start_date', 'product_id', upstream='int_bots_matched_to_sessions'
) }}
{# read by increments only -#}
{%- do ref('int_events_versioned') -%}
{%- do ref('int_events_sessionized_to_days') -%}
{%- do ref('dim_dates') -%}

with

{{ open_week() }},

{% if is_incremental() -%}
{{ touched_weeks_over('int_bots_matched_to_sessions') }},
{%- endif %}

-- a product's price is mostly one in a week: a row is about a visitor's
visitor_prices as (

    select
        {{ week_start('events.event_date') }} as week_start_date,
        events.product_id,
        events.user_id,
        case when events.event_type = 'view' and events.price > 0 then events.price end
            as price,
        count(case when events.event_type = 'view' then 1 end) as view_count,
        count(case when events.event_type = 'purchase' then 1 end) as purchase_count
    from {{ ref('stg_firehose__events') }} as events
    {{ join_bots('events') }}
    {%- if is_incremental() %}
    inner join touched_dates_over
        on events.event_date = touched_dates_over.event_date
    {%- else %}
    inner join open_week on events.event_date < open_week.open_week_date
    {%- endif %}
    where
        events.event_type in ('view', 'purchase')
        and bots.session_id is null
    group by
        {{ week_start('events.event_date') }},
        events.product_id,
        events.user_id,
        case when events.event_type = 'view' and events.price > 0 then events.price end

),

visitors as (

    select
        week_start_date,
        product_id,
        user_id,
        sum(view_count) as view_count,
        sum(purchase_count) as purchase_count
    from visitor_prices
    group by week_start_date, product_id, user_id

),

products_visited as (

    select
        week_start_date,
        product_id,
        count(*) as viewer_count,
        count(case when purchase_count > 0 then 1 end) as buyer_count
    from visitors
    where view_count > 0
    group by week_start_date, product_id

),

{{ median_prices() }},

products_counted as (

    select
        visited.*,
        median_prices.median_price
    from products_visited as visited
    left join median_prices
        on
            visited.week_start_date = median_prices.week_start_date
            and visited.product_id = median_prices.product_id

)

select
    {{ touched_unit('touched_weeks', 'products_counted', 'week_start_date') }},
    products_counted.product_id,
    products_counted.viewer_count,
    products_counted.buyer_count,
    cast(products_counted.median_price as decimal(18, 2)) as median_price
{{ from_touched('touched_weeks', 'products_counted', 'week_start_date') }}
{{ stored_by_date('products_counted.week_start_date') }}
