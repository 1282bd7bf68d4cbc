{#- The CTE `bucket_times`: five minutes that rows are in → their hour and day. -#}

{% macro bucket_times(counts) -%}
bucket_times as (

    select
        five_minutes_at,
        {{ local_hour_start('five_minutes_at') }} as hour_at,
        cast(event_date as timestamp) as day_at
    from {{ counts }}
    group by five_minutes_at, event_date

)
{%- endmacro %}
