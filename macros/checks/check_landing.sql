{#- Stops a run on a warehouse where nothing was ever landed. -#}

{% macro check_landing() -%}
    {%- if execute and flags.INTROSPECT -%}
        {%- if not is_there('landing', 'objects') -%}
            {{ exceptions.raise_compiler_error(
                "no landing tables in this warehouse: run footfall load first"
            ) }}
        {%- endif -%}
    {%- endif -%}
{%- endmacro %}
