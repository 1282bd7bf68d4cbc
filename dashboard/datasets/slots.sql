{#-
    Grain: one row per period, local weekday, hour and category of level 1.
-#}

with

{{ shown_members() }}

select
    replace(slots.period, '_', ' ') as period,
    slots.weekday,
    slots.hour,
    slots.category,
    slots.view_count,
    slots.cart_count,
    slots.purchase_count,
    slots.revenue_amount,
    slots.occurrences
from {{ ref('rpt_top_categories_hourly') }} as slots
inner join members
    on members.hold = 'category_level_1' and slots.category = members.member
where slots.category_level = 1
