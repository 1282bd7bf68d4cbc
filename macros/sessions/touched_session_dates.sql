{#-
    CTEs that end in `touched_dates`: the dates on which sessions began that may have
    changed since this model was built, and those that sessions may have left. A user's
    local date with something new may have become a bot's, or no longer be one: then
    every session with an event on it is touched, whenever it began.
-#}

{% macro touched_session_dates(upstream) -%}
{{ touched_days(upstream) }},

{{ sessions_of_touched_days() }},

touched_dates as (

    select event_date as session_date from touched_days
    union
    select {{ local_date('started_at') }} as session_date
    from touched_day_sessions

)
{%- endmacro %}
