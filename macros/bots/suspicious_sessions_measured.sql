{#-
    CTEs that end in `sessions_measured`: what the events of suspicious `sessions` tell:
    the shortest time that holds as many events as a burst, the different products that
    were viewed, and the coefficient of variation of the gaps (population).

    The window of a burst slides over every event of the session: minutes of a clock
    would cut a burst in two. The mean gap is known before the gaps are: sums of squares
    alone would lose the digits that tell a timer.
-#}

{% macro suspicious_sessions_measured() -%}
session_events as (

    select
        sessions.session_id,
        sessions.started_at,
        sessions.ended_at,
        sessions.event_count - 1 as gap_count,
        events.event_id,
        events.event_type,
        events.product_id,
        events.occurred_at
    from {{ ref('stg_firehose__events') }} as events
    inner join suspicious_days as days
        on
            {{ is_in_session('events', 'days') }}
            and events.event_date = days.session_date
    inner join sessions on days.session_id = sessions.session_id

),

gaps_found as (

    select
        session_events.*,
        {{ seconds_between('started_at', 'ended_at') }}
        / nullif(gap_count, 0) as mean_gap,
        lag(occurred_at) over (
            partition by session_id order by occurred_at, event_id
        ) as previous_at,
        lag(occurred_at, coalesce(thresholds.burst_count - 1, 0)) over (
            partition by session_id order by occurred_at, event_id
        ) as burst_began_at
    from session_events
    cross join thresholds

),
{{ gaps_measured() }}
{%- endmacro %}
