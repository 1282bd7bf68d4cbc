{#-
    Grain: one row per local date of a visitor's first view, and window; visitors whose
    window is not over are in none.
-#}

with

{{ shown_dates() }}

select
    funnel.session_date as local_date,
    replace(replace(funnel.scope, 'visitor_', 'within '), '_', ' ') as time_to_buy,
    funnel.sessions_viewed,
    funnel.sessions_carted,
    funnel.sessions_purchased
from {{ ref('rpt_funnel_daily') }} as funnel
inner join dates on funnel.session_date = dates.calendar_date
where funnel.scope != 'session' and funnel.hold = 'none'
