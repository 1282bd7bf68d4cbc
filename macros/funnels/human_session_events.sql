{#-
    CTEs that end in `human_session_events`: events of `human_sessions` with their session
    and its date: of those that may be `shopping`, or of those that browse. In an
    incremental run of sessions that began on `touched_dates`, read from the dates that
    these reach into.
-#}

{% macro human_session_events(shopping) -%}
{{ human_sessions(shopping) }},
{%- if is_incremental() %}

reached_dates as (

    select distinct session_date
    from {{ ref('int_events_sessionized_to_days') }}
    where
        {{ local_date('started_at') }}
        in (select distinct touched_dates.session_date from touched_dates)

),
{%- endif %}

human_session_events as (

    select
        human_sessions.session_id,
        human_sessions.session_date,
        events.event_type,
        events.product_id,
        events.category_code,
        events.brand,
        events.occurred_at
    from {{ ref('stg_firehose__events') }} as events
    inner join human_sessions
        on {{ is_in_session('events', 'human_sessions') }}
    {%- if is_incremental() %}
    where
        events.event_date in (select distinct reached_dates.session_date from reached_dates)
    {%- endif %}

)
{%- endmacro %}
