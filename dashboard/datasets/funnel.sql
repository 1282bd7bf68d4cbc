{#- Grain: one row per local date, held dimension and member; scope `session`. -#}

with

{{ shown_dates() }},

{{ shown_members() }},

days as (

    select funnel.*
    from {{ ref('rpt_funnel_daily') }} as funnel
    inner join dates on funnel.session_date = dates.calendar_date
    inner join members
        on funnel.hold = members.hold and funnel.member = members.member
    where funnel.scope = 'session'

)

select
    session_date as local_date,
    hold,
    member,
    {{ measure('session_count') }},
    {{ measure('sessions_viewed') }},
    {{ measure('sessions_carted') }},
    {{ measure('sessions_purchased') }},
    {{ measure('sessions_with_view') }},
    {{ measure('sessions_with_cart') }},
    {{ measure('sessions_with_purchase') }},
    {{ measure('sessions_with_direct_purchase') }},
    max(view_to_cart_median_seconds) as view_to_cart_median_seconds,
    max(cart_to_purchase_median_seconds) as cart_to_purchase_median_seconds
from days
group by session_date, hold, member
