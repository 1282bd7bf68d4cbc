{# Grain: one row per local ISO week and brand with a human's event. #}

{{ by_touched(
    'week_start_date', 'brand', upstream='int_events_counted_to_visitor_brands'
) }}
{# read by increments only -#}
{%- do ref('int_events_versioned') -%}
{%- do ref('int_events_sessionized_to_days') -%}

with

watermark as (

    select {{ local_date('watermark_at') }} as watermark_date
    from {{ ref('int_data_watermark') }}

),

{% if is_incremental() -%}
{{ touched_event_dates('int_events_counted_to_visitor_brands') }},

-- a week is over without any event of its own
touched_weeks as (

    select {{ week_start('event_date') }} as week_start_date
    from touched_dates
    union
    select rows_before.week_start_date
    from {{ this }} as rows_before
    cross join watermark
    where
        rows_before.is_complete
        != (rows_before.week_start_date + 7 <= watermark.watermark_date)

),
{%- endif %}

visitors as (

    select
        {{ week_start('visitor_brands.event_date') }} as week_start_date,
        visitor_brands.brand,
        visitor_brands.user_id,
        {{ sum_or_zero('visitor_brands.view_count') }} as view_count,
        {{ sum_or_zero('visitor_brands.cart_count') }} as cart_count,
        {{ sum_or_zero('visitor_brands.purchase_count') }} as purchase_count
    from {{ ref('int_events_counted_to_visitor_brands') }} as visitor_brands
    {%- if is_incremental() %}
    inner join touched_weeks
        on
            visitor_brands.event_date
            between touched_weeks.week_start_date and touched_weeks.week_start_date + 6
    {%- endif %}
    group by
        {{ week_start('visitor_brands.event_date') }},
        visitor_brands.brand,
        visitor_brands.user_id

),

brands_visited as (

    select
        week_start_date,
        brand,
        {{ brand_visit_counts() }}
    from visitors
    group by week_start_date, brand

),

{{ human_lines() }},

brands_ordered as (

    select
        {{ week_start('event_date') }} as week_start_date,
        brand,
        count(distinct order_key) as order_count,
        sum(line_amount) as revenue_amount
    from human_lines
    group by {{ week_start('event_date') }}, brand

),

counted as (

    select
        visited.*,
        coalesce(ordered.order_count, 0) as order_count,
        cast(coalesce(ordered.revenue_amount, 0) as decimal(38, 2)) as revenue_amount,
        sum(visited.view_count) over (partition by visited.week_start_date)
            as week_view_count,
        sum(ordered.revenue_amount) over (partition by visited.week_start_date)
            as week_revenue_amount,
        visited.week_start_date + 7 <= watermark.watermark_date as is_complete
    from brands_visited as visited
    cross join watermark
    left join brands_ordered as ordered
        on
            visited.week_start_date = ordered.week_start_date
            and visited.brand = ordered.brand

)

select
    {{ touched_unit('touched_weeks', 'counted', 'week_start_date') }},
    {{ brand_week_columns('counted') }}
{{ from_touched('touched_weeks', 'counted', 'week_start_date') }}
