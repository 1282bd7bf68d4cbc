{#- A share of a count, 0 to 1, rounded to 9 places; null where there is nothing. -#}

{% macro rate(part, whole) -%}
    {{ rounded(quotient(part, whole), 9) }}
{%- endmacro %}
