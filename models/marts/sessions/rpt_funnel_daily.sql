{# Grain: one row per local date, scope, held dimension and its member. #}

{{ by_touched('session_date', 'scope', upstream='fct_session_funnels') }}
{# read by increments only -#}
{%- do ref('int_events_versioned') -%}
{%- do ref('int_events_sessionized_to_days') -%}

with

{% if is_incremental() -%}
touched_dates as (

    select session_date from {{ ref('int_events_sessionized_to_days') }}
    where {{ is_new('fct_session_funnels') }}
    union
    select event_date as session_date from {{ ref('int_events_versioned') }}
    where {{ is_new('fct_session_funnels') }}

),
{%- endif %}

sessions as (

    select
        session_funnels.*,
        {{ seconds_between('viewed_at', 'carted_at') }} as view_to_cart,
        {{ seconds_between('carted_at', 'purchased_at') }} as cart_to_purchase,
        {{ seconds_between('viewed_at', 'purchased_at') }} as view_to_purchase
    from {{ ref('fct_session_funnels') }} as session_funnels
    {% if is_incremental() -%}
    inner join touched_dates
        on session_funnels.session_date = touched_dates.session_date
    {%- endif %}
    where not session_funnels.is_overlong

),

counted as (

    select
        session_date,
        {{ funnel_counts() }}
    from sessions
    group by session_date

),

{{ funnel_timed_steps('sessions') }}

select
    -- keys
    {{ touched_unit('touched_dates', 'counted', 'session_date') }},
    case
        when counted.session_count is not null then cast('session' as varchar(16))
    end as scope,
    cast('none' as varchar(32)) as hold,
    cast('all' as varchar(1024)) as member,

    -- ordered counts
    counted.session_count,
    counted.sessions_viewed,
    counted.sessions_carted,
    counted.sessions_purchased,

    -- open counts
    counted.sessions_with_view,
    counted.sessions_with_cart,
    counted.sessions_with_purchase,
    counted.sessions_with_direct_purchase,

    -- rates, their 95 % bounds, and seconds per step
    {{ funnel_rates('counted') }}
{{ from_touched('touched_dates', 'counted', 'session_date') }}
left join view_to_cart_timed
    on counted.session_date = view_to_cart_timed.session_date
left join cart_to_purchase_timed
    on counted.session_date = cart_to_purchase_timed.session_date
left join view_to_purchase_timed
    on counted.session_date = view_to_purchase_timed.session_date
