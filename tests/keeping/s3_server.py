"""An S3 server (moto's) in a process of its own: ``python -m tests.keeping.s3_server PORT``. Ends with its input."""

from __future__ import annotations

import json
import logging
import os
import sys


def main(port: int) -> None:
    logging.disable(logging.CRITICAL)
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=port, verbose=False)  # 0.0.0.0 is its default
    server.start()
    _, bound = server.get_host_and_port()
    print(json.dumps({"port": bound, "pid": os.getpid()}), flush=True)
    sys.stdin.read()
    os._exit(0)


if __name__ == "__main__":
    main(int(sys.argv[1]))
