{#
    Grain: one row per local date, user, brand and category of level 1 with a view, cart
    or purchase event of a human.
#}

{{ by_touched('event_date', 'user_id', upstream='int_bots_matched_to_sessions') }}
{# whatever is read, this never gets ahead of lines: its readers read both -#}
{%- do ref('int_purchases_matched_to_lines') -%}
{# read by increments only -#}
{%- do ref('int_events_versioned') -%}
{%- do ref('int_events_sessionized_to_days') -%}

with

{% if is_incremental() -%}
{{ touched_event_dates('int_bots_matched_to_sessions') }},
{%- endif %}

human_events as (

    select
        events.event_date,
        events.user_id,
        {{ brand_members('events.') }},
        events.event_type
    from {{ ref('stg_firehose__events') }} as events
    {{ join_bots('events') }}
    {%- if is_incremental() %}
    inner join touched_dates on events.event_date = touched_dates.event_date
    {%- endif %}
    where
        events.event_type != 'remove_from_cart'
        and bots.session_id is null

),

visitor_brands as (

    select
        event_date,
        user_id,
        brand,
        category,
        count(case when event_type = 'view' then 1 end) as view_count,
        count(case when event_type = 'cart' then 1 end) as cart_count,
        count(case when event_type = 'purchase' then 1 end) as purchase_count
    from human_events
    group by event_date, user_id, brand, category

)

select
    {{ touched_unit('touched_dates', 'visitor_brands', 'event_date') }},
    visitor_brands.user_id,
    visitor_brands.brand,
    visitor_brands.category,
    cast(visitor_brands.view_count as integer) as view_count,
    cast(visitor_brands.cart_count as integer) as cart_count,
    cast(visitor_brands.purchase_count as integer) as purchase_count
{{ from_touched('touched_dates', 'visitor_brands', 'event_date') }}
{{ stored_by_date('visitor_brands.event_date') }}
