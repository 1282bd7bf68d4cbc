{#- A share of a count, 0 to 1, rounded to 9 places; null where there is nothing. -#}

{% macro rate(part, whole) -%}
    round(
        cast({{ part }} as double precision)
        / nullif(cast({{ whole }} as double precision), 0),
        9
    )
{%- endmacro %}
