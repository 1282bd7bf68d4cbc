{#- A share of a count, 0 to 1, rounded to 9 places; null where there is nothing. -#}

{% macro rate(part, whole) -%}
    {%- set quotient -%}
        cast({{ part }} as double precision)
        / nullif(cast({{ whole }} as double precision), 0)
    {%- endset -%}
    {{ rounded(quotient, 9) }}
{%- endmacro %}
