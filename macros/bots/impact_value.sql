{#- A headline of one side, `with` bots or `without`: a sum, or a rate of two. -#}

{% macro impact_value(name, rates, side) -%}
    {%- if name in rates -%}
        {{ rate(rates[name][0] ~ '_' ~ side, rates[name][1] ~ '_' ~ side) }}
    {%- else -%}
        cast({{ name }}_{{ side }} as double precision)
    {%- endif -%}
{%- endmacro %}
