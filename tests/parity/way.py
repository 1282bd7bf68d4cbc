"""One of the two ways, gone as an operator goes it: footfall load, then dbt build."""

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).parents[2]
FOOTFALL = Path(sys.executable).with_name("footfall")
_BUILDER = PROJECT / "tests" / "models" / "builder.py"
_ENDS_WITHIN = 10  # seconds
_PAYLOAD = re.compile(r'<script type="application/json" id="payload">(.*?)</script>')


class StepError(Exception):
    """A command failed; the message is what it printed."""


@dataclass
class Way:
    """A target of the project with an environment of its own.

    Attributes:
        name: `local` or `prod`.
        environment: What an operator of it would have set.
        folder: Where dbt may write.
        seconds: Per step how long it took, in order.
    """

    name: str
    environment: Mapping[str, str]
    folder: Path
    seconds: list[tuple[str, float]] = field(default_factory=list)
    _builder: subprocess.Popen[str] | None = None

    def load(self, source: str, kind: str = "event") -> dict[str, object]:
        """Load a source; what the load says of itself.

        Raises:
            StepError: It failed.
        """
        started = time.perf_counter()
        told: dict[str, object] = self.footfall("load", source, "--kind", kind)
        self.seconds.append((f"load {kind}", time.perf_counter() - started))
        return told

    def footfall(self, *arguments: str) -> Any:
        """Any command with `--json` on this target; what it prints, read.

        Raises:
            StepError: It failed.
        """
        command = [str(FOOTFALL), *arguments, "--json", "--target", self.name]
        done = subprocess.run(
            command,
            cwd=PROJECT,
            env=self._environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise StepError(f"{' '.join(command)}\n{done.stdout}{done.stderr}")
        return json.loads(done.stdout)

    def build(self, *arguments: str) -> None:
        """`dbt build`.

        Raises:
            StepError: It failed.
        """
        started = time.perf_counter()
        self._dbt("build", *arguments)
        self.seconds.append(
            (" ".join(["build", *arguments]), time.perf_counter() - started)
        )

    def _dbt(self, name: str, *arguments: str) -> None:
        """Any command of dbt, in one process for all: its start takes seconds."""
        if self._builder is None:
            self._builder = self._start_builder()
        assert self._builder.stdin is not None
        assert self._builder.stdout is not None
        command = [name, "--target", self.name, *arguments]
        self._builder.stdin.write(json.dumps(command) + "\n")
        self._builder.stdin.flush()
        line = self._builder.stdout.readline()
        answer = json.loads(line) if line else {"success": False, "printed": "killed"}
        if not answer["success"]:
            told = answer["printed"] + answer.get("error", "")
            raise StepError(f"dbt {' '.join(command)}\n{told}")

    def dashboard(self) -> dict[str, Any]:
        """What `footfall dashboard` draws: of each dataset its columns.

        Raises:
            StepError: A dataset did not compile, or could not be read.
        """
        self._dbt("compile", "--write-json", "--select", "path:dashboard/datasets")
        page = self.folder / "dashboard.html"
        artifacts = str(self.folder / "target")
        self.footfall("dashboard", "--artifacts", artifacts, "--output", str(page))
        found = _PAYLOAD.search(page.read_text("utf-8"))
        assert found is not None
        datasets: dict[str, Any] = json.loads(found[1])["datasets"]
        return {name: one["columns"] for name, one in datasets.items()}

    @property
    def manifest(self) -> Path:
        """What dbt knows of the project, after a build."""
        return self.folder / "target" / "manifest.json"

    def close(self) -> None:
        """End dbt's process, and with it its connections."""
        if self._builder is None:
            return
        try:
            self._builder.communicate(timeout=_ENDS_WITHIN)  # no more commands come
        except subprocess.TimeoutExpired:
            self._builder.kill()
            self._builder.communicate()
        self._builder = None

    def _environment(self) -> dict[str, str]:
        return {
            **os.environ,
            **self.environment,
            "DBT_TARGET_PATH": str(self.folder / "target"),
            "DBT_LOG_PATH": str(self.folder / "logs"),
            "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
        }

    def _start_builder(self) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, str(_BUILDER)],
            cwd=PROJECT,
            env=self._environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
