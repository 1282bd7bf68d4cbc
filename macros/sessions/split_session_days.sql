{#-
    CTEs that end in `split_session_days`: the measured session days of `groups`, those
    with several sessions or dates.
-#}

{% macro split_session_days(groups) -%}
{{ split_events_numbered(groups) }},

split_sessions as (

    select
        group_user,
        group_session,
        number_in_group,
        {{ session_measures() }}
    from events_numbered
    group by group_user, group_session, number_in_group

),

split_days as (

    select
        group_user as day_group_user,
        group_session as day_group_session,
        number_in_group as day_number_in_group,
        event_date as session_date,
        min(case when event_type = 'view' then occurred_at end) as day_viewed_at,
        {{ session_day_measures() }}
    from events_numbered
    group by group_user, group_session, number_in_group, event_date

),

split_session_days as (

    select *
    from split_sessions
    inner join split_days
        on
            split_sessions.group_user = split_days.day_group_user
            and split_sessions.group_session = split_days.day_group_session
            and split_sessions.number_in_group = split_days.day_number_in_group

)
{%- endmacro %}
