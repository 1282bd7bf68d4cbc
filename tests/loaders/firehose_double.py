"""A small Firehose that fails the way the real one does, and a producer that copes.

It speaks the Firehose JSON protocol over HTTP on this machine, so that boto3 needs
only another endpoint, and writes to any S3 that it is given: buffered by size,
compressed, joined without a separator, under keys of the oldest record's hour. Its
faults are seeded: a test that found one finds it again.
"""

import base64
import gzip
import json
import random
import uuid
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread

MAX_RECORDS, MAX_REQUEST_BYTES = 500, 4 << 20
PREFIX = "events/"


@dataclass(frozen=True)
class Faults:
    """How often what goes wrong, from 0 to 1.

    Attributes:
        partial: A record is refused, and not kept.
        ambiguous: A record is called refused, and kept all the same.
        throttled: A whole call is refused.
        doubled: An object is written twice, under two names.
        late: An object is held back until all others are there.
    """

    partial: float = 0.05
    ambiguous: float = 0.03
    throttled: float = 0.1
    doubled: float = 0.15
    late: float = 0.15


class ThrottledError(Exception):
    """The whole call was refused."""


class Firehose:
    """One delivery stream in front of a bucket."""

    def __init__(self, s3, bucket, seed, faults=None, buffer_bytes=20_000):
        """Start with an empty buffer at 07:00."""
        self._s3, self._bucket = s3, bucket
        self._rng = random.Random(seed)
        self._faults = faults or Faults()
        self._buffer_bytes = buffer_bytes
        self._clock = datetime(2026, 1, 5, 7, tzinfo=UTC)
        self._buffer, self._held, self._lock = [], [], Lock()
        self.happened = Counter()

    def put_record_batch(self, records):
        """Take some records and refuse others, as told by the answer."""
        contents = [base64.b64decode(record["Data"]) for record in records]
        assert len(contents) <= MAX_RECORDS
        assert sum(map(len, contents)) <= MAX_REQUEST_BYTES
        with self._lock:
            if self._happens("throttled"):
                raise ThrottledError
            answers = [self._put(content) for content in contents]
        failed = sum("ErrorCode" in answer for answer in answers)
        return {"FailedPutCount": failed, "RequestResponses": answers}

    def deliver_all(self):
        """Deliver what is buffered, and then what is late."""
        with self._lock:
            self._flush()
            for key, content in self._held:
                self._write(key, content)
            self._held.clear()

    def _happens(self, fault):
        happens = self._rng.random() < getattr(self._faults, fault)
        self.happened[fault] += happens
        return happens

    def _put(self, content):
        if self._happens("partial"):
            return {"ErrorCode": "ServiceUnavailableException", "ErrorMessage": "Slow."}
        self._clock += timedelta(seconds=self._rng.random() * 20)
        self._buffer.append((self._clock, content))
        if sum(len(one) for _, one in self._buffer) >= self._buffer_bytes:
            self._flush()
        if self._happens("ambiguous"):
            return {"ErrorCode": "InternalFailure", "ErrorMessage": "Timed out."}
        return {"RecordId": self._name()}

    def _flush(self):
        if not self._buffer:
            return
        oldest = self._buffer[0][0]
        content = gzip.compress(b"".join(one for _, one in self._buffer), mtime=0)
        self._buffer.clear()
        folder = f"{PREFIX}{oldest:%Y/%m/%d/%H}/shop-1-{oldest:%Y-%m-%d-%H-%M-%S}"
        key = f"{folder}-{self._name()}.gz"
        if self._happens("late"):
            self._held.append((key, content))
            return
        self._write(key, content)
        if self._happens("doubled"):
            self._write(f"{folder}-{self._name()}.gz", content)

    def _write(self, key, content):
        self._s3.put_object(Bucket=self._bucket, Key=key, Body=content)
        self.happened["objects"] += 1

    def _name(self):
        return str(uuid.UUID(int=self._rng.getrandbits(128), version=4))


@contextmanager
def served(firehose):
    """Serve it on this machine; gives the address, and stops by itself."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self):
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            try:
                status, answer = 200, firehose.put_record_batch(asked["Records"])
            except ThrottledError:
                status, answer = 503, {"__type": "ServiceUnavailableException"}
            content = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/x-amz-json-1.1")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *arguments):
            """Stay silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class Producer:
    """Sends records until each is taken: again only those that were refused."""

    def __init__(self, client, most_tries=30):
        """Send with a boto3 client of Firehose that does not retry by itself."""
        self._client = client
        self._most_tries = most_tries
        self.sent_again = 0

    def send(self, contents):
        """Send all; a refused record goes out with the next call."""
        for low in range(0, len(contents), MAX_RECORDS):
            waiting = contents[low : low + MAX_RECORDS]
            for _ in range(self._most_tries):
                waiting = self._refused(waiting)
                if not waiting:
                    break
                self.sent_again += len(waiting)
            else:
                raise TimeoutError(f"{len(waiting)} records were never taken")

    def _refused(self, contents):
        try:
            answer = self._client.put_record_batch(
                DeliveryStreamName="shop", Records=[{"Data": one} for one in contents]
            )
        except self._client.exceptions.ServiceUnavailableException:
            return contents
        answers = zip(contents, answer["RequestResponses"], strict=True)
        return [content for content, one in answers if "ErrorCode" in one]
