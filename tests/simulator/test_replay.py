"""Real files as objects: every row, as delivered, and equal rows together."""

import collections
import datetime as dt
import gzip
import json

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from replay_rows import HEADER, KAGGLE, records_of, row

from simulator.times import microseconds, year_first


@pytest.mark.parametrize(
    ("file", "kind", "rows"),
    [
        ("rees46_multi_20191001_prefix.csv.gz", "event", 17_434),
        ("rees46_electronics_dups_and_null_sessions.csv.gz", "event", 1_446),
        ("ga360_201608_events.parquet", "event", 79_813),
        ("ga360_201609_events.parquet", "event", 62_060),
        ("uci_online_retail_201012_201105.parquet", "invoice_line", 209_029),
    ],
)
def test_real_files_lose_no_row(replay, real, file, kind, rows):
    facts, objects = replay(real / file, kind=kind, object_records=20_000)
    assert facts["rows"] == str(rows)
    assert facts["damaged_rows"] == facts["unknown_times"] == "0"
    assert facts["objects"] == str(len(objects))
    assert sum(each.body.count(b"\n") for each in objects) == rows
    holders = collections.defaultdict(set)
    for each in objects:
        latest = max(
            microseconds(json.loads(line).get("event_time") or line_time(line))
            for line in set(each.body.splitlines()[-50:])
        )
        assert latest <= microseconds(str(each.named_at))
        for line in set(each.body.splitlines()):
            holders[line].add(each.key)
    assert all(len(keys) == 1 for keys in holders.values())


def line_time(line):
    return json.loads(line)["invoice_date"]


def test_a_real_csv_is_delivered_value_by_value(replay, real):
    path = real / "rees46_electronics_dups_and_null_sessions.csv.gz"
    lines = gzip.decompress(path.read_bytes()).decode().splitlines()
    names = lines[0].split(",")
    delivered = collections.Counter(
        tuple(record.get(name, "") for name in names)
        for record in records_of(replay(path)[1])
    )
    assert delivered == collections.Counter(
        tuple(line.split(",")) for line in lines[1:]
    )


def test_ga_orders_and_unknown_columns(replay, real):
    records = records_of(replay(real / "ga360_201608_events.parquet")[1])
    ordered = [record for record in records if "order_id" in record]
    assert len(ordered) > 1000
    assert not any("transaction_id" in record for record in records)
    assert {"product_revenue", "local_date_pt", "hit_number"} <= set(ordered[0])
    assert sum(record["user_id"].startswith("0") for record in records) > 0
    assert isinstance(records[0]["price"], float)


def test_objects_end_only_where_the_time_changes(replay, csv_file):
    text = HEADER + "\n" + "".join(row(n // 5, product=n % 5) for n in range(50))
    facts, objects = replay(csv_file(text), object_records=7)
    assert facts["objects"] == "5"
    assert [len(each.records) for each in objects] == [10] * 5


def test_equal_rows_of_an_unsorted_file_meet_in_one_object(replay, csv_file):
    seconds = [5, 3, 1, 5, 3, 1, 4, 2, 0]
    text = HEADER + "\n" + "".join(row(second) for second in seconds)
    facts, objects = replay(csv_file(text), object_records=2)
    assert facts["sorted"] == "yes"
    times = [record["event_time"] for record in records_of(objects)]
    assert times == sorted(times)
    assert len(times) == 9
    holders = collections.defaultdict(set)
    for each in objects:
        for record in each.records:
            holders[json.dumps(record)].add(each.key)
    assert len(objects) > 2
    assert all(len(keys) == 1 for keys in holders.values())


def test_a_sorted_file_is_not_sorted_again(replay, csv_file):
    text = HEADER + "\n" + row(0) + row(0) + row(1)
    assert replay(csv_file(text))[0]["sorted"] == "no"


def test_rows_of_one_time_keep_their_order(replay, csv_file):
    text = HEADER + "\n" + row(9, 1) + "".join(row(5, n) for n in range(300))
    products = [r["product_id"] for r in records_of(replay(csv_file(text))[1])]
    assert products == [*(str(n) for n in range(300)), "1"]


def test_several_files_are_one_stream(replay, csv_file):
    late = csv_file(HEADER + "\n" + row(7) + row(8), name="late.csv")
    early = csv_file(HEADER + "\n" + row(1) + row(8), name="early.csv")
    facts, objects = replay(late, early, object_records=3)
    assert facts["files"] == "2"
    assert [len(each.records) for each in objects] == [4]


def test_a_row_whose_time_is_unknown_goes_with_the_row_before(replay, csv_file):
    bad = row(2, product="bad").replace("2019-10-01", "soon")
    far = row(2, product="far").replace("2019", "9999")
    facts, objects = replay(
        csv_file(HEADER + "\n" + row(1) + bad + far + row(2)), object_records=1
    )
    assert facts["unknown_times"] == "2"
    assert facts["sorted"] == "no"
    assert [len(each.records) for each in objects] == [3, 1]
    assert {each.named_at.year for each in objects} == {2019}


@pytest.mark.parametrize(
    "header",
    [
        pytest.param(KAGGLE + ",Country", id="Kaggle"),
        pytest.param(
            "Invoice,StockCode,Description,Quantity,InvoiceDate,Price,Customer ID,"
            "Country",
            id="Online Retail II",
        ),
    ],
)
def test_invoice_lines_in_both_spellings(replay, csv_file, header):
    text = (
        header
        + "\n536365,085123A,£5 MUG,-6,12/1/2010 8:26,2.55,17850.0,EIRE\n"
        + "C536366,POST,,1,12/13/2010 18:05,1.5,,France\n"
    )
    facts, objects = replay(csv_file(text, encoding="latin-1"), kind="invoice_line")
    assert facts["rows"] == "2"
    assert "/shop-invoice-lines-1-2010-12-13-18-05-00-" in objects[0].key
    assert records_of(objects) == [
        {
            "invoice_no": "536365",
            "stock_code": "085123A",
            "description": "£5 MUG",
            "quantity": "-6",
            "invoice_date": "2010-12-01 08:26:00",
            "unit_price": "2.55",
            "customer_id": "17850.0",
            "country": "EIRE",
        },
        {
            "invoice_no": "C536366",
            "stock_code": "POST",
            "quantity": "1",
            "invoice_date": "2010-12-13 18:05:00",
            "unit_price": "1.5",
            "country": "France",
        },
    ]


def test_baskets_of_a_till_are_invoice_lines(replay, csv_file):
    text = (
        "household_id,store_id,basket_id,product_id,quantity,sales_value,week,"
        "transaction_timestamp\n"
        "900,330,31198570044,1095275,3,1.00,1,2017-01-01 11:53:26\n"
    )
    _, objects = replay(csv_file(text), kind="invoice_line")
    assert records_of(objects) == [
        {
            "customer_id": "900",
            "store_id": "330",
            "invoice_no": "31198570044",
            "stock_code": "1095275",
            "quantity": "3",
            "line_amount": "1.00",
            "week": "1",
            "invoice_date": "2017-01-01 11:53:26",
        }
    ]


def test_parquet_types_become_json(replay, tmp_path):
    path = tmp_path / "typed.parquet"
    table = pa.table(
        {
            "event_time": pa.array([dt.datetime(2020, 1, 2, 3, 4, 5)] * 2),
            "event_type": pa.array(["cart", "cart"]).dictionary_encode(),
            "product_id": pa.array([12345678901234567890, 7], pa.uint64()),
            "user_id": pa.array(["00017850", None]),
            "price": pa.array([16.99, float("nan")]),
            "quantity": pa.array([10_000_000_000_000_000, None]),
            "is_gift": pa.array([True, None]),
            "day": pa.array([dt.date(2020, 1, 2), None]),
        }
    )
    pq.write_table(table, path)
    assert records_of(replay(path)[1]) == [
        {
            "event_time": "2020-01-02 03:04:05",
            "event_type": "cart",
            "product_id": 12345678901234567890,
            "user_id": "00017850",
            "price": 16.99,
            "quantity": 10_000_000_000_000_000,
            "is_gift": True,
            "day": "2020-01-02",
        },
        {
            "event_time": "2020-01-02 03:04:05",
            "event_type": "cart",
            "product_id": 7,
        },
    ]


def test_the_same_file_gives_the_same_objects(replay, csv_file):
    text = HEADER + "\n" + "".join(row(n // 2) for n in range(60))
    first, second = (replay(csv_file(text), object_records=9)[1] for _ in range(2))
    assert [(each.key, each.body) for each in first] == [
        (each.key, each.body) for each in second
    ]


@pytest.mark.parametrize(
    "text",
    [
        "2020-01-02 03:04:05 UTC",
        "2020-01-02 03:04:05",
        "2020-01-02T03:04:05Z",
        "2020-01-02T04:04:05.000+01:00",
        "1577934245",
        "1577934245000",
    ],
)
def test_spellings_of_one_instant(text):
    assert microseconds(text) == 1_577_934_245_000_000


def test_fractions_are_kept():
    assert microseconds("2020-01-02 03:04:05.123456") == 1_577_934_245_123_456


def test_other_slashes_are_left_alone():
    assert year_first("1/2 off") == "1/2 off"
