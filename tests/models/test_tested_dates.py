"""Data tests of a build ask about touched dates; those of `dbt test` about all."""

from datetime import timedelta

import duckdb
import pytest
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
    )
    return [row["load_sequence"] for row in found]


def run_with_tests(shop, command):
    return shop.dbt(command, "--exclude-resource-type", "unit_test")


@pytest.fixture
def two_dates(shop):
    """The first date's tests have passed; the second has landed, but is not built."""
    shop.land([on_day(0, "old")], 1)
    shop.build(data_tests=True)
    assert marks(shop) == [1]
    shop.land([on_day(1, "new")], 2)
    return shop


def spoil(shop, user_id):
    """A session that a law forbids: its first view is before its start."""
    with duckdb.connect(str(shop.path)) as connection:
        connection.execute(
            "update intermediate.int_events_sessionized_to_days"
            " set viewed_at = started_at - interval 1 hour where user_id = ?",
            [user_id],
        ).fetchall()


def test_a_build_asks_about_touched_dates_alone(two_dates):
    spoil(two_dates, "old")
    two_dates.build(data_tests=True)
    assert marks(two_dates) == [1, 2]
    done, printed = run_with_tests(two_dates, "test")
    assert not done
    assert "rows_obey_int_events_sessionized_to_days" in printed


def test_what_failed_is_asked_again(two_dates):
    two_dates.build()  # no test has seen the second date
    spoil(two_dates, "new")
    for _ in range(2):
        done, printed = run_with_tests(two_dates, "build")
        assert not done
        assert "rows_obey_int_events_sessionized_to_days" in printed
    assert marks(two_dates) == [1]


def test_a_build_without_its_tests_passes_none(two_dates):
    two_dates.build()
    done, _ = two_dates.dbt("test", "--select", "fct_sessions")
    assert done
    assert marks(two_dates) == [1]


def test_what_has_landed_but_is_not_built_is_not_passed(two_dates):
    done, _ = run_with_tests(two_dates, "test")
    assert done
    assert marks(two_dates) == [1, 1]
