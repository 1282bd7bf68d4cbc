"""What README.md shows is what its commands print; SQL in the docs runs."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

PROJECT = Path(__file__).parents[2]
README = (PROJECT / "README.md").read_text("utf-8")
SLOW = "$ make demo"
BLOCKS = [
    block.splitlines()
    for block in re.findall(r"^```console\n(.*?)^```", README, re.DOTALL | re.MULTILINE)
]


QUERIES = [
    pytest.param(query, id=f"{page.stem} {number}")
    for page in sorted((PROJECT / "docs").rglob("*.md"))
    for number, query in enumerate(
        re.findall(r"^```sql\n(.*?)^```", page.read_text("utf-8"), re.S | re.M), start=1
    )
]


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """A copy of the project's files, with this virtual environment.

    Its `.venv` is of links, with a stamp of its own: `make` finds it up to date
    and neither rebuilds nor touches the real one.
    """
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=PROJECT,
        capture_output=True,
        check=False,
    )
    if listed.returncode or not listed.stdout:
        pytest.skip("not a git checkout")
    copy = tmp_path_factory.mktemp("readme") / "footfall"
    for name in listed.stdout.decode().split("\0"):
        if name and (PROJECT / name).is_file():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(PROJECT / name, copy / name)
    (copy / ".venv").mkdir()
    for part in Path(sys.prefix).iterdir():
        if part.name != "installed":
            (copy / ".venv" / part.name).symlink_to(part)
    (copy / ".venv" / "installed").touch()
    return copy


def printed(project, commands):
    """Run commands one after the other in one shell; what they print."""
    ours = {name for name in os.environ if name.startswith("FOOTFALL_")}
    environment = {
        **{name: os.environ[name] for name in os.environ.keys() - ours},
        "PYTHONPATH": str(project),  # else `footfall` is the installed checkout's
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
    }
    done = subprocess.run(
        ["bash", "-ec", "\n".join(commands)],
        cwd=project,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return [line.split() for line in done.stdout.splitlines()]


def commands_of(block):
    """The commands of a block; `make demo` prints such lines itself."""
    if block[0] == SLOW:
        return [SLOW[2:]]
    return [line[2:] for line in block if line.startswith("$ ")]


def shown_by(block):
    """What a block shows below its commands, line by line."""
    if block[0] == SLOW:
        return [line.split() for line in block[1:] if line]
    return [line.split() for line in block if line and not line.startswith("$ ")]


def assert_shown(shown, found):
    """Every shown line is printed, in this order; others may lie between."""
    rest = iter(found)
    for line in shown:
        assert line in rest, f"README.md shows {line}, which was not printed there"


def test_the_demo_is_shown():
    assert [block[0] for block in BLOCKS].count(SLOW) == 1


@pytest.mark.parametrize(
    "block", [one for one in BLOCKS if one[0] != SLOW], ids=lambda one: one[0]
)
def test_a_block_shows_what_it_prints(project, block):
    assert_shown(shown_by(block), printed(project, commands_of(block)))


@pytest.fixture(scope="module")
def demo(project):
    """What `make demo` prints."""
    return printed(project, [SLOW[2:]])


@pytest.mark.slow
def test_the_demo_prints_the_figures_that_are_shown(demo):
    block = next(one for one in BLOCKS if one[0] == SLOW)
    shown = shown_by(block)
    assert ["sessions"] in [line[:1] for line in shown], "the figures are not shown"
    assert_shown(shown, demo)


@pytest.mark.slow
@pytest.mark.parametrize("query", QUERIES)
def test_a_query_of_the_docs_runs(project, demo, query):
    with duckdb.connect(str(project / "footfall.duckdb"), read_only=True) as connection:
        connection.execute(query).fetchall()
