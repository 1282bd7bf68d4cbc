{# Grain: one row per bot rule, scope, entity that meets it, and local date. #}

with

session_flags as (

    select * from {{ ref('int_sessions_flagged') }}

),

user_day_flags as (

    select * from {{ ref('int_user_days_flagged') }}

)

select
    -- keys
    rule,
    cast('session' as varchar(16)) as scope,
    cast(session_id as varchar(128)) as entity,
    session_date as bucket,
    cast(user_id as varchar(128)) as user_id,

    -- numbers
    measured_value,
    cast(weight as decimal(9, 4)) as weight
from session_flags
union all
select
    rule,
    cast('user_day' as varchar(16)) as scope,
    cast(user_id as varchar(128)) as entity,
    event_date as bucket,
    cast(user_id as varchar(128)) as user_id,
    measured_value,
    cast(weight as decimal(9, 4)) as weight
from user_day_flags
