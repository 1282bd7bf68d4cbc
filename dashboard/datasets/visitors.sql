{#- Grain: one row per local date. -#}

with

{{ shown_dates() }},

days as (

    select visitors.*
    from {{ ref('rpt_unique_visitors') }} as visitors
    inner join dates on visitors.visitor_date = dates.calendar_date
    where visitors.grain = 'day'

)

select
    visitor_date as local_date,
    {{ measure('visitors') }},
    {{ measure('new_visitors') }},
    {{ measure('returning_visitors') }},
    {{ measure('visitor_dates') }}
from days
group by visitor_date
