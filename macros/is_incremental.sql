{#-
    dbt's own answer or, where nothing may be asked, what var `compile_as_incremental`
    says of an incremental model: both of its branches compile without a warehouse.
-#}

{% macro is_incremental() -%}
    {%- if execute and not flags.INTROSPECT -%}
        {{ return(
            var('compile_as_incremental')
            and model.config.materialized == 'incremental'
        ) }}
    {%- endif -%}
    {{ return(dbt.is_incremental()) }}
{%- endmacro %}
