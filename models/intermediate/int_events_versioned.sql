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

)

select
    event_id,
    cast({{ session_group_user() }} as varchar(128)) as group_user,
    cast({{ session_group_session() }} as varchar(128)) as group_session,
    user_id,
    product_id,
    occurred_at,
    event_date,
    load_sequence
from events
union all
select
    cast(copies.event_id as varchar(128)) as event_id,
    cast({{ session_group_user('copies.') }} as varchar(128)) as group_user,
    cast({{ session_group_session('copies.') }} as varchar(128)) as group_session,
    cast(copies.user_id as varchar(128)) as user_id,
    cast(copies.product_id as varchar(128)) as product_id,
    copies.occurred_at,
    copies.event_date,
    conflicting.load_sequence
from copies
inner join conflicting on copies.delivered_event_id = conflicting.event_id
-- conflicts are few, judging is dear: each record is asked for its id first
where
    case
        when copies.delivered_event_id = conflicting.event_id
            then copies.quarantine_reason
        else 'another event'
    end is null
