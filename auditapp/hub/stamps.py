"""Time stamps for reports that arrive: where a time stamping authority is set, each signed report gets one.

A report whose file is held and that nobody stamped yet is stamped (`report.stamping`), the stamped file kept beside the
untouched one, and an entry of kind "stamped" written on the hub's own strand, which desks get like any other. When the
service does not answer, the report waits, as valid as it came. What cannot be stamped (unsigned, spoilt) is left alone.

Of several processes of a hub one at a time takes its turn.
"""

from __future__ import annotations

import asyncio
import hashlib
import ssl
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Final

from auditapp.hub import people, telling
from auditapp.hub.house import Hub
from auditapp.hub.regular import regularly
from auditapp.inspection.files import named
from auditapp.journal.desk_key import INCARNATION_BYTES, DeskKey
from auditapp.office.protocol import MOST_FILE
from auditapp.report.stamping import Ask, Stamped
from auditapp.words import Trouble, say

EVERY: Final = timedelta(minutes=1)
"""How often a hub looks for reports to stamp."""
TURN: Final = "stamped"
_FAILURES: Final = 3
"""After so many answers in a row that are none, the rest waits for the next round."""
_MOST_ANSWER: Final = 1 << 20
_SECONDS: Final = 20.0
STAMPED: Final = "stamped"


@dataclass(frozen=True)
class Round:
    """What came of one look: how many were stamped, how many wait for the service, and what it said."""

    stamped: int = 0
    waiting: int = 0
    trouble: Trouble | None = None


@dataclass
class Stamper:
    """Stamps what has arrived. ``ask`` brings a request to the service; ``left`` are files not to be looked at again:
    unsigned or spoilt ones."""

    hub: Hub
    ask: Ask
    left: set[str] = field(default_factory=set)

    def round(self, *, stop: Callable[[], bool] = lambda: False) -> Round:
        """Stamp what waits; may be done again at any time. Raises `Trouble` when the hub's own keeping fails."""
        stamped, failures = 0, 0
        trouble: Trouble | None = None
        waiting = list(self._waiting())
        for inspection, sha256 in waiting:
            if stop() or failures >= _FAILURES:
                break
            asked = _Asked(self.ask)
            try:
                stamped += self._stamp(inspection, sha256, asked)
                failures = 0
            except Trouble as found:
                if not asked.once:
                    self.left.add(sha256)
                    telling.tell("not stamped", file=sha256[:12], trouble=found.title)
                    continue
                trouble, failures = found, failures + 1
        left = sum(sha256 in self.left for _, sha256 in waiting)
        return Round(stamped, len(waiting) - stamped - left, trouble)

    def _waiting(self) -> Iterator[tuple[str, str]]:
        """(inspection, report) of reports that are here and not stamped."""
        journals, files = self.hub.keeping.journals, self.hub.keeping.files
        done = {entry.head.subject for entry in journals.of_kind(STAMPED)} | self.left
        for entry in journals.of_kind("report"):
            for sha256 in named([entry]):
                if sha256 not in done and files.size(sha256) is not None:
                    done.add(sha256)
                    yield entry.head.inspection, sha256

    def _stamp(self, inspection: str, sha256: str, ask: Ask) -> bool:
        from auditapp.report import sign, stamping

        keeping = self.hub.keeping
        with tempfile.TemporaryDirectory(prefix="stamping-") as folder:
            path, out = Path(folder, "report.pdf"), Path(folder, "stamped.pdf")
            with path.open("wb") as stream:
                for portion in keeping.files.get(sha256):
                    stream.write(portion)
            if not any(box.signed for box in sign.boxes(path)):
                self.left.add(sha256)
                return False
            authority, revoked = self.hub.company.authority(), people.revocations(self.hub)
            made = stamping.stamp(
                path, out, ask, certificates=[authority.certificate, *authority.chain], crls=[revoked]
            )
            if made.bytes > MOST_FILE:
                raise _too_large(made.bytes)
            keeping.files.keep(out.read_bytes(), made.sha256)
        return self._write(inspection, sha256, made)

    def _write(self, inspection: str, sha256: str, made: Stamped) -> bool:
        """Testify to the stamp, unless another process was first."""
        value = {
            "sha256": made.sha256,
            "bytes": made.bytes,
            "time": made.when.isoformat(timespec="seconds"),
            "authority": made.authority[:200],
        }
        written = self.hub.keeping.journals.testify(
            voice(self.hub),
            inspection,
            STAMPED,
            sha256,
            value,
            wall=self.hub.clock().isoformat(timespec="microseconds"),
        )
        telling.tell("stamped", inspection=inspection, file=sha256[:12], new=written is not None)
        return written is not None


@dataclass
class _Asked:
    """The way to the service, and whether it was taken: if not, whatever is wrong is wrong with the file."""

    ask: Ask
    once: bool = False

    def __call__(self, request: bytes) -> bytes:
        self.once = True
        return self.ask(request)


def voice(hub: Hub) -> DeskKey:
    """The desk the hub testifies as. A hub brought back from a backup has another epoch and goes on as another desk:
    it may have said things since that it does not know any more."""
    key = hub.company.desk
    incarnation = hashlib.sha256(b"auditapp-hub-voice-v1\n" + key.incarnation + hub.epoch.encode()).digest()
    return DeskKey.from_private(key.private_bytes(), incarnation[:INCARNATION_BYTES])


@contextmanager
def by_http(address: str) -> Iterator[Ask]:
    """The way to a time stamping authority (RFC 3161 over HTTP; what it says is signed, so plain HTTP will do)."""
    import httpx
    import truststore

    context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    with httpx.Client(verify=context, timeout=_SECONDS, follow_redirects=False) as client:

        def ask(request: bytes) -> bytes:
            headers = {"content-type": "application/timestamp-query", "accept": "application/timestamp-reply"}
            try:
                with client.stream("POST", address, content=request, headers=headers) as answer:
                    answer.raise_for_status()
                    found = b""
                    for part in answer.iter_bytes():
                        found += part
                        if len(found) > _MOST_ANSWER:
                            raise _unreachable("an answer that does not end")
                    return found
            except (httpx.HTTPError, httpx.InvalidURL) as fault:
                raise _unreachable(type(fault).__name__) from fault

        yield ask


async def keep_stamping(hub: Hub, stop: asyncio.Event) -> None:
    """Until *stop*: a round now and then, in a thread of its own, where the hub has a service set."""
    address = hub.company.settings.stamps
    if not address:
        return
    with by_http(address) as ask:
        stamper = Stamper(hub, ask)

        def stamp(stopped: Callable[[], bool]) -> None:
            done = stamper.round(stop=stopped)
            if done.trouble is not None:
                telling.tell("not stamped", waiting=done.waiting, trouble=done.trouble.title)

        await regularly(hub, TURN, stamp, stop, every=EVERY)


def _unreachable(detail: str) -> Trouble:
    return Trouble(
        say("The time stamp service cannot be reached"),
        say("It did not answer as such a service does ({detail})."),
        say("The reports wait and are as valid as before; it is asked again by itself."),
        detail=detail,
    )


def _too_large(found: int) -> Trouble:
    return Trouble(
        say("The file is too large"),
        say("It has {found} MB; at most {limit} MB are taken in."),
        say("The report stays without a time stamp."),
        found=-(-found // 2**20),
        limit=MOST_FILE // 2**20,
    )
