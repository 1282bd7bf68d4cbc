{#-
    CTEs that end in `stretches`: (group_user, group_session, stretch_start,
    stretch_end, is_point): the moments of new events and, of the groups they are in,
    the stored sessions. Reads new rows and session-grain rows, never a user's life.
-#}

{% macro touched_stretches() -%}
{{ touched_sessions_stored() }},

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
