"""moto's S3 as a process: `python -m standin.buckets`."""

import threading

from moto.server import ThreadedMotoServer

from .processes import ready, when_starter_ends


def main() -> None:
    when_starter_ends()
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    ready(server.get_host_and_port()[1])
    threading.Event().wait()


if __name__ == "__main__":
    main()
