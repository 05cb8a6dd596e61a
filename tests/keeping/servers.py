"""Servers of other houses, real ones, for one run of the tests: PostgreSQL and an S3 server. Both listen to this
machine alone, keep their data in a folder that is thrown away, and end with the tests, killed or not.
"""

from __future__ import annotations

import json
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[2]
UP = 60.0
"""Seconds a server has to come up or go down."""


class NotUp(Exception):
    """A server that did not come up, with what it said."""


@dataclass
class Postgres:
    """A PostgreSQL of our own, on a socket file: no port, so that nobody else's server can be meant by accident."""

    bin: Path
    folder: Path
    process: subprocess.Popen[bytes]
    settings: tuple[str, ...] = ()
    made: int = 0

    def address(self, database: str = "postgres") -> str:
        return f"postgresql:///{database}?host={self.folder}&user=postgres"

    def new_database(self) -> str:
        """The address of an empty database."""
        import psycopg

        self.made += 1
        name = f"hub_{self.made}"
        with psycopg.connect(self.address(), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return self.address(name)

    def kill(self) -> None:
        """As a power cut would, as far as processes go."""
        self.process.kill()
        self.process.wait(UP)
        self._wait_for_children()

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGQUIT)  # "immediate": its data is thrown away, and a last sync is long
            try:
                self.process.wait(UP)
            except subprocess.TimeoutExpired:
                self.kill()

    def start(self) -> None:
        self.process = _begin(self.bin, self.folder, self.settings)

    def _wait_for_children(self) -> None:
        """Its children end by themselves when they notice; the next start refuses while one is left."""
        until = time.monotonic() + UP
        while time.monotonic() < until and _processes_of(self.folder):
            time.sleep(0.02)


@contextmanager
def postgres(*settings: str) -> Iterator[Postgres]:
    """A server with *settings* (``name=value``) beside its defaults."""
    bin_ = newest_postgres()
    folder = Path(tempfile.mkdtemp(prefix="pg-"))  # short: the name of a socket file has 107 bytes at most
    try:
        if os.geteuid() == 0:
            owner = _nobody()
            os.chown(folder, owner.pw_uid, owner.pw_gid)
        made = subprocess.run(
            [
                *_as_nobody(),
                *(bin_ / "initdb", "-D", folder / "data", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C"),
                "--no-sync",
            ],
            capture_output=True,
            text=True,
            cwd=folder,
        )
        if made.returncode:
            raise NotUp(made.stderr)
        server = Postgres(bin_, folder, _begin(bin_, folder, settings), settings)
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def newest_postgres() -> Path:
    """Debian keeps the server's programs out of PATH, one folder a version."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parts[-3]))
    if found:
        return found[-1].parent
    beside = shutil.which("initdb")
    if beside is None:
        raise NotUp("there is no PostgreSQL server here")
    return Path(beside).parent


def _begin(bin_: Path, folder: Path, settings: tuple[str, ...]) -> subprocess.Popen[bytes]:
    log = (folder / "log").open("ab")
    options = ["listen_addresses=", f"unix_socket_directories={folder}", "shared_buffers=32MB", *settings]
    process = subprocess.Popen(
        [*_as_nobody("--pdeathsig", "QUIT"), bin_ / "postgres", "-D", folder / "data"]
        + [word for option in options for word in ("-c", option)],
        stdout=log,
        stderr=log,
        stdin=subprocess.DEVNULL,
        cwd=folder,
    )
    log.close()
    until = time.monotonic() + UP
    while time.monotonic() < until:
        if process.poll() is not None:
            raise NotUp((folder / "log").read_text("utf-8", "replace"))
        with_pid = folder / "data" / "postmaster.pid"
        lines = with_pid.read_text("utf-8").splitlines() if with_pid.exists() else []
        if len(lines) >= 8 and lines[7].strip() == "ready" and int(lines[0]) == process.pid:  # ours, and no orphan's
            return process
        time.sleep(0.02)
    process.kill()
    process.wait()
    raise NotUp(f"not up after {UP:.0f} s: " + (folder / "log").read_text("utf-8", "replace"))


def _as_nobody(*more: str) -> list[str]:
    """The server refuses to run as root. (``--pdeathsig``: it ends when the tests do, even killed ones.)"""
    if shutil.which("setpriv") is None:
        return []
    if os.geteuid() != 0:
        return ["setpriv", *more] if more else []
    owner = _nobody()
    return ["setpriv", f"--reuid={owner.pw_uid}", f"--regid={owner.pw_gid}", "--clear-groups", *more]


def _nobody() -> pwd.struct_passwd:
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise NotUp("nobody is there to run a server that refuses to run as root")


def _processes_of(folder: Path) -> list[int]:
    found = []
    for each in Path("/proc").glob("[0-9]*"):
        try:
            if (each / "cwd").readlink() == folder / "data":
                found.append(int(each.name))
        except OSError:
            continue
    return found


@dataclass
class Bucket:
    """An S3 server of our own (moto), in a process of its own."""

    port: int
    process: subprocess.Popen[str] = field(repr=False)
    made: int = 0

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def new_bucket(self) -> str:
        """The address of an empty bucket, as the hub's setting has it."""
        from obstore.store import S3Store  # noqa: F401  (the hub's own library must be here)

        self.made += 1
        name = f"hub-{self.made}"
        self._ask("PUT", f"/{name}")
        return f"s3://{name}/files?endpoint={self.endpoint}&region=us-east-1"

    def _ask(self, verb: str, path: str) -> None:
        import http.client

        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=UP)
        try:
            connection.request(verb, path, headers={"Host": f"127.0.0.1:{self.port}"})
            answer = connection.getresponse()
            body = answer.read()
            if answer.status >= 300:
                raise NotUp(f"{verb} {path}: {answer.status} {body[:500]!r}")
        finally:
            connection.close()

    def stop(self) -> None:
        """It ends when its standard input does, so it ends with the tests too."""
        if self.process.stdin is not None:
            self.process.stdin.close()
        try:
            self.process.wait(UP)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        if self.process.stdout is not None:
            self.process.stdout.close()


@contextmanager
def bucket(port: int = 0) -> Iterator[Bucket]:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.keeping.s3_server", str(port)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdout is not None
    line = process.stdout.readline()
    if not line:
        process.wait()
        raise NotUp("the S3 server did not come up")
    told = json.loads(line)
    assert told["pid"] == process.pid
    server = Bucket(told["port"], process)
    try:
        yield server
    finally:
        server.stop()
