{#- The rates of carts, name → the counts it divides, each with its Wilson bounds. -#}

{% macro cart_rates() -%}
    {%- set recovered = '(recovered_same_item_count + recovered_other_item_count)' -%}
    {%- for name, (part, whole) in {
        'abandonment': ('abandoned_count', 'matured_count'),
        'recovery': (recovered, 'recovery_matured_count'),
        'same_session_conversion': ('same_session_conversion_count', 'matured_count'),
        'later_conversion': ('later_conversion_count', 'matured_count')
    }.items() %}
    {{ rate(part, whole) }} as {{ name }}_rate,
    {{ wilson_bound(part, whole, 'lower') }} as {{ name }}_rate_lower,
    {{ wilson_bound(part, whole, 'upper') }} as {{ name }}_rate_upper
    {{- ',' if not loop.last }}
    {%- endfor %}
{%- endmacro %}
