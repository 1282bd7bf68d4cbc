"""Statements over a connection of redshift_connector, the driver that dbt uses."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

from loaders.errors import ConfigError
from loaders.settings import Server
from loaders.warehouse.redshift.transport import NO_CONNECTION, RefusedError

# A COPY says nothing until it is done, and what lies between forgets connections that
# are silent (a load balancer after 350 s): ask for a sign of life each minute.
_KEEPALIVE = {"tcp_keepalive_idle": 60, "tcp_keepalive_interval": 15}


class Connector:
    """One connection, opened when it is needed and again after it broke."""

    def __init__(self, server: Server, database: str) -> None:
        """Keep where to connect to; nothing is asked yet.

        Raises:
            ConfigError: The driver is not installed.
        """
        try:
            import redshift_connector
        except ImportError:
            raise ConfigError(
                "the driver of Redshift is not installed",
                "pip install 'footfall[redshift]'",
            ) from None
        self._driver: Any = redshift_connector
        self._server = server
        self._database = database
        self._connection: Any = None

    def run(self, statements: Sequence[str]) -> None:
        """Run statements as one transaction; see `Transport`."""
        try:
            cursor = self._cursor()
            for statement in statements:
                cursor.execute(statement)
            self._connection.commit()
        except Exception as error:  # a broken socket raises as it likes
            self.close()
            raise _refused(error) from None

    def query(
        self, sql: str, parameters: Mapping[str, str] | None = None
    ) -> list[tuple[Any, ...]]:
        """The rows of one select; see `Transport`."""
        try:
            cursor = self._cursor()
            cursor.execute(sql, dict(parameters or {}))
            rows = [tuple(row) for row in cursor.fetchall()]
            self._connection.rollback()  # so that the next reads what is there then
        except Exception as error:
            self.close()
            raise _refused(error) from None
        return rows

    def close(self) -> None:
        """Close the connection; the server rolls back what is open."""
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(Exception):  # it may be broken already
                connection.close()

    def _cursor(self) -> Any:  # noqa: ANN401 - the driver's own
        if self._connection is None:
            self._connection = self._connect()
        cursor = self._connection.cursor()
        cursor.paramstyle = "named"
        return cursor

    def _connect(self) -> Any:  # noqa: ANN401
        server = self._server
        encrypted = (
            {"ssl": True, "sslmode": server.tls} if server.tls else {"ssl": False}
        )
        return self._driver.connect(
            host=server.host,
            port=server.port,
            database=self._database,
            user=server.user,
            password=server.password,
            application_name="footfall",
            max_prepared_statements=0,  # a text comes again, its tables are new ones
            **encrypted,
            **_KEEPALIVE,
        )


def _refused(error: Exception) -> RefusedError:
    """Any error of the driver or the socket below it → ours."""
    told = error.args[0] if error.args else ""
    if isinstance(told, dict):  # what the server sent
        return RefusedError(str(told.get("M", "")), str(told.get("C", "")))
    causes = [one for one in (error, *error.args) if isinstance(one, OSError)]
    if causes:
        return RefusedError(str(causes[-1]), NO_CONNECTION)
    return RefusedError(str(error) or type(error).__name__)
