{#- The CTE `buckets`: the buckets of each grain that five minutes are in, with the
    local hour that they begin in; a day's is 0, so that days compare with days. -#}

{% macro buckets_of_times(five_minutes) -%}
buckets as (
    {% for grain, key in traffic_grains().items() %}
    select
        cast('{{ grain }}' as varchar(16)) as grain,
        times.{{ key }} as bucket_key,
        min(localised.five_minutes_at) as bucket_at,
        min(localised.event_date) as bucket_date,
        {{ '0' if grain == 'day' else 'min(localised.local_hour)' }} as local_hour
    from {{ five_minutes }} as localised
    inner join bucket_times as times
        on localised.five_minutes_at = times.five_minutes_at
    group by times.{{ key }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}

)
{%- endmacro %}
