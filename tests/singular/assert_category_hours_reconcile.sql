{#
    Level 1 of all category hours has every event and all revenue of humans' sessions:
    with those of bots' sessions it is all. If a row comes back, a category was lost on
    the way from events to levels, an order line lies on a date that an increment did not
    touch, `all_time` leaves out a date, or a session's events are not told as its own.
#}

with

top_categories as (

    select
        {{ sum_or_zero('view_count') }} as view_count,
        {{ sum_or_zero('cart_count') }} as cart_count,
        {{ sum_or_zero('purchase_count') }} as purchase_count,
        coalesce(sum(revenue_amount), 0) as revenue_amount
    from {{ ref('rpt_top_categories_hourly') }}
    where period = 'all_time' and category_level = 1

),

{% for name, condition in {'session': 'true', 'bot': 'is_bot'}.items() -%}
{{ name }}s as (

    select
        {{ sum_or_zero('view_count') }} as {{ name }}_view_count,
        {{ sum_or_zero('cart_count') }} as {{ name }}_cart_count,
        {{ sum_or_zero('purchase_count') }} as {{ name }}_purchase_count,
        coalesce(sum(revenue_amount), 0) as {{ name }}_revenue_amount
    from {{ ref('fct_sessions') }}
    where {{ condition }}

){{ ',' if not loop.last }}

{% endfor %}

select
    top_categories.*,
    bots.*,
    sessions.*
from top_categories
cross join bots
cross join sessions
where
    top_categories.view_count + bots.bot_view_count != sessions.session_view_count
    or top_categories.cart_count + bots.bot_cart_count != sessions.session_cart_count
    or top_categories.purchase_count + bots.bot_purchase_count
    != sessions.session_purchase_count
    or top_categories.revenue_amount + bots.bot_revenue_amount
    != sessions.session_revenue_amount
