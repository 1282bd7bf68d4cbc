"""CSV as it comes: any encoding, awkward text, and lines that are no row."""

import gzip

import pytest
from replay_rows import HEADER, records_of, row

from simulator import csv_rows


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        pytest.param(f"{HEADER}\n{row(1, code='café')}", "utf-8", id="utf-8"),
        pytest.param(f"{HEADER}\n{row(1, code='café')}", "latin-1", id="latin-1"),
        pytest.param(f"\ufeff{HEADER}\n{row(1, code='café')}", "utf-8", id="BOM"),
        pytest.param(
            f"{HEADER}\n{row(1, code='café')}".replace("\n", "\r\n"), "utf-8", id="CRLF"
        ),
        pytest.param(
            f"{HEADER}\n{row(1, code='café')}".rstrip(), "utf-8", id="no last newline"
        ),
    ],
)
def test_text_arrives_whatever_the_encoding(replay, csv_file, text, encoding):
    facts, objects = replay(csv_file(text, encoding=encoding))
    assert facts["damaged_rows"] == "0"
    assert records_of(objects) == [
        {
            "event_time": "2019-10-01 00:00:01 UTC",
            "event_type": "view",
            "product_id": "1",
            "category_code": "café",
            "price": "9.50",
            "user_id": "0017",
            "user_session": "s",
        }
    ]


def test_both_encodings_in_one_file(replay, csv_file, tmp_path):
    path = tmp_path / "both.csv"
    path.write_bytes(
        (HEADER + "\n" + row(1, code="café")).encode()
        + row(2, code="café").encode("latin-1")
    )
    codes = [record["category_code"] for record in records_of(replay(path)[1])]
    assert codes == ["café", "café"]


@pytest.mark.parametrize(
    "code",
    ['"say ""hi"""', '"a, b"', "back\\slash", "tab\tbed", '"two\nlines"', "b}{r"],
)
def test_awkward_text_survives(replay, csv_file, code):
    text = HEADER + "\n" + row(1, code=code) + row(2)
    records = records_of(replay(csv_file(text), separator="none")[1])
    plain = code[1:-1].replace('""', '"') if code.startswith('"') else code
    assert [record.get("category_code") for record in records] == [plain, None]


@pytest.mark.parametrize(
    "damaged",
    [
        pytest.param("2019-10-01 00:00:09 UTC,vie", id="cut mid-field"),
        pytest.param('2019-10-01 00:00:09 UTC,"vie', id="a quote that never ends"),
        pytest.param("a,b,c,d,e,f,g,h,i,j", id="too many fields"),
    ],
)
@pytest.mark.parametrize("is_last", [True, False], ids=["last line", "between rows"])
def test_a_line_that_is_no_row_is_delivered_as_it_is(
    replay, csv_file, damaged, is_last
):
    rows = [row(n) for n in range(1, 9)]
    rows.insert(8 if is_last else 4, damaged + "\n" * (not is_last))
    facts, objects = replay(csv_file(HEADER + "\n" + "".join(rows)))
    assert (facts["rows"], facts["damaged_rows"]) == ("8", "1")
    assert [text.strip() for each in objects for text in each.rejected] == [damaged]
    assert len(records_of(objects)) == 8


@pytest.mark.parametrize("separator", ["newline", "none"])
def test_damaged_lines_never_touch(replay, csv_file, separator):
    text = HEADER + "\n" + row(1) + "x,y\nz,w\n1,2\n" + row(2) + row(3)
    facts, objects = replay(csv_file(text), separator=separator)
    rejected = [text.strip() for each in objects for text in each.rejected]
    assert facts["damaged_rows"] == "3"
    assert rejected == ["x,y", "z,w", "1,2"]
    assert len(records_of(objects)) == 3


def test_small_blocks_change_nothing(replay, csv_file, monkeypatch):
    codes = ["", '"a, b"', '"two\nlines"', "é"]
    text = HEADER + "\n" + "".join(row(n, code=codes[n % 4]) for n in range(400))
    whole = replay(csv_file(text))[1]
    monkeypatch.setattr(csv_rows, "_BLOCK_BYTES", 97)
    pieces = replay(csv_file(text))[1]
    assert [(each.key, each.body) for each in pieces] == [
        (each.key, each.body) for each in whole
    ]
    assert len(records_of(whole)) == 400


def test_a_gzipped_csv_is_known_by_its_content(replay, tmp_path):
    path = tmp_path / "no-suffix"
    path.write_bytes(gzip.compress((HEADER + "\n" + row(1)).encode()))
    assert replay(path)[0]["rows"] == "1"


def test_a_header_alone_makes_no_object(replay, csv_file):
    facts, objects = replay(csv_file(HEADER + "\n"))
    assert (facts["rows"], facts["objects"], objects) == ("0", "0", [])
