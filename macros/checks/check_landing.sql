{#- Stops a run on a warehouse where nothing was ever landed. -#}

{% macro check_landing() -%}
    {%- if execute and flags.INTROSPECT -%}
        {%- set landed = adapter.get_relation(target.database, 'landing', 'objects') -%}
        {%- if landed is none -%}
            {{ exceptions.raise_compiler_error(
                "no landing tables in this warehouse: run footfall load first"
            ) }}
        {%- endif -%}
    {%- endif -%}
{%- endmacro %}
