"""The road to the hub, and everything that may lie on it: each is told in a person's words, and nothing is lost."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import msgspec
import pytest

from auditapp.hub.limits import Rate, Rates
from auditapp.journal.desk_key import DeskKey
from auditapp.office import http, refusals
from auditapp.office.http import HubOffice
from auditapp.office.messages import HUB, Enrolment
from auditapp.office.protocol import HELD, MOST_PIECE, Cut, Hello
from auditapp.operations import enrolment, exchange
from auditapp.words import Trouble, in_words, speak
from tests.hub.served import AsProgram, InThread, free_port, make
from tests.hub.test_stories import rounds
from tests.inspector import Inspector, photo

KEY = DeskKey.from_private(bytes(range(32)), bytes(16))
TOLD = Enrolment(
    hub="a" * 32,
    organisation="X",
    company="b" * 32,
    address="https://hub.example",
    key="c" * 64,
    user="lin",
    name="Lin",
    roles=("lead",),
    desk=KEY.desk,
    enrolled="2026-01-01T00:00:00+00:00",
    pinned=False,
)
HELLO = Hello(TOLD.hub, "X", "e", "2026-01-01T00:00:00+00:00", TOLD.key)


def answering(answer: Callable[[httpx.Request], httpx.Response]) -> HubOffice:
    """The road to something that answers as *answer* says."""
    client = httpx.Client(base_url=TOLD.address, transport=httpx.MockTransport(answer))
    return HubOffice(TOLD, KEY, client=client)


def as_hub(status: int, told: object, **headers: str) -> httpx.Response:
    return httpx.Response(status, content=msgspec.json.encode(told), headers={HUB: TOLD.hub, **headers})


def after_hello(answer: Callable[[httpx.Request], httpx.Response]) -> HubOffice:
    def answers(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/v1/hello":
            return as_hub(200, HELLO, **{"auditapp-challenge": "word"})
        return answer(request)

    return answering(answers)


def title(office: HubOffice) -> str:
    """What a person is told who says hello."""
    with pytest.raises(Trouble) as told:
        office.hello()
    assert in_words(told.value, speak("zh-CN"))
    assert "Nothing was" in told.value.todo
    return told.value.title


# -- TLS ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "off", [timedelta(), timedelta(days=-25 * 365), timedelta(days=400)], ids=["right", "-25y", "+400d"]
)
def test_a_laptop_reaches_its_hub_over_tls_whatever_its_clock_says(
    lin: Inspector, tmp_path: Path, off: timedelta
) -> None:
    """Here it is the hub's clock, and with it the certificate's times, that is wrong: the same difference."""
    with InThread(tmp_path / "hub", tls=True, clock=lambda: datetime.now(UTC) + off) as hub:
        enrolment.enrol(lin.desk, invitation_at(hub))
        rounds(hub, lin)
        assert exchange.safe(lin.desk, lin.inspection).state == exchange.SafeState.SAFE
        usual = ssl.create_default_context(cadata=hub.company.authority_pem)
        with socket.create_connection(("127.0.0.1", hub.company.settings.port)) as line:
            if off:
                with pytest.raises(ssl.SSLCertVerificationError, match=r"expired|not yet valid"):
                    usual.wrap_socket(line, server_hostname="localhost")
            else:
                with usual.wrap_socket(line, server_hostname="localhost") as tls:
                    assert tls.version() in ("TLSv1.2", "TLSv1.3")


def invitation_at(hub: InThread) -> str:
    """An invitation by the hub's own clock."""
    from auditapp.hub import people
    from auditapp.office import enrolment as invitations

    people.add_user(hub.hub, "lin", "林若溪", ["lead"], by="test")
    return invitations.to_line(people.invite(hub.hub, "lin", by="test"))


def test_a_hub_of_another_authority_is_not_trusted(lin: Inspector, tmp_path: Path) -> None:
    port = free_port()
    with InThread(tmp_path / "hub", tls=True, port=port) as hub:
        hub.enrols(lin, "lin", "林若溪")
    with InThread(tmp_path / "other", tls=True, port=port) as other:
        office = other.office(lin)
        assert title(office) == "The hub's certificate is not trusted"
        office.close()


def test_another_name_than_the_certificate_s_is_not_trusted(lin: Inspector, tmp_path: Path) -> None:
    context = http.trust(make(tmp_path / "x").authority_pem)
    assert context.check_hostname and context.verify_mode is ssl.CERT_REQUIRED


def test_a_certificate_of_the_operator_s_own_is_judged_by_the_system(lin: Inspector, tmp_path: Path) -> None:
    """Which does not know the authority of this test: so the desk says what it should say."""
    mine = make(tmp_path / "mine")
    from auditapp.hub import company

    company.tls_files(mine, datetime.now(UTC))
    keys = mine.folder / company.KEYS
    with InThread(
        tmp_path / "hub", tls=True, certificate=str(keys / "tls.pem"), certificate_key=str(keys / "tls.key")
    ) as hub:
        assert http.trust("").verify_mode is ssl.CERT_REQUIRED
        with pytest.raises(Trouble, match="not trusted"):
            hub.enrols(lin, "lin", "林若溪")


# -- what else may answer, or not -----------------------------------------------------------------


def test_without_a_network_or_a_hub_the_desk_says_so(lin: Inspector, tmp_path: Path) -> None:
    hub = InThread(tmp_path / "hub")
    with hub:
        hub.enrols(lin, "lin", "林若溪")
    office = hub.office(lin)
    assert title(office) == "Head office cannot be reached"
    office.close()
    with pytest.raises(Trouble, match="cannot be reached"):
        enrolment.refresh(lin.desk)


@pytest.mark.parametrize(
    ("status", "headers"),
    [(200, {"content-type": "text/html"}), (302, {"location": "http://login.hotel/"}), (200, {}), (404, {}), (511, {})],
)
def test_a_log_in_page_of_a_network_is_not_taken_for_the_hub(status: int, headers: dict[str, str]) -> None:
    office = answering(lambda _: httpx.Response(status, text="<html>Welcome to our hotel</html>", headers=headers))
    assert title(office) == "Something else answers"


@pytest.mark.parametrize("status", [502, 503, 504])
def test_a_reverse_proxy_whose_hub_is_being_started_again_is_a_hub_out_of_reach(status: int) -> None:
    assert title(answering(lambda _: httpx.Response(status, text="Bad gateway"))) == "Head office cannot be reached"


def test_a_proxy_that_wants_a_log_in_says_so() -> None:
    assert title(answering(lambda _: httpx.Response(407))) == "The proxy asks for a log-in"
    with pytest.raises(Trouble, match="log-in"), http.told_as_trouble("https://hub.example"):
        raise httpx.ProxyError("407 Proxy Authentication Required")


@pytest.mark.parametrize(("protocols", "which"), [((2, 3), "newer"), ((), "older")])
def test_a_hub_of_another_version_is_named_as_newer_or_older(protocols: tuple[int, ...], which: str) -> None:
    office = answering(lambda _: as_hub(200, msgspec.structs.replace(HELLO, protocols=protocols)))
    with pytest.raises(Trouble, match=which):
        office.hello()


def test_another_hub_at_the_same_address_is_told_apart() -> None:
    for other in (msgspec.structs.replace(HELLO, office="f" * 32), msgspec.structs.replace(HELLO, key="d" * 64)):
        assert title(answering(lambda _, other=other: as_hub(200, other))) == "This is another hub"


@pytest.mark.parametrize("raw", [b"", b"{", b"[]", b'{"office": 1}', b"\xff", b"[" * 100_000])
def test_nonsense_from_a_hub_is_told_as_such(raw: bytes) -> None:
    office = answering(lambda _: httpx.Response(200, content=raw, headers={HUB: TOLD.hub}))
    assert title(office) == "Head office's answer cannot be read"


@pytest.mark.parametrize("why", sorted(refusals.STATUS))
def test_every_refusal_is_a_sentence(why: str) -> None:
    office = after_hello(
        lambda _: as_hub(refusals.STATUS[why], {"why": why, "retry": 7}, **{"auditapp-challenge": "n"})
    )
    with pytest.raises((Trouble, Cut)) as told:
        office.have(["a" * 64])
    if why in ("challenge", "replayed"):
        assert isinstance(told.value, Cut), "asked again with each new challenge, and then given up"
    else:
        assert isinstance(told.value, Trouble) and told.value.sentence
        assert in_words(told.value, speak("zh-CN")) != in_words(told.value, speak("en"))


def test_a_refusal_of_a_newer_hub_is_a_sentence_too() -> None:
    office = after_hello(lambda _: as_hub(418, {"why": "teapot"}))
    with pytest.raises(Trouble, match="teapot"):
        office.have(["a" * 64])
    office = after_hello(lambda _: as_hub(418, "what"))
    with pytest.raises(Trouble, match="fault"):
        office.have(["a" * 64])


def test_too_many_questions_are_refused_with_the_time_to_wait(hub: InThread, lin: Inspector) -> None:
    hub.enrols(lin, "lin", "林若溪")
    hub.door.desks = Rates(Rate(burst=2, second=0.1))
    office = hub.office(lin)
    office.have(["a" * 64])
    office.have(["a" * 64])
    with pytest.raises(Trouble, match=r"try again in (9|10) s"):
        office.have(["a" * 64])
    office.close()


def test_a_hub_whose_disk_is_full_says_so_and_holds_nothing_half(
    hub: InThread, lin: Inspector, monkeypatch: pytest.MonkeyPatch
) -> None:
    from auditapp.store import troubles as disk

    hub.enrols(lin, "lin", "林若溪")

    def full(*_: object, **__: object) -> None:
        raise disk.of_os(OSError(28, "No space left on device"), hub.folder)

    monkeypatch.setattr(hub.hub.keeping.files, "put", full)
    office = hub.office(lin)
    with pytest.raises(Trouble, match="disk is full"):
        office.put("a" * 64, 3, iter([b"abc"]))
    office.close()


# -- cuts and resuming ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "fault", [httpx.ReadError, httpx.WriteError, httpx.ReadTimeout, httpx.WriteTimeout, httpx.RemoteProtocolError]
)
def test_what_breaks_in_the_middle_is_a_cut(fault: type[httpx.HTTPError]) -> None:
    def breaks(_: httpx.Request) -> httpx.Response:
        raise fault("gone")

    with pytest.raises(Cut):
        after_hello(breaks).have(["a" * 64])


@contextmanager
def cutting_after(count: int) -> Iterator[int]:
    """A port that answers with a beginning of *count* bytes and then hangs up."""
    with socket.create_server(("127.0.0.1", 0)) as door:

        def serve() -> None:
            line, _ = door.accept()
            with line:
                line.recv(65_536)
                head = b"HTTP/1.1 200 OK\r\nauditapp-hub: x\r\ncontent-length: 1000\r\n\r\n"
                line.sendall((head + b"x" * 1000)[:count])

        thread = threading.Thread(target=serve)
        thread.start()
        yield door.getsockname()[1]
        thread.join(10)


@pytest.mark.parametrize("count", [0, 10, 70, 500])
def test_an_answer_that_ends_too_early_is_a_cut(count: int) -> None:
    with cutting_after(count) as port:
        office = HubOffice(msgspec.structs.replace(TOLD, address=f"http://127.0.0.1:{port}"), KEY)
        with pytest.raises(Cut):
            office.hello()
        office.close()


def test_a_file_goes_in_pieces_and_goes_on_where_it_stopped(hub: InThread, lin: Inspector) -> None:
    import hashlib
    import random

    hub.enrols(lin, "lin", "林若溪")
    content = random.Random(5).randbytes(2 * MOST_PIECE + 4_321)
    sha256 = hashlib.sha256(content).hexdigest()
    office = hub.office(lin)

    def begin() -> Iterator[bytes]:
        yield content[:MOST_PIECE]
        raise Cut("the network went away")

    with pytest.raises(Cut):
        office.put(sha256, len(content), begin())
    assert office.have([sha256]) == {sha256: MOST_PIECE}
    odd = (content[i : i + 99_999] for i in range(MOST_PIECE, len(content), 99_999))
    office.put(sha256, len(content), odd, offset=MOST_PIECE)
    assert office.have([sha256, "0" * 64]) == {sha256: HELD, "0" * 64: 0}
    office.put(sha256, len(content), iter([content]))  # again: nothing to do
    assert hub.hub.keeping.files.size(sha256) == len(content)
    assert b"".join(hub.hub.keeping.files.get(sha256)) == content
    office.close()


def test_a_file_that_another_desk_sent_meanwhile_is_not_sent_twice(hub: InThread, lin: Inspector) -> None:
    import hashlib

    hub.enrols(lin, "lin", "林若溪")
    content = bytes(range(256)) * 12_288  # three pieces
    sha256 = hashlib.sha256(content).hexdigest()
    for at in range(0, 2 * MOST_PIECE, MOST_PIECE):
        hub.hub.keeping.files.put(sha256, len(content), at, content[at : at + MOST_PIECE])
    office = hub.office(lin)
    office.put(sha256, len(content), iter([content]))
    assert office.have([sha256]) == {sha256: HELD}
    office.close()


def test_a_file_whose_bytes_are_not_those_of_its_name_is_refused(hub: InThread, lin: Inspector) -> None:
    hub.enrols(lin, "lin", "林若溪")
    office = hub.office(lin)
    with pytest.raises(Trouble, match="altered"):
        office.put("a" * 64, 5, iter([b"hello"]))
    assert office.have(["a" * 64]) == {"a" * 64: 0}
    office.close()


def test_an_empty_file_is_a_file(hub: InThread, lin: Inspector) -> None:
    import hashlib

    hub.enrols(lin, "lin", "林若溪")
    office = hub.office(lin)
    name = hashlib.sha256(b"").hexdigest()
    office.put(name, 0, iter([]))
    assert office.have([name]) == {name: HELD}
    office.close()


# -- the program itself ---------------------------------------------------------------------------


def test_several_processes_serve_one_hub_and_stop_when_told(lin: Inspector, tmp_path: Path) -> None:
    lin.answers("ST-1.1", "conform").photographs("ST-1.1", photo(tmp_path))
    with AsProgram(tmp_path / "hub", options=["--processes", "2"]) as hub:
        hub.all_started(2)
        hub.enrols(lin, "lin", "林若溪")
        told = None
        for _ in range(4):
            told = rounds(hub, lin)
        assert told is not None and not told.summary.differs
        assert exchange.safe(lin.desk, lin.inspection).state == exchange.SafeState.SAFE
        assert hub.stop() == 0
        lines = hub.lines()
        assert len({line["process"] for line in lines if line["what"] == "started"}) == 2
        assert len({line["process"] for line in lines if line["what"] == "stopped"}) == 2


def test_the_log_of_a_hub_names_nobody_and_tells_no_answer(lin: Inspector, tmp_path: Path) -> None:
    lin.notes("ST-1.1", "geheimnis").answers("ST-1.1", "conform").photographs("ST-1.1", photo(tmp_path))
    with AsProgram(tmp_path / "hub") as hub:
        hub.enrols(lin, "lin", "林若溪", person_name="lin-laptop")
        rounds(hub, lin)
        assert hub.stop() == 0
        text = hub.log.read_text("utf-8")
        for secret in ("林若溪", "geheimnis", "lin-laptop", "conform", "海棠人寿", "ST-1.1", str(tmp_path)):
            assert secret not in text
        requests = [line for line in hub.lines() if line["what"] == "request"]
        assert {"number", "method", "way", "status", "ms", "taken", "sent"} <= requests[0].keys()
        [given] = [line for line in requests if line["way"].endswith("/entries")]
        assert given["offered"] == given["new"] > 0 and given["apart"] == 0


def test_a_hub_asked_to_stop_finishes_and_says_so(tmp_path: Path) -> None:
    with AsProgram(tmp_path / "hub") as hub:
        assert hub.stop() == 0
        assert [line["what"] for line in hub.lines()] == ["started", "stopped"]
