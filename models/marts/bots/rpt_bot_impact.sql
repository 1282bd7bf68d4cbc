{# Grain: one row per local date and headline. #}

{{ by_touched('session_date', 'headline', upstream='fct_session_funnels') }}
{# read by increments only -#}
{%- do ref('int_events_versioned') -%}
{%- do ref('int_events_sessionized_to_days') -%}

{%- set counts = {
    'sessions': '1', 'events': 'event_count', 'views': 'view_count',
    'carts': 'cart_count', 'purchases': 'purchase_count', 'orders': 'order_count',
    'revenue': 'revenue_amount', 'bounces': 'cast(is_bounce as integer)',
    'engaged': 'cast(is_engaged as integer)',
    'viewed': 'cast(reached_view as integer)',
    'carted': 'cast(reached_cart as integer)',
    'purchased': 'cast(reached_purchase as integer)'
} -%}
{%- set rates = {
    'bounce_rate': ('bounces', 'sessions'),
    'engagement_rate': ('engaged', 'sessions'),
    'view_to_cart_rate': ('carted', 'viewed'),
    'cart_to_purchase_rate': ('purchased', 'carted'),
    'view_to_purchase_rate': ('purchased', 'viewed')
} -%}
{%- set sums = [
    'visitors', 'sessions', 'events', 'views', 'carts', 'purchases', 'orders',
    'revenue'
] -%}

with

{% if is_incremental() -%}
{{ touched_session_dates('fct_session_funnels') }},
{%- endif %}

-- overlong sessions are in neither value: the difference is the bots'
sessions as (

    select
        sessions.*,
        session_funnels.reached_view,
        session_funnels.reached_cart,
        session_funnels.reached_purchase
    from {{ ref('fct_sessions') }} as sessions
    inner join {{ ref('fct_session_funnels') }} as session_funnels
        on sessions.session_id = session_funnels.session_id
    {% if is_incremental() -%}
    inner join touched_dates on sessions.session_date = touched_dates.session_date
    {%- endif %}
    where not sessions.is_overlong

),

counted as (

    select
        session_date,
        {%- for name, one in counts.items() %}
        sum({{ one }}) as {{ name }}_with,
        sum(case when is_bot then 0 else {{ one }} end) as {{ name }}_without,
        {%- endfor %}
        count(distinct user_id) as visitors_with,
        count(distinct case when not is_bot then user_id end) as visitors_without
    from sessions
    group by session_date

),

headlines as (

    {% for name in sums + rates.keys() | list -%}
    select
        session_date,
        cast('{{ name }}' as varchar(32)) as headline,
        {{ impact_value(name, rates, 'with') }} as value_with_bots,
        {{ impact_value(name, rates, 'without') }} as value_without_bots
    from counted
    {% if not loop.last -%}
    union all
    {% endif -%}
    {% endfor %}

)

select
    -- keys
    {{ touched_unit('touched_dates', 'headlines', 'session_date') }},
    headlines.headline,

    -- numbers
    headlines.value_with_bots,
    headlines.value_without_bots,
    {{ rounded(
        'cast(headlines.value_with_bots as double precision)'
        ~ ' / nullif(headlines.value_without_bots, 0) - 1',
        9
    ) }} as relative_change
{{ from_touched('touched_dates', 'headlines', 'session_date') }}
