{#-
    CTEs that end in `spans`: (group_user, group_session, span_start, span_end), the
    times whose sessions may have changed, and `retired`, the stored sessions that
    start in one. A span joins `stretches` as long as no gap opens a session.
-#}

{% macro touched_spans() -%}
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
            {{ is_first_of_session('reached_at', 'stretch_start') }}
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

    select distinct stored.session_id, stored.stretch_end as ended_at
    from stored
    inner join spans
        on
            stored.group_user = spans.group_user
            and stored.group_session = spans.group_session
            and stored.stretch_start between spans.span_start and spans.span_end

)
{%- endmacro %}
