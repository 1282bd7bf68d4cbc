{#-
    dbt's own answer, or true where var `compile_as_incremental` says so: increments can
    then be compiled without a warehouse, which dbt would ask whether the table is there.
-#}

{% macro is_incremental() -%}
    {{ return(
        (var('compile_as_incremental') and model.config.materialized == 'incremental')
        or dbt.is_incremental()
    ) }}
{%- endmacro %}
