"""A time stamping authority on loopback, over HTTP as RFC 3161 has it; it can be told to fall silent or to babble."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType

from tests.report.seal_house import time_stamp_for


class Authority:
    """``mood``: "" stamps, "down" answers 503, "babble" answers something else. ``asked`` counts requests."""

    def __init__(self) -> None:
        self.mood, self.asked = "", 0
        authority = self

        class Desk(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                authority.asked += 1
                request = self.rfile.read(int(self.headers["content-length"]))
                answer = b"<html>log in</html>" if authority.mood == "babble" else b""
                if not authority.mood and self.headers["content-type"] == "application/timestamp-query":
                    answer = time_stamp_for(request)
                self.send_response(503 if authority.mood == "down" else 200)
                self.send_header("content-type", "application/timestamp-reply")
                self.send_header("content-length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, format: str, *args: object) -> None:
                """Quiet."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Desk)
        self._thread = threading.Thread(target=self._server.serve_forever, name="tsa")

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/tsa"

    def __enter__(self) -> Authority:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._thread.join(20)
        self._server.server_close()
