{#-
    CTEs `points`, the moments that new events touch, and `stored`, the sessions that
    this model has of the groups they are in. A session that ended before the first of
    them, or began after the last, by more than the timeout, is joined with none and not
    read; given sessions have no timeout.
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
            {%- endif %}

)
{%- endmacro %}
