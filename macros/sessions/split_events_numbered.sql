{#-
    CTEs that end in `events_numbered`: the events of `groups` with the number of their
    session in the group. Every window ends in a tie-breaker: two that break ties
    differently would put one of two equal moments into another session.
-#}

{% macro split_events_numbered(groups) -%}
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

)
{%- endmacro %}
