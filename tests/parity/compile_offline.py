"""Compiles the project for target prod without a server, both branches, in one process.

Prints one JSON object: `<branch> <unique id>` → its SQL; a branch is `first` or
`increment`. Texts of hooks and of the incremental strategy are among them.
"""

import contextlib
import io
import json
import sys

from dbt.cli.main import dbtRunner

OFFLINE = ("--target", "prod", "--no-introspect", "--no-populate-cache")
BRANCHES = {"first": "false", "increment": "true"}

# What runs beside the models; the strategy's arguments are as dbt would give them.
TEXTS = {
    "landing mark": "{{ landing_mark_statements() | join(';\\n') }}",
    "mark": "{{ mark_statement('fct_sessions', 1, 1) }}",
    "strategy": """{{ replace_touched_statements(
        api.Relation.create(schema='marts', identifier='fct_sessions'),
        api.Relation.create(identifier='touched_rows'),
        ['session_id', 'user_id'], 'user_id', 'session_id'
    ) }}""",
    "grant on a schema": "{{ grant_read('usage on schema marts') }}",
    "grant on a mart": "{{ grant_read('select on ' ~ ref('fct_sessions')) }}",
}


class CompileError(Exception):
    """dbt could not compile; carries what it printed."""


def main() -> None:
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        try:
            compiled = compile_both()
        except CompileError as error:
            sys.exit(f"{error}\n{printed.getvalue()}")
    sys.stdout.write(json.dumps(compiled))


def compile_both() -> dict[str, str]:
    parsed = dbtRunner().invoke(["parse", *OFFLINE[:2]])
    if not parsed.success:
        raise CompileError(str(parsed.exception))
    found = {}
    for branch, is_increment in BRANCHES.items():
        told = f"{{compile_as_incremental: {is_increment}, bi_role: role analysts}}"
        for node in invoke(parsed.result, "--vars", told):
            found[f"{branch} {node.unique_id}"] = node.compiled_code
    for name, text in TEXTS.items():
        (node,) = invoke(
            parsed.result, "--vars", "{bi_role: role analysts}", "--inline", text
        )
        found[f"text {name}"] = node.compiled_code
    return found


def invoke(manifest, *arguments):
    """The nodes of one `dbt compile` over what was parsed once."""
    done = dbtRunner(manifest=manifest).invoke(["compile", *OFFLINE, *arguments])
    if not done.success:
        raise CompileError(str(done.exception))
    return [one.node for one in done.result.results]


if __name__ == "__main__":
    main()
