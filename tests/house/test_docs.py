"""What the documents say is there, and what is there is documented."""

import json
import re
import subprocess
import tomllib
from collections import defaultdict
from functools import cache
from pathlib import Path

import duckdb
import pytest
import yaml
from click.testing import CliRunner

from loaders.cli import main
from loaders.warehouse.duckdb import DuckDBWarehouse

PROJECT = Path(__file__).parents[2]
DOCS = PROJECT / "docs"
BUDGETS = {"README.md": 150, "CONTRIBUTING.md": 120, "docs/decisions/*.md": 60}
# Places and words of whoever wrote a page; the project speaks of itself alone.
FORBIDDEN = re.compile(
    r"/work/|/root/|/home/|shared/(design|real|hooks|prototypes)"
    r"|\bTODO\b|\bissue #\d|\b[A-Z_]+_HERE\b"
)
MARTS = sorted(path.stem for path in PROJECT.glob("models/marts/**/*.sql"))
MART_FACTS = ("Grain", "Denominator", "Definition", "Caveats", "Columns")
COMMANDS = ("", *sorted(main.commands))
HELP_WIDTH = 78  # of a terminal with 80 columns


def pages():
    """Every page, by its path from the project's root."""
    found = [*PROJECT.glob("*.md"), *DOCS.rglob("*.md")]
    return {path.relative_to(PROJECT).as_posix(): path for path in sorted(found)}


def without_code(text):
    return re.sub(r"^```.*?^```", "", text, flags=re.DOTALL | re.MULTILINE)


def headings(text):
    """The anchors of a page, as GitHub makes them."""
    found = re.findall(r"^#+ (.+)$", without_code(text), re.MULTILINE)
    told = [re.sub(r"[^\w\- ]", "", one.lower().replace("`", "")) for one in found]
    return {one.replace(" ", "-") for one in told}


def section(page, heading):
    """What stands below a heading, to the next one of its level."""
    text = (DOCS / page).read_text("utf-8")
    found = re.search(
        rf"^## {re.escape(heading)}\n(.*?)(?=^## |\Z)", text, re.DOTALL | re.MULTILINE
    )
    assert found, f"docs/{page} has no section `## {heading}`"
    return found[1]


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        (path.relative_to(PROJECT).as_posix(), lines)
        for pattern, lines in BUDGETS.items()
        for path in sorted(PROJECT.glob(pattern))
    ],
)
def test_a_page_is_read_in_one_sitting(name, lines):
    assert len((PROJECT / name).read_text("utf-8").splitlines()) <= lines


@pytest.mark.parametrize("name", pages())
def test_every_link_leads_somewhere(name):
    page = pages()[name]
    links = re.findall(r"\]\(([^)\s]+)\)", without_code(page.read_text("utf-8")))
    for link in links:
        if re.match(r"https?://", link):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), link
        if anchor:
            assert anchor in headings(target.read_text("utf-8")), link


@pytest.mark.parametrize("name", pages())
def test_a_page_speaks_of_the_project_alone(name):
    assert FORBIDDEN.findall(pages()[name].read_text("utf-8")) == []


@pytest.mark.parametrize("name", pages())
def test_a_page_of_docs_can_be_reached(name):
    page = pages()[name].resolve()
    assert name == "README.md" or linked()[page] - {page}


@cache
def linked() -> dict[Path, set[Path]]:
    """Of each page, and whatever else a link leads to, the pages that link to it."""
    found: dict[Path, set[Path]] = defaultdict(set)
    for path in pages().values():
        for link in re.findall(r"\]\(([^)\s]+)\)", path.read_text("utf-8")):
            target = (path.parent / link.partition("#")[0]).resolve()
            found[target].add(path.resolve())
    return found


def test_every_decision_is_indexed():
    index = (DOCS / "decisions" / "README.md").read_text("utf-8")
    decisions = sorted(DOCS.glob("decisions/[0-9]*.md"))
    told = re.findall(r"^\| \[(\d{4})\]\(([^)]+)\)", index, re.MULTILINE)
    assert told == [(path.name[:4], path.name) for path in decisions]
    assert [int(number) for number, _ in told] == list(range(1, len(decisions) + 1))


@pytest.mark.parametrize("path", sorted(DOCS.glob("decisions/[0-9]*.md")), ids=str)
def test_a_decision_has_its_parts(path):
    text = path.read_text("utf-8")
    assert text.startswith(f"# {path.name[:4]} ")
    assert "**Question.**" in text
    found = re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert found == ["Options", "Choice", "Cost", "What would change our mind"]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_and_option_is_documented(command):
    arguments = [*filter(None, [command]), "--help"]
    told = CliRunner().invoke(
        main, arguments, prog_name="footfall", terminal_width=HELP_WIDTH
    )
    documented = section("reference/cli.md", f"footfall {command}".strip())
    block = re.search(r"^```text\n(.*?)^```", documented, re.DOTALL | re.MULTILINE)
    assert block, "the section has no help text"
    assert block[1].rstrip() == told.output.rstrip()


def test_every_documented_command_exists():
    text = (DOCS / "reference" / "cli.md").read_text("utf-8")
    documented = re.findall(r"^## (footfall.*)$", text, re.MULTILINE)
    assert documented == [f"footfall {command}".strip() for command in COMMANDS]


@pytest.mark.parametrize("mart", MARTS)
def test_every_mart_is_documented(mart):
    told = section("reference/marts.md", mart)
    assert [fact for fact in MART_FACTS if f"**{fact}:**" not in told] == []


def test_every_documented_mart_exists():
    text = (DOCS / "reference" / "marts.md").read_text("utf-8")
    assert sorted(re.findall(r"^## (.+)$", text, re.MULTILINE)) == MARTS


def test_every_landing_column_is_documented(tmp_path):
    database = tmp_path / "empty.duckdb"
    warehouse = DuckDBWarehouse(database)
    warehouse.prepare()
    warehouse.close()
    with duckdb.connect(str(database), read_only=True) as connection:
        rows = connection.execute(
            "select table_name, column_name from information_schema.columns"
            " where table_schema = 'landing' order by table_name, ordinal_position"
        ).fetchall()
    relations = {}
    for relation, column in rows:
        relations.setdefault(relation, []).append(column)
    for relation, columns in relations.items():
        told = section("reference/landing.md", f"landing.{relation}")
        assert re.findall(r"^\| `(\w+)` \|", told, re.MULTILINE) == columns, relation
    text = (DOCS / "reference" / "landing.md").read_text("utf-8")
    documented = re.findall(r"^## landing\.(\w+)$", text, re.MULTILINE)
    assert sorted(documented) == sorted(relations)


def test_every_environment_variable_is_documented():
    sources = [PROJECT / "loaders" / "settings.py", PROJECT / "profiles.yml"]
    text = "".join(path.read_text("utf-8") for path in sources)
    names = set(re.findall(r"\b(?:FOOTFALL|DBT_ENV_SECRET)_[A-Z_]+\b", text))
    told = section("guides/loading.md", "Environment variables")
    assert set(re.findall(r"^\| `(\w+)`", told, re.MULTILINE)) == names


def test_every_variable_that_needs_a_full_refresh_says_so():
    project = yaml.safe_load((PROJECT / "dbt_project.yml").read_text("utf-8"))
    told = section("guides/hourly.md", "Full refresh")
    assert [name for name in project["vars"] if f"`{name}`" not in told] == []


@pytest.mark.parametrize(
    ("macro", "heading"),
    [
        ("events/quarantine_reason", "Every rule"),
        ("orders/invoice_quarantine_reason", "Every rule of invoice lines"),
    ],
)
def test_every_reason_of_quarantine_is_documented(macro, heading):
    rules = (PROJECT / f"macros/{macro}.sql").read_text("utf-8")
    reasons = re.findall(r"then '([^']+)'", rules)
    assert reasons
    told = section("guides/quarantine.md", heading)
    for reason in reasons:
        words = re.sub(r"\{\{.*?\}\}", "", reason).split()
        assert all(word in told for word in words), reason


def test_every_field_of_an_event_is_documented():
    schema = json.loads((PROJECT / "contracts/event.schema.json").read_text("utf-8"))
    told = section("concepts/events.md", "What a record holds")
    assert [name for name in schema["properties"] if f"`{name}`" not in told] == []


def test_the_changelog_begins_with_this_version():
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))
    changelog = (PROJECT / "CHANGELOG.md").read_text("utf-8")
    versions = re.findall(r"^## \[?(\d+\.\d+\.\d+)\]? - ", changelog, re.MULTILINE)
    assert versions[0] == project["project"]["version"]


def test_every_path_that_a_page_names_is_there():
    tracked = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    ).stdout.split("\n")
    if not any(tracked):
        pytest.skip("not a git checkout")
    tops = {path.split("/")[0] for path in tracked if "/" in path}
    for name, page in pages().items():
        for path in re.findall(r"`([\w./-]+/[\w./-]*)`", page.read_text("utf-8")):
            if path.split("/")[0] in tops:
                assert (PROJECT / path).exists(), f"{name} names {path}"
