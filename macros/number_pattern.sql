{#- A decimal number as text, with an exponent or not; never NaN or infinity. -#}

{% macro number_pattern() -%}
    [+-]?([0-9]+([.][0-9]*)?|[.][0-9]+)([eE][+-]?[0-9]+)?
{%- endmacro %}

{#- What it says, with twelve decimals; null where it is none or too large. -#}
{% macro exact_number(text) -%}
    case
        when {{ is_full_match(text, number_pattern()) }}
            then {{ decimal_or_null(text, 38, 12) }}
    end
{%- endmacro %}
