{#- Body of a CTE: `generated_number` from 1 to `most`, which is known when compiling. -#}

{% macro numbers(most) -%}
    {{ dbt.generate_series(most) }}
{%- endmacro %}
