{#- What the shop's clock shows at a UTC timestamp, timestamp without a zone. -#}

{% macro local_timestamp(moment) -%}
    {{ return(adapter.dispatch('local_timestamp', 'footfall')(moment)) }}
{%- endmacro %}

{% macro default__local_timestamp(moment) -%}
    {{ refuse_engine('local_timestamp') }}
{%- endmacro %}

{% macro duckdb__local_timestamp(moment) -%}
    {%- if var('shop_timezone') == 'UTC' -%}
        {{ moment }}
    {%- else -%}
        timezone('{{ var("shop_timezone") }}', timezone('UTC', {{ moment }}))
    {%- endif -%}
{%- endmacro %}

{% macro redshift__local_timestamp(moment) -%}
    convert_timezone('UTC', '{{ var("shop_timezone") }}', {{ moment }})
{%- endmacro %}
