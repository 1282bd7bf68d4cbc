{#- Weekday of a date, 1 = Monday to 7 = Sunday, integer; `dow` counts from Sunday = 0. -#}

{% macro iso_weekday(date) -%}
    cast(mod(cast(extract(dow from {{ date }}) as integer) + 6, 7) + 1 as integer)
{%- endmacro %}
