{# Grain: one row per session and local date on which it has events. #}

with

session_days as (

    select * from {{ ref('int_events_sessionized_to_days') }}

),

commerce as (

    select * from {{ ref('int_commerce_matched_to_session_days') }}

)

select
    -- keys
    cast(session_days.session_id as varchar(32)) as session_id,
    cast(session_days.user_id as varchar(128)) as user_id,
    session_days.session_date,

    -- numbers
    session_days.event_count,
    session_days.view_count,
    session_days.cart_count,
    session_days.remove_count,
    session_days.purchase_count,
    cast(coalesce(commerce.revenue_amount, 0) as decimal(38, 2)) as revenue_amount,

    -- booleans
    bots.session_id is not null as is_bot
from session_days
left join commerce
    on
        session_days.session_id = commerce.session_id
        and session_days.session_date = commerce.session_date
left join {{ ref('int_bots_matched_to_sessions') }} as bots
    on session_days.session_id = bots.session_id
