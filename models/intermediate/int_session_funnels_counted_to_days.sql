{#
    Grain: one row per local date on which a human session began, held dimension and
    its member.
#}

{% set read = ['int_browsing_attempts_counted_to_days', 'fct_session_funnels'] -%}
{{ by_touched('session_date', 'hold', upstream=read) }}
{# read by increments only -#}
{%- do ref('int_events_versioned') -%}
{%- set keys = ['session_date', 'hold', 'member'] %}

with

{% if is_incremental() -%}
{{ touched_session_dates(read) }},
{%- endif %}

{{ human_session_events(shopping=true) }},

{{ member_attempts() }},

attempts as (

    select
        session_funnels.session_date,
        cast('none' as varchar(32)) as hold,
        cast('all' as varchar(1024)) as member,
        true as is_mature,
        session_funnels.event_count,
        {% for flag in funnel_count_columns() -%}
        session_funnels.{{ flag }},
        {% endfor -%}
        session_funnels.viewed_at,
        session_funnels.carted_at,
        session_funnels.purchased_at
    from {{ ref('fct_session_funnels') }} as session_funnels
    {% if is_incremental() -%}
    inner join touched_dates
        on session_funnels.session_date = touched_dates.session_date
    {%- endif %}
    where
        not session_funnels.is_overlong
        and not session_funnels.is_bot
        and (session_funnels.did_cart or session_funnels.did_purchase)
    union all
    select * from member_attempts

),

browsing_days as (

    select
        session_date,
        hold,
        member,
        {{ funnel_count_names() | join(',\n        ') }}
    from {{ ref('int_browsing_attempts_counted_to_days') }}
    {%- if is_incremental() %}
    where session_date in (select distinct touched_dates.session_date from touched_dates)
    {%- endif %}

),

{{ funnel_days('attempts', keys, counted_apart='browsing_days') }}

select
    -- keys
    {{ touched_unit('touched_dates', 'funnel_days', 'session_date') }},
    cast('session' as varchar(16)) as scope,
    cast(funnel_days.hold as varchar(32)) as hold,
    cast(funnel_days.member as varchar(1024)) as member,

    -- numbers
    funnel_days.{{ funnel_day_numbers() | join(',\n    funnel_days.') }}
{{ from_touched('touched_dates', 'funnel_days', 'session_date') }}
{{ stored_by_date('funnel_days.session_date') }}
