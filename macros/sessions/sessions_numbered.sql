{#-
    The CTE `sessions_numbered`: sessions as they are on the date they began, on which
    each has events, with their place among their user's. In an incremental run those of
    `touched_sessions`.
-#}

{% macro sessions_numbered() -%}
sessions_numbered as (

    select
        session_days.*,
        {%- if is_incremental() %}
        touched_sessions.session_number
        {%- else %}
        row_number() over (
            partition by session_days.user_id
            order by session_days.started_at, session_days.session_id
        ) as session_number
        {%- endif %}
    from {{ ref('int_events_sessionized_to_days') }} as session_days
    {%- if is_incremental() %}
    inner join touched_sessions
        on
            session_days.session_id = touched_sessions.session_id
            and session_days.ended_at = touched_sessions.ended_at
    {%- endif %}
    where session_days.session_date = {{ local_date('session_days.started_at') }}

)
{%- endmacro %}
