{#-
    CTEs that end in `touched_sessions`: `changed_sessions`, and those that have another
    number than before, since one of their user's that began earlier came or went.
-#}

{% macro touched_sessions() -%}
{{ sessions_of_users() }},

sessions_of_users_numbered as (

    select
        session_id,
        session_date,
        ended_at,
        number_before,
        row_number() over (
            partition by user_id order by started_at, session_id
        ) as session_number
    from sessions_of_users

),

touched_sessions as (

    select
        session_id,
        session_date,
        ended_at,
        session_number
    from sessions_of_users_numbered
    where number_before is null or session_number != number_before
    union all
    select
        session_id,
        session_date,
        cast(null as timestamp) as ended_at,
        cast(null as bigint) as session_number
    from vanished

)
{%- endmacro %}
