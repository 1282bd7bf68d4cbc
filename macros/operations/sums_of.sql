{#- One row of sums of a relation's rows that meet a condition; `sums` is column →
    expression. -#}

{% macro sums_of(relation, condition, sums) -%}
    select
        {%- for column, expression in sums.items() %}
        {{ expression }} as {{ column }}
        {{- ',' if not loop.last }}
        {%- endfor %}
    from {{ relation }}
    where {{ condition }}
{%- endmacro %}
