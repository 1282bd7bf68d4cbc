"""The docs build as a site that is whole, and asks nobody for anything."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from bi.artifacts import read_artifacts
from docs.site_pages import linked

PROJECT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent
OUTSIDE = re.compile(r"""<(?:script|img|iframe|link)[^>]*\b(?:src|href)=["']?https?:""")


@pytest.mark.parametrize(
    ("link", "source", "place", "expected"),
    [
        ("[a](docs/guides/x.md)", "README.md", "index.md", "a"),
        (
            "[a](docs/guides/hourly.md#x)",
            "README.md",
            "index.md",
            "[a](guides/hourly.md#x)",
        ),
        (
            "[a](../../README.md)",
            "docs/guides/hourly.md",
            "guides/hourly.md",
            "[a](../index.md)",
        ),
        (
            "[c](../../models/marts/events/fct_events.yml)",
            "docs/reference/marts.md",
            "reference/marts.md",
            "[c](marts/fct_events.md)",
        ),
        (
            "[`p`](../../dbt_project.yml)",
            "docs/guides/hourly.md",
            "guides/hourly.md",
            "`p`",
        ),
        ("[w](https://example.org/a)", "README.md", "index.md", None),
        ("[h](#here)", "README.md", "index.md", None),
        (
            "![p](dashboard/overview.png)",
            "docs/guides/dashboard.md",
            "guides/dashboard.md",
            None,
        ),
    ],
)
def test_a_link_leads_to_the_page_that_the_site_has(link, source, place, expected):
    assert linked(link, source, place) == (link if expected is None else expected)


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """What `make site` makes, elsewhere."""
    folder = tmp_path_factory.mktemp("site")
    environment = {
        **os.environ,
        "FOOTFALL_DUCKDB_PATH": ":memory:",
        "DBT_TARGET_PATH": "target/site",
        "DBT_LOG_PATH": str(folder / "logs"),
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
        "NO_MKDOCS_2_WARNING": "1",
    }
    generate = ("docs", "generate", "--static", "--no-compile", "--empty-catalog")
    for command in (
        [str(BIN / "dbt"), "--quiet", "parse"],
        [str(BIN / "dbt"), "--quiet", *generate],
        [
            sys.executable,
            "-m",
            "mkdocs",
            "build",
            "--strict",
            "--site-dir",
            folder / "s",
        ],
    ):
        done = subprocess.run(
            command, cwd=PROJECT, env=environment, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stdout + done.stderr
    return folder / "s"


@pytest.mark.slow
def test_every_mart_has_a_page_with_its_columns(site):
    marts = read_artifacts(PROJECT / "target" / "site").marts
    assert len(marts) > 30
    for mart in marts.values():
        text = (site / "reference" / "marts" / f"{mart.name}.html").read_text("utf-8")
        for column in mart.columns:
            assert f"<code>{column.name}</code></td>" in text, mart.name


@pytest.mark.slow
def test_every_page_of_the_docs_is_there(site):
    for path in (PROJECT / "docs").rglob("*.md"):
        place = path.relative_to(PROJECT / "docs").with_suffix(".html")
        if place.name == "README.html":
            place = place.with_name("index.html")
        assert (site / place).is_file(), place
    assert "models/staging/" in (site / "index.html").read_text("utf-8")
    assert not list(site.rglob("*.py"))


@pytest.mark.slow
def test_nothing_comes_from_elsewhere(site):
    pages = sorted(site.rglob("*.html"))
    assert len(pages) > 90
    asking = [page.name for page in pages if OUTSIDE.search(page.read_text("utf-8"))]
    assert asking == []
