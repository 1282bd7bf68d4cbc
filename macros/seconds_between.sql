{#- Seconds from one timestamp to a later one, double precision, fractions kept. -#}

{% macro seconds_between(earlier, later) -%}
    cast(
        {{ epoch_microseconds(later) }} - {{ epoch_microseconds(earlier) }}
        as double precision
    ) / 1000000
{%- endmacro %}
