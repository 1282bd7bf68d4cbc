{#- One count by another as a double, exact to its last bit; null by nothing. -#}

{% macro quotient(part, whole) -%}
    cast({{ part }} as double precision)
    / nullif(cast({{ whole }} as double precision), 0)
{%- endmacro %}
