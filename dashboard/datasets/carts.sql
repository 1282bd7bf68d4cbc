{#- Grain: one row per local date on which carts opened, held dimension and member. -#}

with

{{ shown_dates() }},

{{ shown_members() }},

days as (

    select carts.*
    from {{ ref('rpt_abandoned_carts_daily') }} as carts
    inner join dates on carts.opened_date = dates.calendar_date
    inner join members on carts.hold = members.hold and carts.member = members.member

)

select
    opened_date as local_date,
    hold,
    member,
    {{ measure('cart_count') }},
    {{ measure('matured_count') }},
    {{ measure('abandoned_count') }},
    {{ measure('recovery_matured_count') }},
    {{ measure('recovered_count') }},
    {{ measure('left_amount') }}
from days
group by opened_date, hold, member
