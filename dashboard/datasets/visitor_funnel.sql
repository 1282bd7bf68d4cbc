{#-
    Grain: one row per local date of a visitor's first view, and window; visitors whose
    window is not over are in none.
-#}

with

{{ shown_dates() }}

select
    funnel.session_date as date,
    replace(replace(funnel.scope, 'visitor_', 'within '), '_', ' ') as within,
    funnel.sessions_viewed,
    funnel.sessions_carted,
    funnel.sessions_purchased
from {{ ref('rpt_funnel_daily') }} as funnel
inner join dates on funnel.session_date = dates.calendar_date
where funnel.scope != 'session' and funnel.hold = 'none'
