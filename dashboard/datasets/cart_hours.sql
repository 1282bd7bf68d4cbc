{#- Grain: one row per local date and hour at which humans' carts opened. -#}

with

{{ shown_dates() }},

carts as (

    select
        carts.*,
        {{ local_hour('carts.opened_at') }} as opened_hour
    from {{ ref('fct_carts') }} as carts
    inner join dates on carts.opened_date = dates.calendar_date
    where not carts.is_bot

)

select
    opened_date as local_date,
    opened_hour as hour,
    count(*) as cart_count,
    count(abandoned_at) as abandoned_count,
    sum(
        case when status in ('abandoned', 'expired') then remaining_amount else 0 end
    ) as left_amount
from carts
group by opened_date, opened_hour
