{#- Months of a date since the year 0, integer: differences are months. -#}

{% macro month_number(date) -%}
    cast(extract(year from {{ date }}) * 12 + extract(month from {{ date }}) as integer)
{%- endmacro %}
