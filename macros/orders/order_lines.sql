{#-
    CTEs that end in `order_lines`: the clickstream's orders inside one session, one
    row per different line: session_id, order_key, line_date, line_amount.

    An order is the producer's order_id, else the session's purchases no more than
    `order_gap_minutes` apart. Within it a row without a delivered quantity yields to
    one of the same product that has one (Google Analytics logs each line twice), then
    lines equal in product, quantity and price count once.
-#}

{% macro order_lines(events) -%}
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
        ) as order_key
    from purchases

),

quantities_known as (

    select
        *,
        max(case when has_quantity then 1 else 0 end) over (
            partition by session_id, order_key, product_id
        ) as is_quantity_known
    from purchases_keyed

),

order_lines as (

    select
        session_id,
        order_key,
        min(event_date) as line_date,
        max(coalesce(price, 0) * quantity) as line_amount
    from quantities_known
    where has_quantity or is_quantity_known = 0
    group by session_id, order_key, product_id, quantity, price

)
{%- endmacro %}
