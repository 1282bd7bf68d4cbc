{#
    Grain: one row per date as of which brands are judged, category of level 1 and brand
    with a human's event in the window before it.
#}

{{ by_touched(
    'as_of_date', 'brand', upstream='int_events_counted_to_visitor_brands'
) }}
{# read by increments only -#}
{%- do ref('int_events_versioned') -%}
{%- do ref('int_events_sessionized_to_days') -%}

with

{{ brand_windows() }},

{% if is_incremental() -%}
{{ touched_windows('int_events_counted_to_visitor_brands') }},
{%- endif %}

day_numbers as (

    {{ numbers(var('brand_window_days')) }}

),

-- each date of a window: engines skip other dates where these are equal to a row's, not
-- where a row's lies between two
window_dates as (

    select
        windows.as_of_date,
        windows.as_of_date
        - cast(day_numbers.generated_number as integer) as event_date
    from windows
    cross join day_numbers
    {%- if is_incremental() %}
    inner join touched_windows on windows.as_of_date = touched_windows.as_of_date
    {%- endif %}

),

visitors as (

    select
        window_dates.as_of_date,
        visitor_brands.category,
        visitor_brands.brand,
        visitor_brands.user_id,
        max(case when visitor_brands.view_count > 0 then 1 else 0 end) as has_viewed,
        max(case when visitor_brands.purchase_count > 0 then 1 else 0 end) as has_bought
    from {{ ref('int_events_counted_to_visitor_brands') }} as visitor_brands
    inner join window_dates on visitor_brands.event_date = window_dates.event_date
    group by
        window_dates.as_of_date,
        visitor_brands.category,
        visitor_brands.brand,
        visitor_brands.user_id

),

brands_visited as (

    select
        as_of_date,
        category,
        brand,
        {{ sum_or_zero('has_viewed') }} as viewer_count,
        {{ sum_or_zero('has_viewed * has_bought') }} as viewer_buyer_count
    from visitors
    group by as_of_date, category, brand

),

{{ human_lines() }},

brands_ordered as (

    select
        window_dates.as_of_date,
        human_lines.category,
        human_lines.brand,
        count(distinct human_lines.order_key) as order_count,
        sum(human_lines.line_amount) as revenue_amount
    from human_lines
    inner join window_dates on human_lines.event_date = window_dates.event_date
    group by window_dates.as_of_date, human_lines.category, human_lines.brand

),

brands_counted as (

    select
        visited.*,
        coalesce(ordered.order_count, 0) as order_count,
        coalesce(ordered.revenue_amount, 0) as revenue_amount
    from brands_visited as visited
    left join brands_ordered as ordered
        on
            visited.as_of_date = ordered.as_of_date
            and visited.category = ordered.category
            and visited.brand = ordered.brand

)

select
    {{ touched_unit('touched_windows', 'brands_counted', 'as_of_date') }},
    brands_counted.category,
    brands_counted.brand,
    brands_counted.viewer_count,
    brands_counted.viewer_buyer_count,
    brands_counted.order_count,
    cast(brands_counted.revenue_amount as decimal(38, 2)) as revenue_amount
{{ from_touched('touched_windows', 'brands_counted', 'as_of_date') }}
