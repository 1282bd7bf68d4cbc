{#
    Grain: one row per visitor and local date with a view: an entry, and the steps that
    follow it, however late. Reads no event that is a view, unless sessions are given.
#}

{{ by_touched('user_id', 'entry_date', upstream='int_commerce_events_selected') }}
{%- do ref('int_events_versioned') -%} {# read by increments only #}
{%- if not execute %}{% do ref('stg_firehose__events') %}{% endif -%} {# given #}

with

{% if is_incremental() %}{{ touched_users('int_commerce_events_selected') }},{% endif %}

{{ views_by_session_date() }},

-- where sessions share that instant: the one that began first
views_ranked as (

    select
        *,
        row_number() over (
            partition by user_id, entry_date
            order by viewed_at, started_at, group_session
        ) as view_rank
    from session_views
    {%- if is_incremental() %}
    where user_id in (select touched_users.user_id from touched_users)
    {%- endif %}

),

entries as (

    select
        user_id,
        entry_date,
        session_id,
        viewed_at,
        started_at,
        ended_at
    from views_ranked
    where view_rank = 1

),

commerce as (

    select
        events.user_id,
        events.event_type,
        events.occurred_at
    from {{ ref('int_commerce_events_selected') }} as events
    {% if is_incremental() -%}
    inner join touched_users on events.user_id = touched_users.user_id
    {%- endif %}
    where events.event_type in ('cart', 'purchase')

),

-- most visitors only look: windows for the others alone
moments as (

    select
        user_id,
        entry_date,
        cast('view' as varchar(16)) as event_type,
        viewed_at as occurred_at
    from entries
    where user_id in (select commerce.user_id from commerce)
    union all
    select
        user_id,
        cast(null as date) as entry_date,
        event_type,
        occurred_at
    from commerce

),

purchases_followed as (

    {{ next_of('moments', 'purchase', 'occurred_at', 'next_purchased_at') }}

),

carts_followed as (

    {{ next_of('purchases_followed', 'cart', 'occurred_at', 'next_carted_at') }}

),

-- the next cart's next purchase is the earliest of all later carts'
steps_followed as (

    {{ next_of('carts_followed', 'cart', 'next_purchased_at', 'next_bought_at') }}

)

select
    -- keys
    {{ touched_unit('touched_users', 'entries', 'user_id') }},
    entries.entry_date,
    entries.session_id,

    -- booleans
    {{ is_overlong('entries.started_at', 'entries.ended_at') }}
        as is_overlong,

    -- times
    entries.viewed_at,
    steps_followed.next_carted_at as carted_at,
    steps_followed.next_bought_at as purchased_at,
    steps_followed.next_purchased_at as first_purchased_at
{{ from_touched('touched_users', 'entries', 'user_id') }}
left join steps_followed
    on
        entries.user_id = steps_followed.user_id
        and entries.entry_date = steps_followed.entry_date
{{ stored_by_date('entries.entry_date') }}
