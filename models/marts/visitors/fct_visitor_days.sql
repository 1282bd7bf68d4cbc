{# Grain: one row per visitor and local date on which they have an event. #}

{{ by_touched('user_id', 'visitor_date', upstream='fct_sessions') }}
{# whatever is read, this never gets ahead of sessions: dim_users joins the two -#}
{%- do ref('fct_sessions') -%}
{%- do ref('int_events_versioned') -%} {# these are read by increments only -#}
{%- do ref('int_events_sessionized_to_days') -%}
{%- if not execute %}{% do ref('stg_firehose__events') %}{% endif -%} {# given #}

with

{% if is_incremental() and var('session_source') == 'given' -%}
{{ touched_event_dates('fct_sessions') }},

-- one user's event may make another user's visit a bot's
touched_users as (

    select user_id from touched_days
    union
    select user_id
    from {{ ref('stg_firehose__events') }}
    where event_date in (select distinct touched_dates.event_date from touched_dates)

),
{%- elif is_incremental() -%}
touched_users as (

    select distinct user_id
    from {{ ref('int_events_versioned') }}
    where {{ is_new('fct_sessions') }}

),
{%- endif %}

{% if var('session_source') == 'given' -%}
-- a session that is taken as given may be of several users: only events tell them apart
days_counted as (

    select
        events.user_id,
        events.event_date as visitor_date,
        count(*) - count(bots.session_id) as human_count,
        {{ session_day_measures() }}
    from {{ ref('stg_firehose__events') }} as events
    {{ join_bots('events') }}
    {%- if is_incremental() %}
    where events.user_id in (select touched_users.user_id from touched_users)
    {%- endif %}
    group by events.user_id, events.event_date

),
{%- else -%}
days_counted as (

    select
        session_days.user_id,
        session_days.session_date as visitor_date,
        {%- for name in ['event', 'view', 'cart', 'remove', 'purchase'] %}
        cast(sum(session_days.{{ name }}_count) as bigint) as {{ name }}_count,
        {%- endfor %}
        count(*) - count(bots.session_id) as human_count
    from {{ ref('int_events_sessionized_to_days') }} as session_days
    left join {{ ref('int_bots_matched_to_sessions') }} as bots
        on session_days.session_id = bots.session_id
    {%- if is_incremental() %}
    where session_days.user_id in (select touched_users.user_id from touched_users)
    {%- endif %}
    group by session_days.user_id, session_days.session_date

),
{%- endif %}

-- whoever comes as a human and as a bot counts as a human, once
visits_compared as (

    select
        *,
        {%- for period, start in {
            'ever': '',
            'of_week': ', ' ~ week_start('visitor_date'),
            'of_month': ', ' ~ month_start('visitor_date')
        }.items() %}
        row_number() over (
            partition by user_id{{ start }}
            order by case when human_count = 0 then 1 else 0 end, visitor_date
        ) as rank_{{ period }},
        {%- endfor %}
        min(visitor_date) over (partition by user_id) as first_visit_date,
        lag(visitor_date) over (partition by user_id order by visitor_date)
            as previous_visit_date
    from days_counted

)

select
    -- keys
    cast(
        {{ touched_unit('touched_users', 'visits_compared', 'user_id') }}
        as varchar(128)
    ) as user_id,
    visits_compared.visitor_date,

    -- other visits
    visits_compared.first_visit_date,
    visits_compared.previous_visit_date,

    -- numbers
    visits_compared.event_count,
    visits_compared.view_count,
    visits_compared.cart_count,
    visits_compared.remove_count,
    visits_compared.purchase_count,

    -- booleans: a period has as many visitors as visits that are first in it
    visits_compared.human_count = 0 as is_bot,
    visits_compared.rank_ever = 1 as is_new_visitor,
    visits_compared.rank_of_week = 1 as is_first_of_week,
    visits_compared.rank_of_month = 1 as is_first_of_month
{{ from_touched('touched_users', 'visits_compared', 'user_id') }}
{{ stored_by_date('visits_compared.visitor_date') }}
