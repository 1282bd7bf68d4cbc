{#
    Grain: one row per event and version of its content that was accepted.
    What an event touches: where it is now and, when copies of one id differ, every
    place where another copy would have put it.
#}

with

events as (

    select * from {{ ref('stg_firehose__events') }}

),

conflicting as (

    select
        event_id,
        load_sequence
    from {{ ref('stg_firehose__events') }}
    where has_conflict

),

copies as (

    select * from {{ ref('stg_firehose__events_judged') }}
    where quarantine_reason is null

)

select
    event_id,
    {{ session_group_user() }} as group_user,
    {{ session_group_session() }} as group_session,
    user_id,
    occurred_at,
    event_date,
    load_sequence
from events
union all
select
    copies.event_id,
    {{ session_group_user('copies.') }} as group_user,
    {{ session_group_session('copies.') }} as group_session,
    copies.user_id,
    copies.occurred_at,
    copies.event_date,
    conflicting.load_sequence
from copies
inner join conflicting on copies.event_id = conflicting.event_id
