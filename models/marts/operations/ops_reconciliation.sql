{# Grain: one row: the sums that must agree between the stages. #}

{{ config(materialized='table') }}

with

objects as (

    select
        {{ sum_or_zero('records') }} as record_count,
        {{ sum_or_zero('landed') }} as landed_count,
        {{ sum_or_zero('rejected') }} as rejected_count
    from {{ source('firehose', 'objects') }}
    where kind = 'event' and {{ is_new('stg_firehose__events') }}

),

landed as (

    select count(*) as landed_row_count
    from {{ source('firehose', 'events') }}
    where {{ is_new('stg_firehose__events') }}

),

staged as (

    select
        count(*) as kept_count,
        {{ sum_or_zero('duplicate_count') }} as repeat_count,
        {{ sum_or_zero('cast(has_conflict as integer)') }} as conflict_count
    from {{ ref('stg_firehose__events') }}

),

quarantined as (

    select count(*) as quarantined_count
    from {{ ref('stg_firehose__events_quarantined') }}

),

sessions as (

    select
        count(*) as session_count,
        {{ sum_or_zero('event_count') }} as session_event_count,
        coalesce(sum(revenue_amount), 0) as session_revenue_amount,
        {{ sum_or_zero('cast(is_overlong as integer)') }} as overlong_session_count,
        count(distinct user_session) as source_session_count,
        count(distinct user_id || chr(31) || user_session) as source_session_user_count,
        count(*) - count(user_session) as sessions_without_source_id
    from {{ ref('fct_sessions') }}

),

session_days as (

    select
        {{ sum_or_zero('event_count') }} as session_day_event_count,
        coalesce(sum(revenue_amount), 0) as session_day_revenue_amount
    from {{ ref('fct_session_days') }}

),

session_funnels as (

    select count(*) as funnel_session_count
    from {{ ref('fct_session_funnels') }}

),

funnel_days as (

    select {{ sum_or_zero('session_count') }} as funnel_daily_session_count
    from {{ ref('rpt_funnel_daily') }}
    where scope = 'session' and hold = 'none'

)

select
    -- records: delivered = landed + rejected; landed = kept + repeats + quarantined
    objects.record_count,
    objects.landed_count,
    objects.rejected_count,
    landed.landed_row_count,
    staged.kept_count,
    staged.repeat_count,
    quarantined.quarantined_count,
    staged.conflict_count,

    -- events: kept = in sessions = in session days
    sessions.session_event_count,
    session_days.session_day_event_count,
    cast(sessions.session_revenue_amount as decimal(38, 2)) as session_revenue_amount,
    cast(session_days.session_day_revenue_amount as decimal(38, 2))
        as session_day_revenue_amount,

    -- sessions: all = in funnels = in the daily funnel + overlong
    sessions.session_count,
    session_funnels.funnel_session_count,
    funnel_days.funnel_daily_session_count,
    sessions.overlong_session_count,

    -- why sessions differ from the producer's ids
    sessions.source_session_count,
    sessions.source_session_user_count
    - sessions.source_session_count as sessions_from_shared_ids,
    sessions.session_count
    - sessions.sessions_without_source_id
    - sessions.source_session_user_count as sessions_from_gaps,
    sessions.sessions_without_source_id
from objects
cross join landed
cross join staged
cross join quarantined
cross join sessions
cross join session_days
cross join session_funnels
cross join funnel_days
