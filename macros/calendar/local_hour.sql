{#- Hour, 0 to 23, that the shop's clock shows at a UTC timestamp, integer. -#}

{% macro local_hour(moment) -%}
    cast(extract(hour from {{ local_timestamp(moment) }}) as integer)
{%- endmacro %}
