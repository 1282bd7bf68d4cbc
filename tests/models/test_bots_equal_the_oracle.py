"""Bot flags, bots and what humans alone do equal an oracle in plain Python."""

import pytest
from histories import many_histories, many_robots
from oracle.bots import bot_sessions, flag_rows, impact_rows
from oracle.events import Settings, stage
from oracle.funnels import funnel_daily_rows, session_funnel_rows
from oracle.sessions import build_sessions
from test_oracle_equals_marts import KEY, RENAMED, same

EVERY_RULE = {
    *(("burst", "session"), ("many_events", "session"), ("many_events", "user_day")),
    *(("catalogue_walk", "session"), ("steady_gaps", "session")),
    *(("around_the_clock", "user_day"), ("known_user_agent", "session")),
    *(("bulk_buyer", "session"), ("bulk_buyer", "user_day")),
}


@pytest.mark.parametrize(
    ("source", "zone"),
    [
        pytest.param("hybrid", "Europe/Berlin", id="hybrid sessions in Berlin"),
        pytest.param("derived", "America/New_York", id="derived sessions in New York"),
        pytest.param("given", "Asia/Kolkata", id="given sessions in Kolkata"),
    ],
)
def test_bots_equal_the_oracle(shop, source, zone):
    records = [*many_robots(range(40)), *many_histories(range(5))]
    settings = Settings(session_source=source, shop_timezone=zone)
    staged = stage(records, settings)
    sessions = build_sessions(staged.events, settings)
    flags = flag_rows(sessions, staged.events, settings)
    bots = bot_sessions(sessions, staged.events, settings)
    met = {(row["rule"], row["scope"]) for row in flags}
    assert met == EVERY_RULE, "the histories do not reach every rule"

    shop.land(records)
    shop.build(
        *("--select", "+path:models/marts/bots", "+path:models/marts/sessions"),
        variables={"session_source": source, "shop_timezone": zone},
    )

    found = shop.query(
        "select flags.*, user_session, started_at from marts.fct_bot_flags as flags"
        " left join marts.fct_sessions as sessions on entity = session_id"
    )
    for row in found:
        if row["scope"] == "session":
            row["entity"] = (row["user_id"], row["user_session"], row["started_at"])
    same(found, flags, by=("rule", "scope", "entity", "bucket"))

    for mart in ("fct_sessions", "fct_session_funnels", "fct_session_days"):
        marked = shop.query(
            "select sessions.user_id, sessions.user_session, sessions.started_at"
            f" from marts.{mart}"
            " as marked inner join marts.fct_sessions as sessions using (session_id)"
            " where marked.is_bot"
        )
        assert {tuple(row[name] for name in KEY) for row in marked} == bots, mart
    same(
        shop.query(
            "select * from marts.rpt_funnel_daily"
            " where scope = 'session' and hold = 'none'"
        ),
        [
            {RENAMED.get(name, name): value for name, value in row.items()}
            for row in funnel_daily_rows(session_funnel_rows(sessions, settings), bots)
        ],
        by=("session_date", "scope", "hold", "member"),
    )
    same(
        shop.query("select * from marts.rpt_bot_impact"),
        impact_rows(sessions, bots, settings),
        by=("session_date", "headline"),
    )
