{#- What one pass over events that say the same of a product measures. -#}

{% macro description_measures() -%}
    count(*) as event_count,
    min(occurred_at) as first_at,
    max(occurred_at) as last_at,
    min(price) as lowest_price,
    max(price) as highest_price
{%- endmacro %}
