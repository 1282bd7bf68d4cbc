"""A file that cannot be replayed is named, with what to do, and nothing is written."""

import gzip

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from replay_rows import HEADER, KAGGLE, row

from loaders.errors import ConfigError


@pytest.mark.parametrize(
    ("text", "kind", "message", "hint"),
    [
        pytest.param("", "event", "no column for event_time", "name the", id="empty"),
        pytest.param(row(1), "event", "no column for", "name the", id="no header"),
        pytest.param(
            KAGGLE + "\n", "event", "no column", "--kind invoice_line", id="invoices"
        ),
        pytest.param(
            HEADER + "\n", "invoice_line", "no column", "--kind event", id="events"
        ),
        pytest.param(
            HEADER + ",price\n", "event", "more than one", "rename", id="field twice"
        ),
    ],
)
def test_a_file_of_another_kind_is_the_users_mistake(
    replay, csv_file, text, kind, message, hint
):
    with pytest.raises(ConfigError, match=message) as caught:
        replay(csv_file(text), kind=kind)
    assert hint in caught.value.hint


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(gzip.compress(HEADER.encode() * 99)[:-20], id="truncated gzip"),
        pytest.param(b"PAR1 and no more", id="no Parquet"),
    ],
)
def test_a_damaged_file_is_named_and_nothing_written(replay, tmp_path, content):
    path = tmp_path / "damaged"
    path.write_bytes(content)
    with pytest.raises(ConfigError, match=r"damaged. is damaged"):
        replay(path)
    assert list(tmp_path.iterdir()) == [path]


def test_a_missing_file_is_named(replay, tmp_path):
    with pytest.raises(ConfigError, match=r"nowhere\.csv.: No such file"):
        replay(tmp_path / "nowhere.csv")


def test_columns_that_json_cannot_say_are_refused(replay, tmp_path):
    path = tmp_path / "nested.parquet"
    table = {name: ["1"] for name in ("event_type", "product_id", "user_id")}
    pq.write_table(pa.table(table | {"event_time": ["x"], "list": [[1]]}), path)
    with pytest.raises(ConfigError, match="list<"):
        replay(path)
