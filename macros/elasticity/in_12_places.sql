{#- A double as a decimal of 12 places: sums of these are exact in any order of rows. -#}

{% macro in_12_places(number) -%}
    cast({{ rounded(number, 12) }} as decimal(18, 12))
{%- endmacro %}
