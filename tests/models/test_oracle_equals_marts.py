"""Every mart of sessions and funnels equals an oracle in plain Python, row by row."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from histories import many_histories
from oracle.bots import bot_sessions
from oracle.events import Settings, event_rows, stage
from oracle.funnels import funnel_daily_rows, session_funnel_rows
from oracle.sessions import build_sessions, session_day_rows, session_rows

HISTORIES = range(40)
KEY = ("user_id", "user_session", "started_at")
RENAMED = {
    "open_sessions_viewed": "sessions_with_view",
    "open_sessions_carted": "sessions_with_cart",
    "open_sessions_purchased": "sessions_with_purchase",
}


@pytest.mark.parametrize(
    ("source", "zone"),
    [
        pytest.param("hybrid", "UTC", id="hybrid sessions in UTC"),
        pytest.param("hybrid", "America/New_York", id="hybrid sessions in New York"),
        pytest.param("derived", "Europe/Berlin", id="derived sessions in Berlin"),
        pytest.param("given", "Asia/Kolkata", id="given sessions in Kolkata"),
    ],
)
def test_marts_equal_the_oracle(shop, source, zone):
    records = many_histories(HISTORIES)
    settings = Settings(session_source=source, shop_timezone=zone)
    staged = stage(records, settings)
    sessions = build_sessions(staged.events, settings)
    funnels = session_funnel_rows(sessions, settings)
    bots = bot_sessions(sessions, staged.events, settings)
    shop.land(records)
    shop.build(
        *("--select", "+path:models/marts/sessions", "+path:models/marts/events"),
        "stg_firehose__events_quarantined",
        variables={"session_source": source, "shop_timezone": zone},
    )

    quarantined = shop.query("select * from staging.stg_firehose__events_quarantined")
    assert len(quarantined) == len(staged.quarantined)
    same(
        shop.query("select * from marts.fct_events"),
        event_rows(staged.events, settings),
        by=("event_id",),
    )
    same(
        shop.query("select * from marts.fct_sessions"),
        session_rows(sessions, settings),
        by=KEY,
        see=ranked,
    )
    same(
        shop.query(
            "select days.*, user_session, started_at"
            " from marts.fct_session_days as days"
            " inner join marts.fct_sessions using (session_id)"
        ),
        session_day_rows(sessions, settings),
        by=(*KEY, "session_date"),
    )
    same(
        shop.query(
            "select funnels.*, user_session, started_at"
            " from marts.fct_session_funnels as funnels"
            " inner join marts.fct_sessions using (session_id)"
        ),
        funnels,
        by=KEY,
    )
    same(
        shop.query(
            "select * from marts.rpt_funnel_daily"
            " where scope = 'session' and hold = 'none'"
        ),
        [
            {RENAMED.get(name, name): value for name, value in row.items()}
            for row in funnel_daily_rows(funnels, bots)
        ],
        by=("session_date", "scope", "hold", "member"),
    )


def same(
    found: list[dict[str, object]],
    wanted: list[dict[str, object]],
    by: tuple[str, ...],
    see: Callable[[dict[str, object], dict[str, object]], None] = lambda got, want: (
        None
    ),
) -> None:
    """Rows with the same keys, and equal in every column the oracle has."""
    got = {tuple(row[name] for name in by): row for row in found}
    want = {tuple(row[name] for name in by): row for row in wanted}
    assert len(got) == len(found), "the key is not unique"
    assert got.keys() == want.keys()
    for key, row in want.items():
        see(got[key], row)
        differing = {
            name: (got[key][name], value)
            for name, value in row.items()
            if not alike(got[key][name], value)
        }
        assert not differing, f"{key}: (found, wanted) {differing}"


def alike(one: object, other: object) -> bool:
    if isinstance(one, float) or isinstance(other, float):
        if one is None or other is None:
            return one is other
        return float(one) == pytest.approx(float(other), abs=2e-9, rel=1e-14)
    if isinstance(one, Decimal) or isinstance(other, Decimal):
        return one is not None and other is not None and Decimal(one) == Decimal(other)
    return one == other


def ranked(got: dict[str, object], want: dict[str, object]) -> None:
    """Sessions that start together are numbered by their id, unknown to the oracle."""
    low, high = want.pop("session_number_low"), want.pop("session_number_high")
    assert low <= got["session_number"] <= high
    if want["is_new_visitor"] is None:
        want.pop("is_new_visitor")
