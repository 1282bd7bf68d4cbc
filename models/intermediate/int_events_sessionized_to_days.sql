{# Grain: one row per session and local date on which it has events. #}

{{ config(
    materialized='incremental',
    incremental_strategy='replace_touched',
    touched_by='session_id',
    written_column='started_at',
    pre_hook="{{ forget_mark() }}",
    post_hook="{{ mark_built('stg_firehose__events') }}"
) }}
{%- do ref('int_events_versioned') -%} {# read by increments only #}

with

{% if is_incremental() %}{{ touched_session_spans() }},{% endif %}

events as (

    {{ session_events() }}

),

-- most groups are one session on one date: one pass measures them
groups_measured as (

    select
        group_user,
        group_session,
        min(event_date) as first_date,
        max(event_date) as last_date,
        {{ session_measures() }},
        {{ session_day_measures() }}
    from events
    group by group_user, group_session

),

groups_told_apart as (

    select
        *,
        first_date != last_date
        or ({{ opens_session('started_at', 'ended_at') }}) as is_split
    from groups_measured

),

split_groups as (

    select
        group_user,
        group_session
    from groups_told_apart
    where is_split

),

split_events as (

    {{ session_events(only_in='split_groups') }}

),

gaps_measured as (

    select
        *,
        lag(occurred_at) over (
            partition by group_user, group_session
            order by occurred_at, order_text, event_id
        ) as previous_at
    from split_events

),

sessions_opened as (

    select
        *,
        sum(
            case
                when previous_at is null then 1
                when {{ opens_session('previous_at', 'occurred_at') }} then 1
                else 0
            end
        ) over (
            partition by group_user, group_session
            order by occurred_at, order_text, event_id
            rows between unbounded preceding and current row
        ) as group_session_number
    from gaps_measured

),

split_sessions as (

    select
        group_user,
        group_session,
        group_session_number,
        {{ session_measures() }}
    from sessions_opened
    group by group_user, group_session, group_session_number

),

split_days as (

    select
        group_user,
        group_session,
        group_session_number,
        event_date,
        {{ session_day_measures() }}
    from sessions_opened
    group by group_user, group_session, group_session_number, event_date

),

{% set measured = [
    'group_user', 'group_session', 'started_at', 'ended_at', 'product_count',
    'viewed_at', 'entry_text', 'exit_text'
] -%}
{%- set counted = [
    'event_count', 'view_count', 'cart_count', 'remove_count', 'purchase_count'
] -%}

days_measured as (

    select
        {{ (measured + counted) | join(',\n        ') }},
        first_date as session_date
    from groups_told_apart
    where not is_split
    union all
    select
        split_sessions.{{ measured | join(',\n        split_sessions.') }},
        split_days.{{ counted | join(',\n        split_days.') }},
        split_days.event_date as session_date
    from split_sessions
    inner join split_days
        on
            split_sessions.group_user = split_days.group_user
            and split_sessions.group_session = split_days.group_session
            and split_sessions.group_session_number = split_days.group_session_number

),

days_identified as (

    select
        *,
        {{ session_id() }} as session_id
    from days_measured

)
{%- if is_incremental() %},

touched_sessions as (

    select session_id from days_identified
    union
    select session_id from retired

)
{%- endif %}

select
    -- keys
    {{ 'touched_sessions' if is_incremental() else 'days_identified' }}.session_id,
    group_user,
    group_session,
    {{ session_user() }} as user_id,
    nullif(group_session, '') as user_session,
    session_date,

    -- attributes
    {{ product_of('entry_text') }} as entry_product_id,
    {{ product_of('exit_text') }} as exit_product_id,

    -- numbers of the session on this date
    cast(event_count as bigint) as event_count,
    cast(view_count as bigint) as view_count,
    cast(cart_count as bigint) as cart_count,
    cast(remove_count as bigint) as remove_count,
    cast(purchase_count as bigint) as purchase_count,

    -- numbers of the whole session
    cast(product_count as bigint) as product_count,

    -- times of the whole session
    started_at,
    ended_at,
    viewed_at,

    -- lineage
    cast({{ mark_of('stg_firehose__events') }} as bigint) as load_sequence
{% if is_incremental() -%}
from touched_sessions
left join days_identified on touched_sessions.session_id = days_identified.session_id
{%- else -%}
from days_identified
{%- endif %}
