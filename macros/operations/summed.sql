{#- A CTE of one row for each of `relations`: its name → relation, condition, sums. -#}

{% macro summed(relations) -%}
{% for name, (relation, condition, sums) in relations.items() -%}
{{ name }} as (

    {{ sums_of(relation, condition, sums) }}

){{ ',' if not loop.last }}

{% endfor %}
{%- endmacro %}
