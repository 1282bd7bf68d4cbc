{# Grain: one row per accepted cart, removal or purchase event. #}

{{ by_touched('event_id', 'event_type', upstream='int_events_sessionized_to_days') }}
{%- do ref('int_events_sessionized_to_days') -%} {# read no further than it #}

with

events as (

    select * from {{ ref('stg_firehose__events') }}
    where {{ is_new('int_events_sessionized_to_days') }}

)

select
    -- keys
    event_id,
    user_id,
    {{ session_group_user() }} as group_user,
    {{ session_group_session() }} as group_session,
    product_id,

    -- attributes
    cast(nullif(event_type, 'view') as varchar(16)) as event_type,
    category_code,
    brand,

    -- numbers
    price,
    quantity,

    -- times
    occurred_at,
    event_date,

    -- lineage
    load_sequence
from events
where
    event_type != 'view'
{%- if is_incremental() %}
    -- a view now, perhaps another event before
    or has_conflict
{%- endif %}
