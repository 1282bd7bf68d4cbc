"""Data tests of a build ask about touched dates; those of `dbt test` about all."""

from datetime import timedelta

import duckdb
from test_small_landings import ONE


def on_day(day, event_id):
    """The event of another local date, with another object, key and user."""
    key = f"2026/01/{5 + day:02}/07/shop-1-2026-01-{5 + day:02}-07-10-00-0a"
    return ONE._replace(
        object_key=key,
        object_hash=event_id,
        delivered_at=ONE.delivered_at + timedelta(days=day),
        fields={
            **ONE.fields,
            "event_id": event_id,
            "event_time": f"2026-01-{5 + day:02} 07:00:00 UTC",
            "user_id": event_id,
        },
    )


def marks(shop):
    found = shop.query(
        "select load_sequence from intermediate.build_marks where model = 'data_tests'"
        " order by all"
    )
    return [row["load_sequence"] for row in found]


def run_with_tests(shop, command):
    return shop.dbt(command, "--exclude-resource-type", "unit_test")


def change(shop, sql, *values):
    with duckdb.connect(str(shop.path)) as connection:
        connection.execute(sql, values).fetchall()


def spoil(shop, user_id):
    """A session that a law forbids: its first view is before its start."""
    change(
        shop,
        "update intermediate.int_events_sessionized_to_days"
        " set viewed_at = started_at - interval 1 hour where user_id = ?",
        user_id,
    )


def repair(shop, user_id):
    change(
        shop,
        "update intermediate.int_events_sessionized_to_days"
        " set viewed_at = started_at where user_id = ?",
        user_id,
    )


def fails(shop, command, relation):
    done, printed = run_with_tests(shop, command)
    return not done and f"rows_obey_{relation}" in printed


def test_a_build_asks_about_dates_until_their_tests_have_passed(shop):
    sessions, commerce = (
        "int_events_sessionized_to_days",
        "int_commerce_matched_to_session_days",
    )
    shop.land([on_day(0, "old")], 1)
    shop.build(data_tests=True)
    assert marks(shop) == [1]

    shop.land([on_day(1, "new")], 2)
    shop.build()  # without its tests
    spoil(shop, "new")
    assert fails(shop, "build", sessions)
    assert fails(shop, "build", sessions)  # nothing new has landed, and yet
    assert marks(shop) == [1]

    repair(shop, "new")
    change(shop, f"insert into intermediate.{commerce} (session_id) values ('x')")
    assert fails(shop, "build", commerce)  # a row without a date
    change(shop, f"delete from intermediate.{commerce} where session_id = 'x'")

    spoil(shop, "old")
    shop.build("--empty", data_tests=True)  # tests see no row
    assert marks(shop) == [1]
    shop.build(data_tests=True)  # no event has touched that date
    assert marks(shop) == [1, 2]
    assert fails(shop, "test", sessions)

    shop.build("--full-refresh")  # without its tests
    spoil(shop, "old")
    assert fails(shop, "build", sessions)
