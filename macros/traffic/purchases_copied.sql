{#-
    CTEs that end in `purchase_copies`: purchases by grain and bucket, and how many of
    them are exact copies of another in user, session, order, product, price, quantity
    and time. One id collapses in staging; a producer that writes a purchase twice under
    two ids, or under none, is seen only here. Views are not looked at: they are many.
-#}

{% macro purchases_copied() -%}
purchases_grouped as (

    select
        purchases.event_date,
        purchases.five_minutes_at,
        count(*) as purchase_count,
        count(*) - 1 as copy_count
    from purchases
    group by
        purchases.event_date,
        purchases.five_minutes_at,
        purchases.occurred_at,
        purchases.user_id,
        purchases.user_session,
        purchases.order_id,
        purchases.product_id,
        purchases.price,
        purchases.quantity,
        purchases.has_quantity

),

purchase_copies as (
    {% for grain, key in traffic_grains().items() %}
    select
        cast('{{ grain }}' as varchar(16)) as grain,
        times.{{ key }} as bucket_key,
        cast(sum(purchases_grouped.purchase_count) as bigint) as purchase_count,
        cast(sum(purchases_grouped.copy_count) as bigint) as purchase_copy_count
    from purchases_grouped
    inner join bucket_times as times
        on purchases_grouped.five_minutes_at = times.five_minutes_at
    group by times.{{ key }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}

)
{%- endmacro %}
