"""A hub that is served for a test: in a thread of this process, or as the program itself that may be killed.

with InThread(folder) as hub:
    hub.enrols(lin, "lin", "林若溪")
    office = hub.office(lin)                 # `office.protocol.Office` over a real socket on loopback

with AsProgram(folder) as hub:               # the same, and `hub.kill()` is kill -9
    …
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any

import httpx
import uvicorn

from auditapp.hub import company, house, people, serving
from auditapp.hub.application import application
from auditapp.hub.house import Hub
from auditapp.hub.keeping.opening import utc_now
from auditapp.office import enrolment as invitations
from auditapp.office import http
from auditapp.office.http import HubOffice
from auditapp.operations import enrolment
from auditapp.operations.enrolment import Enrolled
from tests.inspector import Inspector

NAME = "海棠人寿"
HOUSE = Path(__file__).parents[2]


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def make(
    folder: Path, *, tls: bool = True, port: int = 0, clock: Callable[[], datetime] = utc_now, **settings: Any
) -> company.Company:
    """A hub's folder, as `auditapp hub init` makes it, for loopback."""
    port = port or free_port()
    address = f"{'https' if tls else 'http'}://localhost:{port}"
    return company.init(
        folder,
        name=NAME,
        address=address,
        port=port,
        host="127.0.0.1",
        clock=clock,
        randomness=os.urandom,
        **settings,
    )


class Served:
    """What both have in common: users and their desks."""

    company: company.Company
    proxy = ""
    """Where desks go instead of to the hub's own address (a flaky line in between)."""

    @property
    def folder(self) -> Path:
        return self.company.folder

    @property
    def address(self) -> str:
        return self.proxy or self.company.settings.address

    def opened(self) -> Hub:
        """The hub's keeping, beside whoever serves it."""
        return house.open_hub(self.folder)

    def invites(self, code: str, name: str, roles: Sequence[str] = ("lead",)) -> str:
        """A user's invitation as a line; the user is added first."""
        with self.opened() as hub:
            people.add_user(hub, code, name, roles, by="test")
            invitation = people.invite(hub, code, by="test")
        return invitations.to_line(invitation)

    def enrols(self, desk: Inspector, code: str, name: str, roles: Sequence[str] = ("lead",), **named: Any) -> Enrolled:
        return enrolment.enrol(desk.desk, self.invites(code, name, roles), **named)

    def office(self, desk: Inspector) -> HubOffice:
        """The road from this desk. Close it."""
        found = enrolment.office(desk.desk)
        assert found is not None
        return found


class InThread(Served):
    """A hub served by a thread of this process. *hub* may be touched from the test while it serves."""

    def __init__(
        self,
        folder: Path,
        *,
        tls: bool = False,
        shared: bool = False,
        clock: Callable[[], datetime] = utc_now,
        **settings: Any,
    ) -> None:
        there = company.is_hub(folder)
        self.company = company.read(folder) if there else make(folder, tls=tls, clock=clock, **settings)
        self.hub = house.open_hub(folder, clock=clock)
        pair = company.tls_files(self.company, clock()) if self.address.startswith("https") else None
        self.application = application(self.hub, shared=shared)
        config = serving.configured(self.application, self.company.settings, pair)
        self._listening = serving.listen("127.0.0.1", self.company.settings.port)
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, args=([self._listening],), name="hub")

    @property
    def door(self) -> Any:
        """The door of the one process, whose rates a test may set."""
        front: Any = self.application
        return front.serving.door

    def __enter__(self) -> InThread:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.should_exit = True
        self._thread.join(20)
        self.hub.close()
        self._listening.close()


class AsProgram(Served):
    """A hub served by the program, to be killed and started again."""

    def __init__(self, folder: Path, *, tls: bool = True, options: Sequence[str] = (), **settings: Any) -> None:
        self.company = company.read(folder) if company.is_hub(folder) else make(folder, tls=tls, **settings)
        self._options = [*options, *(["--plain"] if self.company.settings.address.startswith("http:") else [])]
        self.log = folder / "log.txt"
        self._program: subprocess.Popen[str] | None = None

    @property
    def pid(self) -> int:
        assert self._program is not None
        return self._program.pid

    def start(self) -> AsProgram:
        """Start it and wait until it says that it listens."""
        with self.log.open("ab") as log:
            self._program = subprocess.Popen(
                [sys.executable, "-m", "auditapp", "hub", "serve", str(self.folder), "--json", *self._options],
                cwd=HOUSE,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                encoding="utf-8",
            )
        assert self._program.stdout is not None
        line = self._program.stdout.readline()
        assert "listening" in line, f"{line} {self.log.read_text('utf-8')[-2000:]}"
        return self

    def all_started(self, processes: int) -> None:
        """Ask it how it is until so many of its processes have begun to serve."""
        end = time.monotonic() + 120
        while sum(line["what"] == "started" for line in self.lines()) < processes:
            assert time.monotonic() < end, "they never started"
            context = http.trust(self.company.authority_pem)
            httpx.get(f"{self.company.settings.address}/health", verify=context, trust_env=False, timeout=60)

    def kill(self) -> int:
        """kill -9, and its pid; it is gone on return."""
        assert self._program is not None
        pid = self._program.pid
        self._program.kill()
        self._gone()
        return pid

    def stop(self) -> int:
        """Ask it to stop; its exit code."""
        assert self._program is not None
        self._program.send_signal(signal.SIGTERM)
        return self._gone()

    def lines(self) -> list[dict[str, Any]]:
        """What it logged."""
        return [json.loads(line) for line in self.log.read_text("utf-8").splitlines()]

    def _gone(self) -> int:
        assert self._program is not None
        code = self._program.wait(30)
        if self._program.stdout is not None:
            self._program.stdout.close()
        return code

    def __enter__(self) -> AsProgram:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._program is not None and self._program.poll() is None:
            self.kill()
