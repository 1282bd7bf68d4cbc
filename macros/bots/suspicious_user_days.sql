{#-
    CTEs that end in `user_days`: the users' local dates with as many events as any rule
    asks for, and either enough for the rule of many events or spread wide enough for
    the one of clock hours. Sums of session days, where a session has one user.
-#}

{% macro suspicious_user_days() -%}
    {%- set is_shared = var('session_source') == 'given' -%}
    {%- set date = 'event_date' if is_shared else 'session_date' -%}
user_days_counted as (

    select
        days.user_id,
        days.{{ date }} as event_date,
        {%- if is_shared %}
        count(*) as event_count,
        min(days.occurred_at) as first_at,
        max(days.occurred_at) as last_at
    from {{ ref('stg_firehose__events') }} as days
        {%- else %}
        cast(sum(days.event_count) as bigint) as event_count,
        min(days.started_at) as first_at,
        max(days.ended_at) as last_at
    from {{ ref('int_events_sessionized_to_days') }} as days
        {%- endif %}
    {%- if is_incremental() %}
    inner join touched_days
        on
            days.user_id = touched_days.user_id
            and days.{{ date }} = touched_days.event_date
    {%- endif %}
    group by days.user_id, days.{{ date }}

),

-- n clock hours lie within more than n - 2 hours; a clock put forward takes another
user_days as (

    select user_days_counted.*
    from user_days_counted
    cross join thresholds
    where
        user_days_counted.event_count >= thresholds.many_events_count
        or (
            user_days_counted.event_count >= thresholds.around_the_clock_count
            and {{ seconds_between('user_days_counted.first_at', 'user_days_counted.last_at') }}
            > (thresholds.around_the_clock_count - 3) * 3600
        )

)
{%- endmacro %}
