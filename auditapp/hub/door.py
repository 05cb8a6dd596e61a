"""The hub's door: who asks is known before a byte of the body is taken, and no message is larger than it may be.

First the rate of the address, then the signature over the head of the request (which names the body's digest), then
the desk's row, then the body, at most so much and not too slowly. So a stranger costs the hub some kilobytes and a
quarter of a millisecond, whatever he sends.
"""

from __future__ import annotations

import asyncio
import hmac
import re
import zlib
from dataclasses import dataclass
from datetime import timedelta
from typing import Final, TypeVar

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request

from auditapp.hub.house import Asker, Hub
from auditapp.hub.limits import CODES, DESK, STRANGER, Challenges, Rates, SharedChallenges
from auditapp.hub.people import Refused
from auditapp.office import signing

Asked = TypeVar("Asked")

CHUNK_SECONDS: Final = 30.0
"""A body whose next bytes take longer is given up."""
BODY_SECONDS: Final = 600.0
"""A message of 1 MiB through the thinnest line there is."""
BODIES_AT_ONCE: Final = 4
"""Bodies of one desk that are being received."""
_LENGTH: Final = re.compile(r"\d{1,12}")


class Door:
    """One process's door. *shared*: others serve the same hub, here or on other machines."""

    def __init__(self, hub: Hub, *, shared: bool = False) -> None:
        self.hub = hub
        self.challenges: Challenges | SharedChallenges = (
            SharedChallenges(hub.company.secret) if shared else Challenges()
        )
        self.desks, self.strangers, self.codes = Rates(DESK), Rates(STRANGER), Rates(CODES)
        self._receiving: dict[str, int] = {}

    def stranger(self, request: Request, rates: Rates | None = None) -> None:
        """Count a request that no enrolled desk signed. Raises `Refused`."""
        wait = (rates or self.strangers).wait(address_of(request))
        if wait:
            raise Refused("too often", retry=wait)

    async def signed(self, request: Request) -> str:
        """The public key (hex) that signed this request. Raises `Refused`."""
        raw_path = request.scope.get("raw_path") or request.scope["path"].encode()
        try:
            claim = signing.claim(
                request.method,
                raw_path.decode("ascii", "replace"),
                request.scope["query_string"].decode("ascii", "replace"),
                _plain_headers(request),
            )
        except signing.NotSigned:
            raise Refused("not signed") from None
        if not claim.holds():
            raise Refused("not signed")
        word = request.headers.get(signing.CHALLENGE, "")
        if isinstance(self.challenges, Challenges):
            fault = self.challenges.take(word, claim.public, claim.nonce)
        else:
            fault = await self._taken_by_none(self.challenges, word, claim)
        if fault:
            raise Refused(fault)
        return claim.public.hex()

    async def _taken_by_none(self, challenges: SharedChallenges, word: str, claim: signing.Claim) -> str:
        """As `Challenges.take`, with the nonces in the database that all processes share."""
        if not challenges.good(word):
            return "challenge"
        nonce = f"{claim.public.hex()[:16]}{claim.nonce}"
        expires = self.hub.clock() + timedelta(seconds=4 * challenges.seconds)
        fresh = await run_in_threadpool(lambda: self.hub.keeping.register.fresh(nonce, expires=expires))
        return "" if fresh else "replayed"

    async def enrolled(self, request: Request) -> Asker:
        """The enrolled desk that asks. Raises `Refused`."""
        try:
            public = await self.signed(request)
            asker, why = await run_in_threadpool(self.hub.asker, public)
            if asker is None:
                raise Refused(why)
        except Refused:
            self.stranger(request)
            raise
        wait = self.desks.wait(public)
        if wait:
            raise Refused("too often", retry=wait)
        request.state.desk = public
        return asker

    async def body(self, request: Request, most: int, *, by: str = "") -> Body:
        """The body as it came, at most *most* bytes. Raises `Refused`."""
        declared = request.headers.get("content-length", "")
        if not _LENGTH.fullmatch(declared):
            raise Refused("length")
        if int(declared) > most:
            raise Refused("too large")
        name = by or address_of(request)
        if self._receiving.get(name, 0) >= BODIES_AT_ONCE:
            raise Refused("too often", retry=1)
        self._receiving[name] = self._receiving.get(name, 0) + 1
        try:
            raw = await _received(request, int(declared))
        finally:
            self._receiving[name] -= 1
            if not self._receiving[name]:
                del self._receiving[name]
        request.state.received = len(raw)
        return Body(raw, request.headers.get("content-digest", ""), request.headers.get("content-encoding", ""), most)


@dataclass(frozen=True)
class Body:
    """The bytes of a request, not looked at yet: that is work for another thread than the one that listens."""

    raw: bytes
    digest: str
    packing: str
    most: int

    def plain(self, *, sha256: str = "") -> bytes:
        """The bytes that were signed, unpacked. *sha256*: they are the whole of a file of this name, whose keeper
        compares the hash anyway. Raises `Refused`."""
        wanted = signing.content_digest(self.raw, sha256=sha256)
        if not hmac.compare_digest(self.digest.encode("utf-8", "replace"), wanted.encode()):
            raise Refused("altered")
        match self.packing:
            case "":
                return self.raw
            case "gzip":
                return unpacked(self.raw, self.most)
            case _:
                raise Refused("packed")

    def message(self, kind: type[Asked]) -> Asked:
        """The body as a message of *kind*. Raises `Refused`."""
        return decoded(self.plain(), kind)


async def _received(request: Request, declared: int) -> bytes:
    parts: list[bytes] = []
    size = 0
    stream = request.stream().__aiter__()
    try:
        async with asyncio.timeout(BODY_SECONDS):
            while True:
                async with asyncio.timeout(CHUNK_SECONDS):
                    part = await anext(stream, None)
                if part is None:
                    break
                size += len(part)
                if size > declared:
                    raise Refused("too large")
                parts.append(part)
    except TimeoutError:
        raise Refused("too slow") from None
    except ClientDisconnect:
        raise Refused("too slow") from None
    if size != declared:
        raise Refused("length")
    return b"".join(parts)


def unpacked(raw: bytes, most: int) -> bytes:
    """Gzip undone, at most *most* bytes of it: a bomb is refused when it begins to unfold. Raises `Refused`."""
    opening = zlib.decompressobj(16 + zlib.MAX_WBITS)
    try:
        found = opening.decompress(raw, most + 1)
    except zlib.error:
        raise Refused("packed") from None
    if len(found) > most:
        raise Refused("too large")
    if not opening.eof or opening.unused_data:
        raise Refused("packed")
    return found


def decoded(raw: bytes, kind: type[Asked]) -> Asked:
    """JSON of the right shape. Raises `Refused`."""
    try:
        return msgspec.json.decode(raw, type=kind)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        raise Refused("malformed") from None


def address_of(request: Request) -> str:
    return request.client.host if request.client else ""


def _plain_headers(request: Request) -> dict[str, str]:
    """The headers by name; one that is there twice is not what was signed. Raises `Refused`."""
    found: dict[str, str] = {}
    watched = {"signature", "signature-input", signing.CHALLENGE, *signing.OPTIONAL}
    for name, value in request.headers.items():
        if name in found and name in watched:
            raise Refused("not signed")
        found[name] = value
    return found
