"""The ledger of carts that DuckDB, chDB and Spark share, in SQL that all three take."""

# A running sum that may not fall below 0 is the plain one less the lowest that it has
# been, where that is below 0. A silence of 30 days empties a cart: balances run inside
# the segments between such silences.
CARTS = """
    with

    activity as (
        select
            *,
            row_number() over (
                partition by user_id
                order by
                    occurred_at,
                    case event_type
                        when 'cart' then 1 when 'remove_from_cart' then 2 else 3
                    end,
                    cast(product_id as varchar(128)),
                    event_id
            ) as event_number
        from commerce
    ),

    neighbours as (
        select
            *,
            lag(occurred_at) over (
                partition by user_id order by event_number
            ) as previous_at,
            lead(occurred_at) over (
                partition by user_id order by event_number
            ) as next_at
        from activity
    ),

    segments as (
        select
            neighbours.*,
            coalesce(next_at, watermark_at) as idle_until,
            case when event_type = 'cart' then quantity else -quantity end as delta,
            sum(
                case when occurred_at >= previous_at + interval 30 day then 1 else 0 end
            ) over (
                partition by user_id order by event_number
                rows between unbounded preceding and current row
            ) as segment_number
        from neighbours
        cross join (select max(ended_at) as watermark_at from cut) as watermark
    ),

    sums as (
        select
            *,
            sum(delta) over (
                partition by user_id, segment_number, product_id order by event_number
                rows between unbounded preceding and current row
            ) as running_sum,
            sum(case when event_type = 'cart' then 1 else 0 end) over (
                partition by user_id, segment_number, product_id order by event_number
                rows between unbounded preceding and current row
            ) as addition_number
        from segments
    ),

    balances as (
        select
            *,
            running_sum - least(
                0,
                min(running_sum) over (
                    partition by user_id, segment_number, product_id
                    order by event_number
                    rows between unbounded preceding and current row
                )
            ) as balance_after,
            coalesce(
                max(case when event_type = 'cart' then cents end) over (
                    partition by user_id, segment_number, product_id, addition_number
                ),
                0
            ) as cart_cents
        from sums
    ),

    moves as (
        select
            *,
            balance_after - coalesce(
                lag(balance_after) over (
                    partition by user_id, segment_number, product_id
                    order by event_number
                ),
                0
            ) as moved,
            balance_after * cart_cents - coalesce(
                lag(balance_after * cart_cents) over (
                    partition by user_id, segment_number, product_id
                    order by event_number
                ),
                0
            ) as moved_cents
        from balances
    ),

    whole_carts as (
        select
            *,
            sum(moved) over (
                partition by user_id, segment_number order by event_number
                rows between unbounded preceding and current row
            ) as cart_quantity
        from moves
    ),

    episodes as (
        select
            *,
            sum(
                case
                    when event_type = 'cart' and cart_quantity = moved then 1 else 0
                end
            ) over (
                partition by user_id, segment_number order by event_number
                rows between unbounded preceding and current row
            ) as episode_number
        from whole_carts
        where event_type = 'cart' or cart_quantity > moved
    ),

    carts_measured as (
        select
            user_id,
            min(occurred_at) as opened_at,
            max(occurred_at) as last_activity_at,
            min(
                case
                    when
                        cart_quantity > 0
                        and idle_until >= occurred_at + interval 24 hour
                        then occurred_at + interval 24 hour
                end
            ) as abandoned_at,
            max(idle_until) as last_idle_until,
            cast(sum(moved) as bigint) as remaining_quantity,
            cast(sum(moved_cents) as bigint) as remaining_cents,
            min(case when event_type = 'purchase' then moved else 0 end) as bought
        from episodes
        group by user_id, segment_number, episode_number
    )

    select
        user_id,
        opened_at,
        last_activity_at,
        abandoned_at,
        case
            when remaining_quantity = 0 and bought < 0 then 'purchased'
            when remaining_quantity = 0 then 'emptied'
            when last_idle_until >= last_activity_at + interval 30 day then 'expired'
            when last_idle_until >= last_activity_at + interval 24 hour then 'abandoned'
            else 'open'
        end as status,
        remaining_quantity,
        remaining_cents
    from carts_measured
"""
