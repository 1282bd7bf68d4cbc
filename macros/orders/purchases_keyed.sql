{#-
    CTEs that end in `purchases_keyed`: the purchases of `events` with the key of their
    order inside the session: the producer's order_id, else the session's purchases
    without one that are no more than `order_gap_minutes` apart.
-#}

{% macro purchases_keyed(events) -%}
purchases as (

    select
        *,
        lag(occurred_at) over (
            partition by session_id, order_id
            order by occurred_at, event_id
        ) as previous_purchase_at
    from {{ events }}
    where event_type = 'purchase'

),

purchases_keyed as (

    select
        *,
        coalesce(
            'id ' || order_id,
            'gap ' || cast(
                sum(
                    case
                        when
                            order_id is null
                            and occurred_at
                            > previous_purchase_at
                            + interval '{{ var("order_gap_minutes") }} minutes'
                            then 1
                        else 0
                    end
                ) over (
                    partition by session_id, order_id
                    order by occurred_at, event_id
                    rows between unbounded preceding and current row
                ) as varchar(20)
            )
        ) as key_of_order
    from purchases

)
{%- endmacro %}
