{#
    Grain: one row per local date, hour, category level and category with an event of a
    human.
#}

{% set read = ['int_bots_matched_to_sessions', 'int_purchases_matched_to_lines'] -%}
{{ by_touched('event_date', 'hour', upstream=read) }}
{# read by increments only -#}
{%- do ref('int_events_versioned') -%}
{%- do ref('int_events_sessionized_to_days') -%}

with

{% if is_incremental() -%}
-- an order line may move to a date of its session that has no new event
{{ touched_event_dates(read) }},
{%- endif %}

visitor_hours as (

    select
        staged.event_date,
        {{ local_hour('staged.occurred_at') }} as hour,
        staged.user_id,
        coalesce(staged.category_code, 'unknown') as category_code,
        {{ session_day_measures() }}
    from {{ ref('stg_firehose__events') }} as staged
    {{ join_bots('staged') }}
    {%- if is_incremental() %}
    inner join touched_dates on staged.event_date = touched_dates.event_date
    {%- endif %}
    where bots.session_id is null
    group by
        staged.event_date,
        {{ local_hour('staged.occurred_at') }},
        staged.user_id,
        coalesce(staged.category_code, 'unknown')

),

visits_and_lines as (

    select
        event_date,
        hour,
        category_code,
        case when view_count > 0 then user_id end as viewer_id,
        event_count,
        view_count,
        cart_count,
        purchase_count,
        cast(0 as decimal(38, 2)) as revenue_amount
    from visitor_hours
    union all
    select
        order_lines.event_date,
        {{ local_hour('order_lines.occurred_at') }} as hour,
        coalesce(order_lines.category_code, 'unknown') as category_code,
        cast(null as varchar(128)) as viewer_id,
        0 as event_count,
        0 as view_count,
        0 as cart_count,
        0 as purchase_count,
        order_lines.line_amount as revenue_amount
    from {{ ref('int_purchases_matched_to_lines') }} as order_lines
    left join {{ ref('int_bots_matched_to_sessions') }} as bots
        on order_lines.session_id = bots.session_id
    {%- if is_incremental() %}
    inner join touched_dates on order_lines.event_date = touched_dates.event_date
    {%- endif %}
    where bots.session_id is null

),

codes as (

    select distinct category_code
    from visits_and_lines

),

{{ category_levels('codes') }},

{{ categories_numbered() }},

levels_counted as (

    select
        visits_and_lines.event_date,
        visits_and_lines.hour,
        categories_numbered.category_number,
        {%- for name in ['event', 'view', 'cart', 'purchase'] %}
        {{ sum_or_zero('visits_and_lines.' ~ name ~ '_count') }} as {{ name }}_count,
        {%- endfor %}
        count(distinct visits_and_lines.viewer_id) as viewer_count,
        sum(visits_and_lines.revenue_amount) as revenue_amount
    from visits_and_lines
    inner join categories_numbered
        on visits_and_lines.category_code = categories_numbered.category_code
    group by
        visits_and_lines.event_date,
        visits_and_lines.hour,
        categories_numbered.category_number

)

select
    {{ touched_unit('touched_dates', 'levels_counted', 'event_date') }},
    levels_counted.hour,
    categories.category_level,
    cast(categories.category as varchar(1024)) as category,
    levels_counted.event_count,
    levels_counted.view_count,
    levels_counted.viewer_count,
    levels_counted.cart_count,
    levels_counted.purchase_count,
    cast(levels_counted.revenue_amount as decimal(38, 2)) as revenue_amount
{{ from_touched('touched_dates', 'levels_counted', 'event_date') }}
left join categories on levels_counted.category_number = categories.category_number
{{ stored_by_date('levels_counted.event_date') }}
