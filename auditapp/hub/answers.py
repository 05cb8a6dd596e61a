"""What is done when a desk comes by one of `ways.WAYS`: read, do it in another thread, say what came of it."""

from __future__ import annotations

import re
import zlib
from collections.abc import AsyncIterator, Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse

from auditapp.hub import people, taking
from auditapp.hub.door import Body, address_of
from auditapp.hub.house import Asker, Hub
from auditapp.hub.keeping.blobs import OtherFile, OtherOffset
from auditapp.hub.people import Refused
from auditapp.journal.entry import MAX_COUNT, Entry, NotCanonical
from auditapp.journal.line import from_line, to_line
from auditapp.office import receipts
from auditapp.office.messages import (
    AFTER,
    COUNT,
    HASH,
    ID,
    Authority,
    CertificateAsked,
    Compare,
    Held,
    Join,
    Piece,
    Wanted,
)
from auditapp.office.protocol import HELD, MOST_ENTRIES, MOST_FILE, MOST_MESSAGE, MOST_PIECE, Given, Receipt

if TYPE_CHECKING:
    from auditapp.hub.service import Serving

_RANGE: Final = re.compile(r"bytes=(\d{1,10})-")
_AT_ONCE: Final = 64
"""Lines made ready for sending in one go."""


async def hello(serving: Serving, request: Request) -> Response:
    serving.door.stranger(request)
    return _json(await serving.work(serving.hub.hello))


async def authority(serving: Serving, request: Request) -> Response:
    serving.door.stranger(request)
    return _json(Authority(serving.hub.company.authority_pem))


async def enrol(serving: Serving, request: Request) -> Response:
    serving.door.stranger(request, serving.door.codes)
    public = await serving.door.signed(request)
    body = await serving.door.body(request, 16_384)
    told, released = await serving.work(lambda: people.join(serving.hub, public, body.message(Join)))
    serving.figures.add(enrolled=1, released=released)
    request.state.told |= {"desk": public[:16], "released": released}
    return _json(told)


async def enrolment(serving: Serving, request: Request) -> Response:
    asker = await serving.door.enrolled(request)
    return _json(await serving.work(lambda: people.about(serving.hub, asker)))


async def certificate(serving: Serving, request: Request) -> Response:
    asker, body = await _asked(serving, request, 16_384)
    return _json(await serving.work(lambda: people.certify(serving.hub, asker, body.message(CertificateAsked).request)))


async def digest(serving: Serving, request: Request) -> Response:
    asker, body = await _asked(serving, request)
    lines = await serving.work(lambda: _differing(serving.hub, asker, body.message(Compare)))
    return _lines(serving, request, lines)


async def give(serving: Serving, request: Request) -> Response:
    inspection = _named(request, "inspection", ID)
    asker, body = await _asked(serving, request)

    def take() -> tuple[Given, int, int]:
        entries = _entries(body.plain(), inspection)
        given, kept = taking.take(serving.hub, asker, inspection, entries)
        return given, len(entries), len(kept.new)

    given, offered, new = await serving.work(take)
    serving.figures.add(entries=new, quarantined=len(given.quarantined))
    request.state.told |= {"offered": offered, "new": new, "apart": len(given.quarantined), "forks": len(given.forks)}
    return _json(given)


async def entries(serving: Serving, request: Request) -> Response:
    inspection = _named(request, "inspection", ID)
    asker = await serving.door.enrolled(request)
    name, _, asked = request.scope["query_string"].decode("ascii", "replace").partition("=")
    if name != "after" or not re.fullmatch(AFTER, asked):
        raise Refused("malformed")
    after = {desk: min(int(n), MAX_COUNT) for desk, n in (one.split(".") for one in asked.split(","))}
    if not await serving.work(lambda: serving.hub.sees(asker, inspection)):
        raise Refused("not allowed")
    return _lines(serving, request, (to_line(e) for e in serving.hub.keeping.journals.entries(inspection, after)))


async def receipt(serving: Serving, request: Request) -> Response:
    inspection = _named(request, "inspection", ID)
    asker = await serving.door.enrolled(request)
    if not await serving.work(lambda: serving.hub.sees(asker, inspection)):
        raise Refused("not allowed")
    return _json(await serving.work(lambda: receipt_for(serving.hub, inspection)))


async def have(serving: Serving, request: Request) -> Response:
    _, body = await _asked(serving, request)
    return _json(await serving.work(lambda: Held(serving.hub.keeping.files.have(body.message(Wanted).files))))


async def put(serving: Serving, request: Request) -> Response:
    sha256 = _named(request, "sha256", HASH)
    asker = await serving.door.enrolled(request)
    if not people.may_give(asker):
        raise Refused("not allowed")
    offset, size = (_counted(request, name) for name in ("upload-offset", "upload-length"))
    if size > MOST_FILE:
        raise Refused("too large")
    if offset > size:
        raise Refused("malformed")
    body = await serving.door.body(request, MOST_PIECE, by=asker.desk.public)
    there = await serving.work(lambda: _put(serving.hub, sha256, size, offset, body))
    serving.figures.add(file_bytes=len(body.raw), files=int(there == HELD))
    if there == HELD:
        return _json(Piece(size, True), status=201)
    return _json(Piece(there, False), status=202)


async def get(serving: Serving, request: Request) -> Response:
    sha256 = _named(request, "sha256", HASH)
    asker = await serving.door.enrolled(request)
    files = serving.hub.keeping.files
    wanted = request.headers.get("range", "")
    found = _RANGE.fullmatch(wanted)
    if wanted and found is None:
        raise Refused("range")
    offset = int(found[1]) if found else 0
    # what it may not see a desk cannot tell from what is not there
    size = await serving.work(lambda: files.size(sha256) if serving.hub.sees_file(asker, sha256) else None)
    if size is None:
        raise Refused("not held")
    if offset > size or (offset == size and wanted and size):
        raise Refused("range")
    headers = {"content-length": str(size - offset), "accept-ranges": "bytes"}
    if wanted:
        headers["content-range"] = f"bytes {offset}-{max(size - 1, 0)}/{size}"
    body = _portions(iter(files.get(sha256, offset=offset)))
    return StreamingResponse(
        body, status_code=206 if wanted else 200, headers=headers, media_type="application/octet-stream"
    )


async def health(serving: Serving, request: Request) -> Response:
    serving.door.stranger(request)
    await serving.work(lambda: serving.hub.keeping.register.setting("epoch"))
    return PlainTextResponse("well\n")


async def metrics(serving: Serving, request: Request) -> Response:
    serving.door.stranger(request)
    if address_of(request) not in serving.hub.company.settings.metrics_for:
        raise Refused("not allowed")

    def kept() -> dict[str, int]:
        files = {
            f"file_{name}" if name == "bytes" else name: n for name, n in serving.hub.keeping.files.counts().items()
        }
        return {**serving.hub.keeping.journals.counts(), **files}

    return PlainTextResponse(
        serving.figures.prometheus(await serving.work(kept)), media_type="text/plain; version=0.0.4; charset=utf-8"
    )


def receipt_for(hub: Hub, inspection: str) -> Receipt:
    """What the hub holds of *inspection*, signed. The digest is read first: what arrives meanwhile is in neither.
    Issued reports are kept where they come, but nobody misses them (`keeping.files.Named`)."""
    digest = hub.keeping.journals.digest(inspection)
    files = hub.keeping.files.named(inspection)
    held = frozenset(files.held)
    return receipts.make(
        hub.company.receipts,
        office=hub.company.id,
        epoch=hub.epoch,
        inspection=inspection,
        digest=digest,
        needed=(*files.held, *files.missing),
        held=held.__contains__,
        time=hub.clock().isoformat(timespec="seconds"),
    )


async def _asked(serving: Serving, request: Request, most: int = MOST_MESSAGE) -> tuple[Asker, Body]:
    """Who asks, and the body, which is taken only from an enrolled desk."""
    asker = await serving.door.enrolled(request)
    return asker, await serving.door.body(request, most, by=asker.desk.public)


def _entries(raw: bytes, inspection: str) -> list[Entry]:
    lines = raw.splitlines(keepends=True) if b"\r" not in raw else [b""]
    if len(lines) > MOST_ENTRIES:
        raise Refused("too large")
    try:
        found = [from_line(line) for line in lines]
    except NotCanonical:
        raise Refused("malformed") from None
    if any(entry.head.inspection != inspection for entry in found):
        raise Refused("malformed")
    return found


def _differing(hub: Hub, asker: Asker, asked: Compare) -> list[bytes]:
    """A line for every inspection that this desk sees and has otherwise, and null for those that are not here."""
    theirs = asked.inspections
    found = hub.keeping.journals.digests(person=None if asker.sees_all else asker.user.code)
    if hub.company.journal not in found and (company := hub.keeping.journals.digest(hub.company.journal)):
        found[hub.company.journal] = company
    lines = []
    for inspection, digest in found.items():
        mine = {desk: (end.seq, end.id) for desk, end in digest.items()}
        if theirs.get(inspection) != mine and (asked.rest or inspection in theirs):
            lines.append(msgspec.json.encode((inspection, mine)) + b"\n")
    lines += [msgspec.json.encode((inspection, None)) + b"\n" for inspection in theirs if inspection not in found]
    return lines


def _put(hub: Hub, sha256: str, size: int, offset: int, body: Body) -> int:
    whole = offset == 0 and len(body.raw) == size and not body.packing
    piece = body.plain(sha256=sha256 if whole else "")
    try:
        return hub.keeping.files.put(sha256, size, offset, piece)
    except OtherOffset as other:
        if other.held == HELD:
            return HELD
        raise Refused("offset", offset=other.held) from None
    except OtherFile:
        raise Refused("altered") from None


def _named(request: Request, name: str, form: str) -> str:
    given = str(request.path_params[name])
    if not re.fullmatch(form, given):
        raise Refused("no such place")
    return given


def _counted(request: Request, name: str) -> int:
    given = request.headers.get(name, "")
    if not re.fullmatch(COUNT, given):
        raise Refused("malformed")
    return int(given)


def _json(told: Any, status: int = 200) -> Response:
    return Response(msgspec.json.encode(told), status_code=status, media_type="application/json")


def _lines(serving: Serving, request: Request, lines: Iterable[bytes]) -> Response:
    """Lines as they are asked for, packed where the desk takes that; made in another thread, some at a time."""
    packed = "gzip" in request.headers.get("accept-encoding", "")

    def portions() -> Iterator[bytes]:
        packing = zlib.compressobj(1, zlib.DEFLATED, 16 + zlib.MAX_WBITS) if packed else None
        rest = iter(lines)
        while part := b"".join(islice(rest, _AT_ONCE)):
            done = packing.compress(part) if packing else part
            if done:
                yield done
        if packing:
            yield packing.flush()

    headers = {"content-encoding": "gzip"} if packed else {}
    return StreamingResponse(_portions(portions()), headers=headers, media_type="application/x-ndjson")


async def _portions(source: Iterator[bytes]) -> AsyncIterator[bytes]:
    while (part := await run_in_threadpool(next, source, None)) is not None:
        yield part
