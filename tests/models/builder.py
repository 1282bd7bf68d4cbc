"""A process that runs dbt again and again: importing dbt takes longer than a build.

Reads one JSON list of arguments a line, answers one JSON object a line. Between two
commands no connection is open, so that tests can write the warehouse. The project is
parsed once for all commands, and once a run of tests for all processes of an equally
named database: no variable changes what dbt learns by parsing, since a model names all
that any of them makes it read; dbt stops where one does not.
"""

import contextlib
import gc
import io
import json
import os
import shutil
import sys
from pathlib import Path

from dbt.adapters.duckdb.connections import DuckDBConnectionManager
from dbt.cli.main import dbtRunner, dbtRunnerResult
from dbt.constants import MANIFEST_FILE_NAME, PARTIAL_PARSE_FILE_NAME
from dbt.contracts.graph.manifest import Manifest
from dbt.parser.manifest import extended_mashumuro_decoder
from dbt_common.events.base_types import EventLevel
from dbt_common.events.event_manager import EventManager

sys.path.insert(0, str(Path(__file__).parents[1]))
from once import RUN, alone

# What went well takes dbt as long to tell as to do.
QUIET = ("--log-level", "error", "--log-level-file", "none", "--no-write-json")
UNTOLD = {EventLevel.TEST, EventLevel.DEBUG, EventLevel.INFO}


def main() -> None:
    fire_event = EventManager.fire_event

    def fire_if_told(self, event, level=None, *arguments, **named):
        if (level or event.level_tag()) not in UNTOLD:
            fire_event(self, event, level, *arguments, **named)

    # dbt writes the line of every event before it asks who wants to read it
    EventManager.fire_event = fire_if_told
    parsed = None
    for line in sys.stdin:
        arguments = json.loads(line)
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            if parsed is None:
                parsed = parsed_once(target(arguments))
            result = parsed
            if parsed.success:
                told = QUIET[:4] if "--write-json" in arguments else QUIET
                result = dbtRunner(manifest=parsed.result).invoke([*told, *arguments])
        DuckDBConnectionManager.close_all_connections()
        if not parsed.success:
            parsed = None
        answer = {"success": bool(result.success), "error": str(result.exception or "")}
        del result
        gc.collect()
        sys.stdout.write(json.dumps({**answer, "printed": printed.getvalue()}) + "\n")
        sys.stdout.flush()


def parsed_once(target: list[str]) -> dbtRunnerResult:
    """The project as dbt keeps it between two commands, by whoever parsed it first."""
    if RUN not in os.environ:
        return parsed_anew(target)
    database = os.environ.get("FOOTFALL_REDSHIFT_DATABASE") if target else None
    name = database or Path(os.environ["FOOTFALL_DUCKDB_PATH"]).stem
    kept = Path(os.environ[RUN]) / "-".join(["parsed", *target[1:], name])
    folder = Path(os.environ["DBT_TARGET_PATH"])
    with alone(kept):
        if not kept.exists():
            parsed = parsed_anew(target)
            if parsed.success:
                part = kept.with_name(f"{kept.name}.part")
                part.mkdir(exist_ok=True)
                for file in (PARTIAL_PARSE_FILE_NAME, MANIFEST_FILE_NAME):
                    shutil.copy(folder / file, part)
                part.replace(kept)  # whole, even if a test kills this process
            return parsed
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(kept / MANIFEST_FILE_NAME, folder)
    manifest = Manifest.from_msgpack(
        (kept / PARTIAL_PARSE_FILE_NAME).read_bytes(),
        decoder=extended_mashumuro_decoder,
    )
    manifest.build_flat_graph()  # `graph` of macros, which the file leaves out
    return dbtRunnerResult(success=True, result=manifest)


def parsed_anew(target: list[str]) -> dbtRunnerResult:
    return dbtRunner().invoke([*QUIET[:4], "parse", *target])


def target(arguments: list[str]) -> list[str]:
    """The target of a command, as `dbt parse` takes it."""
    if "--target" not in arguments:
        return []
    at = arguments.index("--target")
    return arguments[at : at + 2]


if __name__ == "__main__":
    main()
