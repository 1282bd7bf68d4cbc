{#
    Weeks and viewers of products inside the window are those that the report tells, each
    once. If a row comes back, weeks were dropped or doubled on the way into the panel.
#}

with

reported as (

    select
        min(first_week_date) as first_week_date,
        max(last_week_date) as last_week_date,
        {{ sum_or_zero('week_count') }} as week_count,
        {{ sum_or_zero('buyer_count') }} as buyer_count
    from {{ ref('rpt_price_elasticity') }}
    where scope = 'product'

),

weeks_counted as (

    select
        count(*) as week_count,
        {{ sum_or_zero(
            'case when weeks.median_price is not null then weeks.buyer_count end'
        ) }} as buyer_count
    from {{ ref('int_products_counted_to_weeks') }} as weeks
    inner join reported
        on
            weeks.week_start_date
            between reported.first_week_date and reported.last_week_date

)

select
    reported.week_count as reported_week_count,
    reported.buyer_count as reported_buyer_count,
    weeks_counted.week_count,
    weeks_counted.buyer_count
from reported
cross join weeks_counted
where
    reported.week_count != weeks_counted.week_count
    or reported.buyer_count != weeks_counted.buyer_count
