{#-
    Grain: one row per local date, channel, held dimension and member. Orders count for
    each category and brand that they hold a line of; money adds up.
-#}

with

{{ shown_members() }},

judged as (

    select
        channel,
        max(as_of_date) as as_of_date
    from {{ ref('dim_customer_churn') }}
    group by channel

),

channels as (

    select
        orders.channel,
        -- the last complete date; where all are guests, nobody has worked it out
        coalesce(max(judged.as_of_date), max(orders.order_date)) as last_date
    from {{ ref('fct_orders') }} as orders
    left join judged on orders.channel = judged.channel
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

order_lines as (

    select
        order_lines.*,
        coalesce(events.brand, 'unknown') as brand,
        {{ category_level_1('events.') }} as category_level_1
    from {{ ref('fct_order_lines') }} as order_lines
    inner join channels on order_lines.channel = channels.channel
    left join {{ ref('fct_events') }} as events
        on
            order_lines.line_id = events.event_id
            and events.event_type = 'purchase'
            and order_lines.channel = 'clickstream'
    where
        order_lines.order_date <= channels.last_date
        and order_lines.order_date > channels.last_date - {{ var('dashboard_days') }}

),

lines_by_member as (

    {% for hold in ('category_level_1', 'brand') -%}
    select
        *,
        cast('{{ hold }}' as varchar(32)) as hold,
        {{ hold }} as member
    from order_lines
    {% if not loop.last -%}
    union all
    {% endif -%}
    {% endfor %}

)

select
    order_date as local_date,
    channel,
    cast('none' as varchar(32)) as hold,
    cast('all' as varchar(1024)) as member,
    {{ measure('net_amount') }},
    {{ measure('gross_amount') }},
    {{ measure('refund_amount') }},
    {{ measure('purchase_count') }}
from orders
group by order_date, channel
union all
select
    by_member.order_date as local_date,
    by_member.channel,
    by_member.hold,
    by_member.member,
    sum(by_member.net_amount) as net_amount,
    sum(by_member.gross_amount) as gross_amount,
    sum(by_member.refund_amount) as refund_amount,
    count(distinct case when by_member.is_sale then by_member.order_id end)
        as purchase_count
from lines_by_member as by_member
inner join members
    on by_member.hold = members.hold and by_member.member = members.member
group by by_member.order_date, by_member.channel, by_member.hold, by_member.member
