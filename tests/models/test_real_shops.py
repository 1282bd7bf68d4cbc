"""Real shops' files, the whole way; figures that their publisher's rows have."""

from datetime import datetime
from decimal import Decimal

import pytest
from real_shops import FILES, NEEDS_REAL

pytestmark = [pytest.mark.slow, NEEDS_REAL]

ROWS = {"rees46": 17_434, "electronics": 1_446, "google": 79_813 + 62_060}
COPIES = """
    with contents as (
        select count(*) as copies
        from marts.fct_events
        group by
            user_id, user_session, event_type, product_id, category_id,
            category_code, brand, price, quantity, order_id, occurred_at
        having count(*) > 1
    )

    select count(*) as groups, sum(copies) as rows, sum(copies - 1) as surplus
    from contents
"""


@pytest.mark.parametrize("name", FILES)
def test_every_record_is_accounted_for(real_shop, name):
    made = real_shop(name)
    sums = made.shop.query("select * from marts.ops_reconciliation")[0]
    assert made.records == ROWS[name] == sums["record_count"]
    assert sums["record_count"] == sums["landed_count"] + sums["rejected_count"]
    assert sums["landed_count"] == (
        sums["kept_count"] + sums["repeat_count"] + sums["quarantined_count"]
    )
    assert sums["kept_count"] == sums["session_event_count"]
    assert sums["session_revenue_amount"] == sums["session_day_revenue_amount"]


@pytest.mark.parametrize(
    ("name", "copies"),
    [
        pytest.param("rees46", (3, 8, 5), id="quantities stepped in one second"),
        # 1,286 rows in 629 groups as delivered; a third copy of one of them says
        # `Unknown` where its twins say nothing, which is the same in marts.
        pytest.param("electronics", (629, 1287, 658), id="groups of exact copies"),
    ],
)
def test_copies_in_one_object_stay(real_shop, name, copies):
    shop = real_shop(name).shop
    assert tuple(shop.query(COPIES)[0].values()) == copies


def test_landing_keeps_copies_as_delivered(real_shop):
    shop = real_shop("electronics").shop
    as_delivered = COPIES.replace("marts.fct_events", "landing.events").replace(
        "occurred_at", "event_time"
    )
    assert tuple(shop.query(as_delivered)[0].values()) == (629, 1286, 657)


def test_electronics_has_events_without_a_session(real_shop):
    shop = real_shop("electronics").shop
    found = shop.query(
        "select count(*) as events from marts.fct_events where user_session is null"
    )
    assert found[0]["events"] == 168
    sessions = shop.query(
        "select sum(event_count) as events from marts.fct_sessions"
        " where user_session is null"
    )
    assert sessions[0]["events"] == 168


def test_rees46_has_one_session_of_two_users(real_shop):
    shop = real_shop("rees46").shop
    shared = shop.query(
        "select user_session, count(distinct user_id) as users from marts.fct_sessions"
        " where user_session is not null"
        " group by user_session having count(distinct user_id) > 1"
    )
    assert [row["users"] for row in shared] == [2]


def test_most_purchasing_sessions_of_rees46_have_no_cart(real_shop):
    shop = real_shop("rees46").shop
    found = shop.query(
        "select count(distinct user_session) as purchasing,"
        " count(distinct case when is_direct_purchase then user_session end) as direct"
        " from marts.fct_session_funnels inner join marts.fct_sessions"
        " using (session_id) where did_purchase"
    )
    assert found == [{"purchasing": 200, "direct": 135}]


def test_google_ids_keep_every_digit(real_shop):
    shop = real_shop("google").shop
    found = shop.query(
        "select count(distinct case when cast(user_id as hugeint)"
        " > 9223372036854775807 then user_id end) as too_large,"
        " count(distinct case when user_id like '0%' then user_id end) as leading_zero"
        " from marts.fct_events"
    )
    assert found == [{"too_large": 1_442, "leading_zero": 2_084}]


def test_google_orders_have_the_stated_lines_and_revenue(real_shop):
    shop = real_shop("google").shop
    found = shop.query(
        """
        with purchases as (
            select
                *,
                max(has_quantity) over (partition by order_id, product_id) as is_known
            from marts.fct_events
            where event_type = 'purchase'
        ),

        lines as (
            select order_id, product_id, quantity, price
            from purchases
            where has_quantity or not is_known
            group by order_id, product_id, quantity, price
        )

        select count(*) as lines, sum(price * quantity) as revenue from lines
        """
    )
    assert found == [{"lines": 6_919, "revenue": Decimal("271953.52")}]


def test_google_junk_is_null_in_events(real_shop):
    shop = real_shop("google").shop
    found = shop.query(
        "select count(*) as junk from marts.fct_events"
        " where category_id in ('(not set)', '${escCatTitle}')"
        " or category_code = '${esccattitle}'"
    )
    assert found == [{"junk": 0}]


@pytest.mark.parametrize("name", FILES)
def test_no_shopper_is_called_a_bot(real_shop, name):
    shop = real_shop(name).shop
    assert shop.query("select * from marts.fct_bot_flags") == []
    impact = shop.query("select * from marts.rpt_bot_impact")
    assert impact
    assert all(row["value_with_bots"] == row["value_without_bots"] for row in impact)


def test_the_outage_of_rees46_is_found(real_shop):
    shop = real_shop("rees46").shop
    found = shop.query(
        "select min(bucket_at) as first_at, max(bucket_at) as last_at,"
        " count(*) as buckets, max(event_count) as most"
        " from marts.rpt_traffic_anomalies"
        " where anomaly = 'outage' and grain = '5 minutes'"
    )
    assert found == [
        {
            "first_at": datetime(2019, 10, 1, 0, 20),
            "last_at": datetime(2019, 10, 1, 2, 10),
            "buckets": 23,
            "most": 16,
        }
    ]
