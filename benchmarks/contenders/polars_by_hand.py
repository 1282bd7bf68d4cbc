"""Polars by hand: a lazy scan in the streaming engine, then frames of what is left."""

from datetime import timedelta
from pathlib import Path

import polars as pl

TIMEOUT = timedelta(minutes=30)
IDLE = timedelta(hours=24)
EXPIRY = timedelta(days=30)
TYPES = ("view", "cart", "remove_from_cart", "purchase")
GROUP = ["user_id", "user_session"]
SESSION = [*GROUP, "started_at"]
FIELDS = {
    "event_id": pl.String,
    "event_time": pl.String,
    "event_type": pl.String,
    "product_id": pl.Int64,
    "price": pl.Float64,
    "user_id": pl.Int64,
    "user_session": pl.String,
    "quantity": pl.Int64,
}


def is_type(name: str) -> pl.Expr:
    """Whether an event is of a type."""
    return pl.col("event_type") == name


def scan(objects: Path) -> pl.LazyFrame:
    """Every event, typed, with what the job needs."""
    return pl.scan_ndjson(f"{objects}/**/*.gz", schema=FIELDS).select(
        "event_id",
        pl.col("event_time")
        .str.to_datetime("%Y-%m-%d %H:%M:%S UTC", time_unit="us")
        .alias("occurred_at"),
        pl.col("event_type").cast(pl.Enum(TYPES)),
        "product_id",
        "user_id",
        "user_session",
        pl.col("quantity").fill_null(1),
        (pl.col("price").fill_null(0) * 100).round().cast(pl.Int64).alias("cents"),
    )


def measures() -> list[pl.Expr]:
    """What is told of the events of a session."""
    at = pl.col("occurred_at")
    return [
        at.min().alias("started_at"),
        at.max().alias("ended_at"),
        pl.len().cast(pl.Int64).alias("event_count"),
        at.filter(is_type("view")).min().alias("viewed_at"),
    ]


def cut_sessions(events: pl.LazyFrame) -> pl.LazyFrame:
    """Most groups are one session; only events of the longer ones are put in order."""
    groups = events.group_by(GROUP).agg(measures()).collect(engine="streaming").lazy()
    is_long = pl.col("ended_at") - pl.col("started_at") > TIMEOUT
    pieces = (
        events.join(groups.filter(is_long), on=GROUP, how="semi", nulls_equal=True)
        .sort(*GROUP, "occurred_at")
        .with_columns(
            (pl.col("occurred_at").diff() > TIMEOUT)
            .fill_null(value=False)
            .cum_sum()
            .over(GROUP)
            .alias("gap_number")
        )
        .group_by(*GROUP, "gap_number")
        .agg(measures())
        .drop("gap_number")
    )
    whole = groups.filter(~is_long)
    return pl.concat([whole, pieces]).collect(engine="streaming").lazy()


def with_steps(sessions: pl.LazyFrame, commerce: pl.LazyFrame) -> pl.LazyFrame:
    """The ordered steps: in one second a view precedes a cart, a cart a purchase."""
    at = pl.col("occurred_at")
    steps = sessions.join(commerce, on=GROUP, nulls_equal=True).filter(
        at.is_between("viewed_at", "ended_at")
    )
    carted = steps.group_by(SESSION).agg(
        at.filter(is_type("cart")).min().alias("carted_at"),
        at.filter(is_type("purchase")).alias("purchases"),
    )
    reached = carted.filter(pl.col("carted_at").is_not_null())
    purchased = (
        reached.explode("purchases")
        .filter(pl.col("purchases") >= pl.col("carted_at"))
        .group_by(SESSION)
        .agg(pl.col("purchases").min().alias("purchased_at"))
    )
    return sessions.join(
        reached.drop("purchases"), on=SESSION, how="left", nulls_equal=True
    ).join(purchased, on=SESSION, how="left", nulls_equal=True)


def ledger(commerce: pl.LazyFrame) -> pl.LazyFrame:
    """Each activity with its segment (a silence of 30 days ends one), what it moved in
    the balance of its product, and what lay in the whole cart after it.

    A running sum that may not fall below 0 is the plain one less the lowest that it
    has been, where that is below 0.
    """
    at, segment = pl.col("occurred_at"), ["user_id", "segment"]
    item = [*segment, "product_id"]
    is_cart = is_type("cart")
    balance = pl.col("running") - pl.min_horizontal(
        0, pl.col("running").cum_min().over(item)
    )
    price = pl.when(is_cart).then("cents").forward_fill().over(item).fill_null(0)
    return (
        commerce.sort(
            "user_id",
            "occurred_at",
            pl.col("event_type").to_physical(),
            pl.col("product_id").cast(pl.String),
            "event_id",
        )
        .with_columns(
            (at.diff() >= EXPIRY)
            .fill_null(value=False)
            .cum_sum()
            .over("user_id")
            .alias("segment"),
            at.shift(-1).over("user_id").alias("next_at"),
        )
        .with_columns(
            pl.when(is_cart)
            .then("quantity")
            .otherwise(-pl.col("quantity"))
            .cum_sum()
            .over(item)
            .alias("running"),
        )
        .with_columns(balance.alias("balance"))
        .with_columns((pl.col("balance") * price).alias("amount"))
        .with_columns(
            (pl.col(name) - pl.col(name).shift(fill_value=0)).over(item).alias(moved)
            for name, moved in (("balance", "moved"), ("amount", "moved_cents"))
        )
        .with_columns(pl.col("moved").cum_sum().over(segment).alias("lying"))
    )


def carts_of(lines: pl.LazyFrame, watermark: pl.Expr) -> pl.LazyFrame:
    """Episodes: from an addition to an empty cart until it is empty or expires."""
    at, lying, moved = pl.col("occurred_at"), pl.col("lying"), pl.col("moved")
    until = pl.col("next_at").fill_null(watermark)
    opens = is_type("cart") & (lying == moved)
    silence = pl.col("idle_until") - pl.col("last_activity_at")
    return (
        lines.filter(is_type("cart") | (lying > moved))
        .with_columns(
            until.alias("idle_until"),
            opens.cum_sum().over("user_id").alias("episode"),
        )
        .group_by("user_id", "episode")
        .agg(
            at.min().alias("opened_at"),
            at.max().alias("last_activity_at"),
            (at + IDLE)
            .filter((lying > 0) & (pl.col("idle_until") - at >= IDLE))
            .min()
            .alias("abandoned_at"),
            pl.col("idle_until").max(),
            moved.sum().alias("remaining_quantity"),
            pl.col("moved_cents").sum().alias("remaining_cents"),
            (moved.filter(is_type("purchase")) < 0).any().alias("has_bought"),
        )
        .with_columns(
            pl.when(pl.col("remaining_quantity") == 0)
            .then(
                pl.when("has_bought")
                .then(pl.lit("purchased"))
                .otherwise(pl.lit("emptied"))
            )
            .when(silence >= EXPIRY)
            .then(pl.lit("expired"))
            .when(silence >= IDLE)
            .then(pl.lit("abandoned"))
            .otherwise(pl.lit("open"))
            .alias("status")
        )
    )


def run(objects: Path, work: Path) -> None:
    """One scan of the objects; both relations into Parquet files."""
    events = scan(objects).collect(engine="streaming").lazy()
    commerce = events.filter(~is_type("view")).collect(engine="streaming").lazy()
    cut = cut_sessions(events)
    watermark = pl.lit(cut.select(pl.col("ended_at").max()).collect().item())
    relations = {
        "sessions": with_steps(cut, commerce),
        "carts": carts_of(ledger(commerce), watermark),
    }
    for name, relation in relations.items():
        folder = work / f"{name}.parquet"
        folder.mkdir()
        relation.sink_parquet(folder / "all.parquet")
