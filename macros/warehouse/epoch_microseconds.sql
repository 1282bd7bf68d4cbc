{#- Microseconds from 1970-01-01 UTC to a timestamp, bigint. -#}

{% macro epoch_microseconds(moment) -%}
    {{ return(adapter.dispatch('epoch_microseconds', 'footfall')(moment)) }}
{%- endmacro %}

{% macro default__epoch_microseconds(moment) -%}
    {{ refuse_engine('epoch_microseconds') }}
{%- endmacro %}

{% macro duckdb__epoch_microseconds(moment) -%}
    epoch_us({{ moment }})
{%- endmacro %}

{% macro redshift__epoch_microseconds(moment) -%}
    datediff(microsecond, timestamp '1970-01-01 00:00:00', {{ moment }})
{%- endmacro %}
