{#-
    CTEs that end in `sessions_counted`: `sessions_numbered` with the events of all their
    dates. Most sessions have one date, whose counts are theirs.
-#}

{% macro sessions_counted() -%}
dates_summed as (

    select
        session_days.session_id
        {%- for name in ['event', 'view', 'cart', 'remove', 'purchase'] %},
        cast(sum(session_days.{{ name }}_count) as bigint) as {{ name }}_count
        {%- endfor %}
    from {{ ref('int_events_sessionized_to_days') }} as session_days
    {%- if is_incremental() %}
    inner join touched_sessions
        on
            session_days.session_id = touched_sessions.session_id
            and session_days.ended_at = touched_sessions.ended_at
    {%- endif %}
    where {{ local_date('session_days.started_at') }}
    != {{ local_date('session_days.ended_at') }}
    group by session_days.session_id

),

sessions_counted as (

    select
        sessions_numbered.session_id,
        sessions_numbered.session_date,
        sessions_numbered.user_id,
        sessions_numbered.user_session,
        sessions_numbered.entry_product_id,
        sessions_numbered.exit_product_id,
        sessions_numbered.session_number,
        {{ seconds_between(
            'sessions_numbered.started_at', 'sessions_numbered.ended_at'
        ) }} as duration_seconds,
        sessions_numbered.product_count,
        sessions_numbered.started_at,
        sessions_numbered.ended_at
        {%- for name in ['event', 'view', 'cart', 'remove', 'purchase'] %},
        coalesce(dates_summed.{{ name }}_count, sessions_numbered.{{ name }}_count)
            as {{ name }}_count
        {%- endfor %}
    from sessions_numbered
    left join dates_summed on sessions_numbered.session_id = dates_summed.session_id

)
{%- endmacro %}
