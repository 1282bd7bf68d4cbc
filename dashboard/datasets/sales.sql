{#-
    Grain: one row per local date, channel, held dimension and member. Orders count for
    each category and brand that they hold a line of; money adds up.
-#}

with

{{ shown_members() }},

channels as (

    select
        orders.channel,
        coalesce(max(churn.as_of_date), max(orders.order_date)) as last_date
    from {{ ref('fct_orders') }} as orders
    left join (
        select
            channel,
            max(as_of_date) as as_of_date
        from {{ ref('dim_customer_churn') }}
        group by channel
    ) as churn on orders.channel = churn.channel
    group by orders.channel

),

orders as (

    select orders.*
    from {{ ref('fct_orders') }} as orders
    inner join channels on orders.channel = channels.channel
    where
        orders.order_date <= channels.last_date
        and orders.order_date > channels.last_date - {{ var('dashboard_days') }}

),

lines as (

    select
        lines.*,
        coalesce(events.brand, 'unknown') as brand,
        {{ category_level_1('events.') }} as category_level_1
    from {{ ref('fct_order_lines') }} as lines
    inner join channels on lines.channel = channels.channel
    left join {{ ref('fct_events') }} as events
        on
            lines.line_id = events.event_id
            and events.event_type = 'purchase'
            and lines.channel = 'clickstream'
    where
        lines.order_date <= channels.last_date
        and lines.order_date > channels.last_date - {{ var('dashboard_days') }}

),

lines_by_member as (

    {% for hold in ('category_level_1', 'brand') -%}
    select
        *,
        '{{ hold }}' as hold,
        {{ hold }} as member
    from lines
    {% if not loop.last -%}
    union all
    {% endif -%}
    {% endfor %}

)

select
    order_date as date,
    channel,
    'none' as hold,
    'all' as member,
    {{ measure('net_amount') }},
    {{ measure('gross_amount') }},
    {{ measure('refund_amount') }},
    {{ measure('purchase_count') }}
from orders
group by order_date, channel
union all
select
    lines.order_date,
    lines.channel,
    lines.hold,
    lines.member,
    sum(lines.net_amount),
    sum(lines.gross_amount),
    sum(lines.refund_amount),
    count(distinct case when lines.is_sale then lines.order_id end)
from lines_by_member as lines
inner join members
    on lines.hold = members.hold and lines.member = members.member
group by lines.order_date, lines.channel, lines.hold, lines.member
