{# Grain: one row: the sums that must agree between the stages. #}

{{ config(materialized='table') }}

with

objects as (

    select
        coalesce(sum(records), 0) as record_count,
        coalesce(sum(landed), 0) as landed_count,
        coalesce(sum(rejected), 0) as rejected_count
    from {{ source('firehose', 'objects') }}
    where
        kind = 'event'
        and load_sequence <= {{ mark_of('stg_firehose__events') }}

),

landed as (

    select count(*) as landed_row_count
    from {{ source('firehose', 'events') }}
    where load_sequence <= {{ mark_of('stg_firehose__events') }}

),

staged as (

    select
        count(*) as kept_count,
        coalesce(sum(duplicate_count), 0) as repeat_count,
        sum(cast(has_conflict as integer)) as conflict_count
    from {{ ref('stg_firehose__events') }}

),

quarantined as (

    select count(*) as quarantined_count
    from {{ ref('stg_firehose__events_quarantined') }}

),

sessions as (

    select
        count(*) as session_count,
        coalesce(sum(event_count), 0) as session_event_count,
        coalesce(sum(revenue_amount), 0) as session_revenue_amount,
        sum(case when is_overlong then 1 else 0 end) as overlong_session_count,
        count(distinct user_session) as source_session_count,
        sum(case when user_session is null then 1 else 0 end)
            as sessions_without_source_id
    from {{ ref('fct_sessions') }}

),

source_sessions as (

    select
        user_id,
        user_session
    from {{ ref('fct_sessions') }}
    where user_session is not null
    group by user_id, user_session

),

users_of_source_sessions as (

    select count(*) as source_session_user_count
    from source_sessions

),

session_days as (

    select
        coalesce(sum(event_count), 0) as session_day_event_count,
        coalesce(sum(revenue_amount), 0) as session_day_revenue_amount
    from {{ ref('fct_session_days') }}

),

session_funnels as (

    select count(*) as funnel_session_count
    from {{ ref('fct_session_funnels') }}

),

funnel_days as (

    select coalesce(sum(session_count), 0) as funnel_daily_session_count
    from {{ ref('rpt_funnel_daily') }}
    where
        scope = 'session'
        and hold = 'none'

)

select
    -- records: delivered = landed + rejected; landed = kept + repeats + quarantined
    cast(objects.record_count as bigint) as record_count,
    cast(objects.landed_count as bigint) as landed_count,
    cast(objects.rejected_count as bigint) as rejected_count,
    landed.landed_row_count,
    staged.kept_count,
    cast(staged.repeat_count as bigint) as repeat_count,
    quarantined.quarantined_count,
    cast(coalesce(staged.conflict_count, 0) as bigint) as conflict_count,

    -- events: kept = in sessions = in session days
    cast(sessions.session_event_count as bigint) as session_event_count,
    cast(session_days.session_day_event_count as bigint) as session_day_event_count,
    cast(sessions.session_revenue_amount as decimal(38, 2)) as session_revenue_amount,
    cast(session_days.session_day_revenue_amount as decimal(38, 2))
        as session_day_revenue_amount,

    -- sessions: all = in funnels = in the daily funnel + overlong
    sessions.session_count,
    session_funnels.funnel_session_count,
    cast(funnel_days.funnel_daily_session_count as bigint)
        as funnel_daily_session_count,
    cast(coalesce(sessions.overlong_session_count, 0) as bigint)
        as overlong_session_count,

    -- why sessions differ from the producer's ids
    sessions.source_session_count,
    users_of_source_sessions.source_session_user_count
    - sessions.source_session_count as sessions_from_shared_ids,
    cast(
        sessions.session_count
        - coalesce(sessions.sessions_without_source_id, 0)
        - users_of_source_sessions.source_session_user_count as bigint
    ) as sessions_from_gaps,
    cast(coalesce(sessions.sessions_without_source_id, 0) as bigint)
        as sessions_without_source_id
from objects
cross join landed
cross join staged
cross join quarantined
cross join sessions
cross join users_of_source_sessions
cross join session_days
cross join session_funnels
cross join funnel_days
