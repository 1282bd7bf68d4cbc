{#-
    CTEs that end in `stretches`: (group_user, group_session, stretch_start,
    stretch_end, is_point): the moments of new events and, of the groups they are in,
    the stored sessions. Reads new rows and session-grain rows, never a user's life.
-#}

{% macro touched_stretches() -%}
points as (

    select
        group_user,
        group_session,
        occurred_at as stretch_start,
        occurred_at as stretch_end,
        1 as is_point
    from {{ ref('int_events_versioned') }}
    where {{ is_new('stg_firehose__events') }}

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

),

points_and_stored as (

    select * from points
    union all
    select group_user, group_session, stretch_start, stretch_end, 0 as is_point
    from stored

),

-- one row a start: two windows would break ties differently
stretches as (

    select
        group_user,
        group_session,
        stretch_start,
        max(stretch_end) as stretch_end,
        max(is_point) as is_point
    from points_and_stored
    group by group_user, group_session, stretch_start

)
{%- endmacro %}
