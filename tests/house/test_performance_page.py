"""The page on performance shows what the result files hold, and nothing else."""

import re

import pytest

from benchmarks import report
from benchmarks.fits import exponent
from benchmarks.record import RESULTS

PAGE = report.PAGE.read_text("utf-8")


def test_the_tables_are_those_of_the_result_files():
    assert report.page(PAGE) == PAGE, "make performance"


def test_the_readme_shows_the_same():
    text = report.README.read_text("utf-8")
    assert report.readme(text) == text, "make performance"


def test_every_table_has_its_place():
    found = re.findall(r"<!-- table: ([\w ]+) -->", PAGE)
    assert sorted(found) == sorted(report.TABLES)


def test_every_chart_is_there_and_shown():
    drawn = sorted(path.stem for path in report.FIGURES.glob("*.svg"))
    assert drawn == sorted(report.charts())
    shown = re.findall(rf"\]\({report.FIGURES.name}/(\w+)\.svg\)", PAGE)
    assert sorted(shown) == drawn


@pytest.mark.parametrize(
    "path", sorted(report.FIGURES.glob("*.svg")), ids=lambda path: path.stem
)
def test_a_chart_says_what_its_axes_are(path):
    text = path.read_text("utf-8")
    assert re.search(r"seconds|MB|multiple", text)
    assert "<dc:date>" not in text


def test_every_result_is_stamped_json():
    assert {path.suffix for path in RESULTS.iterdir()} == {".json"}


def test_an_exponent_is_that_of_the_power():
    assert exponent([1, 10, 50], [2, 20, 100]) == 1
    assert exponent([1, 4], [3, 6]) == 0.5
    assert exponent([1], [3]) is None
