"""The statements that DuckDB, chDB and Spark share, in SQL that all three take.

They read `events`: `event_id`, `occurred_at`, `event_type`, `product_id`, `user_id`,
`user_session` (a constant where there is none), `quantity` and `cents`. Each engine
makes the tables of `TABLES`, in order.
"""

from benchmarks.contenders.cart_statement import CARTS

# One pass over all events; what follows reads the long groups and the few that are
# no views.
GROUPS = """
    select
        user_id,
        user_session,
        min(occurred_at) as started_at,
        max(occurred_at) as ended_at,
        count(*) as event_count,
        min(case when event_type = 'view' then occurred_at end) as viewed_at
    from events
    group by user_id, user_session
"""

# Events of one instant are peers of the running sum, so that a gap before them opens
# one session for all.
CUT = """
    with

    long_groups as (
        select user_id, user_session from event_groups
        where ended_at > started_at + interval 30 minute
    ),

    gaps as (
        select
            events.user_id as user_id,
            events.user_session as user_session,
            events.occurred_at as occurred_at,
            events.event_type as event_type,
            lag(events.occurred_at) over (
                partition by events.user_id, events.user_session
                order by events.occurred_at
            ) as previous_at
        from events
        inner join long_groups
            on
                events.user_id = long_groups.user_id
                and events.user_session = long_groups.user_session
    ),

    numbered as (
        select
            *,
            sum(
                case
                    when occurred_at > previous_at + interval 30 minute then 1 else 0
                end
            ) over (
                partition by user_id, user_session order by occurred_at
                range between unbounded preceding and current row
            ) as gap_number
        from gaps
    )

    select
        user_id,
        user_session,
        min(occurred_at) as started_at,
        max(occurred_at) as ended_at,
        count(*) as event_count,
        min(case when event_type = 'view' then occurred_at end) as viewed_at
    from numbered
    group by user_id, user_session, gap_number
    union all
    select user_id, user_session, started_at, ended_at, event_count, viewed_at
    from event_groups
    where ended_at <= started_at + interval 30 minute
"""

# In one second a view comes before a cart and a cart before a purchase: times decide.
SESSIONS = """
    with

    steps as (
        select
            cut.user_id as user_id,
            cut.user_session as user_session,
            cut.started_at as started_at,
            commerce.event_type as event_type,
            commerce.occurred_at as occurred_at,
            min(
                case when commerce.event_type = 'cart' then commerce.occurred_at end
            ) over (
                partition by cut.user_id, cut.user_session, cut.started_at
            ) as first_carted_at
        from cut
        inner join commerce
            on
                cut.user_id = commerce.user_id
                and cut.user_session = commerce.user_session
        where commerce.occurred_at between cut.viewed_at and cut.ended_at
    ),

    reached as (
        select
            user_id,
            user_session,
            started_at,
            min(first_carted_at) as carted_at,
            min(
                case
                    when event_type = 'purchase' and occurred_at >= first_carted_at
                        then occurred_at
                end
            ) as purchased_at
        from steps
        group by user_id, user_session, started_at
    )

    select
        cut.user_id as user_id,
        cut.user_session as user_session,
        cut.started_at as started_at,
        cut.ended_at as ended_at,
        cut.event_count as event_count,
        cut.viewed_at as viewed_at,
        reached.carted_at as carted_at,
        reached.purchased_at as purchased_at
    from cut
    left join reached
        on
            cut.user_id = reached.user_id
            and cut.user_session = reached.user_session
            and cut.started_at = reached.started_at
"""

COMMERCE = """
    select
        event_id,
        user_id,
        user_session,
        product_id,
        event_type,
        occurred_at,
        quantity,
        cents
    from events
    where event_type != 'view'
"""

TABLES = {
    "event_groups": GROUPS,
    "cut": CUT,
    "commerce": COMMERCE,
    "sessions": SESSIONS,
    "carts": CARTS,
}
