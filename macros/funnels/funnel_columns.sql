{#- The steps of a funnel: name → the counts that reached it and that began it. -#}

{% macro funnel_rate_steps() -%}
    {{ return({
        'view_to_cart': ('sessions_carted', 'sessions_viewed'),
        'cart_to_purchase': ('sessions_purchased', 'sessions_carted'),
        'view_to_purchase': ('sessions_purchased', 'sessions_viewed')
    }) }}
{%- endmacro %}

{#- What a mature attempt may have done → the count of those that did. -#}
{% macro funnel_count_columns() -%}
    {{ return({
        'reached_view': 'sessions_viewed',
        'reached_cart': 'sessions_carted',
        'reached_purchase': 'sessions_purchased',
        'did_view': 'sessions_with_view',
        'did_cart': 'sessions_with_cart',
        'did_purchase': 'sessions_with_purchase',
        'is_direct_purchase': 'sessions_with_direct_purchase'
    }) }}
{%- endmacro %}

{#- Mature attempts, those that reached each step in order, those that did it at all. -#}
{% macro funnel_counts() -%}
    {{ sum_or_zero('case when is_mature then 1 else 0 end') }} as session_count,
    {%- for flag, name in funnel_count_columns().items() %}
    {{ sum_or_zero('case when is_mature and ' ~ flag ~ ' then 1 else 0 end') }}
        as {{ name }},
    {%- endfor %}
    {{ sum_or_zero('case when is_mature then 0 else 1 end') }} as sessions_immature,
    cast(sum(case when is_mature then event_count end) as bigint) as event_count
{%- endmacro %}

{#- Rate, its Wilson bounds and its seconds for each step. -#}
{% macro funnel_rates() -%}
    {%- for step, (reached, began) in funnel_rate_steps().items() %}
    {{ rate(reached, began) }} as {{ step }}_rate,
    {{ wilson_bound(reached, began, 'lower') }} as {{ step }}_rate_lower,
    {{ wilson_bound(reached, began, 'upper') }} as {{ step }}_rate_upper,
    {{ rounded(step ~ '_median_seconds', 9) }} as {{ step }}_median_seconds,
    {{ rounded(step ~ '_p90_seconds', 9) }} as {{ step }}_p90_seconds
        {{- ',' if not loop.last }}
    {%- endfor %}
{%- endmacro %}

{#- The names of `funnel_counts`. -#}
{% macro funnel_count_names() -%}
    {{ return(['session_count', 'event_count', 'sessions_immature']
        + funnel_count_columns().values() | list) }}
{%- endmacro %}

{#- The numbers of `funnel_days`, as they are stored. -#}
{% macro funnel_day_numbers() -%}
    {%- set names = funnel_count_names() -%}
    {%- for step in funnel_rate_steps() -%}
        {%- do names.extend([step ~ '_median_seconds', step ~ '_p90_seconds']) -%}
    {%- endfor -%}
    {{ return(names) }}
{%- endmacro %}
