{#-
    Whether a relation exists, asked of the warehouse itself: dbt's cache does not know
    what hooks have made. False where nothing may be asked.
-#}

{% macro is_there(schema_name, relation_name) -%}
    {%- if not execute or not flags.INTROSPECT -%}
        {{ return(false) }}
    {%- endif -%}
    {%- set found = run_query(
        "select count(*) from information_schema.tables where table_schema = '"
        ~ schema_name ~ "' and table_name = '" ~ relation_name ~ "'"
    ) -%}
    {{ return(found.rows[0][0] > 0) }}
{%- endmacro %}
