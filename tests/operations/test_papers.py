"""From sign-off to a PDF that verifies; identities; what is refused on the way."""

from __future__ import annotations

import hashlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from auditapp.inspection.files import named
from auditapp.operations import documents, identities, sign_off, trail
from auditapp.operations.documents import Signature
from auditapp.operations.testimony import Draft, testify
from auditapp.report.examination import Question, Verdict
from auditapp.report.papers import Document
from auditapp.words import Trouble
from tests.inspector import KEY, Inspector, photo


def test_a_signed_report_verifies_and_its_hash_is_in_the_journal(lin: Inspector, tmp_path: Path) -> None:
    mine, theirs = lin.has_identity(), lin.has_identity("赵启明")
    lin.photographs("ST-1.1", photo(tmp_path)).clears_photos().finds("ST-1.1").notes("ST-1.1", "<b>&bold</b> 龘")
    lin.signs_off(certificate=mine.fingerprint).signs_off("赵启明", certificate=theirs.fingerprint)
    out = tmp_path / "report.pdf"
    issued = documents.issue(lin.desk, lin.inspection, out, signatures=[Signature("林若溪", mine.code, KEY)])
    assert lin.now.issued[0].sha256 == issued.sha256
    known = [mine.fingerprint, theirs.fingerprint]
    assert documents.verify_pdf(out, known=known).verdict is Verdict.VALID
    documents.countersign(lin.desk, lin.inspection, out, Signature("赵启明", theirs.code, KEY))
    found = documents.verify_pdf(out, known=known)
    assert found.verdict is Verdict.VALID
    assert len(found.signers) == 2
    assert len(lin.now.issued) == 2
    assert documents.verify_pdf(out, known=["0" * 64]).on(Question.CERTIFICATE) is not Verdict.VALID
    raw = bytearray(out.read_bytes())
    raw[len(raw) // 3] ^= 1
    (tmp_path / "altered.pdf").write_bytes(raw)
    assert documents.verify_pdf(tmp_path / "altered.pdf", known=known).verdict is Verdict.INVALID
    with pytest.raises(Trouble, match="byte for byte"):
        documents.countersign(lin.desk, lin.inspection, tmp_path / "altered.pdf", Signature("赵启明", theirs.code, KEY))


def test_an_issued_document_is_kept_for_head_office_and_a_draft_is_not(lin: Inspector, tmp_path: Path) -> None:
    mine, theirs = lin.has_identity(), lin.has_identity("赵启明")
    lin.signs_off(certificate=mine.fingerprint).signs_off("赵启明", certificate=theirs.fingerprint)
    out, files = tmp_path / "report.pdf", lin.desk.store.photos
    before = files.sizes()[0]
    documents.render(lin.desk, lin.inspection, tmp_path / "draft.pdf")
    assert files.sizes()[0] == before
    issued = documents.issue(lin.desk, lin.inspection, out, signatures=[Signature("林若溪", mine.code, KEY)])
    again = documents.countersign(lin.desk, lin.inspection, out, Signature("赵启明", theirs.code, KEY))
    assert issued.kept and again.kept
    assert files.read(again.sha256) == out.read_bytes()
    assert {issued.sha256, again.sha256} <= set(named(lin.desk.store.journals.read(lin.inspection)))
    unsigned = documents.issue(lin.desk, lin.inspection, tmp_path / "facts.pdf", document=Document.FACTS)
    assert files.has(unsigned.sha256)


def test_the_document_that_head_office_stamped_is_written_to_a_new_file(lin: Inspector, tmp_path: Path) -> None:
    lin.signs_off()
    issued = documents.issue(lin.desk, lin.inspection, tmp_path / "report.pdf")
    with pytest.raises(Trouble, match="no time-stamped document"):
        documents.save_stamped(lin.desk, lin.inspection, tmp_path / "stamped.pdf")
    content = (tmp_path / "report.pdf").read_bytes() + b"with the stamp"
    sha256 = hashlib.sha256(content).hexdigest()
    value = {"sha256": sha256, "bytes": len(content), "time": "2026-11-23T12:00:00+00:00", "authority": "TSA"}
    testify(lin.desk, lin.inspection, "stamped", [Draft("stamped", issued.sha256, value)])
    with pytest.raises(Trouble, match="has not come yet"):
        documents.save_stamped(lin.desk, lin.inspection, tmp_path / "stamped.pdf")
    lin.desk.store.photos.keep(content)
    found = documents.save_stamped(lin.desk, lin.inspection, tmp_path / "stamped.pdf")
    assert (found.authority, (tmp_path / "stamped.pdf").read_bytes()) == ("TSA", content)
    with pytest.raises(Trouble, match="there already"):
        documents.save_stamped(lin.desk, lin.inspection, tmp_path / "stamped.pdf")


def test_a_document_too_large_to_be_kept_is_issued_all_the_same(lin: Inspector, tmp_path: Path) -> None:
    lin.signs_off()
    lin.desk.store.photos.largest = 1_000
    issued = documents.issue(lin.desk, lin.inspection, tmp_path / "report.pdf")
    assert not issued.kept and (tmp_path / "report.pdf").stat().st_size > 1_000
    assert lin.now.issued[0].sha256 == issued.sha256
    assert trail.check(lin.desk, lin.inspection).missing_photos == ()


def test_a_report_is_issued_after_sign_off_by_those_who_signed(lin: Inspector, tmp_path: Path) -> None:
    mine, out = lin.has_identity(), tmp_path / "report.pdf"
    mine_signs = [Signature("林若溪", mine.code, KEY)]
    with pytest.raises(Trouble, match="issued after sign-off"):
        documents.issue(lin.desk, lin.inspection, out, signatures=mine_signs)
    lin.signs_off(certificate=mine.fingerprint)
    with pytest.raises(Trouble, match="has not signed"):
        documents.issue(lin.desk, lin.inspection, out, signatures=[Signature("赵启明", mine.code, KEY)])
    with pytest.raises(Trouble):
        documents.issue(lin.desk, lin.inspection, out, signatures=[Signature("林若溪", mine.code, "wrong words")])
    other = lin.has_identity("somebody else")
    with pytest.raises(Trouble, match="signed off with the certificate"):
        documents.issue(lin.desk, lin.inspection, out, signatures=[Signature("林若溪", other.code, KEY)])
    assert not list(tmp_path.glob("*.pdf"))
    assert not list(tmp_path.glob(".*"))
    assert not lin.now.issued


def test_who_signs_on_paper_says_which_document_was_printed(lin: Inspector, tmp_path: Path) -> None:
    mine = lin.has_identity()
    lin.finds("ST-1.1").signs_off(certificate=mine.fingerprint)
    documents.issue(lin.desk, lin.inspection, tmp_path / "report.pdf", signatures=[Signature("林若溪", mine.code, KEY)])
    printed, scan = lin.now.issued[0].sha256, photo(tmp_path, "scan.jpg")
    with pytest.raises(Trouble, match="No document with the SHA-256"):
        lin.signs_off("赵启明", level="paper", ink=scan, printed="0" * 64)
    lin.signs_off("赵启明", level="paper", ink=scan, printed=printed)
    signed = lin.now.sign_offs[-1]
    assert signed.level == "paper"
    assert signed.ink
    assert printed in signed.statement


def test_fact_sheets_are_signed_before_sign_off(lin: Inspector, tmp_path: Path) -> None:
    mine = lin.has_identity()
    lin.finds("ST-1.1")
    out = tmp_path / "facts.pdf"
    documents.issue(lin.desk, lin.inspection, out, document=Document.FACTS, signatures=[])
    assert out.exists()
    assert (mine.level, "self-issued" in mine.worth) == ("L1", True)


def test_a_company_authority_issues_and_a_root_makes_known(lin: Inspector, tmp_path: Path) -> None:
    authority = identities.make_company_ca(lin.desk, "海棠人寿", passphrase=KEY)
    card = identities.issue(lin.desk, authority.code, "林若溪", authority_passphrase=KEY, passphrase=KEY)
    root = tmp_path / "root.pem"
    root.write_bytes(identities.certificate_pem(lin.desk, authority.code))
    lin.signs_off(certificate=card.fingerprint, level="L2")
    out = tmp_path / "report.pdf"
    documents.issue(lin.desk, lin.inspection, out, signatures=[Signature("林若溪", card.code, KEY)])
    assert documents.verify_pdf(out, roots=[root]).verdict is Verdict.VALID


def test_an_identity_of_a_file_signs_and_is_kept_when_wished(lin: Inspector, zhou: Inspector, tmp_path: Path) -> None:
    card = lin.has_identity()
    signer = lin.desk.store.people.signer(card.code)
    assert signer is not None
    file = tmp_path / "lin.p12"
    file.write_bytes(signer.pkcs12)
    with pytest.raises(Trouble):
        identities.import_pkcs12(zhou.desk, file, password="not the words")
    assert identities.import_pkcs12(zhou.desk, file, password=KEY).fingerprint == card.fingerprint
    assert [c.code for c in identities.identities(zhou.desk)] == [card.code]
    identities.remove(zhou.desk, card.code)
    with pytest.raises(Trouble, match="no signing identity"):
        identities.remove(zhou.desk, card.code)
    with pytest.raises(Trouble, match="at least"):
        identities.make(zhou.desk, "Zhou", passphrase="short")


def test_a_drawn_signature_is_a_level_of_its_own(lin: Inspector, tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="picture of a handwritten"):
        lin.signs_off(level="L0")
    ink = photo(tmp_path, "ink.jpg", size=(300, 80))
    lin.signs_off(level="L0", ink=ink)
    assert lin.now.sign_offs[0].ink
    documents.issue(lin.desk, lin.inspection, tmp_path / "report.pdf")
    with pytest.raises(Trouble, match="none of these"):
        sign_off.sign_off(lin.desk, lin.inspection, "赵启明", level="L9")


def test_the_trail_tells_who_wrote_what_and_what_became_of_it(lin: Inspector, tmp_path: Path) -> None:
    lin.answers("ST-1.1", "conform").answers("ST-1.1", "minor").notes("ST-1.1", "x").undoes().finds("ST-1.1")
    steps = trail.trail(lin.desk, lin.inspection, place="ST-1.1")
    fates = [(step.kind, step.fate) for step in steps if step.kind in ("answer", "note", "withdraw")]
    assert fates == [("answer", "replaced"), ("answer", "stands"), ("note", "withdrawn"), ("withdraw", "kept")]
    assert {step.name for step in steps} == {"林若溪"}
    assert any(step.kind == "finding.fact" for step in steps)
    lin.photographs("ST-1.1", photo(tmp_path))
    assert trail.check(lin.desk, lin.inspection).sound
    kept = lin.now.photos[lin.last.code]
    lin.desk.store.photos.path(kept.sha256).unlink()
    assert trail.check(lin.desk, lin.inspection).missing_photos == (kept.sha256,)
    lin.desk.store.photos.path(kept.rendition).write_bytes(b"garbage")
    assert trail.check(lin.desk, lin.inspection).damaged_photos == (kept.rendition,)


def test_a_document_is_asked_for_made_on_another_thread_and_recorded(lin: Inspector, tmp_path: Path) -> None:
    """What a window does, so that it stays live: the desk's database is needed only before and after."""
    card = lin.has_identity()
    lin.answers("ST-1.1", "conform").signs_off(certificate=card.fingerprint)
    out = tmp_path / "report.pdf"
    hand = Signature("林若溪", card.code, KEY)
    order = documents.prepare(lin.desk, lin.inspection, out, signatures=[hand])
    with ThreadPoolExecutor(1) as elsewhere:
        rendered = elsewhere.submit(documents.make, order).result()
    assert rendered.pages > 3
    assert not lin.now.issued, "nothing is recorded before it is made"
    changes = documents.record(lin.desk, order)
    assert changes.code == hashlib.sha256(out.read_bytes()).hexdigest() == lin.now.issued[0].sha256
    assert documents.verify_pdf(out, known=[card.fingerprint]).verdict is Verdict.VALID


def test_a_second_signature_may_be_made_on_another_thread_too(lin: Inspector, tmp_path: Path) -> None:
    card, site = lin.has_identity(), lin.has_identity("赵启明")
    lin.answers("ST-1.1", "conform").signs_off(certificate=card.fingerprint)
    lin.signs_off("赵启明", certificate=site.fingerprint)
    out = tmp_path / "report.pdf"
    documents.issue(lin.desk, lin.inspection, out, signatures=[Signature("林若溪", card.code, KEY)])
    order = documents.prepare_countersign(lin.desk, lin.inspection, out, Signature("赵启明", site.code, KEY))
    with ThreadPoolExecutor(1) as elsewhere:
        elsewhere.submit(documents.add_signature, order).result()
    assert documents.record(lin.desk, order).code == lin.now.issued[1].sha256
    assert len(documents.verify_pdf(out, known=[card.fingerprint, site.fingerprint]).signers) == 2


def test_what_is_stopped_while_it_is_drawn_leaves_no_file(lin: Inspector, tmp_path: Path) -> None:
    class Enough(Exception):
        pass

    def stop(done: int, of: int) -> None:
        raise Enough

    card = lin.has_identity()
    lin.answers("ST-1.1", "conform").signs_off(certificate=card.fingerprint)
    hand = Signature("林若溪", card.code, KEY)
    order = documents.prepare(lin.desk, lin.inspection, tmp_path / "out" / "report.pdf", signatures=[hand])
    (tmp_path / "out").mkdir()
    with pytest.raises(Enough):
        documents.make(order, progress=stop)
    assert list((tmp_path / "out").iterdir()) == []
