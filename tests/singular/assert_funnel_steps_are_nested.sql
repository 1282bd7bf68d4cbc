{#
    A step of the ordered funnel is reached only after the one before it, and only if
    it happened at all; so the counts of a day fall from step to step. If a row comes
    back, a step was searched in unordered events or a day was summed from two builds.
#}

with

session_funnels as (

    select * from {{ tested_rows(ref('fct_session_funnels')) }}

),

funnel_days as (

    select * from {{ tested_rows(ref('rpt_funnel_daily')) }}
    union all
    select * from {{ tested_rows(ref('rpt_product_funnel_daily')) }}

)

select
    session_id as broken_in,
    session_date
from session_funnels
where
    (reached_purchase and not reached_cart)
    or (reached_cart and not reached_view)
    or (reached_view and not did_view)
    or (reached_cart and not did_cart)
    or (reached_purchase and not did_purchase)
    or (is_direct_purchase and (did_cart or not did_purchase))
    or viewed_at > carted_at
    or carted_at > purchased_at
union all
select
    scope || ', ' || hold || ', ' || member as broken_in,
    session_date
from funnel_days
where
    sessions_purchased > sessions_carted
    or sessions_carted > sessions_viewed
    or sessions_viewed > sessions_with_view
    or sessions_carted > sessions_with_cart
    or sessions_purchased > sessions_with_purchase
    or sessions_with_direct_purchase > sessions_with_purchase
    or session_count + sessions_immature < 1
    or sessions_with_view > session_count
    or sessions_with_cart > session_count
    or sessions_with_purchase > session_count
