"""A bad line between desks and a hub: it passes on what it gets, and after so many bytes something happens.

with FlakyLine(to=port, happens=[(40_000, "cut"), (90_000, "kill")], deeds={"kill": kill_and_start}) as line:
    … line.port …
"""

from __future__ import annotations

import select
import socket
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from types import TracebackType


class FlakyLine:
    """*happens*: after how many bytes since the last event which event comes next. "cut" breaks the connection in both
    directions; any other name does its deed first and breaks the connection then."""

    def __init__(
        self,
        *,
        to: int,
        happens: Sequence[tuple[int, str]] = (),
        deeds: Mapping[str, Callable[[], object]] | None = None,
    ) -> None:
        self._to, self._happens, self._deeds = to, list(happens), dict(deeds or {})
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._door.getsockname()[1])
        self._bytes = 0
        self.happened: list[str] = []
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._serve, name="flaky line")
        self._lines: list[threading.Thread] = []
        self._lock = threading.Lock()

    @property
    def left(self) -> int:
        """Events still to come."""
        return len(self._happens)

    def __enter__(self) -> FlakyLine:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stopping.set()
        with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1):
            pass
        self._thread.join(20)
        self._door.close()
        for line in self._lines:
            line.join(20)

    def _serve(self) -> None:
        while not self._stopping.is_set():
            one, _ = self._door.accept()
            line = threading.Thread(target=self._pass_on, args=(one,), name="flaky line's connection")
            self._lines.append(line)
            line.start()

    def _pass_on(self, desk: socket.socket) -> None:
        with desk:
            try:
                hub = socket.create_connection(("127.0.0.1", self._to), 5)
            except OSError:
                return
            with hub, suppress(OSError):
                while not self._stopping.is_set():
                    ready, _, _ = select.select([desk, hub], [], [], 0.2)
                    for source in ready:
                        raw = source.recv(16_384)
                        if not raw or self._something_happens(raw, hub if source is desk else desk):
                            return

    def _something_happens(self, raw: bytes, target: socket.socket) -> bool:
        """Pass *raw* on, whole or up to where something happens; True when the line is broken now."""
        with self._lock:
            event = ""
            if self._happens:
                after, name = self._happens[0]
                if self._bytes + len(raw) >= after:
                    event, raw = name, raw[: max(after - self._bytes, 0)]
                    self._happens.pop(0)
                    self._bytes = 0
                else:
                    self._bytes += len(raw)
            with suppress(OSError):
                target.sendall(raw)
            if event:
                self._deeds.get(event, lambda: None)()
                self.happened.append(event)
            return bool(event)
