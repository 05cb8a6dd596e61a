"""Thousands of wrong requests: each is refused with a word, nothing altered comes in, and the hub goes on.

By strangers and by an enrolled desk that signs what it sends: requests made from the published document (schemathesis),
and true requests changed before they were signed or on their way.
"""

from __future__ import annotations

import gzip
import json
import logging
import random
import socket
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis.generation.modes import GenerationMode

from auditapp.hub import door, openapi, serving
from auditapp.hub.limits import Rate, Rates
from auditapp.hub.ways import WAYS, Way
from auditapp.inspection import files
from auditapp.journal.desk_key import DeskKey
from auditapp.journal.line import to_line
from auditapp.office import signing
from auditapp.office.messages import HUB
from auditapp.office.refusals import STATUS
from tests.hub.served import InThread
from tests.hub.test_stories import rounds
from tests.inspector import Inspector, photo

schemathesis.serializer.alias("application/x-ndjson", "text/plain")
NO_LIMIT = Rate(burst=1e9, second=1e9)
STRANGER = DeskKey.from_private(bytes(range(32)), bytes(16))


class Target:
    """A hub that holds something, and who may ask it."""

    def __init__(self, hub: InThread, lin: Inspector) -> None:
        self.hub, self.lin = hub, lin
        hub.door.desks = hub.door.strangers = hub.door.codes = Rates(NO_LIMIT)
        entries = lin.desk.store.journals.read(lin.inspection)
        self.entries = {to_line(entry) for entry in entries}
        self.files = set(files.named(entries))
        self.client = httpx.Client(base_url=hub.address, trust_env=False, timeout=20)
        self.asked = 0

    def challenge(self) -> str:
        return str(self.hub.door.challenges.word)

    def marks(self, key: DeskKey, method: str, path: str, query: str, headers: dict[str, str]) -> dict[str, str]:
        watched = {n: v for n, v in headers.items() if n in signing.OPTIONAL}
        nonce = random.randbytes(16).hex()
        return signing.sign(key, method, path, query, watched, challenge=self.challenge(), created=1, nonce=nonce)

    def judged(self, status: int, headers: dict[str, str], body: bytes) -> None:
        """The answer is one that a hub gives."""
        self.asked += 1
        assert headers.get(HUB) == self.hub.company.id
        assert status != 500, body
        if status >= 400:
            told = json.loads(body)
            assert STATUS[told["why"]] == status
        assert status in {200, 201, 202, 206, *STATUS.values()}

    def unharmed(self) -> None:
        """The hub holds what it was truly given, and nothing else."""
        journals = self.hub.hub.keeping.journals
        for inspection in journals.digests():
            every = journals.entries(inspection, dict.fromkeys(journals.publics(inspection), 0))
            assert {to_line(entry) for entry in every} <= self.entries
        for sha256, _ in self.hub.hub.keeping.files.recorded():
            assert sha256 in self.files
        assert len(self.hub.hub.keeping.register.desks()) == 1
        assert self.client.get("/health").text == "well\n"


@pytest.fixture
def target(hub: InThread, lin: Inspector, tmp_path: Path) -> Iterator[Target]:
    lin.answers("ST-1.1", "conform").notes("ST-1.1", "seen").photographs("ST-1.1", photo(tmp_path))
    hub.enrols(lin, "lin", "林若溪")
    rounds(hub, lin)
    found = Target(hub, lin)
    yield found
    found.unharmed()
    found.client.close()


# -- made from the published document -------------------------------------------------------------


def play_document(target: Target, each: int) -> None:
    """*each* requests for every way, half of them as published, half not."""
    document = schemathesis.openapi.from_dict(openapi.document())
    for found in document.get_all_operations():
        operation = found.ok()
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            if mode is GenerationMode.NEGATIVE and not (operation.definition.raw.get("parameters") or operation.body):
                continue  # nothing in it can be wrong

            @seed(int.from_bytes(f"{operation.label}{mode}".encode()) % 2**32)
            @settings(
                max_examples=max(each // 2, 1),
                database=None,
                deadline=None,
                phases=[Phase.generate],
                suppress_health_check=list(HealthCheck),
            )
            @given(case=operation.as_strategy(generation_mode=mode))
            def ask(case: Any) -> None:
                send_case(target, case)

            ask()


def send_case(target: Target, case: Any) -> None:
    path = case.path
    for name, value in (case.path_parameters or {}).items():
        path = path.replace(f"{{{name}}}", quote(str(value), safe=""))
    query = urlencode(case.query or {}, doseq=True, errors="replace")
    body = as_bytes(case.body)
    headers = {str(n).lower(): str(v) for n, v in (case.headers or {}).items()}
    if body is not None:
        headers["content-digest"] = signing.content_digest(body)
    dice = random.Random(repr((path, query, body)))
    if dice.random() < 0.9:
        key = target.lin.desk.store.key if dice.random() < 0.9 else STRANGER
        with suppress(ValueError):
            headers |= target.marks(key, case.method.upper(), path, query, headers)
    try:
        request = target.client.build_request(
            case.method, httpx.URL(path, query=query.encode()) if query else path, headers=headers, content=body
        )
        answer = target.client.send(request)
    except (httpx.InvalidURL, httpx.LocalProtocolError, UnicodeEncodeError, ValueError):
        return  # no such request can be sent
    target.judged(answer.status_code, dict(answer.headers), answer.content)


def as_bytes(body: Any) -> bytes | None:
    if isinstance(body, bytes):
        return body
    if isinstance(body, str):
        return body.encode("utf-8", "replace")
    if type(body).__name__ == "NotSet":
        return None
    return json.dumps(body).encode()


# -- true requests, changed -----------------------------------------------------------------------


def true_requests(target: Target) -> list[tuple[Way, str, dict[str, str], bytes | None]]:
    """A true request for every way that an enrolled desk may go: (way, path with its query, headers, body)."""
    lin = target.lin
    entries = lin.desk.store.journals.read(lin.inspection)
    content = b"a file that the hub does not hold yet"
    digest = {lin.inspection: {desk: list(end) for desk, end in lin.desk.store.journals.digest(lin.inspection).items()}}
    named = {
        "/v1/digest": json.dumps({"inspections": digest}).encode(),
        "/v1/inspections/{inspection}/entries": b"".join(to_line(entry) for entry in entries),
        "/v1/files/have": json.dumps({"files": sorted(target.files)}).encode(),
        "/v1/files/{sha256}": content,
        "/v1/certificate": json.dumps({"request": "-----BEGIN CERTIFICATE REQUEST-----"}).encode(),
        "/v1/enrol": json.dumps({"code": "A" * 26, "desk": lin.desk.id}).encode(),
    }
    found = []
    for way in WAYS:
        sha256 = "0" * 64 if way.method == "PATCH" else min(target.files)
        path = way.path.format(inspection=lin.inspection, sha256=sha256)
        if way.query:
            path += "?after=" + f"{lin.desk.id}.0"
        headers = {"upload-offset": "0", "upload-length": str(len(content))} if way.method == "PATCH" else {}
        found.append((way, path, headers, named.get(way.path) if way.asks is not None else None))
    return found


def altered(raw: bytes, dice: random.Random) -> bytes:
    """One to three bytes changed, taken away, put in or doubled."""
    for _ in range(dice.randrange(1, 4)):
        at = dice.randrange(max(len(raw), 1))
        match dice.randrange(5):
            case 0:
                raw = raw[:at] + bytes([dice.randrange(256)]) + raw[at + 1 :]
            case 1:
                raw = raw[:at] + raw[at + dice.randrange(1, 20) :]
            case 2:
                raw = raw[:at] + dice.randbytes(dice.randrange(1, 20)) + raw[at:]
            case 3:
                raw = raw[:at] + raw[at : at + 40] + raw[at:]
            case 4:
                raw = raw[:at] + bytes([raw[at] ^ 1 << dice.randrange(8)]) + raw[at + 1 :] if raw else b"x"
    return raw


def play_changed(target: Target, count: int, dice: random.Random) -> None:
    every = true_requests(target)
    for n in range(count):
        way, path, headers, body = every[n % len(every)]
        where, _, query = path.partition("?")
        headers = dict(headers)
        signed_after = dice.random() < 0.5
        if signed_after:  # an enrolled desk that lies, and signs its lie
            if body is not None and dice.random() < 0.8:
                body = altered(body, dice)
            if headers and dice.random() < 0.5:
                name = dice.choice(sorted(headers))
                headers[name] = (
                    altered(headers[name].encode(), dice).decode("latin-1").replace("\r", "").replace("\n", "")
                )
        if body is not None:
            if dice.random() < 0.5:
                body, headers["content-encoding"] = gzip.compress(body, 1, mtime=0), "gzip"
                if signed_after and dice.random() < 0.3:
                    body = altered(body, dice)
            headers["content-digest"] = signing.content_digest(body)
        marks = target.marks(target.lin.desk.store.key, way.method, where, query, headers)
        lines = [f"{way.method} {path} HTTP/1.1", "host: hub", "connection: close"]
        lines += [f"{name}: {value}" for name, value in (headers | marks).items()]
        if body is not None:
            lines.append(f"content-length: {len(body)}")
        raw = "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + (body or b"")
        if not signed_after:
            raw = altered(raw, dice)
        send_raw(target, raw)


def send_raw(target: Target, raw: bytes) -> None:
    """What answers is a hub's answer, the server's own refusal of what is no HTTP, or nothing at all."""
    with socket.create_connection(("127.0.0.1", target.hub.company.settings.port), 20) as line:
        line.settimeout(20)
        with suppress(ConnectionError):
            line.sendall(raw)
        got = b""
        with suppress(ConnectionError):
            while part := line.recv(65_536):
                got += part
                if b"\r\n\r\n" in got and _is_whole(got):
                    break
    target.asked += 1
    if not got:
        return
    head, _, body = got.partition(b"\r\n\r\n")
    status = int(head.split(b" ")[1])
    names = {
        n.strip().lower().decode(): v.strip().decode()
        for n, _, v in (x.partition(b":") for x in head.split(b"\r\n")[1:])
    }
    body = body[: int(names.get("content-length", len(body)))]  # a changed request may be two, and so are the answers
    if HUB in names:
        assert status != 500, got
        if status >= 400 and b"HEAD" not in raw[:5]:
            assert STATUS[json.loads(body)["why"]] == status
    else:
        assert status == 400, got


def _is_whole(got: bytes) -> bool:
    head, _, body = got.partition(b"\r\n\r\n")
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return len(body) >= int(line.split(b":")[1])
    return body.endswith(b"0\r\n\r\n")


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Requests that say they are longer than they are wait for a tenth of a second, not for half a minute."""
    monkeypatch.setattr(door, "CHUNK_SECONDS", 0.1)
    monkeypatch.setattr(serving, "HEAD_SECONDS", 0.1)


@pytest.fixture
def no_http(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """The server below us complains of what is no HTTP; of anything else nobody complains."""
    yield
    assert {r.name for r in caplog.records if r.levelno >= logging.WARNING} <= {"uvicorn.error"}


def test_hundreds_of_requests_made_from_the_document_are_answered_or_refused(target: Target) -> None:
    play_document(target, each=10)
    assert target.asked > 90


@pytest.mark.usefixtures("impatient", "no_http")
def test_hundreds_of_changed_requests_are_refused_and_change_nothing(target: Target) -> None:
    play_changed(target, 400, random.Random(28))
    assert target.asked == 400


@pytest.mark.long
@pytest.mark.timeout(3_000)
def test_3000_requests_made_from_the_document_are_answered_or_refused(target: Target) -> None:
    play_document(target, each=440)
    assert target.asked >= 3_000


@pytest.mark.long
@pytest.mark.timeout(3_000)
@pytest.mark.usefixtures("impatient", "no_http")
def test_7000_changed_requests_are_refused_and_change_nothing(target: Target) -> None:
    play_changed(target, 7_000, random.Random(7))
    assert target.asked == 7_000
