{#-
    CTEs that end in `balances`: what lies in the cart of the event's product before
    and after it, in pieces and in money. A running sum that may not fall below 0 is
    the plain running sum less the lowest that it has been, where that is below 0.
-#}

{% macro cart_balances(events) -%}
{%- set in_order -%}
    partition by user_id, segment_number, product_id order by event_number
{%- endset -%}
{%- set so_far -%}
    {{ in_order }} rows between unbounded preceding and current row
{%- endset -%}
sums as (

    select
        *,
        cast(
            sum(case when event_type = 'cart' then quantity else -quantity end)
                over ({{ so_far }}) as bigint
        ) as running_sum,
        sum(case when event_type = 'cart' then 1 else 0 end)
            over ({{ so_far }}) as add_number
    from {{ events }}

),

floored as (

    select
        *,
        running_sum - least(0, min(running_sum) over ({{ so_far }})) as balance_after,
        -- the price at the latest addition: it begins its partition
        coalesce(
            max(case when event_type = 'cart' then price end) over (
                partition by user_id, segment_number, product_id, add_number
            ),
            0
        ) as cart_price
    from sums

),

balances as (

    select
        *,
        balance_after * cart_price as amount_after,
        coalesce(lag(balance_after) over ({{ in_order }}), 0) as balance_before,
        coalesce(lag(balance_after * cart_price) over ({{ in_order }}), 0)
            as amount_before
    from floored

)
{%- endmacro %}
