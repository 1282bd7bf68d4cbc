"""The Data API: `python -m standin.data_api PROXY_PORT USER`, for boto3 over HTTP.

Statements run in threads against the proxy, each call in a connection of its own; a
batch is one transaction. Clients ask for the outcome as they must on AWS. The same
client token answers with the same statement. Password in STANDIN_PASSWORD.
"""

import json
import os
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from .data_api_calls import Calls, RefusedCallError
from .faults import Fault, Faults
from .processes import ready, when_starter_ends


class _Handler(BaseHTTPRequestHandler):
    """One request of boto3, or a fault of a test."""

    calls: Calls
    faults: Faults
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        asked: dict[str, Any] = json.loads(self.rfile.read(length) or b"{}")
        if self.path == "/faults":
            return self._arm(asked)
        operation = self.headers.get("X-Amz-Target", "").rsplit(".", 1)[-1]
        try:
            told = self.calls.answer(operation, asked)
        except RefusedCallError as error:
            return self._send(400, {"__type": error.kind, "message": str(error)})
        fault = None
        if operation in ("ExecuteStatement", "BatchExecuteStatement"):
            fault = self.faults.take(asked.get("Database", ""), "lost_answer")
        if fault is None:
            return self._send(200, told)
        if fault.how == "drop":
            self.close_connection = True
            return None
        failed = {"__type": "InternalServerException", "message": fault.text}
        return self._send(500, failed)

    def _arm(self, asked: dict[str, Any]) -> None:
        try:
            self.faults.arm(Fault(**asked))
        except (TypeError, ValueError) as error:
            return self._send(400, {"message": str(error)})
        return self._send(200, {"message": "armed"})

    def _send(self, status: int, told: dict[str, Any]) -> None:
        body = json.dumps(told).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/x-amz-json-1.1")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing of each request."""


def main() -> None:
    when_starter_ends()
    port, user = sys.argv[1:]
    _Handler.calls = Calls(int(port), user, os.environ["STANDIN_PASSWORD"])
    _Handler.faults = Faults()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    ready(server.server_address[1])
    while True:
        time.sleep(3600)


if __name__ == "__main__":
    main()
