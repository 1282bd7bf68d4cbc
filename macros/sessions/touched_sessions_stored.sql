{#-
    CTEs `points`, the moments that new events touch, and `stored`, the sessions that
    this model has within the timeout of one: such a session has events, and so a row,
    on a date as near to it, and other dates are not read. Given sessions have no
    timeout: those of the groups that have a point are looked for on every date.
-#}

{% macro touched_sessions_stored() -%}
points as (

    select
        group_user,
        group_session,
        occurred_at as stretch_start,
        occurred_at as stretch_end,
        1 as is_point
    from {{ ref('int_events_versioned') }}
    where {{ is_new('stg_firehose__bot_user_agents') }}

),
{% if var('session_source') != 'given' %}
{{ point_dates() }},
{% endif %}
touched_groups as (

    select
        group_user,
        group_session,
        {{ earlier_by('min(stretch_start)', 'session_timeout_minutes') }} as first_at,
        {{ later_by('max(stretch_end)', 'session_timeout_minutes') }} as last_at
    from points
    group by group_user, group_session

),

stored as (

    select distinct
        rows_before.session_id,
        rows_before.group_user,
        rows_before.group_session,
        rows_before.started_at as stretch_start,
        rows_before.ended_at as stretch_end
    from {{ this }} as rows_before
    inner join touched_groups
        on
            rows_before.group_user = touched_groups.group_user
            and rows_before.group_session = touched_groups.group_session
            {%- if var('session_source') != 'given' %}
            and rows_before.ended_at >= touched_groups.first_at
            and rows_before.started_at <= touched_groups.last_at
    where
        rows_before.session_date in (select distinct point_dates.point_date from point_dates)
            {%- endif %}

)
{%- endmacro %}
