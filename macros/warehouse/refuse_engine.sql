{#- Stops with where to add what an engine lacks. -#}

{% macro refuse_engine(name) -%}
    {{ exceptions.raise_compiler_error(
        name ~ " has no implementation for '" ~ target.type ~ "'. Add "
        ~ target.type ~ "__" ~ name ~ " to macros/warehouse/" ~ name ~ ".sql."
    ) }}
{%- endmacro %}
