{#- A decimal number as text, with an exponent or not; never NaN or infinity. -#}

{% macro number_pattern() -%}
    [+-]?([0-9]+([.][0-9]*)?|[.][0-9]+)([eE][+-]?[0-9]+)?
{%- endmacro %}
