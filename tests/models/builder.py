"""A process that runs dbt again and again: importing dbt takes longer than a build.

Reads one JSON list of arguments a line, answers one JSON object a line. Between two
commands no connection is open, so that tests can write the warehouse. The project is
parsed once for all commands: no variable changes what dbt learns by parsing, since a
model names all that any of them makes it read; dbt stops where one does not.
"""

import contextlib
import gc
import io
import json
import sys

from dbt.adapters.duckdb.connections import DuckDBConnectionManager
from dbt.cli.main import dbtRunner
from dbt_common.events.base_types import EventLevel
from dbt_common.events.event_manager import EventManager

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
                parsed = dbtRunner().invoke([*QUIET[:4], "parse", *target(arguments)])
            result = parsed
            if parsed.success:
                result = dbtRunner(manifest=parsed.result).invoke([*QUIET, *arguments])
        DuckDBConnectionManager.close_all_connections()
        if not parsed.success:
            parsed = None
        answer = {"success": bool(result.success), "error": str(result.exception or "")}
        del result
        gc.collect()
        sys.stdout.write(json.dumps({**answer, "printed": printed.getvalue()}) + "\n")
        sys.stdout.flush()


def target(arguments: list[str]) -> list[str]:
    """The target of a command, as `dbt parse` takes it."""
    if "--target" not in arguments:
        return []
    at = arguments.index("--target")
    return arguments[at : at + 2]


if __name__ == "__main__":
    main()
