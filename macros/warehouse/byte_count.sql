{#- The UTF-8 bytes of a text; `length` counts characters on one engine only. -#}

{% macro byte_count(text) -%}
    {{ return(adapter.dispatch('byte_count', 'footfall')(text)) }}
{%- endmacro %}

{% macro default__byte_count(text) -%}
    {{ refuse_engine('byte_count') }}
{%- endmacro %}

{% macro duckdb__byte_count(text) -%}
    strlen({{ text }})
{%- endmacro %}

{% macro redshift__byte_count(text) -%}
    octet_length({{ text }})
{%- endmacro %}
