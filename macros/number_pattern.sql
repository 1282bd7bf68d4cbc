{#- A decimal number as text, with an exponent or not; never NaN or infinity. -#}

{% macro number_pattern() -%}
    [+-]?([0-9]+([.][0-9]*)?|[.][0-9]+)([eE][+-]?[0-9]+)?
{%- endmacro %}

{#- The first price that decimal(18, 2) cannot hold. -#}
{% macro price_limit() -%}
    10000000000000000
{%- endmacro %}
