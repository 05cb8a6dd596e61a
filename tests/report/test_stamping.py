"""Head office's time stamp: added without touching what was signed, judged by those who know the service, and worth
having when a certificate is revoked later."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization

from auditapp.report import identity as seal
from auditapp.report import sign, stamping
from auditapp.report.check import verify
from auditapp.report.examination import Examination, Question, Verdict
from auditapp.words import Trouble
from tests.report.seal_house import NOON, draw_again, drawn, people, signed, time_stamper
from tests.report.seal_house import time_stamp_for as ask


def revoked(number: int, since: datetime) -> bytes:
    ca = people().ca
    one = x509.RevokedCertificateBuilder().serial_number(number).revocation_date(since).build()
    building = x509.CertificateRevocationListBuilder().issuer_name(ca.certificate.subject).last_update(NOON)
    building = building.next_update(NOON + timedelta(days=30)).add_revoked_certificate(one)
    return building.sign(ca.key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)


def judged(path: Path, *more: x509.Certificate, crls: tuple[bytes, ...] = ()) -> Examination:
    return verify(path, roots=[people().ca.certificate, *more], redraw=draw_again, crls=crls)


@pytest.fixture
def tsa() -> x509.Certificate:
    return time_stamper()[1]


def test_a_stamped_report_says_who_stamped_it_when_and_is_as_valid_as_before(
    tmp_path: Path, tsa: x509.Certificate
) -> None:
    path = signed(tmp_path / "r.pdf")
    before = path.read_bytes()
    made = stamping.stamp(path, tmp_path / "s.pdf", ask, certificates=[people().ca.certificate])
    assert path.read_bytes() == before
    after = made.path.read_bytes()
    assert after.startswith(before) and len(after) == made.bytes
    found = judged(made.path, tsa)
    assert found.verdict is Verdict.VALID, [a for a in found.answers if a.verdict]
    [one] = found.stamps
    assert (one.authority, one.when, one.verdict) == ("TSA", NOON + timedelta(seconds=5), Verdict.VALID)
    assert (made.when, made.authority) == (one.when, one.authority)
    assert {(s.stamped, s.level) for s in found.signers} == {(one.when, "Electronic signature with trusted time stamp")}


def test_who_does_not_know_the_service_is_not_told_an_hour(tmp_path: Path) -> None:
    made = stamping.stamp(signed(tmp_path / "r.pdf"), tmp_path / "s.pdf", ask)
    found = judged(made.path)
    assert found.verdict is Verdict.UNKNOWN
    assert found.on(Question.SIGNATURES) is Verdict.VALID
    assert [one.verdict for one in found.stamps] == [Verdict.UNKNOWN]
    assert {signer.stamped for signer in found.signers} == {None}


def test_a_document_closed_by_its_only_signer_can_be_stamped(tmp_path: Path, tsa: x509.Certificate) -> None:
    path = tmp_path / "r.pdf"
    path.write_bytes(drawn(boxes=("inspector",)))
    sign.certify(path, "inspector", people().inspector, when=NOON, alone=True)
    made = stamping.stamp(path, tmp_path / "s.pdf", ask, crls=[revoked(999, NOON)])
    assert judged(made.path, tsa).verdict is Verdict.VALID


def test_it_may_be_stamped_again_in_later_years(tmp_path: Path, tsa: x509.Certificate) -> None:
    once = stamping.stamp(signed(tmp_path / "r.pdf"), tmp_path / "s.pdf", ask, crls=[revoked(999, NOON)])
    twice = stamping.stamp(once.path, tmp_path / "t.pdf", ask, crls=[revoked(998, NOON)])
    found = judged(twice.path, tsa)
    assert found.verdict is Verdict.VALID
    assert [one.box for one in found.stamps] == ["Timestamp-1", "Timestamp-2"]


def test_a_certificate_revoked_after_the_stamp_still_counts_and_before_it_does_not(
    tmp_path: Path, tsa: x509.Certificate
) -> None:
    path, number = signed(tmp_path / "r.pdf", countersigned=False), people().inspector.certificate.serial_number
    made = stamping.stamp(path, tmp_path / "s.pdf", ask)
    later = (revoked(number, NOON + timedelta(days=3)),)
    assert judged(path, tsa, crls=later).on(Question.CERTIFICATE) is Verdict.UNKNOWN
    assert judged(made.path, tsa, crls=later).on(Question.CERTIFICATE) is Verdict.VALID
    assert judged(made.path, crls=later).on(Question.CERTIFICATE) is Verdict.UNKNOWN
    within = stamping.stamp(path, tmp_path / "t.pdf", ask, crls=[revoked(number, NOON - timedelta(days=3))])
    assert judged(within.path, tsa).on(Question.CERTIFICATE) is Verdict.INVALID, "by the list it carries itself"


def test_other_readers_find_it_sound(tmp_path: Path, program: Callable[[str], Path]) -> None:
    made = stamping.stamp(signed(tmp_path / "r.pdf"), tmp_path / "s.pdf", ask, certificates=[people().ca.certificate])
    checked = subprocess.run([program("qpdf"), "--check", made.path], capture_output=True, text=True)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    told = subprocess.run([program("pdfsig"), "-nocert", made.path], capture_output=True, text=True).stdout
    assert told.count("Signature is Valid") >= 2, told


def not_there(_: bytes) -> bytes:
    raise Trouble("The road is closed", "nothing", code=3)


def nonsense(_: bytes) -> bytes:
    return b"<html>please log in</html>"


def of_another_document(request: bytes) -> bytes:
    from asn1crypto import tsp

    asked = tsp.TimeStampReq.load(request)
    other = tsp.TimeStampReq(
        {
            "version": 1,
            "message_imprint": {"hash_algorithm": {"algorithm": "sha256"}, "hashed_message": b"x" * 32},
            "nonce": asked["nonce"],
            "cert_req": True,
        }
    )
    return ask(other.dump())


def of_another_question(request: bytes) -> bytes:
    from asn1crypto import tsp

    asked = tsp.TimeStampReq.load(request)
    other = tsp.TimeStampReq({**{name: asked[name] for name in ("version", "message_imprint", "cert_req")}, "nonce": 7})
    return ask(other.dump())


def refuses(_: bytes) -> bytes:
    from asn1crypto import tsp

    return bytes(tsp.TimeStampResp({"status": {"status": "rejection"}}).dump())


@pytest.mark.parametrize("wrong", [not_there, nonsense, of_another_document, of_another_question, refuses])
def test_what_is_no_time_stamp_of_this_document_leaves_it_as_it_was(
    tmp_path: Path, wrong: Callable[[bytes], bytes]
) -> None:
    path = signed(tmp_path / "r.pdf")
    before = path.read_bytes()
    with pytest.raises(Trouble):
        stamping.stamp(path, tmp_path / "s.pdf", wrong)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_a_document_that_was_changed_is_not_stamped(tmp_path: Path) -> None:
    path = signed(tmp_path / "r.pdf")
    spoilt = bytearray(path.read_bytes())
    spoilt[len(drawn()) // 2] ^= 1
    path.write_bytes(spoilt)
    with pytest.raises(Trouble, match="changed after it was signed"):
        stamping.stamp(path, tmp_path / "s.pdf", ask)


def test_a_stamp_that_was_altered_makes_the_document_invalid(tmp_path: Path, tsa: x509.Certificate) -> None:
    made = stamping.stamp(signed(tmp_path / "r.pdf"), tmp_path / "s.pdf", ask)
    whole = made.path.read_bytes()
    content = bytearray(whole)
    start = whole.rindex(b"<30")  # the room of the last signature
    content[start + 400] = ord("0") if content[start + 400] != ord("0") else ord("1")
    made.path.write_bytes(content)
    assert judged(made.path, tsa).verdict is Verdict.INVALID


def test_a_service_of_the_same_name_is_another_one(tmp_path: Path) -> None:
    made = stamping.stamp(signed(tmp_path / "r.pdf"), tmp_path / "s.pdf", ask)
    wrong = seal.company_ca("时间戳服务", now=NOON - timedelta(days=90), serial=12)
    found = judged(made.path, wrong.certificate)
    assert [one.verdict for one in found.stamps] == [Verdict.UNKNOWN]
