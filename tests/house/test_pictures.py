"""The wholesaler's pictures show what the tables above them say."""

import re
from pathlib import Path

import pytest

GUIDE = Path(__file__).parents[2] / "docs" / "guides" / "wholesaler.md"
SHOWN = re.compile(
    r"(?P<table>(?:^\|[^\n]*\n)+)\n!\[[^\]]+\]\((?P<file>[\w/]+\.svg)\)", re.MULTILINE
)
PICTURES = [
    pytest.param(found["file"], found["table"], id=found["file"])
    for found in SHOWN.finditer(GUIDE.read_text("utf-8"))
]


def test_every_picture_is_shown_below_a_table():
    drawn = {path.name for path in GUIDE.with_suffix("").glob("*.svg")}
    assert {Path(one.values[0]).name for one in PICTURES} == drawn
    assert len(PICTURES) == GUIDE.read_text("utf-8").count(".svg)")


@pytest.mark.parametrize(("file", "table"), PICTURES)
def test_every_row_is_in_its_picture(file, table):
    told = set(
        re.findall(r">\s*([^<>\n]+?)\s*</text>", (GUIDE.parent / file).read_text())
    )
    for line in table.splitlines()[2:]:
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        spelled = {form for cell in cells for form in spellings(cell)}
        assert spelled & told, f"`make pictures`: no {line}"


def spellings(cell: str) -> set[str]:
    """A number as a bar's figure says it, or a text."""
    try:
        value = float(cell.replace(",", ""))
    except ValueError:
        return {cell}
    return {
        cell,
        f"{value:,.0f}",
        f"{value:.3f}",
        f"{-value:,.0f}".replace("-", "\u2212"),
    }
