{#-
    CTEs that end in `episodes`: what lies in the whole cart after each event of
    `balances`; whether the event is inside an episode; when and in which session that
    opened; and the end of its first idle stretch that the user's next activity shows.
-#}

{% macro cart_episodes(events) -%}
{%- set so_far -%}
    partition by user_id, segment_number order by event_number
    rows between unbounded preceding and current row
{%- endset -%}
{%- set episode = 'partition by user_id, segment_number, episode_number' -%}
{%- set quantity_before = 'cart_quantity - (balance_after - balance_before)' -%}
whole_carts as (

    select
        *,
        cast(sum(balance_after - balance_before) over ({{ so_far }}) as bigint)
            as cart_quantity,
        sum(amount_after - amount_before) over ({{ so_far }}) as cart_amount
    from {{ events }}

),

episodes_numbered as (

    select
        *,
        event_type = 'cart' or {{ quantity_before }} > 0 as is_inside,
        event_type = 'cart' and {{ quantity_before }} = 0 as is_opening,
        sum(case when event_type = 'cart' and {{ quantity_before }} = 0 then 1 else 0 end)
            over ({{ so_far }}) as episode_number
    from whole_carts

),

episodes as (

    select
        *,
        min(occurred_at) over ({{ episode }}) as opened_at,
        max(case when is_opening then session_id end) over ({{ episode }})
            as opened_session_id,
        min(
            case
                when
                    cart_quantity > 0
                    and next_at >= {{ later_by('occurred_at', 'cart_abandon_after_hours') }}
                    then {{ later_by('occurred_at', 'cart_abandon_after_hours') }}
            end
        ) over ({{ episode }}) as abandoned_at
    from episodes_numbered

)
{%- endmacro %}
