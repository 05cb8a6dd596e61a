"""Judging a signed document question by question."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from auditapp import __version__
from auditapp.journal.line import from_line, to_line
from auditapp.report import check, sign
from auditapp.report import identity as seal
from auditapp.report.edition import edition
from auditapp.report.examination import ASKED, OVERALL, VERDICT_NAMES, Examination, Question, Verdict
from auditapp.words import ENGLISH, Trouble
from tests.report.seal_house import BOXES, NOON, draw_again, drawn, journal_lines, people, signed


def judged(path: Path, **more: Any) -> Examination:
    return check.verify(path, **{"roots": [people().ca.certificate], "redraw": draw_again, **more})


def sentence_on(examination: Examination, question: Question) -> str:
    return " ".join(answer.said(ENGLISH) for answer in examination.answers if answer.question is question)


def test_a_document_signed_by_two_is_valid_on_every_question(tmp_path: Path) -> None:
    examination = judged(signed(tmp_path / "r.pdf"))
    assert {question: examination.on(question) for question in Question} == dict.fromkeys(Question, Verdict.VALID)
    assert examination.verdict is Verdict.VALID
    assert examination.sentence == OVERALL[Verdict.VALID]
    assert examination.drawn_bytes == len(drawn())


def test_who_signed_is_told_from_the_certificate_in_the_order_of_signing(tmp_path: Path) -> None:
    first, second = judged(signed(tmp_path / "r.pdf")).signers
    assert (first.box, first.name, first.certifies) == ("inspector", "张伟, 平安示例保险公司", True)
    assert first.reason == "检查报告"
    assert (second.box, second.name, second.certifies) == ("site", "王芳, 西安客户服务中心", False)
    assert first.when == NOON
    assert first.stamped is None
    assert first.fingerprint == people().inspector.fingerprint
    assert first.level == seal.LEVEL_NAMES[seal.Level.ISSUED]


def test_a_licensed_authority_makes_it_level_two(tmp_path: Path) -> None:
    examination = judged(signed(tmp_path / "r.pdf"), roots=(), licensed=[people().ca.certificate])
    assert examination.verdict is Verdict.VALID
    assert examination.signers[0].level == seal.LEVEL_NAMES[seal.Level.LICENSED]


def test_a_self_made_identity_is_valid_and_the_sentence_says_on_whose_word(tmp_path: Path) -> None:
    me = people().alone
    path = signed(tmp_path / "r.pdf", second=me)
    plain = judged(path)
    assert plain.verdict is Verdict.VALID
    assert "company's own list of fingerprints" in sentence_on(plain, Question.CERTIFICATE)
    assert seal.for_reading(me.fingerprint) in sentence_on(plain, Question.CERTIFICATE)
    assert judged(path, known=[seal.for_reading(me.fingerprint)]).verdict is Verdict.VALID
    listed_other = judged(path, known=["00" * 32])
    assert listed_other.verdict is Verdict.UNKNOWN
    assert "does not stand on the company's list" in sentence_on(listed_other, Question.CERTIFICATE)


def test_an_authority_that_is_not_known_here_leaves_the_question_open(tmp_path: Path) -> None:
    twin = seal.company_ca("平安示例保险公司", now=NOON - timedelta(days=30), serial=1)
    path = signed(tmp_path / "r.pdf")
    for roots in ([], [twin.certificate]):
        examination = judged(path, roots=roots)
        assert examination.verdict is Verdict.UNKNOWN
        assert examination.on(Question.CERTIFICATE) is Verdict.UNKNOWN
        assert examination.on(Question.SIGNATURES) is Verdict.VALID


@pytest.mark.parametrize(("days", "words"), [(-5 * 365, "had expired"), (+5, "not yet valid")])
def test_a_certificate_that_was_not_valid_when_used_is_invalid(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, days: int, words: str
) -> None:
    monkeypatch.setattr(sign, "_check_moment", lambda certificate, when: None)
    born = NOON + timedelta(days=days)
    for who in (
        seal.self_made("过期", "x", now=born, serial=8),
        seal.issued(people().ca, "过期", "x", now=born, serial=9),
    ):
        path = tmp_path / "r.pdf"
        path.write_bytes(drawn())
        sign.certify(path, "inspector", who, when=NOON)
        examination = judged(path)
        assert examination.verdict is Verdict.INVALID
        assert words in sentence_on(examination, Question.CERTIFICATE)


def test_a_certificate_that_expired_since_is_valid_with_a_remark(tmp_path: Path) -> None:
    examination = judged(signed(tmp_path / "r.pdf"), now=NOON + timedelta(days=9 * 365))
    assert examination.verdict is Verdict.VALID
    assert "expired since" in sentence_on(examination, Question.CERTIFICATE)


def test_a_person_who_plays_authority_is_found_out(tmp_path: Path) -> None:
    p = people()
    forged = seal._issue(
        seal._subject("假冒", "x"),
        p.manager.key.public_key(),
        p.inspector.certificate.subject,
        p.inspector.key,
        now=NOON - timedelta(days=2),
        serial=9,
        years=3,
        above=p.inspector.certificate,
    )
    path = tmp_path / "r.pdf"
    path.write_bytes(drawn())
    sign.certify(path, "inspector", seal.Identity(p.manager.key, forged, (p.inspector.certificate,)), when=NOON)
    assert judged(path).on(Question.CERTIFICATE) is not Verdict.VALID


def _revocation_list(by: seal.Identity, serial: int, since: datetime) -> bytes:
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization

    revoked = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(since).build()
    return (
        x509.CertificateRevocationListBuilder()
        .issuer_name(by.certificate.subject)
        .last_update(since)
        .next_update(NOON + timedelta(days=30))
        .add_revoked_certificate(revoked)
        .sign(by.key, hashes.SHA256())
    ).public_bytes(serialization.Encoding.DER)


def test_a_certificate_revoked_before_use_is_invalid_and_one_revoked_later_is_not_known(tmp_path: Path) -> None:
    p, path = people(), signed(tmp_path / "r.pdf")
    serial = p.inspector.certificate.serial_number
    before = judged(path, crls=[b"nonsense", _revocation_list(p.ca, serial, NOON - timedelta(days=3))])
    assert before.on(Question.CERTIFICATE) is Verdict.INVALID
    assert "revoked before" in sentence_on(before, Question.CERTIFICATE)
    later = judged(path, crls=[_revocation_list(p.ca, serial, NOON + timedelta(days=3))])
    assert later.on(Question.CERTIFICATE) is Verdict.UNKNOWN
    for other in (_revocation_list(p.ca, 999, NOON), _revocation_list(p.alone, serial, NOON - timedelta(days=3))):
        assert judged(path, crls=[other]).verdict is Verdict.VALID


def test_one_who_signs_alone_closes_the_document(tmp_path: Path) -> None:
    path = tmp_path / "r.pdf"
    path.write_bytes(drawn())
    sign.certify(path, "inspector", people().inspector, when=NOON, alone=True)
    assert judged(path).verdict is Verdict.VALID


def test_a_document_nobody_certified_is_never_valid(tmp_path: Path) -> None:
    path = tmp_path / "r.pdf"
    path.write_bytes(drawn())
    _approve(path)
    examination = judged(path)
    assert examination.verdict is Verdict.UNKNOWN
    assert examination.on(Question.UNCHANGED) is Verdict.UNKNOWN


def test_a_document_that_lets_others_write_over_it_is_invalid(tmp_path: Path) -> None:
    path = tmp_path / "r.pdf"
    path.write_bytes(drawn())
    _approve(path, certify=True, permission=3)
    examination = judged(path)
    assert examination.on(Question.UNCHANGED) is Verdict.INVALID


def test_an_older_form_of_signature_is_told_apart(tmp_path: Path) -> None:
    path = tmp_path / "r.pdf"
    path.write_bytes(drawn())
    _approve(path, certify=True, pades=False)
    examination = judged(path)
    assert examination.on(Question.SIGNATURES) is Verdict.VALID
    assert examination.on(Question.FORM) is Verdict.UNKNOWN


def _approve(path: Path, *, certify: bool = False, permission: int = 2, pades: bool = True) -> None:
    """Sign as another program would: straight through pyHanko."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
    from pyhanko.sign.signers.pdf_signer import PdfSignatureMetadata, PdfSigner

    hand = people().inspector
    outer = sign._signer(hand)

    class Signer(type(outer)):  # type: ignore[misc]
        async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
            return hand.sign(data)

    outer.__class__ = Signer
    kind = SigSeedSubFilter.PADES if pades else SigSeedSubFilter.ADOBE_PKCS7_DETACHED
    with path.open("rb+") as stream:
        writer = sign._extended(stream)
        assert isinstance(writer, IncrementalPdfFileWriter)
        meta = PdfSignatureMetadata(
            field_name="inspector",
            md_algorithm="sha256",
            subfilter=kind,
            certify=certify,
            docmdp_permissions=MDPPerm(permission),
        )

        class Plainly(PdfSigner):
            def register_extensions(self, *given: Any, **named: Any) -> None:
                pass

        signing = Plainly(meta, outer, stamp_style=sign._style(None))
        session = signing.init_signing_session(writer, existing_fields_only=True)
        session.system_time = NOON
        document = session.prepare_tbs_document(validation_info=None, bytes_reserved=8192)
        prepared, _ = document.digest_tbs_document(in_place=True)
        import asyncio

        from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes

        asyncio.run(document.perform_signature(prepared.document_digest, PdfCMSSignedAttributes(signing_time=NOON)))


def test_head_office_may_add_a_time_stamp_over_the_whole_document(tmp_path: Path) -> None:
    """As an incremental update that the certification allows (exchange.md D.2, 7)."""
    from pyhanko.sign.signers.pdf_signer import PdfTimeStamper

    from tests.report.seal_house import time_stamper

    path, p = signed(tmp_path / "r.pdf"), people()
    service, root = time_stamper()
    with path.open("rb+") as stream:
        PdfTimeStamper(service).timestamp_pdf(sign._extended(stream), "sha256", in_place=True)
    examination = judged(path, roots=[p.ca.certificate, root])
    assert examination.verdict is Verdict.VALID, [a for a in examination.answers if a.verdict]
    assert "time stamp" in sentence_on(examination, Question.SIGNATURES)
    assert judged(path).on(Question.CERTIFICATE) is Verdict.UNKNOWN
    content = bytearray(path.read_bytes())
    content[len(drawn()) // 2] ^= 1
    path.write_bytes(bytes(content))
    assert judged(path, roots=[p.ca.certificate, root]).verdict is Verdict.INVALID


# ---------------------------------------------------------------------------------- the journal and the drawing


def test_a_journal_with_an_altered_entry_is_invalid_though_well_signed(tmp_path: Path) -> None:
    lines = journal_lines().splitlines(keepends=True)
    altered = b"".join([*lines[:-1], lines[-1].replace(b"conform", b"serious")])
    assert altered != journal_lines()
    examination = judged(signed(tmp_path / "r.pdf", content=drawn(journal=altered)))
    assert examination.on(Question.SIGNATURES) is Verdict.VALID
    assert examination.on(Question.JOURNAL) is Verdict.INVALID
    assert examination.verdict is Verdict.INVALID


@pytest.mark.parametrize("journal", [b"", b"\n", b"nonsense\n", b"{}\n", b"\xff\xfe\n"], ids=repr)
def test_a_journal_that_is_none_is_invalid(tmp_path: Path, journal: bytes) -> None:
    examination = judged(signed(tmp_path / "r.pdf", content=drawn(journal=journal)))
    assert examination.on(Question.JOURNAL) is Verdict.INVALID


def test_a_journal_with_a_gap_cut_off_or_of_two_inspections_is_invalid(tmp_path: Path) -> None:
    lines = journal_lines().splitlines(keepends=True)
    other = to_line(from_line(lines[0])).replace(b"ab" * 16, b"cd" * 16)
    for journal in (lines[0] + lines[2] + lines[3], b"".join(lines)[:-1], b"".join(lines) + other):
        examination = judged(signed(tmp_path / "r.pdf", content=drawn(journal=journal)))
        assert examination.on(Question.JOURNAL) is Verdict.INVALID


def test_a_value_that_head_office_erased_is_no_fault_and_one_that_vanished_is(tmp_path: Path) -> None:
    lines = journal_lines().splitlines(keepends=True)
    gone = from_line(lines[2])
    from auditapp.journal.living import emptied

    examination = judged(
        signed(tmp_path / "r.pdf", content=drawn(journal=b"".join([*lines[:2], to_line(emptied(gone)), *lines[3:]])))
    )
    assert examination.on(Question.JOURNAL) is Verdict.INVALID
    assert "value is missing" in sentence_on(examination, Question.JOURNAL)


def test_a_document_that_does_not_show_what_its_journal_says_is_invalid(tmp_path: Path) -> None:
    def other(unsigned: Path, out: Path) -> None:
        draw_again(unsigned, out)
        out.write_bytes(out.read_bytes().replace(b"0.9", b"0.8") + b" ")

    examination = judged(signed(tmp_path / "r.pdf"), redraw=other)
    assert examination.on(Question.REDRAWN) is Verdict.INVALID
    assert examination.verdict is Verdict.INVALID


def test_a_shadow_prepared_before_signing_is_found_by_drawing_again(tmp_path: Path) -> None:
    """Another picture hidden in the drawn file: every signature is good, and still it is not what the journal says."""
    shadow = drawn().replace(b"/Producer (auditapp)", b"/Producer (auditapq)")
    assert shadow != drawn()
    examination = judged(signed(tmp_path / "r.pdf", content=shadow))
    assert examination.on(Question.SIGNATURES) is Verdict.VALID
    assert examination.on(Question.REDRAWN) is Verdict.INVALID


def test_a_document_of_another_edition_cannot_be_compared_unless_it_is_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = signed(tmp_path / "r.pdf")
    mine = edition()
    monkeypatch.setattr(check, "edition", lambda: "9.9+elsewhere")
    assert judged(path).on(Question.REDRAWN) is Verdict.VALID

    def fails(unsigned: Path, out: Path) -> None:
        raise Trouble("cannot", "cannot")

    for redraw in (fails, lambda unsigned, out: out.write_bytes(b"else")):
        examination = judged(path, redraw=redraw)
        assert examination.on(Question.REDRAWN) is Verdict.UNKNOWN
        assert mine in sentence_on(examination, Question.REDRAWN)
    monkeypatch.undo()
    assert judged(path, redraw=fails).on(Question.REDRAWN) is Verdict.INVALID


def test_the_edition_names_the_program_and_stays_the_same() -> None:
    assert edition() == edition() and edition().startswith(f"{__version__}+")


def test_what_nobody_vouches_for_is_not_drawn(tmp_path: Path) -> None:
    def never(unsigned: Path, out: Path) -> None:
        raise AssertionError("drawn")

    path = signed(tmp_path / "r.pdf")
    path.write_bytes(path.read_bytes() + b"\n")
    assert judged(path, redraw=never).verdict is Verdict.INVALID


def test_without_drawing_again_the_document_is_never_called_valid(tmp_path: Path) -> None:
    assert judged(signed(tmp_path / "r.pdf"), redraw=None).verdict is Verdict.UNKNOWN


# --------------------------------------------------------------------------------------------- the real document


def test_a_real_report_signed_by_three_is_valid_and_stays_pdf_a(tmp_path: Path, program: Callable[[str], Path]) -> None:
    import pikepdf

    from auditapp.report.build import render
    from auditapp.report.papers import Document
    from tests.report import make

    path, p = tmp_path / "report.pdf", people()
    render(make.papers(items=25, photos=3), Document.REPORT, path)
    before = path.read_bytes()
    boxes = sign.boxes(path)
    sign.certify(path, boxes[0].field, p.inspector, when=NOON)
    for box, who in zip(boxes[1:], (p.alone, p.manager), strict=True):
        sign.countersign(path, box.field, who, when=NOON)
    examination = check.verify(path, roots=[p.ca.certificate])
    assert examination.verdict is Verdict.VALID, [a for a in examination.answers if a.verdict]
    assert examination.drawn_bytes == len(before)
    assert path.read_bytes().startswith(before)
    said = subprocess.run([program("pdfsig"), path], capture_output=True, check=True, text=True).stdout
    assert said.count("Signature is Valid.") == 3
    with pikepdf.open(path) as pdf:
        assert pdf.pdf_version == "1.7"
        assert "/Version" not in pdf.Root
        assert b"<pdfaid:part>3</pdfaid:part>" in pdf.Root.Metadata.read_bytes()
        assert pdf.Root.OutputIntents[0].S == "/GTS_PDFA1"
        assert not pdf.Root.AcroForm.get("/NeedAppearances")
        for page in pdf.pages:
            for note in page.get("/Annots", []):
                assert int(note.F) & 0b100
                assert "/AP" in note or note.Subtype == "/Link"


# ------------------------------------------------------------------------------------------------- files of others


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"%PDF-",
        b"hello",
        b"PK\x03\x04" + bytes(100),
        b"%PDF-1.7\n%%EOF\n",
        b"\n" + drawn(),
        b"%PDF-1.7\nstartxref\n999999999999\n%%EOF\n",
        b"%PDF-1.7\nstartxref\n-5\n%%EOF\n",
        b"%PDF-1.7\n" + b"[" * 200_000 + b"\nstartxref\n9\n%%EOF\n",
        (
            b"%PDF-1.7\n1 0 obj\n<</Type/XRef/Size 9999999999/W[8 8 8]/Index[0 9999999999]/Length 0>>"
            b"stream\n\nendstream\n"
            b"endobj\nstartxref\n9\n%%EOF\n"
        ),
        b"%PDF-1.7\ntrailer<</Root 1 0 R/Prev 9>>\nstartxref\n9\n%%EOF\n",
        b"%PDF-1.7\nxref\n0 1\n0000000000 65535 f \ntrailer<</Size 1/Root 1 0 R/Prev 9>>\nstartxref\n9\n%%EOF\n",
    ],
    ids=range(12),
)
def test_what_is_no_document_gets_a_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "r.pdf"
    path.write_bytes(content)
    examination = judged(path)
    assert examination.verdict is Verdict.INVALID
    assert [answer.question for answer in examination.answers] == [Question.READABLE]
    assert examination.on(Question.SIGNATURES) is None
    assert sentence_on(examination, Question.READABLE)


def test_an_unsigned_document_is_invalid_and_says_why(tmp_path: Path) -> None:
    path = tmp_path / "r.pdf"
    path.write_bytes(drawn())
    examination = judged(path)
    assert examination.verdict is Verdict.INVALID
    assert "Nobody has signed" in sentence_on(examination, Question.SIGNATURES)


def test_an_encrypted_or_a_too_large_file_is_not_looked_into(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import pikepdf

    plain, locked = signed(tmp_path / "r.pdf"), tmp_path / "locked.pdf"
    with pikepdf.open(plain) as pdf:
        pdf.save(locked, encryption=pikepdf.Encryption(owner="x", user=""))
    assert "encrypted" in sentence_on(judged(locked), Question.READABLE)
    monkeypatch.setattr(check, "MOST_BYTES", 1000)
    assert "larger" in sentence_on(judged(plain), Question.READABLE)


def test_a_file_that_is_not_there_is_trouble_and_no_verdict(tmp_path: Path) -> None:
    for missing in (tmp_path / "none.pdf", tmp_path):
        with pytest.raises(Trouble, match="cannot be opened"):
            judged(missing)


def test_a_file_of_many_revisions_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "r.pdf"
    content = signed(path).read_bytes()
    for _ in range(check.MOST_REVISIONS):
        start = content.rindex(b"startxref\n") + 10
        before = int(content[start : content.index(b"\n", start)])
        at = len(content)
        content += b"xref\n0 0\ntrailer\n<</Size 30/Root 16 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF\n" % (before, at)
    path.write_bytes(content)
    assert judged(path).verdict is Verdict.INVALID


def test_every_question_and_verdict_has_its_words() -> None:
    assert set(ASKED) == set(Question)
    assert set(OVERALL) == set(VERDICT_NAMES) == set(Verdict)
    assert Verdict.VALID < Verdict.UNKNOWN < Verdict.INVALID


def test_importing_the_check_is_left_to_those_who_check() -> None:
    """Signing and checking load half a second of libraries; the vocabulary of verdicts does not."""
    script = (
        "import sys, auditapp.report.examination, auditapp.report.stamp\n"
        "print([n for n in sys.modules if n.split('.')[0] in ('pyhanko', 'cryptography', 'asn1crypto')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=Path(__file__).parents[2], capture_output=True, check=True, text=True
    )
    assert done.stdout.strip() == "[]"
    assert len(BOXES) == 3
