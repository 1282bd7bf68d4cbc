"""The stand-in as a whole: PostgreSQL, proxy, S3 and Data API on 127.0.0.1."""

import json
import secrets
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import boto3

from . import postgres
from .processes import Lifeline

_DATABASE = "shop"
_DBT_DATABASE = "built"
_IAM_ROLE = "arn:aws:iam::123456789012:role/footfall-copy"
_KEYS = {"AWS_ACCESS_KEY_ID": "standin", "AWS_SECRET_ACCESS_KEY": "standin"}


@dataclass(frozen=True)
class StandIn:
    """One running stand-in, and one database of it.

    Attributes:
        host: Where everything listens.
        port: What a client of Redshift connects to.
        postgres_port: PostgreSQL itself, behind it; for looking past the proxy.
        database: Name of the database.
        user: The client's role.
        password: Its password, made anew for each run.
        s3_endpoint: URL of moto's S3, for a client of boto3.
        data_api_endpoint: URL of the Data API.
        iam_role: The role that COPY must name.
        folder: Logs, and the statements that clients sent.
        control_port: Where the proxy takes faults.
    """

    host: str
    port: int
    postgres_port: int
    database: str
    user: str
    password: str
    s3_endpoint: str
    data_api_endpoint: str
    iam_role: str
    folder: Path
    control_port: int

    def environment(self) -> dict[str, str]:
        """What a process needs to take this for its Redshift and its AWS."""
        return {
            "FOOTFALL_REDSHIFT_HOST": self.host,
            "FOOTFALL_REDSHIFT_PORT": str(self.port),
            "FOOTFALL_REDSHIFT_DATABASE": self.database,
            "FOOTFALL_REDSHIFT_USER": self.user,
            "FOOTFALL_REDSHIFT_IAM_ROLE": self.iam_role,
            "DBT_ENV_SECRET_REDSHIFT_PASSWORD": self.password,
            "AWS_ENDPOINT_URL_S3": self.s3_endpoint,
            "AWS_ENDPOINT_URL_REDSHIFT_DATA": self.data_api_endpoint,
            "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_EC2_METADATA_DISABLED": "true",
            **_KEYS,
        }

    def new_database(self, name: str) -> "StandIn":
        """An empty database with Redshift's functions, on the same servers.

        Raises:
            psycopg2.errors.DuplicateDatabase: The name is taken.
        """
        opened = postgres.connect(self.postgres_port, self.password, "postgres")
        with opened.cursor() as cursor:
            cursor.execute(f'create database "{name}" owner {self.user}')
        opened.close()
        return replace(self, database=name)

    def database_for_dbt(self) -> "StandIn":
        """An empty database of always the same name, in place of the last one.

        What dbt has parsed holds the name, and is of use to all that have the same.
        """
        opened = postgres.connect(self.postgres_port, self.password, "postgres")
        with opened.cursor() as cursor:
            cursor.execute(f'drop database if exists "{_DBT_DATABASE}" with (force)')
        opened.close()
        return self.new_database(_DBT_DATABASE)

    def new_bucket(self) -> str:
        """The name of a bucket that was not there before."""
        name = f"shop-{secrets.token_hex(6)}"
        self.aws("s3").create_bucket(Bucket=name)
        return name

    def aws(self, service: str) -> Any:
        """A client of boto3 for `s3` or `redshift-data`."""
        urls = {"s3": self.s3_endpoint, "redshift-data": self.data_api_endpoint}
        return boto3.client(
            service,
            endpoint_url=urls[service],
            region_name="us-east-1",
            aws_access_key_id=_KEYS["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=_KEYS["AWS_SECRET_ACCESS_KEY"],
        )

    def break_at(self, where: str, how: str = "error", skip: int = 0) -> None:
        """Make the next fitting statement on this database fail.

        Args:
            where: `before_copy`, `after_copy`, `before_commit` or `after_commit`; or
                `lost_answer`: the Data API takes a statement, and says nothing.
            how: `error` answers with an error, `drop` closes the connection.
            skip: How many fitting statements pass first.

        Raises:
            ValueError: No such place or way.
        """
        order = {"database": self.database, "where": where, "how": how, "skip": skip}
        told = json.dumps(order).encode()
        if where == "lost_answer":
            urlopen(f"{self.data_api_endpoint}/faults", told, timeout=10).close()
            return
        with socket.create_connection((self.host, self.control_port)) as control:
            control.sendall(told + b"\n")
            answer = control.makefile().readline().strip()
        if answer != "armed":
            raise ValueError(answer)

    def statements(self) -> list[str]:
        """The texts that clients sent to this database, as they wrote them."""
        lines = (self.folder / "statements.jsonl").read_text().splitlines()
        told = map(json.loads, lines)
        return [one["sql"] for one in told if one["database"] == self.database]


@contextmanager
def stand_in(folder: Path) -> Iterator[StandIn]:
    """Start a stand-in; it ends with the block, or with this process.

    Args:
        folder: For logs. PostgreSQL's data lies under the system's temporary folder,
            where its user may read, and goes in the end.

    Raises:
        StandInError: PostgreSQL is not installed, or something does not start.
    """
    postgres.binaries()
    folder.mkdir(parents=True, exist_ok=True)
    password = secrets.token_hex(12)
    place = Path(tempfile.mkdtemp(prefix="footfall-standin-"))
    place.chmod(0o755)
    lifeline = Lifeline(folder)
    try:
        warehouse = lifeline.start("postgres", str(place), STANDIN_PASSWORD=password)
        buckets = lifeline.start("buckets")
        (s3_port,) = buckets.wait_until_ready().ports
        (postgres_port,) = warehouse.wait_until_ready().ports
        s3_endpoint = f"http://127.0.0.1:{s3_port}"
        proxy = lifeline.start(
            "proxy",
            *(str(postgres_port), str(place), _IAM_ROLE),
            STANDIN_S3=s3_endpoint,
            **_KEYS,
        )
        port, control_port = proxy.wait_until_ready().ports
        data_api = lifeline.start(
            "data_api", str(port), postgres.CLIENT, STANDIN_PASSWORD=password
        )
        (data_api_port,) = data_api.wait_until_ready().ports
        running = StandIn(
            host="127.0.0.1",
            port=port,
            postgres_port=postgres_port,
            database="postgres",
            user=postgres.CLIENT,
            password=password,
            s3_endpoint=s3_endpoint,
            data_api_endpoint=f"http://127.0.0.1:{data_api_port}",
            iam_role=_IAM_ROLE,
            folder=place,
            control_port=control_port,
        )
        yield running.new_database(_DATABASE)
    finally:
        lifeline.cut()
