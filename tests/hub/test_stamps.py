"""Reports that arrive get a trusted time stamp, once, when the service can be had; they are valid with and without."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import pytest

from auditapp.hub import house, stamps
from auditapp.hub.stamps import Stamper
from auditapp.inspection.files import named
from auditapp.operations import documents, exchange
from auditapp.operations.documents import Signature
from auditapp.report.check import verify
from auditapp.report.examination import Verdict
from auditapp.report.papers import Document
from tests.hub.served import InThread
from tests.hub.stamping import Authority
from tests.inspector import KEY, Inspector
from tests.report.seal_house import time_stamper


@pytest.fixture
def authority() -> Iterator[Authority]:
    with Authority() as service:
        yield service


@pytest.fixture
def stamper(hub: InThread, authority: Authority, opened: ExitStack) -> Stamper:
    return Stamper(hub.hub, opened.enter_context(stamps.by_http(authority.address)))


def issued(hub: InThread, lin: Inspector, folder: Path) -> documents.IssuedDocument:
    """Lin signs off, issues a signed report and a fact sheet that nobody signs, and exchanges."""
    mine = lin.has_identity()
    documents.issue(lin.desk, lin.inspection, folder / "facts.pdf", document=Document.FACTS)
    lin.signs_off(certificate=mine.fingerprint)
    report = documents.issue(
        lin.desk, lin.inspection, folder / "report.pdf", signatures=[Signature("林若溪", mine.code, KEY)]
    )
    if not lin.desk.store.preference("enrolled for the test"):
        lin.desk.store.set_preference("enrolled for the test", "yes")
        hub.enrols(lin, "lin", "林若溪")
    exchanged(hub, lin)
    return report


def exchanged(hub: InThread, desk: Inspector) -> None:
    office = hub.office(desk)
    try:
        exchange.exchange(desk.desk, office)
    finally:
        office.close()


def test_a_report_is_stamped_on_arrival_and_the_stamped_one_comes_back(
    hub: InThread, lin: Inspector, stamper: Stamper, tmp_path: Path
) -> None:
    report = issued(hub, lin, tmp_path)
    assert (stamper.round().stamped, stamper.round().stamped) == (1, 0)
    exchanged(hub, lin)
    [stamped] = lin.now.stamped
    assert (stamped.report, stamped.authority) == (report.sha256, "TSA")
    content = lin.desk.store.photos.read(stamped.sha256)
    assert content.startswith((tmp_path / "report.pdf").read_bytes()), "as it was signed, and the stamp behind it"
    (tmp_path / "stamped.pdf").write_bytes(content)
    found = verify(tmp_path / "stamped.pdf", roots=[time_stamper()[1]])
    assert found.verdict is Verdict.VALID, [a for a in found.answers if a.verdict]
    assert [(one.authority, one.verdict) for one in found.stamps] == [("TSA", Verdict.VALID)]
    assert found.signers[0].stamped is not None
    assert exchange.safe(lin.desk, lin.inspection).state == exchange.SafeState.SAFE


@pytest.mark.parametrize("mood", ["down", "babble"])
def test_while_the_service_is_away_the_report_waits_and_is_valid(
    hub: InThread, lin: Inspector, stamper: Stamper, authority: Authority, tmp_path: Path, mood: str
) -> None:
    issued(hub, lin, tmp_path)
    authority.mood = mood
    for _ in range(2):
        done = stamper.round()
        assert (done.stamped, done.waiting) == (0, 1) and done.trouble is not None
    assert verify(tmp_path / "report.pdf").verdict is Verdict.VALID
    assert hub.hub.keeping.journals.of_kind("stamped") == []
    authority.mood = ""
    assert stamper.round().stamped == 1


def test_a_service_that_is_not_there_is_a_sentence(hub: InThread, lin: Inspector, tmp_path: Path) -> None:
    issued(hub, lin, tmp_path)
    with stamps.by_http("http://127.0.0.1:9/tsa") as ask:
        done = Stamper(hub.hub, ask).round()
    assert done.waiting == 1 and done.trouble is not None and "service" in str(done.trouble)


def test_what_nobody_signed_or_is_spoilt_is_left_alone(
    hub: InThread, lin: Inspector, stamper: Stamper, authority: Authority, tmp_path: Path
) -> None:
    report = issued(hub, lin, tmp_path)
    blobs = hub.hub.keeping.files.blobs
    place = Path(blobs.place) / report.sha256[:2] / report.sha256
    spoilt = bytearray(place.read_bytes())
    spoilt[len(spoilt) // 3] ^= 1
    place.write_bytes(spoilt)
    assert stamper.round() == stamps.Round()
    assert authority.asked == 0
    assert len(stamper.left) == 2


def test_two_processes_stamp_a_report_once(
    hub: InThread, lin: Inspector, stamper: Stamper, authority: Authority, tmp_path: Path
) -> None:
    issued(hub, lin, tmp_path)
    with house.open_hub(hub.folder) as other, stamps.by_http(authority.address) as ask:
        second = Stamper(other, ask)
        waiting = list(second._waiting())
        assert stamper.round().stamped == 1
        assert [second._stamp(inspection, sha256, ask) for inspection, sha256 in waiting] == [False, False]
        assert other.keeping.register.turn("stamped", lasts=timedelta(minutes=1))
        assert not hub.hub.keeping.register.turn("stamped", lasts=timedelta(minutes=1))
    assert len(hub.hub.keeping.journals.of_kind("stamped")) == 1
    assert not any(hub.hub.keeping.journals.counts()[name] for name in ("forked", "quarantined"))


def test_a_hub_brought_back_from_a_backup_speaks_as_another_desk(hub: InThread) -> None:
    import dataclasses

    before = stamps.voice(hub.hub)
    after = stamps.voice(dataclasses.replace(hub.hub, epoch="another"))
    assert before.public == after.public and before.desk != after.desk


def test_a_hub_that_serves_looks_for_reports_by_itself_and_stops_when_told(
    hub: InThread, lin: Inspector, authority: Authority, tmp_path: Path
) -> None:
    import dataclasses

    issued(hub, lin, tmp_path)
    settings = dataclasses.replace(hub.hub.company.settings, stamps=authority.address)
    serving = dataclasses.replace(hub.hub, company=dataclasses.replace(hub.hub.company, settings=settings))

    async def live() -> None:
        stop = asyncio.Event()
        task = asyncio.ensure_future(stamps.keep_stamping(serving, stop))
        while not authority.asked:
            await asyncio.sleep(0)
        stop.set()
        await asyncio.wait_for(task, 60)

    asyncio.run(live())
    [entry] = hub.hub.keeping.journals.of_kind("stamped")
    assert len(named([entry])) == 1


def test_the_list_in_a_stamped_report_names_revoked_certificates(hub: InThread) -> None:
    from cryptography import x509

    from auditapp.hub import authority, people
    from auditapp.hub.keeping.register import EnrolledDesk

    with hub.opened() as opened:
        people.add_user(opened, "lin", "林若溪", ["lead"], by="test")
        opened.keeping.register.set_desk(EnrolledDesk("aa" * 32, "lin", "lost", "2026-11-23T09:00:00+00:00"))
        opened.keeping.register.add_certificate(77, "lin", "aa" * 32)
        people.revoke(opened, "lin", "left", by="test")
        listed = x509.load_der_x509_crl(people.revocations(opened))
        assert [one.serial_number for one in listed] == [77]
        key = opened.company.authority().certificate.public_key()
        assert listed.is_signature_valid(key)  # type: ignore[arg-type]
        assert authority.revocations(opened.company.authority(), {}, now=opened.clock())
