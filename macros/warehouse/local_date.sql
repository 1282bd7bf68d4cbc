{#- The shop's local date of a UTC timestamp. -#}

{% macro local_date(moment) -%}
    {{ return(adapter.dispatch('local_date', 'footfall')(moment)) }}
{%- endmacro %}

{% macro default__local_date(moment) -%}
    {{ refuse_engine('local_date') }}
{%- endmacro %}

{% macro duckdb__local_date(moment) -%}
    {%- if var('shop_timezone') == 'UTC' -%}
        cast({{ moment }} as date)
    {%- else -%}
        cast(
            timezone('{{ var("shop_timezone") }}', timezone('UTC', {{ moment }}))
            as date
        )
    {%- endif -%}
{%- endmacro %}

{% macro redshift__local_date(moment) -%}
    cast(convert_timezone('UTC', '{{ var("shop_timezone") }}', {{ moment }}) as date)
{%- endmacro %}
