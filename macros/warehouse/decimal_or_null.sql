{#- A number as text → `decimal(precision, scale)`, or null where it is none. -#}

{% macro decimal_or_null(text, precision, scale) -%}
    {{ return(adapter.dispatch('decimal_or_null', 'footfall')(text, precision, scale)) }}
{%- endmacro %}

{% macro default__decimal_or_null(text, precision, scale) -%}
    {{ refuse_engine('decimal_or_null') }}
{%- endmacro %}

{% macro duckdb__decimal_or_null(text, precision, scale) -%}
    try_cast({{ text }} as decimal({{ precision }}, {{ scale }}))
{%- endmacro %}

{% macro redshift__decimal_or_null(text, precision, scale) -%}
    try_cast({{ text }} as decimal({{ precision }}, {{ scale }}))
{%- endmacro %}
