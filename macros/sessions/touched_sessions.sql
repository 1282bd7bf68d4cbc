{#-
    The CTE `touched_sessions`: `changed_sessions`, and those of `sessions` that have
    another number than before, since one that began earlier came or went.
-#}

{% macro touched_sessions(sessions) -%}
touched_sessions as (

    select * from changed_sessions
    union
    select
        {{ sessions }}.session_id,
        {{ sessions }}.session_date,
        {{ sessions }}.ended_at
    from {{ sessions }}
    inner join {{ this }} as rows_before
        on
            {{ sessions }}.session_id = rows_before.session_id
            and {{ sessions }}.session_number != rows_before.session_number

)
{%- endmacro %}
