"""Whoever means harm, without a key or with an enrolled one: slow, huge, cut, bombs. The hub refuses and goes on."""

from __future__ import annotations

import gzip
import hashlib
import json
import random
import socket
import ssl
import threading
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx
import pytest

from auditapp.hub import door, serving
from auditapp.hub.limits import Rate, Rates
from auditapp.journal.desk_key import DeskKey
from auditapp.office import signing
from auditapp.office.protocol import MOST_FILE, MOST_MESSAGE, MOST_PIECE
from tests.hub.served import AsProgram, InThread
from tests.hub.test_stories import rounds
from tests.inspector import Inspector


def raw(hub: InThread, *parts: bytes, seconds: float = 20) -> bytes:
    """What the hub answers to these bytes until it hangs up (or has answered and goes on waiting)."""
    with socket.create_connection(("127.0.0.1", hub.company.settings.port), seconds) as line:
        line.settimeout(seconds)
        got = b""
        with suppress(ConnectionError):
            for part in parts:
                line.sendall(part)
        with suppress(ConnectionError):
            while part := line.recv(65_536):
                got += part
        return got


def asked(
    hub: InThread, key: DeskKey, method: str, path: str, body: bytes | None = None, **headers: str
) -> httpx.Response:
    """One signed request, of whatever it says."""
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    if body is not None:
        given.setdefault("content-digest", signing.content_digest(body))
    where, _, query = path.partition("?")
    watched = {name: value for name, value in given.items() if name in signing.OPTIONAL}
    given |= signing.sign(
        key,
        method,
        where,
        query,
        watched,
        challenge=hub.door.challenges.word,
        created=1,
        nonce=random.randbytes(16).hex(),
    )
    return httpx.request(method, hub.address + path, headers=given, content=body, trust_env=False, timeout=30)


def why(answer: httpx.Response) -> str:
    return str(answer.json()["why"])


# -- strangers ------------------------------------------------------------------------------------


def test_a_connection_that_does_not_come_to_the_point_is_closed(hub: InThread, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "HEAD_SECONDS", 0.05)
    assert raw(hub) == b""
    assert raw(hub, b"GET /v1/hello HTTP/1.1\r\nhost: x\r\nx-slow: ") == b""


@pytest.mark.usefixtures("caplog")
def test_a_head_without_end_is_refused(hub: InThread) -> None:
    got = raw(hub, b"GET /v1/hello HTTP/1.1\r\nhost: x\r\n", *[b"x-%d: %s\r\n" % (n, b"y" * 1000) for n in range(100)])
    assert got.startswith(b"HTTP/1.1 400") or got == b""


@pytest.mark.parametrize(
    "nonsense",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(200),  # TLS where none is spoken
        b"GET\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"POST /v1/digest HTTP/1.1\r\nhost: x\r\ncontent-length: -5\r\n\r\n",
        b"POST /v1/digest HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\ncontent-length: 6\r\n\r\nhello",
        b"POST /v1/digest HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\nZZ\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        bytes(range(256)) * 10,
    ],
    ids=range(8),
)
@pytest.mark.usefixtures("caplog")  # the server below us says so
def test_what_is_no_http_is_refused_and_the_hub_goes_on(
    hub: InThread, nonsense: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serving, "HEAD_SECONDS", 0.2)
    monkeypatch.setattr(serving, "KEPT_SECONDS", 1)
    got = raw(hub, nonsense + b"\r\nconnection: close\r\n\r\n")
    assert got == b"" or got.startswith((b"HTTP/1.1 400", b"HTTP/1.1 401", b"HTTP/1.1 404"))
    assert httpx.get(hub.address + "/health", trust_env=False).text == "well\n"


def test_a_stranger_s_body_is_not_taken(hub: InThread) -> None:
    """The answer is there before the body is: so a stranger cannot make the hub hold anything."""
    head = b"POST /v1/digest HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: 4000000\r\n\r\n"
    got = raw(hub, head)
    assert got.startswith(b"HTTP/1.1 401") and b"not signed" in got


def test_a_stranger_that_asks_without_end_is_told_to_wait(hub: InThread) -> None:
    hub.door.strangers = Rates(Rate(burst=40, second=0.1))
    with httpx.Client(base_url=hub.address, trust_env=False) as stranger:
        answers = [stranger.get("/v1/hello") for _ in range(42)]
    assert answers[0].status_code == 200
    assert (answers[-1].status_code, why(answers[-1])) == (429, "too often")
    assert int(answers[-1].headers["retry-after"]) >= 1


def test_cut_handshakes_and_plain_words_at_a_tls_door_harm_nobody(lin: Inspector, tmp_path: Path) -> None:
    with InThread(tmp_path / "hub", tls=True) as hub:
        for nonsense in (
            b"",
            b"\x16",
            b"GET / HTTP/1.1\r\n\r\n",
            b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(40),
        ):
            with socket.create_connection(("127.0.0.1", hub.company.settings.port), 5) as line:
                line.sendall(nonsense)
        context = ssl.create_default_context(cadata=hub.company.authority_pem)
        with socket.create_connection(("127.0.0.1", hub.company.settings.port), 5) as line:
            tls = context.wrap_socket(line, server_hostname="localhost")
            tls.sendall(b"POST /v1/digest HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\nhalf")
            tls.close()
        hub.enrols(lin, "lin", "林若溪")
        rounds(hub, lin)


# -- enrolled desks that lie ----------------------------------------------------------------------


@pytest.mark.parametrize("shared", [False, True])
def test_a_request_is_heard_once(lin: Inspector, tmp_path: Path, shared: bool) -> None:
    with InThread(tmp_path / "hub", shared=shared) as hub:
        hub.enrols(lin, "lin", "林若溪")
        heard_once(hub, lin)


def heard_once(hub: InThread, lin: Inspector) -> None:
    path = f"/v1/inspections/{lin.inspection}/receipt"
    marks = signing.sign(
        lin.desk.store.key, "GET", path, "", {}, challenge=hub.door.challenges.word, created=1, nonce="ab" * 16
    )
    first, again = (httpx.get(hub.address + path, headers=marks, trust_env=False) for _ in range(2))
    assert (first.status_code, why(first)) == (403, "not allowed")
    assert (again.status_code, why(again)) == (401, "replayed")
    marks = signing.sign(lin.desk.store.key, "GET", path, "", {}, challenge="old", created=1, nonce="cd" * 16)
    assert why(httpx.get(hub.address + path, headers=marks, trust_env=False)) == "challenge"


@pytest.mark.parametrize(
    ("body", "packing", "refused"),
    [
        (gzip.compress(bytes(50_000_000), 9), "gzip", "too large"),
        (gzip.compress(gzip.compress(bytes(50_000_000), 9), 9), "gzip", "malformed"),
        (gzip.compress(b"{}")[:-4], "gzip", "packed"),
        (gzip.compress(b"{}") + b"more", "gzip", "packed"),
        (b"not gzip", "gzip", "packed"),
        (b"{}", "br", "packed"),
        (b"{}", "gzip, gzip", "packed"),
        (b"[" * 1_000_000, "", "malformed"),
        (b'{"inspections": ' + b'{"a":' * 100_000, "", "malformed"),
        (b'{"x": ' + b"[" * 500_000 + b"]" * 500_000 + b', "inspections": {}}', "", "malformed"),
        (b'{"inspections": {"../../etc/passwd": {}}}', "", "malformed"),
        (b'{"inspections": {}, "rest": "yes"}', "", "malformed"),
        (
            b'{"inspections": {"' + b"a" * 32 + b'": {"' + b"b" * 32 + b'": [1e400, "' + b"c" * 64 + b'"]}}}',
            "",
            "malformed",
        ),
        (b"\xff\xfe", "", "malformed"),
        (b"", "", "malformed"),
        (b" " * (MOST_MESSAGE + 1), "", "too large"),
    ],
    ids=range(16),
)
def test_bombs_and_nonsense_of_an_enrolled_desk_are_refused(
    hub: InThread, lin: Inspector, body: bytes, packing: str, refused: str
) -> None:
    hub.enrols(lin, "lin", "林若溪")
    headers = {"content-encoding": packing} if packing else {}
    assert why(asked(hub, lin.desk.store.key, "POST", "/v1/digest", body, **headers)) == refused


def test_a_body_that_is_not_the_one_that_was_signed_is_refused(hub: InThread, lin: Inspector) -> None:
    hub.enrols(lin, "lin", "林若溪")
    key = lin.desk.store.key
    digest = signing.content_digest(b'{"files": []}')
    assert why(asked(hub, key, "POST", "/v1/files/have", b'{"files": [1]}', content_digest=digest)) == "altered"
    assert why(asked(hub, key, "POST", "/v1/files/have", b"{}", content_digest="sha-512=:x:")) == "altered"


@pytest.mark.parametrize(
    ("offset", "length", "refused"),
    [
        ("0", str(MOST_FILE + 1), "too large"),
        ("5", "4", "malformed"),
        ("-1", "4", "malformed"),
        ("1e3", "4", "malformed"),
        ("0", "2", "altered"),
        ("4", "10", "offset"),
        ("99999999999", "4", "malformed"),
        ("\u0664", "4", "malformed"),
    ],
)
def test_a_piece_that_does_not_fit_is_refused(
    hub: InThread, lin: Inspector, offset: str, length: str, refused: str
) -> None:
    hub.enrols(lin, "lin", "林若溪")
    path = f"/v1/files/{hashlib.sha256(b'hello').hexdigest()}"
    try:
        answer = asked(hub, lin.desk.store.key, "PATCH", path, b"hell", upload_offset=offset, upload_length=length)
    except UnicodeEncodeError:
        return  # which no client can send
    assert why(answer) == refused


def test_a_piece_larger_than_a_piece_is_refused_before_it_is_taken(hub: InThread, lin: Inspector) -> None:
    hub.enrols(lin, "lin", "林若溪")
    body = bytes(MOST_PIECE + 1)
    path = f"/v1/files/{hashlib.sha256(body).hexdigest()}"
    answer = asked(hub, lin.desk.store.key, "PATCH", path, body, upload_offset="0", upload_length=str(len(body)))
    assert why(answer) == "too large"


@pytest.mark.parametrize(
    "path", ["/v1/files/..%2f..%2fhub.toml", "/v1/files/" + "A" * 64, "/v1/files/%00", "/v1/inspections/x/receipt"]
)
def test_a_path_that_leads_elsewhere_leads_nowhere(hub: InThread, lin: Inspector, path: str) -> None:
    hub.enrols(lin, "lin", "林若溪")
    assert why(asked(hub, lin.desk.store.key, "GET", path)) == "no such place"


@pytest.mark.parametrize(
    "wanted", ["bytes=-5", "bytes=5-9", "bytes=0-1,4-5", "lines=1-", "bytes=9999999999-", "bytes=a-"]
)
def test_a_range_that_no_desk_asks_for_is_refused(hub: InThread, lin: Inspector, wanted: str) -> None:
    hub.enrols(lin, "lin", "林若溪", ["head_office"])
    name = hashlib.sha256(b"hello").hexdigest()
    hub.hub.keeping.files.keep(b"hello", name)
    assert why(asked(hub, lin.desk.store.key, "GET", f"/v1/files/{name}", range=wanted)) == "range"


@pytest.mark.parametrize(
    "query",
    ["", "?after=", "?after=x.1", "?before=1", "?after=" + "a" * 32, "?after=" + ",".join(["a" * 32 + ".0"] * 51)],
)
def test_a_question_for_entries_of_another_form_is_refused(hub: InThread, lin: Inspector, query: str) -> None:
    hub.enrols(lin, "lin", "林若溪")
    answer = asked(hub, lin.desk.store.key, "GET", f"/v1/inspections/{lin.inspection}/entries{query}")
    assert why(answer) == "malformed"


def test_a_body_that_does_not_come_is_given_up(hub: InThread, lin: Inspector, monkeypatch: pytest.MonkeyPatch) -> None:
    hub.enrols(lin, "lin", "林若溪")
    monkeypatch.setattr(door, "CHUNK_SECONDS", 0.1)
    headers = {"content-digest": signing.content_digest(b"x")}
    marks = signing.sign(
        lin.desk.store.key,
        "POST",
        "/v1/digest",
        "",
        headers,
        challenge=hub.door.challenges.word,
        created=1,
        nonce="ab" * 16,
    )
    lines = "".join(f"{n}: {v}\r\n" for n, v in (headers | marks).items())
    head = f"POST /v1/digest HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: 50\r\n{lines}\r\n"
    got = raw(hub, head.encode(), b"half")
    assert got.startswith(b"HTTP/1.1 408") and b"too slow" in got


def test_the_desks_of_one_hub_do_not_wait_for_one_that_dawdles(hub: InThread, lin: Inspector, zhou: Inspector) -> None:
    """Four bodies of one desk at once, and the fifth is refused; another desk's round goes through meanwhile."""
    hub.enrols(lin, "lin", "林若溪")
    hub.enrols(zhou, "zhou", "周慕云")
    lines = []
    for n in range(4):
        headers = {"content-digest": signing.content_digest(b"x")}
        marks = signing.sign(
            lin.desk.store.key, "POST", "/v1/digest", "", headers,
            challenge=hub.door.challenges.word, created=1, nonce=f"{n:032x}",
        )  # fmt: skip
        told = "".join(f"{name}: {v}\r\n" for name, v in (headers | marks).items())
        line = socket.create_connection(("127.0.0.1", hub.company.settings.port), 5)
        line.sendall(f"POST /v1/digest HTTP/1.1\r\nhost: x\r\ncontent-length: 50\r\n{told}\r\nha".encode())
        lines.append(line)
    while len(hub.door._receiving) == 0 or sum(hub.door._receiving.values()) < 4:
        assert httpx.get(hub.address + "/health", trust_env=False).status_code in (200, 429)
    assert why(asked(hub, lin.desk.store.key, "POST", "/v1/digest", b"{}")) == "too often"
    rounds(hub, zhou)
    for line in lines:
        line.close()


def test_memory_stays_bounded_while_many_send_bombs(lin: Inspector, tmp_path: Path) -> None:
    """A hub of its own process; what it held at its most is what the system says."""
    status = Path("/proc/self/status")
    if not status.exists():
        pytest.skip("this system does not tell how much memory a process had at its most")
    with AsProgram(tmp_path / "hub", tls=False) as hub:
        hub.enrols(lin, "lin", "林若溪")
        rounds_of_bombs(hub, lin.desk.store.key)
        told = Path(f"/proc/{hub.pid}/status").read_text("ascii")
        peak = int(next(line.split()[1] for line in told.splitlines() if line.startswith("VmHWM:")))
        assert peak < 350 * 1024, f"{peak} KiB"
        assert httpx.get(hub.address + "/health", trust_env=False).status_code == 200


def rounds_of_bombs(hub: Any, key: DeskKey) -> None:
    bomb = gzip.compress(bytes(200_000_000), 9)
    answers: list[int] = []

    def send() -> None:
        with httpx.Client(base_url=hub.address, trust_env=False, timeout=60) as client:
            for _ in range(6):
                word = client.get("/v1/hello").headers[signing.CHALLENGE]
                headers = {"content-digest": signing.content_digest(bomb), "content-encoding": "gzip"}
                marks = signing.sign(
                    key, "POST", "/v1/digest", "", headers, challenge=word, created=1, nonce=random.randbytes(16).hex()
                )
                answers.append(client.post("/v1/digest", headers=headers | marks, content=bomb).status_code)

    threads = [threading.Thread(target=send) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert len(answers) == 48 and set(answers) <= {413, 429}, json.dumps(answers)
    assert 413 in answers
