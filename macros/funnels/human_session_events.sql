{#-
    CTEs that end in `browsing_events` and `shopping_events`: events of `human_sessions`
    without and with a cart or a purchase, with the session and its date; in an
    incremental run of sessions that began on `touched_dates`, read from the dates that
    these reach into.
-#}

{% macro human_session_events() -%}
{{ human_sessions() }},
{%- if is_incremental() %}

reached_dates as (

    select distinct session_date
    from {{ ref('int_events_sessionized_to_days') }}
    where
        {{ local_date('started_at') }}
        in (select touched_dates.session_date from touched_dates)

),
{%- endif %}

{% for name in ['browsing', 'shopping'] -%}
{{ name }}_events as (

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
    where
        {{ 'not ' if name == 'browsing' }}human_sessions.is_shopping
        {%- if is_incremental() %}
        and events.event_date
        in (select reached_dates.session_date from reached_dates)
        {%- endif %}

){{ ',\n' if not loop.last }}
{% endfor -%}
{%- endmacro %}
