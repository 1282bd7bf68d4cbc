{#- The condition that two relations agree in every key. -#}

{% macro same_keys(one, other, keys) -%}
    {%- for key in keys -%}
    {{ one }}.{{ key }} = {{ other }}.{{ key }}
    {%- if not loop.last %}
            and {% endif -%}
    {%- endfor -%}
{%- endmacro %}
