"""Install PostgreSQL's server where there is none; `make postgres` runs this file.

Debian's own package, nothing else. Debian may start a server of its own from it; the
tests never use that one.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

_HINT = "install PostgreSQL 15 or newer, so that /usr/lib/postgresql/*/bin is there"


def is_installed() -> bool:
    """Whether Debian's place has a server."""
    return any(Path("/usr/lib/postgresql").glob("*/bin/initdb"))


def main() -> int:
    """Install it; 0 when it is there, 1 with an error and a hint when it cannot be."""
    if is_installed():
        return 0
    if not shutil.which("apt-get"):
        return _fail("PostgreSQL is missing and there is no apt-get", _HINT)
    before = [] if os.geteuid() == 0 else ["sudo", "--non-interactive"]
    if before and not shutil.which("sudo"):
        return _fail("PostgreSQL is missing and there is no sudo", f"as root: {_HINT}")
    quiet = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
    for command in (
        [*quiet, "update"],
        [*quiet, "install", "--yes", "--no-install-recommends", "postgresql"],
    ):
        done = subprocess.run([*before, *command], stdout=subprocess.DEVNULL)
        if done.returncode:
            return _fail(f"`{' '.join(command)}` failed", _HINT)
    if not is_installed():
        return _fail("Debian's package brought no server", _HINT)
    return 0


def _fail(text: str, hint: str) -> int:
    sys.stderr.write(f"error: {text}\n\nhint: {hint}\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
