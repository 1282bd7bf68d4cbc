"""The written rules of the house, executed."""

import hashlib
import re
import subprocess
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]


def tracked(*patterns: str) -> list[Path]:
    """Files that git knows or would add, by pattern."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", *patterns],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return [ROOT / line for line in listed.splitlines() if (ROOT / line).is_file()]


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def lines(path: Path) -> int:
    return len(path.read_text("utf-8").splitlines())


BUDGETS = [
    pytest.param("models/**/*.sql", 120, id="model"),
    pytest.param("tests/singular/*.sql", 120, id="singular test"),
    pytest.param("macros/**/*.sql", 60, id="macro"),
    pytest.param("*.py", 300, id="python"),
    pytest.param("*.yml", 200, id="yaml"),
    pytest.param("dashboard/page/*", 300, id="page"),
    pytest.param("dashboard/datasets/*.sql", 120, id="dataset"),
]


@pytest.mark.parametrize(("pattern", "most"), BUDGETS)
def test_files_fit_in_one_sitting(pattern, most):
    found = {name(path): lines(path) for path in tracked(pattern)}
    assert found
    assert {path: count for path, count in found.items() if count > most} == {}


def test_the_root_is_small():
    assert len({name(path).split("/")[0] for path in tracked()}) <= 28


def test_no_module_is_called_nothing():
    nothing = {"utils", "helpers", "common", "misc", "base"}
    assert [name(p) for p in tracked("*.py") if p.stem in nothing] == []


ENGINE_WORDS = re.compile(
    r"target\.type|::|\bqualify\b|\bfilter\s*\(|\bepoch_us\b|\bregexp_\w+|\btry_cast\b"
    r"|\bstrlen\b|\bmake_timestamp\b|\bexclude\b|\blist_\w+|\bunnest\b|\barg_m(in|ax)\b"
    r"|\bgroup by all\b|\bstring_agg\b|\blistagg\b|\bdistkey\b|\bsortkey\b"
    r"|\bconvert_timezone\b|\bdatediff\b|\bduckdb\b|\bredshift\b",
    re.IGNORECASE,
)
JINJA_COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)


def test_only_warehouse_macros_know_the_engine():
    knowing = {
        name(path): found[0]
        for path in tracked("models/**/*.sql", "macros/**/*.sql", "tests/**/*.sql")
        if not name(path).startswith(("macros/warehouse/", "tests/parity/"))
        and (found := ENGINE_WORDS.search(JINJA_COMMENT.sub("", path.read_text())))
    }
    assert knowing == {}, "move the difference into macros/warehouse/"


def test_every_warehouse_macro_has_both_engines_and_refuses_others():
    for path in tracked("macros/warehouse/*.sql"):
        if path.stem == "refuse_engine":
            continue
        text = path.read_text()
        for engine in ("default", "duckdb", "redshift"):
            assert f"macro {engine}__{path.stem}(" in text, f"{name(path)}: {engine}"


def test_only_the_warehouse_folder_imports_an_engine():
    importing = [
        name(path)
        for path in tracked("loaders/*.py")
        if re.search(
            r"^\s*(import|from) (duckdb|redshift_connector)", path.read_text(), re.M
        )
        and not name(path).startswith("loaders/warehouse/")
    ]
    assert importing == []


def test_only_settings_read_the_environment():
    reading = [
        name(path)
        for path in tracked("loaders/**/*.py", "loaders/*.py")
        if "os.environ" in path.read_text() or "getenv" in path.read_text()
    ]
    assert reading == ["loaders/settings.py"]


def test_every_model_is_described_beside_itself():
    missing = [
        name(path)
        for path in tracked("models/**/*.sql")
        if not path.with_suffix(".yml").exists()
    ]
    assert missing == []


def test_every_column_of_a_mart_is_typed_and_described():
    bare = []
    for path in tracked("models/marts/**/*.yml"):
        if path.stem.endswith("__unit_tests"):
            continue
        for model in yaml.safe_load(path.read_text())["models"]:
            bare += [
                f"{model['name']}.{column['name']}"
                for column in model["columns"]
                if not column.get("description") or not column.get("data_type")
            ]
    assert bare == []


def test_every_threshold_carries_its_reason():
    text = (ROOT / "dbt_project.yml").read_text().split("\nvars:\n")[1]
    blocks = [block for block in text.split("\n\n") if block.strip()]
    for block in blocks:
        assert block.lstrip().startswith("#"), f"no reason above: {block}"


def test_no_two_tests_are_the_same():
    bodies: dict[str, str] = {}
    for path in tracked("tests/singular/*.sql", "tests/**/test_*.py"):
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        assert digest not in bodies, f"{name(path)} is {bodies[digest]}"
        bodies[digest] = name(path)


def test_the_profile_holds_no_secret():
    outputs = yaml.safe_load((ROOT / "profiles.yml").read_text())["footfall"]["outputs"]
    secrets = [outputs["prod"][key] for key in ("host", "user", "password")]
    assert all("env_var(" in value for value in secrets)


def test_continuous_integration_only_calls_make():
    called = [
        line
        for line in (ROOT / ".ci/run").read_text().splitlines()
        if line.strip() and not line.startswith(("#", "set ", "cd "))
    ]
    assert called == ["make ci"]
