{#
    Grain: one row per period, local ISO weekday, hour, category level and category with
    an event.
#}

{{ config(materialized='table') }}

with

category_hours as (

    select
        *,
        {{ iso_weekday('event_date') }} as weekday
    from {{ ref('int_events_counted_to_category_hours') }}

),

period_hours as (

    select * from {{ ref('int_dates_grouped_to_period_hours') }}

),

categories_counted as (

    select
        period_hours.period,
        period_hours.weekday,
        period_hours.hour,
        category_hours.category_level,
        category_hours.category,
        category_hours.category = 'unknown' as is_unknown,
        period_hours.occurrences,
        {%- for name in ['view', 'viewer', 'cart', 'purchase'] %}
        {{ sum_or_zero('category_hours.' ~ name ~ '_count') }} as {{ name }}_count,
        {%- endfor %}
        sum(category_hours.revenue_amount) as revenue_amount
    from category_hours
    inner join period_hours
        on
            category_hours.weekday = period_hours.weekday
            and category_hours.hour = period_hours.hour
            and category_hours.event_date
            between period_hours.first_date and period_hours.last_date
    group by
        period_hours.period,
        period_hours.weekday,
        period_hours.hour,
        category_hours.category_level,
        category_hours.category,
        period_hours.occurrences

),

categories_ranked as (

    select
        *,
        dense_rank() over (
            partition by period, weekday, hour, category_level, is_unknown
            order by revenue_amount desc
        ) as rank_by_revenue,
        dense_rank() over (
            partition by period, weekday, hour, category_level, is_unknown
            order by purchase_count desc
        ) as rank_by_purchases,
        dense_rank() over (
            partition by period, weekday, hour, category_level, is_unknown
            order by view_count desc
        ) as rank_by_views
    from categories_counted

)

select
    -- keys
    cast(period as varchar(32)) as period,
    weekday,
    hour,
    category_level,
    cast(category as varchar(1024)) as category,

    -- numbers
    view_count,
    viewer_count,
    cart_count,
    purchase_count,
    cast(revenue_amount as decimal(38, 2)) as revenue_amount,
    cast(occurrences as bigint) as occurrences,
    {{ rate('revenue_amount', 'occurrences') }} as revenue_per_occurrence,

    -- ranks
    case when not is_unknown then rank_by_revenue end as rank_by_revenue,
    case when not is_unknown then rank_by_purchases end as rank_by_purchases,
    case when not is_unknown then rank_by_views end as rank_by_views
from categories_ranked
