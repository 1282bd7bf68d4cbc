"""A process that runs dbt again and again: importing dbt takes longer than a build.

Reads one JSON list of arguments a line, answers one JSON object a line. Between two
commands no connection is open, so that tests can write the warehouse.
"""

import contextlib
import gc
import io
import json
import sys

from dbt.adapters.duckdb.connections import DuckDBConnectionManager
from dbt.cli.main import dbtRunner

# What went well takes dbt as long to tell as to do.
QUIET = ("--log-level", "error", "--log-level-file", "none")


def main() -> None:
    for line in sys.stdin:
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            result = dbtRunner().invoke([*QUIET, *json.loads(line)])
        DuckDBConnectionManager.close_all_connections()
        answer = {"success": bool(result.success), "error": str(result.exception or "")}
        del result
        gc.collect()
        sys.stdout.write(json.dumps({**answer, "printed": printed.getvalue()}) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
