{#- What a line is worth; without a price, nothing. -#}

{% macro line_amount() -%}
    coalesce(price, 0) * quantity
{%- endmacro %}
