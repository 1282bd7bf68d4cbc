{#- Start of the five minutes that a UTC timestamp lies in; no zone's hour, on any date
    since 2000, begins elsewhere. -#}

{% macro five_minutes(moment) -%}
    date_trunc('hour', {{ moment }})
    + (
        cast(extract(minute from {{ moment }}) as integer)
        - cast(extract(minute from {{ moment }}) as integer) % 5
    ) * interval '1 minute'
{%- endmacro %}

{#- UTC start of the local hour that five minutes lie in. -#}
{% macro local_hour_start(five_minutes_at) -%}
    {{ five_minutes_at }}
    - cast(extract(minute from {{ local_timestamp(five_minutes_at) }}) as integer)
    * interval '1 minute'
{%- endmacro %}
