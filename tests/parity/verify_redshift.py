"""The whole way on a real cluster, in a database of its own, compared with DuckDB.

    make verify-redshift

Needs the variables of target `prod`, FOOTFALL_VERIFY_PREFIX=s3://bucket/folder/ and a
user who may create a database. Whatever happens, the database and every object below
the prefix are removed. Steps and policies: docs/guides/verify-redshift.md.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from signal import SIGTERM, signal

import click
import redshift_connector
from both_ways import BothWays, Source, connect, source
from comparison import Comparison
from deliveries import objects_below
from engine_facts import ask, sources, table_keys
from feeds import all_feeds, deliver
from warehouse_tables import RedshiftTables, remember
from way import FOOTFALL, StepError

NEEDED = (
    "FOOTFALL_REDSHIFT_HOST",
    "FOOTFALL_REDSHIFT_DATABASE",
    "FOOTFALL_REDSHIFT_USER",
    "FOOTFALL_REDSHIFT_IAM_ROLE",
    "DBT_ENV_SECRET_REDSHIFT_PASSWORD",
    "FOOTFALL_VERIFY_PREFIX",
)
_PREFIX = re.compile(r"s3://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])/(.+)")
# Marks lie in a table of their own, one more each build: bookkeeping, not rows.
_BOOKKEEPING = {"intermediate.build_marks"}
_DROPS = 30  # a session that was ended takes some seconds to go


class UsageError(Exception):
    """The operator has to set something: what, and how."""


class VerifyError(Exception):
    """The cluster did something else than it should."""


def main(arguments: list[str] | None = None) -> int:
    """Run every step; 0 when all rows are equal, 1 when not, 2 for a setting."""
    parser = argparse.ArgumentParser(
        description="Verify Footfall on a Redshift cluster."
    )
    parser.add_argument("--events", type=int, default=5_000)
    parser.add_argument("--histories", type=int, default=20)
    parser.add_argument("--copied-events", type=int, default=200_000)
    told = parser.parse_args(arguments)
    signal(SIGTERM, lambda *_: sys.exit(143))  # so that what is made is removed
    try:
        environment, bucket, prefix = checked(os.environ)
        run = f"footfall_verify_{uuid.uuid4().hex[:8]}"
        with (
            tempfile.TemporaryDirectory() as folder,
            objects_of_its_own(environment, bucket, f"{prefix}{run}/") as objects,
            database_of_its_own(environment, run) as environment,
        ):
            staging = f"{objects.url}staging/"
            environment["FOOTFALL_REDSHIFT_STAGING_PREFIX"] = staging
            verify(Path(folder), environment, objects, told.events, told.histories)
            copy_at_size(Path(folder), environment, objects, told.copied_events)
            two_loaders(Path(folder), environment, objects)
            engine(environment)
    except UsageError as error:
        click.echo(f"error: {error.args[0]}\n\nhint: {error.args[1]}", err=True)
        return 2
    except (VerifyError, StepError, redshift_connector.Error) as error:
        click.echo(f"error: {error}", err=True)
        return 1
    say("result", "every row is equal")
    return 0


def checked(environment: Mapping[str, str]) -> tuple[dict[str, str], str, str]:
    """The environment, the bucket and the folder to work in."""
    missing = [name for name in NEEDED if not environment.get(name)]
    if missing:
        raise UsageError(
            f"not set: {', '.join(missing)}", "see docs/guides/verify-redshift.md"
        )
    found = _PREFIX.fullmatch(environment["FOOTFALL_VERIFY_PREFIX"])
    if found is None:
        raise UsageError(
            f"no folder of a bucket: {environment['FOOTFALL_VERIFY_PREFIX']}",
            "set FOOTFALL_VERIFY_PREFIX to s3://bucket/folder/",
        )
    return dict(environment), found[1], found[2].rstrip("/") + "/"


@contextmanager
def objects_of_its_own(
    environment: Mapping[str, str], bucket: str, prefix: str
) -> Iterator[Source]:
    """A folder of the bucket that is empty afterwards."""
    made = source(environment, bucket, prefix)
    try:
        yield made
    finally:
        say("removed objects", made.delete())


@contextmanager
def database_of_its_own(
    environment: Mapping[str, str], name: str
) -> Iterator[dict[str, str]]:
    """A database that is gone afterwards; the environment that names it."""
    run_alone(environment, f"create database {name}")
    say("created database", name)
    try:
        yield {**environment, "FOOTFALL_REDSHIFT_DATABASE": name}
    finally:
        for left in reversed(range(_DROPS)):
            try:
                run_alone(environment, f"drop database {name}")
            except redshift_connector.Error:
                if left == 0:
                    say("NOT removed", f"drop database {name} force;")
                    raise
                time.sleep(2)
            else:
                say("removed database", name)
                break


def run_alone(environment: Mapping[str, str], sql: str) -> None:
    """One statement outside any transaction, on a connection of its own."""
    connection = connect(environment)
    try:
        with connection.cursor() as cursor:
            cursor.execute(sql)
    finally:
        connection.close()


def verify(
    folder: Path,
    environment: Mapping[str, str],
    objects: Source,
    events: int,
    histories: int,
) -> None:
    """First build, late data, increments, full refresh: equal after each."""
    feeds = all_feeds(folder, events, histories)
    ways = BothWays(folder, environment)
    try:
        deliver(ways, objects, {kind: feed.first for kind, feed in feeds.items()})
        ways.build()
        must_be_equal("first build", ways.compare())
        deliver(ways, objects, {kind: feed.late for kind, feed in feeds.items()})
        ways.build("--exclude-resource-type", "unit_test")
        must_be_equal("increments", ways.compare())
        connection = connect(environment)
        before = remember(RedshiftTables(connection), "increments")
        connection.close()
        ways.prod.build("--full-refresh", "--exclude-resource-type", "unit_test")
        refreshed = ways.compare_with(before, exempt=_BOOKKEEPING)
        must_be_equal("full refresh", refreshed)
    finally:
        ways.close()
        for step, seconds in ways.prod.seconds:
            say(f"seconds: {step}", round(seconds, 1))


def must_be_equal(when: str, comparison: Comparison) -> None:
    """Print what was compared, or every difference."""
    if comparison.differences:
        raise VerifyError(f"after {when} these differ\n{comparison}")
    rows = sum(comparison.row_counts.values())
    say(f"equal after {when}", f"{len(comparison.row_counts)} relations, {rows} rows")


def copy_at_size(
    folder: Path, environment: Mapping[str, str], objects: Source, events: int
) -> None:
    """Load more than fits one file, and count what landed."""
    made = folder / "large"
    command = [str(FOOTFALL), "simulate", "--events", str(events), "--seed", "11"]
    subprocess.run([*command, "--output", str(made)], check=True, capture_output=True)
    large = objects.below("large/")
    large.put(objects_below(made))
    started = time.perf_counter()
    told = load(environment, large.url).communicate()[0]
    seconds = time.perf_counter() - started
    records = int(dict(line.split("\t") for line in told.splitlines())["records"])
    say("records copied", records)
    say("seconds: load of them", round(seconds, 1))
    rows = counted(
        environment, "select sum(records), sum(landed + rejected) from landing.objects"
    )
    if rows[0] != rows[1]:
        raise VerifyError(f"records do not add up: {rows}")


def two_loaders(folder: Path, environment: Mapping[str, str], objects: Source) -> None:
    """Two loads of the same objects at once land each object once."""
    both = objects.below("both/")
    both.put(
        {f"2026/02/01/00/{name}": b'{"event_id": "%d"}' % name for name in range(50)}
    )
    loaders = [load(environment, both.url) for _ in range(2)]
    codes = [loader.wait() for loader in loaders]
    if any(code not in (0, 3) for code in codes):
        raise VerifyError(f"two loaders at once ended with {codes}")
    again = load(environment, both.url)
    if again.wait():
        raise VerifyError("a load after two at once failed")
    entries = counted(
        environment,
        "select count(*), count(distinct object_key) from landing.objects"
        " where object_key like '%/both/2026/02/01/00/%'",
    )
    if entries != (50, 50):
        raise VerifyError(f"two loaders at once: 50 objects, ledger and keys {entries}")
    say("two loaders at once", f"50 objects once, exit codes {codes}")


def load(environment: Mapping[str, str], url: str) -> "subprocess.Popen[str]":
    """Start a load into the cluster."""
    return subprocess.Popen(
        [str(FOOTFALL), "load", url, "--kind", "event", "--target", "prod"],
        env=dict(environment),
        stdout=subprocess.PIPE,
        text=True,
    )


def counted(environment: Mapping[str, str], sql: str) -> tuple[int, ...]:
    """The one row of a query, as integers."""
    connection = connect(environment)
    try:
        with connection.cursor() as cursor:
            cursor.execute(sql)
            return tuple(int(value) for value in cursor.fetchall()[0])
    finally:
        connection.close()


def engine(environment: Mapping[str, str]) -> None:
    """What the engine does by itself, beside what is documented."""
    connection = connect(environment)
    try:
        with connection.cursor() as cursor:
            cursor.execute("select version()")
            say("engine", cursor.fetchall()[0][0])
        for found in ask(connection):
            told = "as documented" if found.is_as_documented else "OTHERWISE"
            say(f"{told}: {found.fact.name}", found.told)
            if not found.is_as_documented:
                say(
                    "  documented",
                    f"{found.fact.documented}, {sources()[found.fact.name]}",
                )
        for name, *keys in table_keys(connection):
            say(f"keys: {name}", ", ".join(map(str, keys)))
    finally:
        connection.close()


def say(name: str, value: object) -> None:
    """One fact, at once: a person watches."""
    click.echo(f"{name}\t{value}")


if __name__ == "__main__":
    sys.exit(main())
