"""Install Debian's programs that tests run, where they are missing.

`make programs` runs this file. Debian may start a PostgreSQL of its own from its
package; the tests never use that one.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

CHROMIUM = Path("/usr/bin/chromium")
_HINT = (
    "install PostgreSQL 15 or newer in /usr/lib/postgresql, and Chromium in /usr/bin"
)


def has_postgresql() -> bool:
    """Whether Debian's place has a server."""
    return any(Path("/usr/lib/postgresql").glob("*/bin/initdb"))


def has_chromium() -> bool:
    """Whether Debian's place has a browser."""
    return CHROMIUM.exists()


_PACKAGES = {"postgresql": has_postgresql, "chromium": has_chromium}


def main() -> int:
    """Install them; 0 when all are there, 1 with an error and a hint when not."""
    missing = [name for name, is_there in _PACKAGES.items() if not is_there()]
    if not missing:
        return 0
    told = " and ".join(missing)
    if not shutil.which("apt-get"):
        return _fail(f"{told} missing and there is no apt-get", _HINT)
    before = [] if os.geteuid() == 0 else ["sudo", "--non-interactive"]
    if before and not shutil.which("sudo"):
        return _fail(f"{told} missing and there is no sudo", f"as root: {_HINT}")
    quiet = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
    for command in (
        [*quiet, "update"],
        [*quiet, "install", "--yes", "--no-install-recommends", *missing],
    ):
        done = subprocess.run([*before, *command], stdout=subprocess.DEVNULL)
        if done.returncode:
            return _fail(f"`{' '.join(command)}` failed", _HINT)
    if not all(_PACKAGES[name]() for name in missing):
        return _fail(f"Debian's packages of {told} brought no program", _HINT)
    return 0


def _fail(text: str, hint: str) -> int:
    sys.stderr.write(f"error: {text}\n\nhint: {hint}\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
