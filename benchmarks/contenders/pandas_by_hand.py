"""pandas by hand: Arrow's reader object by object, then frames."""

from pathlib import Path

import pandas as pd

TIMEOUT = pd.Timedelta(minutes=30)
IDLE = pd.Timedelta(hours=24)
EXPIRY = pd.Timedelta(days=30)
TYPES = ("view", "cart", "remove_from_cart", "purchase")
GROUP = ["user_id", "user_session"]
SESSION = [*GROUP, "started_at"]
COLUMNS = [
    "event_id",
    "occurred_at",
    "event_type",
    "product_id",
    "user_id",
    "user_session",
    "quantity",
    "cents",
]


def read(objects: Path) -> pd.DataFrame:
    """Every event, typed, with what the job needs."""
    frames = []
    for path in sorted(objects.rglob("*.gz")):
        frame = pd.read_json(
            path, lines=True, engine="pyarrow", dtype_backend="pyarrow"
        )
        if "quantity" not in frame:
            frame["quantity"] = 1
        frame["occurred_at"] = pd.to_datetime(
            frame["event_time"], format="%Y-%m-%d %H:%M:%S UTC"
        )
        frame["event_type"] = pd.Categorical(frame["event_type"], categories=TYPES)
        quantities = frame["quantity"].astype("Int64").fillna(1)
        frame["quantity"] = quantities.astype("int64")
        frame["user_id"] = frame["user_id"].astype("int64")
        frame["product_id"] = frame["product_id"].astype("int64")
        frame["cents"] = (frame["price"].fillna(0) * 100).round().astype("int64")
        # a field that is null in all of an object has no type there
        sessions = frame["user_session"].astype("string[pyarrow]")
        frame["user_session"] = sessions.fillna("")
        frames.append(frame[COLUMNS])
    return pd.concat(frames, ignore_index=True)


def measured(frame: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Start, end, length and first view by key."""
    groups = frame.groupby(keys, sort=False)["occurred_at"]
    told = groups.agg(started_at="min", ended_at="max", event_count="size")
    views = frame[frame["event_type"] == "view"].groupby(keys, sort=False)
    measures: pd.DataFrame = told.join(views["occurred_at"].min().rename("viewed_at"))
    return measures.reset_index()


def cut_sessions(events: pd.DataFrame) -> pd.DataFrame:
    """Most groups are one session; only events of the longer ones are put in order."""
    groups = measured(events, GROUP)
    is_long = groups["ended_at"] - groups["started_at"] > TIMEOUT
    pieces = events.merge(groups.loc[is_long, GROUP], on=GROUP)
    pieces = pieces.sort_values([*GROUP, "occurred_at"])
    gaps = pieces.groupby(GROUP, sort=False)["occurred_at"].diff() > TIMEOUT
    pieces["gap_number"] = gaps.cumsum()
    cut = measured(pieces, [*GROUP, "gap_number"]).drop(columns="gap_number")
    return pd.concat([groups[~is_long], cut], ignore_index=True)


def with_steps(sessions: pd.DataFrame, commerce: pd.DataFrame) -> pd.DataFrame:
    """The ordered steps: in one second a view precedes a cart, a cart a purchase."""
    steps = sessions.merge(commerce, on=GROUP)
    steps = steps[steps["occurred_at"].between(steps["viewed_at"], steps["ended_at"])]
    carts = steps[steps["event_type"] == "cart"].groupby(SESSION, sort=False)
    carted = carts["occurred_at"].min().rename("carted_at").reset_index()
    bought = steps[steps["event_type"] == "purchase"].merge(carted, on=SESSION)
    bought = bought[bought["occurred_at"] >= bought["carted_at"]]
    purchases = bought.groupby(SESSION, sort=False)["occurred_at"]
    purchased = purchases.min().rename("purchased_at").reset_index()
    with_carts = sessions.merge(carted, on=SESSION, how="left")
    return with_carts.merge(purchased, on=SESSION, how="left")


def ledger(commerce: pd.DataFrame, watermark: pd.Timestamp) -> pd.DataFrame:
    """Each activity with its segment (a silence of 30 days ends one), what it moved in
    the balance of its product, and what lay in the whole cart after it.

    A running sum that may not fall below 0 is the plain one less the lowest that it
    has been, where that is below 0.
    """
    told = {"product_text": commerce["product_id"].astype(str)}
    order = ["user_id", "occurred_at", "event_type", "product_text", "event_id"]
    lines = commerce.assign(**told).sort_values(order, ignore_index=True)
    times = lines.groupby("user_id", sort=False)["occurred_at"]
    lines["idle_until"] = times.shift(-1).fillna(watermark)
    is_first = lines["user_id"] != lines["user_id"].shift()
    lines["segment"] = (is_first | (times.diff() >= EXPIRY)).cumsum()
    is_cart = lines["event_type"] == "cart"
    item = ["segment", "product_id"]
    delta = lines["quantity"].where(is_cart, -lines["quantity"])
    lines["running"] = delta.groupby([lines[key] for key in item], sort=False).cumsum()
    lowest = lines.groupby(item, sort=False)["running"].cummin()
    lines["balance"] = lines["running"] - lowest.clip(upper=0)
    lines["added_cents"] = lines["cents"].where(is_cart)
    prices = lines.groupby(item, sort=False)["added_cents"].ffill().fillna(0)
    lines["amount"] = lines["balance"] * prices.astype("int64")
    before = lines.groupby(item, sort=False)[["balance", "amount"]].shift(fill_value=0)
    lines["moved"] = lines["balance"] - before["balance"]
    lines["moved_cents"] = lines["amount"] - before["amount"]
    lines["lying"] = lines.groupby("segment", sort=False)["moved"].cumsum()
    return lines


def carts_of(lines: pd.DataFrame) -> pd.DataFrame:
    """Episodes: from an addition to an empty cart until it is empty or expires."""
    is_cart = lines["event_type"] == "cart"
    inside = lines[is_cart | (lines["lying"] > lines["moved"])].copy()
    opens = (inside["event_type"] == "cart") & (inside["lying"] == inside["moved"])
    inside["episode"] = opens.cumsum()
    is_idle = inside["idle_until"] - inside["occurred_at"] >= IDLE
    left_alone = is_idle & (inside["lying"] > 0)
    inside["abandoned_at"] = (inside["occurred_at"] + IDLE).where(left_alone)
    is_purchase = inside["event_type"] == "purchase"
    inside["has_bought"] = is_purchase & (inside["moved"] < 0)
    carts = inside.groupby("episode", sort=False).agg(
        user_id=("user_id", "first"),
        opened_at=("occurred_at", "min"),
        last_activity_at=("occurred_at", "max"),
        abandoned_at=("abandoned_at", "min"),
        idle_until=("idle_until", "max"),
        remaining_quantity=("moved", "sum"),
        remaining_cents=("moved_cents", "sum"),
        has_bought=("has_bought", "any"),
    )
    silence = carts["idle_until"] - carts["last_activity_at"]
    is_empty = carts["remaining_quantity"] == 0
    carts["status"] = "open"
    for condition, status in (
        (silence >= IDLE, "abandoned"),
        (silence >= EXPIRY, "expired"),
        (is_empty, "emptied"),
        (is_empty & carts["has_bought"], "purchased"),
    ):
        carts.loc[condition, "status"] = status
    return carts


def run(objects: Path, work: Path) -> None:
    """One frame of all events; both relations into Parquet files."""
    events = read(objects)
    commerce = events[events["event_type"] != "view"]
    cut = cut_sessions(events)
    relations = {
        "sessions": with_steps(cut, commerce),
        "carts": carts_of(ledger(commerce, cut["ended_at"].max())),
    }
    for name, relation in relations.items():
        folder = work / f"{name}.parquet"
        folder.mkdir()
        relation.to_parquet(folder / "all.parquet")
