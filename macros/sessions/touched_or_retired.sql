{#-
    The CTE `touched_sessions` (session_id, session_date): the rows of `days`, and every
    stored row of the sessions that are `retired`. Equal ends let engines read the dates
    of these alone.
-#}

{% macro touched_or_retired(days) -%}
touched_sessions as (

    select
        session_id,
        session_date
    from {{ days }}
    union
    select
        rows_before.session_id,
        rows_before.session_date
    from {{ this }} as rows_before
    inner join retired
        on
            rows_before.session_id = retired.session_id
            and rows_before.ended_at = retired.ended_at

)
{%- endmacro %}
