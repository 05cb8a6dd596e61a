"""The road to the hub: HTTPS, one connection kept, in the thread of whoever calls.

What breaks in the middle is `Cut` (ask again), everything else `Trouble` in a person's words. Requests are signed with
the desk's key; the hub's challenge is learnt from hello and renewed by its answers, so that the laptop's clock plays
no part: not here, and not in the hub's certificate where that is by the company's own authority.
"""

from __future__ import annotations

import secrets
import ssl
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Final, TypeVar
from urllib.parse import urlsplit

import httpx
import msgspec

from auditapp.journal.entry import Entry, NotCanonical
from auditapp.journal.line import MAX_LINE_BYTES, from_line, to_line
from auditapp.journal.strand import StrandHead
from auditapp.office import enrolment, refusals, signing
from auditapp.office.enrolment import LOOPBACK, Invitation
from auditapp.office.messages import (
    HUB,
    MOST_ASKED,
    MOST_STRANDS,
    Authority,
    CertificateAsked,
    Certified,
    Compare,
    EndsLine,
    Enrolment,
    Held,
    Join,
    Piece,
    Refusal,
    Wanted,
)
from auditapp.office.protocol import (
    HELD,
    MOST_FILE,
    MOST_MESSAGE,
    MOST_PIECE,
    PROTOCOL,
    Cut,
    Digest,
    Given,
    Hello,
    NotThere,
    Receipt,
    batches,
)
from auditapp.words import Trouble, say

if TYPE_CHECKING:
    from auditapp.journal.desk_key import DeskKey

Told = TypeVar("Told")

TIMES: Final = httpx.Timeout(connect=15, read=60, write=60, pool=15)
"""Seconds to find the hub, and between two signs of life."""
_NO_CHECK_TIME: Final = 0x200000
"""OpenSSL's X509_V_FLAG_NO_CHECK_TIME, which `ssl` does not name. A laptop whose clock is wrong by years must reach its
hub; the pinned authority's certificates are renewed by the hub and taken back by a new authority."""
_MOST_DIGEST_LINE: Final = 2**20
_MOST_COMPARED: Final = 20_000
"""Strands in one question, some 110 bytes each."""
_TRIES: Final = 4
"""How often one question is signed anew, each time with the challenge it was refused with."""


class HubOffice:
    """The hub, as `office.protocol.Office`. *client* is for tests; *proxy* where the system's settings name one that
    the environment does not (a company's PAC file)."""

    signs = True
    lanes = 3
    """Files under way at once: while the hub syncs one, the next is on the line."""

    def __init__(
        self, enrolled: Enrolment, key: DeskKey, *, proxy: str | None = None, client: httpx.Client | None = None
    ) -> None:
        self.enrolled, self._key = enrolled, key
        self._line = _Line(
            enrolled.address, enrolled.authority if enrolled.pinned else "", key, proxy=proxy, client=client
        )

    def hello(self) -> Hello:
        hello = self._line.hello()
        if hello.office != self.enrolled.hub or hello.key != self.enrolled.key:
            raise Trouble(
                say("This is another hub"),
                say("At {address} answers {name}, which is not the hub this desk was enrolled at."),
                say("Nothing was sent. Ask head office; enrol again if the company has a new hub."),
                address=self.enrolled.address,
                name=hello.name[:64],
            )
        return hello

    def digests(self, mine: Mapping[str, Digest]) -> dict[str, dict[str, StrandHead]]:
        found: dict[str, dict[str, StrandHead]] = {}
        rest = True
        for portion in _portions_of(mine):
            same = {inspection: dict(digest) for inspection, digest in portion.items()}
            asked = Compare({i: {desk: (n, e) for desk, (n, e) in d.items()} for i, d in portion.items()}, rest)
            for line in self._lines("POST", "/v1/digest", _MOST_DIGEST_LINE, body=msgspec.json.encode(asked)):
                told = _read(line, EndsLine)
                same.pop(told.inspection, None)
                if told.digest is not None:
                    found[told.inspection] = {desk: StrandHead(*end) for desk, end in told.digest.items()}
            found |= {i: {desk: StrandHead(*end) for desk, end in d.items()} for i, d in same.items()}
            rest = False
        return found

    def give(self, inspection: str, entries: Sequence[Entry]) -> Given:
        body = b"".join(to_line(entry) for entry in entries)
        return _read(self._line.ask("POST", f"/v1/inspections/{inspection}/entries", body=body, pack=True), Given)

    def entries(self, inspection: str, after: Mapping[str, int]) -> Iterator[Entry]:
        for some in batches(sorted(after.items()), MOST_STRANDS):
            query = "after=" + ",".join(f"{desk}.{number}" for desk, number in some)
            for line in self._lines("GET", f"/v1/inspections/{inspection}/entries", MAX_LINE_BYTES, query=query):
                try:
                    yield from_line(line)
                except NotCanonical as fault:
                    raise _nonsense() from fault

    def have(self, hashes: Iterable[str]) -> dict[str, int]:
        found: dict[str, int] = {}
        for some in batches(hashes, MOST_ASKED):
            body = msgspec.json.encode(Wanted(some))
            found |= _read(self._line.ask("POST", "/v1/files/have", body=body, pack=True), Held).files
        return found

    def put(self, sha256: str, size: int, pieces: Iterator[bytes], *, offset: int = 0) -> None:
        at = there = offset
        for piece in _pieces(pieces, size, offset):
            begins, at = at, at + len(piece)
            if there >= at and piece:
                continue  # somebody else sent it meanwhile, or the answer to it was lost
            there = self._put(sha256, size, max(begins, there), piece[max(there - begins, 0) :])
            if there == HELD:
                return
            if there < at:
                raise Cut(f"the hub has {there} bytes of the file")
        raise _nonsense()

    def get(self, sha256: str, *, offset: int = 0) -> Iterator[bytes]:
        headers = {"range": f"bytes={offset}-"} if offset else {}
        size = offset
        try:
            with self._line.stream("GET", f"/v1/files/{sha256}", headers=headers) as answer:
                if answer.status_code != (206 if offset else 200):
                    raise _nonsense()
                for part in _parts(answer):
                    size += len(part)
                    if size > MOST_FILE:
                        raise _nonsense()
                    yield part
        except _Refused as refused:
            if refused.said.why == "not held":
                raise NotThere(sha256) from None
            raise

    def receipt(self, inspection: str) -> Receipt | None:
        return _read(self._line.ask("GET", f"/v1/inspections/{inspection}/receipt"), Receipt)

    def enrolment(self) -> Enrolment:
        """What this desk should know now: the person's roles, whose erasures count."""
        return _read(self._line.ask("GET", "/v1/enrolment"), Enrolment)

    def certify(self, request_pem: str) -> Certified:
        """The company's certificate for a signing key of the person enrolled here."""
        body = msgspec.json.encode(CertificateAsked(request_pem))
        return _read(self._line.ask("POST", "/v1/certificate", body=body), Certified)

    def close(self) -> None:
        self._line.close()

    def _put(self, sha256: str, size: int, begins: int, piece: bytes) -> int:
        """Send one piece; how much is there then. Already past it is no fault: another desk, or an answer we lost."""
        headers = {"upload-offset": str(begins), "upload-length": str(size)}
        whole = begins == 0 and len(piece) == size
        try:
            told = self._line.ask(
                "PATCH", f"/v1/files/{sha256}", body=piece, headers=headers, digest=sha256 if whole else ""
            )
        except _Refused as refused:
            if refused.said.why != "offset":
                raise
            return refused.said.offset
        there = _read(told, Piece)
        return HELD if there.held else there.offset

    def _lines(
        self, method: str, path: str, most: int, *, query: str = "", body: bytes | None = None
    ) -> Iterator[bytes]:
        with self._line.stream(method, path, query=query, body=body) as answer:
            yield from _split(_parts(answer), most)


def join(invitation: Invitation, key: DeskKey, asked: Join, *, proxy: str | None = None) -> Enrolment:
    """Enrol a desk: fetch the company's authority, compare it with the invitation's fingerprint, and only then send the
    code, over a connection that chains to it. Raises `Trouble` and `Cut`."""
    authority = ""
    if invitation.authority:
        with closing(_Line(invitation.address, None, key, proxy=proxy)) as line:
            authority = _read(line.ask("GET", "/v1/authority", signed=False), Authority).authority
        if not enrolment.is_authority(authority, invitation.authority):
            raise Trouble(
                say("This is not the company's hub"),
                say("At {address} answers a hub of another authority than the invitation names."),
                say("Nothing was sent. Somebody may be listening on this network; try another, and tell head office."),
                address=invitation.address,
            )
    with closing(_Line(invitation.address, authority, key, proxy=proxy)) as line:
        hello = line.hello()
        if hello.key != invitation.key:
            raise Trouble(
                say("This is not the company's hub"),
                say("The hub at {address} has another key than the invitation names."),
                say("Nothing was sent. Ask head office for a new invitation."),
                address=invitation.address,
            )
        found = _read(line.ask("POST", "/v1/enrol", body=msgspec.json.encode(asked)), Enrolment)
    if found.hub != hello.office or found.key != invitation.key:
        raise _nonsense()
    return msgspec.structs.replace(found, address=invitation.address)


class _Refused(Trouble):
    """The hub said no, with a word: told as it is, unless whoever asked knows what to make of the word."""

    def __init__(self, said: Refusal) -> None:
        told = refusals.told(said.why, retry=said.retry)
        super().__init__(told.title, told.sentence, told.todo, code=told.code, **told.values)
        self.said = said


class _Line:
    """One kept connection to one hub. *authority*: PEM that its certificate must chain to; "" the system's; None
    nobody's, for fetching what is compared with a fingerprint afterwards."""

    def __init__(
        self,
        address: str,
        authority: str | None,
        key: DeskKey,
        *,
        proxy: str | None = None,
        client: httpx.Client | None = None,
    ) -> None:
        self.address = enrolment.check_address(address)
        here = urlsplit(self.address).hostname in LOOPBACK
        self._key, self._challenge, self._offset = key, "", 0.0
        self._client = client or httpx.Client(
            base_url=self.address,
            verify=trust(authority),
            timeout=TIMES,
            proxy=None if here else proxy,
            trust_env=not here,
            follow_redirects=False,
            limits=httpx.Limits(max_connections=4, max_keepalive_connections=4, keepalive_expiry=60),
            headers={"user-agent": "auditapp", "accept-encoding": "gzip"},
        )

    def hello(self) -> Hello:
        hello = _read(self.ask("GET", "/v1/hello", signed=False), Hello)
        if PROTOCOL not in hello.protocols:
            newer = min(hello.protocols, default=0) > PROTOCOL
            raise Trouble(
                say("The hub is of another version"),
                say("Head office's hub is newer than this program.")
                if newer
                else say("Head office's hub is older than this program."),
                say("Nothing was lost. Install the newer program here.")
                if newer
                else say("Nothing was lost. Ask head office to bring the hub up to date."),
            )
        try:
            self._offset = datetime.fromisoformat(hello.time).timestamp() - time.time()
        except (ValueError, OverflowError, OSError):
            self._offset = 0.0
        return hello

    def ask(
        self,
        method: str,
        path: str,
        *,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        signed: bool = True,
        pack: bool = False,
        digest: str = "",
    ) -> bytes:
        """One question and its whole answer. Raises `Trouble` and `Cut`."""
        with self.stream(method, path, body=body, headers=headers, signed=signed, pack=pack, digest=digest) as answer:
            return b"".join(_bounded(_parts(answer), MOST_MESSAGE))

    @contextmanager
    def stream(
        self,
        method: str,
        path: str,
        *,
        query: str = "",
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        signed: bool = True,
        pack: bool = True,
        digest: str = "",
    ) -> Iterator[httpx.Response]:
        """One question whose answer is read as it comes, when it is the hub's and no refusal (`_Refused`). Raises
        `Trouble` and `Cut`."""
        given = dict(headers or {})
        if body is not None:
            if pack and len(body) > 1_000:
                import gzip

                body, given["content-encoding"] = gzip.compress(body, 1, mtime=0), "gzip"
            given["content-digest"] = signing.content_digest(body, sha256=digest)
        if signed and not self._challenge:
            self.hello()
        for _ in range(_TRIES):
            marks = self._signature(method, path, query, given) if signed else {}
            request = self._client.build_request(
                method, f"{path}?{query}" if query else path, content=body, headers={**given, **marks}
            )
            answer = self._send(request)
            try:
                self._challenge = answer.headers.get(signing.CHALLENGE, self._challenge)
                refused = self._refusal(answer)
                if refused is None:
                    yield answer
                    return
            finally:
                answer.close()
            if refused.why not in ("challenge", "replayed"):
                raise _Refused(refused)
        raise Cut("the hub drew new challenges all the time")

    def close(self) -> None:
        self._client.close()

    def _signature(self, method: str, path: str, query: str, headers: Mapping[str, str]) -> dict[str, str]:
        watched = {name: value for name, value in headers.items() if name in signing.OPTIONAL}
        return signing.sign(
            self._key,
            method,
            path,
            query,
            watched,
            challenge=self._challenge,
            created=max(int(time.time() + self._offset), 0),
            nonce=secrets.token_hex(16),
        )

    def _send(self, request: httpx.Request) -> httpx.Response:
        with told_as_trouble(self.address):
            return self._client.send(request, stream=True)

    def _refusal(self, answer: httpx.Response) -> Refusal | None:
        """None for an answer that is what was asked for. Raises `Trouble` for what no hub says."""
        if answer.status_code == httpx.codes.PROXY_AUTHENTICATION_REQUIRED:
            raise _proxy_asks()
        if HUB not in answer.headers:
            if answer.status_code in (502, 503, 504):  # a reverse proxy whose hub is being started again
                raise _unreachable(self.address)
            raise Trouble(
                say("Something else answers"),
                say("Not head office's hub answers at {address}, but another program: a network's log-in page, say."),
                say("Nothing was lost. Open a web page and log in to the network, or try another network."),
                address=self.address,
            )
        if answer.is_success:
            return None
        with told_as_trouble(self.address):
            raw = b"".join(_bounded(answer.iter_bytes(), 65_536))
        try:
            return msgspec.json.decode(raw, type=Refusal)
        except msgspec.MsgspecError:
            return Refusal("fault")


def trust(authority: str | None) -> ssl.SSLContext:
    """How the hub's certificate is judged. *authority*: see `_Line`."""
    if authority is None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    elif authority:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.load_verify_locations(cadata=authority)
        context.verify_flags |= ssl.VerifyFlags(_NO_CHECK_TIME)
    else:
        import truststore

        context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


@contextmanager
def told_as_trouble(address: str) -> Iterator[None]:
    """The network's faults in a person's words: `Cut` where something was under way, `Trouble` where nothing was."""
    try:
        yield
    except httpx.ConnectError as fault:
        raise _untrusted(fault, address) or _unreachable(address) from fault
    except httpx.ConnectTimeout as fault:
        raise _unreachable(address) from fault
    except httpx.ProxyError as fault:
        raise _proxy_asks() if "407" in str(fault) else _unreachable(address) from fault
    except (httpx.TimeoutException, httpx.NetworkError, httpx.RemoteProtocolError) as fault:
        raise Cut(type(fault).__name__) from fault
    except (httpx.HTTPError, httpx.InvalidURL) as fault:
        raise _nonsense() from fault


def _untrusted(fault: BaseException, address: str) -> Trouble | None:
    """The trouble when it is the certificate that kept us from connecting."""
    cause: BaseException | None = fault
    while cause is not None and not isinstance(cause, ssl.SSLError):
        cause = cause.__cause__ or cause.__context__
    if cause is None:
        return None
    if "expired" in str(cause) or "not yet valid" in str(cause):
        return Trouble(
            say("The hub's certificate is out of date here"),
            say("By this computer's clock the certificate at {address} has expired or is not valid yet."),
            say("Nothing was sent. Set the clock right; if it is right, tell head office."),
            address=address,
        )
    return Trouble(
        say("The hub's certificate is not trusted"),
        say("What answers at {address} cannot prove that it is the company's hub."),
        say("Nothing was sent. The network may read along (some companies' and hotels' do); try another, or tell IT."),
        address=address,
    )


def _unreachable(address: str) -> Trouble:
    return Trouble(
        say("Head office cannot be reached"),
        say("There is no network, or no hub answers at {address}."),
        say("Nothing was lost. Go on working; try again when there is a network."),
        address=address,
    )


def _proxy_asks() -> Trouble:
    return Trouble(
        say("The proxy asks for a log-in"),
        say("The network's proxy lets nobody through without name and password."),
        say("Nothing was lost. Log in to the proxy, or write it into HTTPS_PROXY as http://name:password@proxy:port."),
    )


def _nonsense() -> Trouble:
    return Trouble(
        say("Head office's answer cannot be read"),
        say("The hub, or something between, answered what does not belong to the protocol."),
        say("Nothing was taken in and nothing was lost. Try again; tell head office when it stays so."),
    )


def _read(raw: bytes, kind: type[Told]) -> Told:
    try:
        return msgspec.json.decode(raw, type=kind)
    except (msgspec.MsgspecError, ValueError, RecursionError) as fault:
        raise _nonsense() from fault


def _parts(answer: httpx.Response) -> Iterator[bytes]:
    with told_as_trouble(str(answer.request.url.host)):
        yield from answer.iter_bytes()


def _bounded(parts: Iterable[bytes], most: int) -> Iterator[bytes]:
    size = 0
    for part in parts:
        size += len(part)
        if size > most:
            raise _nonsense()
        yield part


def _split(parts: Iterable[bytes], most: int) -> Iterator[bytes]:
    """Whole lines, none longer than *most*; an answer that ends inside one was cut."""
    rest = b""
    for part in parts:
        *lines, rest = (rest + part).split(b"\n")
        yield from (line + b"\n" for line in lines)
        if len(rest) > most:
            raise _nonsense()
    if rest:
        raise Cut("the answer ends in the middle of a line")


def _pieces(parts: Iterator[bytes], size: int, offset: int) -> Iterator[bytes]:
    """*parts* in pieces as large as a message may be; one empty piece for an empty file."""
    if size == offset:
        yield b""
        return
    waiting = bytearray()
    for part in parts:
        waiting += part
        while len(waiting) >= MOST_PIECE:
            yield bytes(waiting[:MOST_PIECE])
            del waiting[:MOST_PIECE]
    if waiting:
        yield bytes(waiting)


def _portions_of(mine: Mapping[str, Digest]) -> Iterator[dict[str, Digest]]:
    """Digests in messages of bounded size; one message for none."""
    portion: dict[str, Digest] = {}
    strands = 0
    for inspection, digest in mine.items():
        if portion and strands + len(digest) > _MOST_COMPARED:
            yield portion
            portion, strands = {}, 0
        portion[inspection] = digest
        strands += len(digest) + 1
    yield portion
