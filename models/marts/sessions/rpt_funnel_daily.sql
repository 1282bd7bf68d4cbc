{# Grain: one row per local date, scope, held dimension and its member. #}

{{ config(
    materialized='incremental',
    incremental_strategy='replace_touched',
    touched_by='session_date',
    written_column='scope',
    pre_hook="{{ forget_mark() }}",
    post_hook="{{ mark_built('fct_session_funnels') }}"
) }}
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
    where
        not session_funnels.is_overlong
        {%- if is_incremental() %}
        and session_funnels.session_date in (
            select touched_dates.session_date from touched_dates
        )
        {%- endif %}

),

days_counted as (

    select
        session_date,
        count(*) as session_count,
        sum(cast(reached_view as integer)) as sessions_viewed,
        sum(cast(reached_cart as integer)) as sessions_carted,
        sum(cast(reached_purchase as integer)) as sessions_purchased,
        sum(cast(did_view as integer)) as sessions_with_view,
        sum(cast(did_cart as integer)) as sessions_with_cart,
        sum(cast(did_purchase as integer)) as sessions_with_purchase,
        sum(cast(is_direct_purchase as integer)) as sessions_with_direct_purchase
    from sessions
    group by session_date

),

{% for step in ['view_to_cart', 'cart_to_purchase', 'view_to_purchase'] %}
{{ step }}_timed as (

    select
        session_date,
        percentile_cont(0.5) within group (order by {{ step }}) as median_seconds,
        percentile_cont(0.9) within group (order by {{ step }}) as p90_seconds
    from sessions
    where {{ step }} is not null
    group by session_date

),
{% endfor %}

rated as (

    select
        days_counted.*,
        {%- for step, reached, of in [
            ('view_to_cart', 'sessions_carted', 'sessions_viewed'),
            ('cart_to_purchase', 'sessions_purchased', 'sessions_carted'),
            ('view_to_purchase', 'sessions_purchased', 'sessions_viewed')
        ] %}
        {{ rate(reached, of) }} as {{ step }}_rate,
        {{ wilson_bound(reached, of, 'lower') }} as {{ step }}_rate_lower,
        {{ wilson_bound(reached, of, 'upper') }} as {{ step }}_rate_upper,
        round({{ step }}_timed.median_seconds, 9) as {{ step }}_median_seconds,
        round({{ step }}_timed.p90_seconds, 9) as {{ step }}_p90_seconds
        {%- if not loop.last %},{% endif %}
        {%- endfor %}
    from days_counted
    {%- for step in ['view_to_cart', 'cart_to_purchase', 'view_to_purchase'] %}
    left join {{ step }}_timed
        on days_counted.session_date = {{ step }}_timed.session_date
    {%- endfor %}

)

select
    -- keys
    {{ 'touched_dates' if is_incremental() else 'rated' }}.session_date,
    case
        when rated.session_count is not null then cast('session' as varchar(16))
    end as scope,
    cast('none' as varchar(32)) as hold,
    cast('all' as varchar(1024)) as member,

    -- ordered and open counts
    {% for name in [
        'session_count', 'sessions_viewed', 'sessions_carted', 'sessions_purchased',
        'sessions_with_view', 'sessions_with_cart', 'sessions_with_purchase',
        'sessions_with_direct_purchase'
    ] -%}
    cast({{ name }} as bigint) as {{ name }},
    {% endfor %}
    -- rates, their 95 % bounds and seconds per step
    {% for step in ['view_to_cart', 'cart_to_purchase', 'view_to_purchase'] -%}
    {{ step }}_rate,
    {{ step }}_rate_lower,
    {{ step }}_rate_upper,
    {{ step }}_median_seconds,
    {{ step }}_p90_seconds{{ ',' if not loop.last }}
    {% endfor %}
{% if is_incremental() -%}
from touched_dates
left join rated on touched_dates.session_date = rated.session_date
{%- else -%}
from rated
{%- endif %}
