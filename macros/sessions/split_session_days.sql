{#-
    CTEs that end in `split_session_days`: the measured session days of the groups in
    `groups`, those with several sessions or dates. Every window ends in a tie-breaker:
    two that break ties differently would put one of two equal moments elsewhere.
-#}

{% macro split_session_days(groups) -%}
split_events as (

    {{ session_events(only_in=groups) }}

),

gaps_measured as (

    select
        *,
        lag(occurred_at) over (
            partition by group_user, group_session order by order_text, event_id
        ) as previous_at
    from split_events

),

events_numbered as (

    select
        *,
        sum(
            {{ is_first_of_session('previous_at', 'occurred_at') }}
        ) over (
            partition by group_user, group_session
            order by order_text, event_id
            rows between unbounded preceding and current row
        ) as number_in_group
    from gaps_measured

),

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
