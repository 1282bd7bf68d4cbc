{#- A double, rounded to decimal places. -#}

{% macro rounded(number, places) -%}
    {{ return(adapter.dispatch('rounded', 'footfall')(number, places)) }}
{%- endmacro %}

{% macro default__rounded(number, places) -%}
    {{ refuse_engine('rounded') }}
{%- endmacro %}

{% macro duckdb__rounded(number, places) -%}
    round({{ number }}, {{ places }})
{%- endmacro %}

{#- Rounding a decimal is exact on every release; of a double it is not documented. -#}
{% macro redshift__rounded(number, places) -%}
    cast(round(cast({{ number }} as decimal(38, 18)), {{ places }}) as double precision)
{%- endmacro %}
