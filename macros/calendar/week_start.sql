{#- Monday of a date's ISO week. -#}

{% macro week_start(date) -%}
    {{ date }} - ({{ iso_weekday(date) }} - 1)
{%- endmacro %}
