{#- The steps of a funnel: name → the counts that reached it and that began it. -#}

{% macro funnel_rate_steps() -%}
    {{ return({
        'view_to_cart': ('sessions_carted', 'sessions_viewed'),
        'cart_to_purchase': ('sessions_purchased', 'sessions_carted'),
        'view_to_purchase': ('sessions_purchased', 'sessions_viewed')
    }) }}
{%- endmacro %}

{#- Sessions that reached each step in order, and that did each step at all. -#}
{% macro funnel_counts() -%}
    count(*) as session_count
    {%- for flag, name in {
        'reached_view': 'viewed', 'reached_cart': 'carted',
        'reached_purchase': 'purchased', 'did_view': 'with_view',
        'did_cart': 'with_cart', 'did_purchase': 'with_purchase',
        'is_direct_purchase': 'with_direct_purchase'
    }.items() %},
    cast(sum(cast({{ flag }} as integer)) as bigint) as sessions_{{ name }}
    {%- endfor %}
{%- endmacro %}

{#- CTEs `<step>_timed`: median and p90 seconds of each step by date. One each, since
    Redshift orders all percentiles of one query by the same column. -#}
{% macro funnel_timed_steps(sessions) -%}
    {%- for step in funnel_rate_steps() %}
{{ step }}_timed as (

    select
        session_date,
        percentile_cont(0.5) within group (order by {{ step }}) as median_seconds,
        percentile_cont(0.9) within group (order by {{ step }}) as p90_seconds
    from {{ sessions }}
    where {{ step }} is not null
    group by session_date

){{ ',' if not loop.last }}
    {% endfor -%}
{%- endmacro %}

{#- Rate, its Wilson bounds and its seconds for each step. -#}
{% macro funnel_rates(counted) -%}
    {%- for step, (reached, began) in funnel_rate_steps().items() %}
        {%- set reached, began = counted ~ '.' ~ reached, counted ~ '.' ~ began %}
    {{ rate(reached, began) }} as {{ step }}_rate,
    {{ wilson_bound(reached, began, 'lower') }} as {{ step }}_rate_lower,
    {{ wilson_bound(reached, began, 'upper') }} as {{ step }}_rate_upper,
    {{ rounded(step ~ '_timed.median_seconds', 9) }} as {{ step }}_median_seconds,
    {{ rounded(step ~ '_timed.p90_seconds', 9) }} as {{ step }}_p90_seconds
        {{- ',' if not loop.last }}
    {%- endfor %}
{%- endmacro %}
