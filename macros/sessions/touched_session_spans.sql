{#-
    CTEs that end in `spans`: (group_user, group_session, span_start, span_end), the
    stretches of time whose sessions new events may have changed, and `retired`, the
    stored sessions that start inside one.

    A span joins points of new events with the stored sessions of their groups as far
    as no gap opens a session between them. So it reads new rows and session-grain
    rows of touched groups, never a user's whole life.
-#}

{% macro touched_session_spans() -%}
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

    select
        group_user,
        group_session
    from points
    group by group_user, group_session

),

stored as (

    select
        this_rows.session_id,
        this_rows.group_user,
        this_rows.group_session,
        this_rows.started_at as stretch_start,
        this_rows.ended_at as stretch_end
    from {{ this }} as this_rows
    inner join touched_groups
        on
            this_rows.group_user = touched_groups.group_user
            and this_rows.group_session = touched_groups.group_session

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

),

reaches_measured as (

    select
        *,
        max(stretch_end) over (
            partition by group_user, group_session
            order by stretch_start
            rows between unbounded preceding and 1 preceding
        ) as reached_at
    from stretches

),

spans_numbered as (

    select
        *,
        sum(
            case
                when reached_at is null then 1
                when {{ opens_session('reached_at', 'stretch_start') }} then 1
                else 0
            end
        ) over (
            partition by group_user, group_session
            order by stretch_start
            rows between unbounded preceding and current row
        ) as span_number
    from reaches_measured

),

spans as (

    select
        group_user,
        group_session,
        min(stretch_start) as span_start,
        max(stretch_end) as span_end
    from spans_numbered
    group by group_user, group_session, span_number
    having max(is_point) = 1

),

retired as (

    select distinct stored.session_id
    from stored
    inner join spans
        on
            stored.group_user = spans.group_user
            and stored.group_session = spans.group_session
            and stored.stretch_start between spans.span_start and spans.span_end

)
{%- endmacro %}
