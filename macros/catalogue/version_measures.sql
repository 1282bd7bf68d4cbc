{#- What one pass over a product's days of one version measures. -#}

{% macro version_measures() -%}
    {{ sum_or_zero('event_count') }} as event_count,
    min(lowest_price) as lowest_price,
    max(highest_price) as highest_price,
    min(first_at) as valid_from_at,
    max(last_at) as last_seen_at
{%- endmacro %}
