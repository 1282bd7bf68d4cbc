"""Ways to get from objects to sessions, their ordered funnel and carts.

Each module has `run(objects, work)`: it reads every gzipped object below one folder and
leaves two relations in another, as tables of `shop.duckdb` or as Parquet files:

- `sessions`, one row per session: `started_at`, `ended_at`, `event_count`, and when it
  reached the ordered steps, or null: `viewed_at`, `carted_at`, `purchased_at`;
- `carts`, one row per episode: `opened_at`, `last_activity_at`, `abandoned_at`,
  `status`, `remaining_quantity`, `remaining_cents`.

By hand means what one who knows the tool would write for this feed: it trusts the
producer's ids and times, keeps the columns that it needs and checks nothing.
"""
