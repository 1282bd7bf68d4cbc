{# Grain: one row per session and local date on which it has events. #}

{{ by_touched(
    'session_id', 'started_at', upstream='stg_firehose__bot_user_agents',
    dated_by='session_date'
) }}
{%- do ref('int_events_versioned') -%} {# read by increments only #}

{%- set measured = [
    'group_user', 'group_session', 'session_date', 'started_at', 'ended_at',
    'first_delivered_at', 'last_delivered_at', 'product_count', 'viewed_at',
    'entry_text', 'exit_text', 'bot_agent_event_count', 'event_count', 'view_count',
    'cart_count', 'remove_count', 'purchase_count'
] %}

with

{% if is_incremental() %}{{ touched_stretches() }},

{{ touched_spans() }},{% endif %}

events as (

    {{ session_events() }}

),

-- most groups are one session on one date: one pass measures them
groups_measured as (

    select
        group_user,
        group_session,
        min(event_date) as session_date,
        min(event_date) != max(event_date)
        or ({{ opens_session('min(occurred_at)', 'max(occurred_at)') }}) as is_split,
        {{ session_measures() }},
        {{ session_day_measures() }}
    from events
    group by group_user, group_session

),

split_groups as (

    select
        group_user,
        group_session
    from groups_measured
    where is_split

),

{{ split_session_days('split_groups') }},

days_measured as (

    select
        {{ measured | join(', ') }},
        viewed_at as day_viewed_at
    from groups_measured
    where not is_split
    union all
    select
        {{ measured | join(', ') }},
        day_viewed_at
    from split_session_days

),

days_identified as (

    select
        *,
        cast({{ session_id() }} as varchar(32)) as session_id
    from days_measured

){% if is_incremental() %},

{{ touched_or_retired('days_identified') }}
{% endif %}

select
    -- keys
    {{ touched_unit('touched_sessions', 'days_identified', 'session_id') }},
    cast(days_identified.group_user as varchar(128)) as group_user,
    cast(days_identified.group_session as varchar(128)) as group_session,
    cast({{ session_user('days_identified.') }} as varchar(128)) as user_id,
    cast(nullif(days_identified.group_session, '') as varchar(128)) as user_session,
    {{ touched_unit('touched_sessions', 'days_identified', 'session_date') }},

    -- attributes
    cast({{ product_of('days_identified.entry_text') }} as varchar(128))
        as entry_product_id,
    cast({{ product_of('days_identified.exit_text') }} as varchar(128))
        as exit_product_id,

    -- numbers and times of the session on this date
    {%- for name in ['event', 'view', 'cart', 'remove', 'purchase'] %}
    days_identified.{{ name }}_count,
    {%- endfor %}
    days_identified.day_viewed_at,

    -- numbers and times of the whole session
    days_identified.product_count,
    days_identified.bot_agent_event_count,
    days_identified.started_at,
    days_identified.ended_at,
    days_identified.viewed_at,
    days_identified.first_delivered_at,
    days_identified.last_delivered_at,

    -- lineage
    cast({{ mark_of('stg_firehose__bot_user_agents') }} as bigint) as load_sequence
{{ from_touched(
    'touched_sessions', 'days_identified', ['session_id', 'session_date']
) }}
{{ stored_by_date('days_identified.session_date') }}
