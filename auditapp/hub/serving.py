"""Serving: uvicorn over TLS, one process or several, until somebody stops it; then what is under way is finished.

Plain HTTP is spoken on loopback only (behind a reverse proxy on the same machine). A connection that takes long to say
what it wants is closed.
"""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from auditapp.hub import company as companies
from auditapp.hub import house, regular, stamps, telling
from auditapp.hub.application import application
from auditapp.hub.company import Settings
from auditapp.hub.keeping.opening import utc_now
from auditapp.office.enrolment import is_loopback
from auditapp.words import Trouble, say

PROCESSES: Final = "AUDITAPP_HUB_PROCESSES"
FOLDER: Final = "AUDITAPP_HUB_FOLDER"
"""How a served process of several is told its folder."""
HEAD_SECONDS: Final = 20.0
"""From a connection's first byte to the end of a request's head."""
KEPT_SECONDS: Final = 75
CONNECTIONS: Final = 500
STOP_SECONDS: Final = 15
START_SECONDS: Final = 120
"""A process of several that does not answer its supervisor for so long is ended and started anew. (It must be longer
than a start on the busiest machine, or it is ended before it began, again and again.)"""


def serve(
    folder: Path,
    *,
    host: str = "",
    port: int = 0,
    plain: bool = False,
    processes: int = 0,
    ready: Callable[[str], None],
) -> None:
    """Serve the hub in *folder* until it is stopped. *ready* is told the address when it listens. Raises `Trouble`:
    no hub, port taken, no certificate, plain HTTP elsewhere than on loopback."""
    company = companies.read(folder)
    chosen = company.settings
    settings = replace(
        chosen, host=host or chosen.host, port=port or chosen.port, processes=processes or chosen.processes
    )
    where = settings.host or "0.0.0.0"
    if plain and not is_loopback(where):
        raise Trouble(
            say("The connection would not be encrypted"),
            say("Without TLS a hub listens on this machine only, and {host} is reached from others."),
            say(
                "Nothing was started. Leave --plain away, or add --host 127.0.0.1 for a reverse proxy on this machine."
            ),
            code=2,
            host=where,
        )
    pair = None if plain else companies.tls_files(company, utc_now())
    house.open_hub(folder).close()  # a damaged database or wrong settings are told before anything listens
    listening = listen(where, settings.port)
    address = f"{'http' if plain else 'https'}://{where}:{settings.port}"
    telling.to_stderr()
    os.environ[FOLDER], os.environ[PROCESSES] = str(folder), str(settings.processes)
    config = configured("auditapp.hub.serving:app", settings, pair)
    with _told_to_stop():
        if settings.processes > 1:
            from uvicorn.supervisors import Multiprocess

            ready(address)
            Multiprocess(config, sockets=[listening]).run()
        else:
            _Server(config, lambda: ready(address)).run(sockets=[listening])


def app() -> ASGIApp:
    """The application of the process that uvicorn starts (by `FOLDER`). The hub is opened when the process begins to
    serve and closed when it stops."""
    telling.to_stderr()
    return _Opened(Path(os.environ[FOLDER]))


@contextmanager
def _told_to_stop() -> Iterator[None]:
    """uvicorn, when it has stopped, sends the signal that stopped it once more; to be told to stop is no fault."""
    signals = (signal.SIGINT, signal.SIGTERM)
    before = [signal.signal(one, lambda *_: None) for one in signals]
    try:
        yield
    finally:
        for one, handler in zip(signals, before, strict=True):
            signal.signal(one, handler)


class _Server(uvicorn.Server):
    """A server that says when it listens."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._ready()


class _Opened:
    """The application over a hub that is open while it is served."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._app: ASGIApp | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif self._app is not None:
            await self._app(scope, receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        try:
            hub = house.open_hub(self._folder)
        except Trouble as trouble:
            telling.tell("not started", level=logging.ERROR, trouble=trouble.title)
            await send({"type": "lifespan.startup.failed", "message": ""})
            return
        try:
            several = os.environ.get(PROCESSES, "1") != "1" or bool(hub.keeping.places.database)
            self._app = application(hub, shared=several)
            telling.tell("started", hub=hub.company.id, epoch=hub.epoch, process=os.getpid())
            await send({"type": "lifespan.startup.complete"})
            stop = asyncio.Event()
            beside = [
                asyncio.ensure_future(stamps.keep_stamping(hub, stop)),
                asyncio.ensure_future(regular.keep_tidy(hub, stop)),
            ]
            await receive()
            stop.set()
            await asyncio.gather(*beside)
        finally:
            hub.close()
            telling.tell("stopped", process=os.getpid())
        await send({"type": "lifespan.shutdown.complete"})


class Patient(H11Protocol):
    """uvicorn's HTTP/1.1, but a connection that does not come to the point is closed."""

    _head: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._watch()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        cycle: Any = self.cycle
        if cycle is None or cycle.response_complete:
            self._watch()
        else:
            self._unwatch()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        self._unwatch()

    def connection_lost(self, exc: Exception | None) -> None:
        self._unwatch()
        super().connection_lost(exc)

    def _watch(self) -> None:
        if self._head is None:
            self._head = self.loop.call_later(HEAD_SECONDS, self._too_slow)

    def _unwatch(self) -> None:
        if self._head is not None:
            self._head.cancel()
            self._head = None

    def _too_slow(self) -> None:
        self._head = None
        if not self.transport.is_closing():
            telling.tell("too slow", address=self.client[0] if self.client else "")
            self.transport.abort()


def configured(served: str | ASGIApp, settings: Settings, pair: tuple[Path, Path] | None) -> uvicorn.Config:
    """How uvicorn serves: an application, or the name of what makes it in each of several processes."""
    tls: dict[str, Any] = {}
    if pair is not None:
        tls = {"ssl_certfile": str(pair[0]), "ssl_keyfile": str(pair[1]), "ssl_version": ssl.PROTOCOL_TLS_SERVER}
    return uvicorn.Config(
        served,
        factory=isinstance(served, str),
        http=Patient,
        ws="none",
        lifespan="on" if isinstance(served, str) else "off",
        log_config=None,
        access_log=False,
        server_header=False,
        date_header=False,
        proxy_headers=bool(settings.behind),
        forwarded_allow_ips=list(settings.behind),
        limit_concurrency=CONNECTIONS,
        backlog=256,
        timeout_keep_alive=KEPT_SECONDS,
        timeout_graceful_shutdown=STOP_SECONDS,
        workers=settings.processes,
        timeout_worker_healthcheck=START_SECONDS,
        **tls,
    )


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens. It names its protocol: asyncio sends small answers at once (TCP_NODELAY) only on
    connections of one that does, and each answer would else wait 40 ms for the desk's acknowledgement."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    found = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if os.name == "posix":
            found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        found.bind((host, port))
        found.listen(256)
        found.set_inheritable(True)
    except OSError as error:
        found.close()
        raise Trouble(
            say("The hub cannot listen there"),
            say("{host}, port {port}: taken by another program, or not an address of this machine, or not allowed."),
            say("Nothing was started. Is a hub running here already? Otherwise choose another: --port N."),
            host=host,
            port=port,
        ) from error
    return found
