{#-
    CTEs `points`, the moments that new events touch, and `stored`, the sessions that
    this model has of the groups they are in.
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

    select distinct
        group_user,
        group_session
    from points

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

)
{%- endmacro %}
