"""A PostgreSQL of its own: made, started, and gone with its folder in the end.

Run as a process: `python -m standin.postgres FOLDER`. The password of both roles comes
in STANDIN_PASSWORD. PostgreSQL refuses to run as root, so root becomes another user.
"""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import psycopg2
from psycopg2.extensions import connection as Connection  # noqa: N812

from .processes import PACKAGE, StandInError, ready, when_starter_ends

OWNER = "postgres"
CLIENT = "footfall"

_BINARIES = Path("/usr/lib/postgresql")
_SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "256MB",
    "work_mem": "64MB",
    "maintenance_work_mem": "256MB",
    "max_wal_size": "4GB",
    "max_connections": "200",
    "max_parallel_workers_per_gather": "0",
    "jit": "off",
    # Redshift joins by hash; a loop over tables that nobody has analyzed takes minutes.
    "enable_nestloop": "off",
    "enable_mergejoin": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
}
# What a client of Redshift finds: snapshots for a whole transaction, and texts in which
# a backslash escapes the next character, as before PostgreSQL 9.1.
_CLIENT_SETTINGS = {
    "default_transaction_isolation": "'repeatable read'",
    "standard_conforming_strings": "off",
    "escape_string_warning": "off",
    "backslash_quote": "on",
}


def binaries() -> Path:
    """The folder of the newest installed PostgreSQL.

    Raises:
        StandInError: None is installed.
    """
    found = [path.parent for path in _BINARIES.glob("*/bin/postgres")]
    if not found:
        raise StandInError(
            "PostgreSQL's server is not installed",
            "run `make programs`, which installs Debian's package",
        )
    return max(found, key=lambda path: float(path.parent.name))


def connect(port: int, password: str, database: str) -> Connection:
    """A connection as the owner of everything, without a transaction."""
    opened = psycopg2.connect(
        host="127.0.0.1", port=port, user=OWNER, password=password, dbname=database
    )
    opened.autocommit = True
    return opened


def _unprivileged() -> list[str]:
    """What stands before a command so that it runs as no root and dies with us."""
    command = ["setpriv", "--pdeathsig=QUIT"]
    if os.geteuid() == 0:
        account = _account()
        command += [f"--reuid={account.pw_uid}", f"--regid={account.pw_gid}"]
        command += ["--clear-groups"]
    return command


def _account() -> pwd.struct_passwd:
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    return names.get("postgres") or names["nobody"]


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def make(folder: Path, password: str) -> Path:
    """Make a cluster in a folder; return its data."""
    data, secret = folder / "data", folder / "secret"
    data.mkdir()
    secret.write_text(password)
    if os.geteuid() == 0:
        for path in (data, secret):
            os.chown(path, _account().pw_uid, _account().pw_gid)
    options = ["-A", "md5", "-E", "UTF8", "--lc-collate=C", "--lc-ctype=C.UTF-8"]
    command = [binaries() / "initdb", "-D", data, "-U", OWNER, *options]
    subprocess.run(
        [*_unprivileged(), *command, f"--pwfile={secret}", "--no-sync"],
        stdout=sys.stderr,
        check=True,
        cwd="/",
    )
    secret.unlink()
    return data


def start(data: Path, password: str) -> tuple[subprocess.Popen[bytes], int]:
    """Start PostgreSQL on a free port; return it once it answers.

    Raises:
        StandInError: It ended, or did not answer within 30 seconds.
    """
    for _ in range(5):
        port = _free_port()
        options = [f"{name}={value}" for name, value in _SETTINGS.items()]
        told = [part for option in options for part in ("-c", option)]
        command = [binaries() / "postgres", "-D", data, "-p", str(port), *told]
        server = subprocess.Popen(
            [*_unprivileged(), *command], stdout=sys.stderr, cwd="/"
        )
        for _ in range(600):
            if server.poll() is not None:
                break  # someone took the port
            try:
                connect(port, password, "template1").close()
            except psycopg2.OperationalError:
                time.sleep(0.05)
            else:
                return server, port
        server.kill()
    raise StandInError("PostgreSQL does not answer", "see postgres.log beside this one")


def fill(port: int, password: str) -> None:
    """Give every later database Redshift's functions, and make the client's role."""
    with connect(port, password, "template1") as filling, filling.cursor() as cursor:
        cursor.execute("set allow_system_table_mods = on")
        for path in sorted((PACKAGE / "shims").glob("*.sql")):
            cursor.execute(path.read_text("utf-8"))
        cursor.execute(
            f"create role {CLIENT} login createdb createrole password %s", [password]
        )
        for name, value in _CLIENT_SETTINGS.items():
            cursor.execute(f"alter role {CLIENT} set {name} = {value}")
    filling.close()


def main() -> None:
    folder, password = Path(sys.argv[1]), os.environ["STANDIN_PASSWORD"]
    try:
        server, port = start(make(folder, password), password)
        fill(port, password)
    except Exception:
        shutil.rmtree(folder, ignore_errors=True)
        raise

    def stop() -> None:
        server.send_signal(signal.SIGQUIT)
        server.wait()
        shutil.rmtree(folder, ignore_errors=True)

    when_starter_ends(stop)
    ready(port)
    server.wait()
    time.sleep(30)  # stop() ends this process once the folder is gone


if __name__ == "__main__":
    main()
