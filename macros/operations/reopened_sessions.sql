{#-
    The CTE `sessions`: sessions by the local date they began on, and those of them that
    were reopened: some of their events came when the session had been over for longer
    than its timeout, and others had come before.
-#}

{% macro reopened_sessions() -%}
sessions as (

    select
        session_date as quality_date,
        count(*) as session_count,
        {{ sum_or_zero(
            'case when last_delivered_at > first_delivered_at'
            ~ ' and last_delivered_at > '
            ~ later_by('ended_at', 'session_timeout_minutes')
            ~ ' then 1 else 0 end'
        ) }} as reopened_count
    from {{ ref('int_events_sessionized_to_days') }}
    where session_date = {{ local_date('started_at') }}
    group by session_date

)
{%- endmacro %}
