{#- A bigint sum, 0 over no rows; DuckDB sums bigints to hugeint, Redshift to numeric. -#}

{% macro sum_or_zero(expression) -%}
    cast(coalesce(sum({{ expression }}), 0) as bigint)
{%- endmacro %}
