"""Who signs: identities made here, issued by the company, or brought along."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

from auditapp.report import identity as seal
from auditapp.words import Trouble, in_words, speak
from tests.report.seal_house import NOON, people

BORN = NOON - timedelta(days=1)


def certificate_for(
    key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey | ed25519.Ed25519PrivateKey, *, signing: bool = True
) -> x509.Certificate:
    """A certificate as another authority would make it."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "外来者")])
    usage = x509.KeyUsage(
        digital_signature=signing,
        content_commitment=signing,
        key_encipherment=not signing,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(BORN)
        .not_valid_after(BORN + timedelta(days=400))
        .add_extension(usage, critical=True)
    )
    return made.sign(key, None if isinstance(key, ed25519.Ed25519PrivateKey) else hashes.SHA256())


def packed(
    key: object,
    certificate: x509.Certificate | None,
    passphrase: bytes = b"secret",
    others: list[x509.Certificate] | None = None,
) -> bytes:
    return pkcs12.serialize_key_and_certificates(
        b"x", key, certificate, others, serialization.BestAvailableEncryption(passphrase)
    )  # type: ignore[arg-type]


def test_a_self_made_identity_may_sign_but_not_issue_and_lives_between_two_and_five_years() -> None:
    for asked, given in ((3, 3), (1, 2), (9, 5)):
        me = seal.self_made("张伟", "平安示例", now=BORN, serial=12345, years=asked)
        life = me.certificate.not_valid_after_utc - me.certificate.not_valid_before_utc
        assert life == timedelta(days=365 * given)
        assert me.self_made
        assert me.certificate.serial_number == 12345
        assert seal.may_sign(me.certificate)
        assert not seal.may_issue(me.certificate)
        assert isinstance(me.key, ec.EllipticCurvePrivateKey)
        assert me.key.curve.name == "secp256r1"


def test_a_fingerprint_is_the_sha256_of_the_certificate_in_groups_of_four() -> None:
    me = people().alone
    shown = seal.for_reading(me.fingerprint)
    assert len(me.fingerprint) == 64
    assert len(shown.split(" ")) == 16
    assert shown.replace(" ", "").lower() == me.fingerprint


def test_the_private_key_is_not_printed() -> None:
    assert "key=" not in repr(people().alone)


def test_the_company_ca_issues_for_a_request_and_takes_only_name_and_key_from_it() -> None:
    ca = people().ca
    key, asked = seal.request("王芳", "西安客户服务中心")
    issued = seal.issue(ca, asked, now=NOON, serial=77)
    assert seal.holder(issued) == "王芳, 西安客户服务中心"
    assert not seal.may_issue(issued)
    assert seal.path_to([ca.certificate], issued, ()) == (issued, ca.certificate)
    mine = seal.admit(key, seal.pem(ca.certificate) + seal.pem(issued))
    assert mine.certificate == issued
    assert mine.chain == (ca.certificate,)


def test_a_person_may_not_issue_certificates() -> None:
    _, asked = seal.request("王芳", "西安")
    with pytest.raises(Trouble, match="may not issue"):
        seal.issue(people().inspector, asked, now=NOON, serial=1)


@pytest.mark.parametrize(
    "broken", [b"", b"nonsense", (b"-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----\n")]
)
def test_what_is_no_request_is_refused_with_a_sentence(broken: bytes) -> None:
    with pytest.raises(Trouble, match="not a usable request"):
        seal.issue(people().ca, broken, now=NOON, serial=1)


def test_a_request_that_its_own_key_did_not_sign_is_refused() -> None:
    _, asked = seal.request("王芳", "西安")
    der = bytearray(x509.load_pem_x509_csr(asked).public_bytes(serialization.Encoding.DER))
    der[-1] ^= 1
    import base64

    altered = (
        b"-----BEGIN CERTIFICATE REQUEST-----\n"
        + base64.encodebytes(bytes(der))
        + b"-----END CERTIFICATE REQUEST-----\n"
    )
    with pytest.raises(Trouble, match="not a usable request"):
        seal.issue(people().ca, altered, now=NOON, serial=1)


def test_a_certificate_of_somebody_else_is_not_admitted_to_my_key() -> None:
    key, _ = seal.request("王芳", "西安")
    with pytest.raises(Trouble, match="does not belong to the key"):
        seal.admit(key, seal.pem(people().inspector.certificate))
    with pytest.raises(Trouble, match="not a certificate"):
        seal.admit(key, b"nonsense")


@pytest.mark.parametrize("name", ["", "  \n ", "x" * 65, "a\u202eb", "a\x00b"])
def test_a_name_that_does_not_fit_into_a_certificate_is_refused(name: str) -> None:
    with pytest.raises(Trouble):
        seal.self_made(name, "平安", now=BORN, serial=1)


def test_an_identity_survives_its_pkcs12_file() -> None:
    me = people().inspector
    again = seal.from_pkcs12(seal.to_pkcs12(me, "口令 secret"), "口令 secret")
    assert again.certificate == me.certificate
    assert again.chain == me.chain
    assert again.fingerprint == me.fingerprint


def test_a_key_is_never_written_without_a_passphrase() -> None:
    with pytest.raises(Trouble, match="without a passphrase"):
        seal.to_pkcs12(people().inspector, "")


def test_a_wrong_passphrase_is_told_from_a_wrong_file() -> None:
    good = seal.to_pkcs12(people().inspector, "secret")
    with pytest.raises(Trouble, match="passphrase"):
        seal.from_pkcs12(good, "Secret")
    with pytest.raises(Trouble, match="passphrase"):
        seal.from_pkcs12(good[:300] + bytes([good[300] ^ 1]) + good[301:], "secret")
    for wrong in (b"", b"%PDF-1.7", b"\x30\x03\x02\x01\x03", seal.pem(people().ca.certificate), bytes(2_000_000)):
        with pytest.raises(Trouble, match="not a PKCS#12 file"):
            seal.from_pkcs12(wrong, "secret")


def test_a_file_without_a_key_is_refused() -> None:
    only = pkcs12.serialize_key_and_certificates(
        b"x", None, None, [people().ca.certificate], serialization.BestAvailableEncryption(b"secret")
    )
    with pytest.raises(Trouble, match="holds no key"):
        seal.from_pkcs12(only, "secret")


def test_a_key_without_its_certificate_is_refused() -> None:
    with pytest.raises(Trouble, match="does not belong"):
        seal.from_pkcs12(packed(ec.generate_private_key(ec.SECP256R1()), None), "secret")


def test_rsa_from_2048_bits_and_the_other_curves_are_taken() -> None:
    for key in (rsa.generate_private_key(65537, 2048), ec.generate_private_key(ec.SECP384R1())):
        found = seal.from_pkcs12(packed(key, certificate_for(key)), "secret")
        assert seal.holder(found.certificate) == "外来者"


def test_ed25519_weak_rsa_and_odd_curves_are_refused_because_pdf_readers_do_not_know_them() -> None:
    keys = (
        ed25519.Ed25519PrivateKey.generate(),
        rsa.generate_private_key(65537, 1024),
        ec.generate_private_key(ec.SECP256K1()),
    )
    for key in keys:
        with pytest.raises(Trouble, match="cannot sign a PDF"):
            seal.from_pkcs12(packed(key, certificate_for(key)), "secret")


def test_of_the_two_certificates_many_cas_issue_the_signing_one_is_taken() -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    encrypting, signing = certificate_for(key, signing=False), certificate_for(key)
    found = seal.from_pkcs12(packed(key, encrypting, others=[signing]), "secret")
    assert found.certificate == signing
    with pytest.raises(Trouble, match="may not sign"):
        seal.from_pkcs12(packed(key, encrypting), "secret")


def test_the_levels_are_worded_apart_and_only_licensed_authorities_count_as_ca() -> None:
    p = people()
    assert seal.level_of(p.alone) is seal.Level.SELF_MADE
    assert seal.level_of(p.alone, licensed=[p.ca.certificate]) is seal.Level.SELF_MADE
    assert seal.level_of(p.inspector) is seal.Level.ISSUED
    assert seal.level_of(p.inspector, licensed=[p.ca.certificate]) is seal.Level.LICENSED
    assert len(set(seal.LEVEL_NAMES.values())) == len(seal.Level)
    assert "lectronic signature" not in seal.LEVEL_NAMES[seal.Level.INK]
    assert "lectronic signature" not in seal.LEVEL_NAMES[seal.Level.PAPER]


def test_a_root_of_the_same_name_but_another_key_is_no_root() -> None:
    twin = seal.company_ca("平安示例保险公司", now=BORN, serial=1)
    assert seal.path_to([twin.certificate], people().inspector.certificate, people().inspector.chain) is None


def test_a_person_between_does_not_make_an_authority() -> None:
    p = people()
    forged = seal._issue(
        seal._subject("假冒", "x"),
        p.manager.key.public_key(),
        p.inspector.certificate.subject,
        p.inspector.key,
        now=BORN,
        serial=9,
        years=3,
        above=p.inspector.certificate,
    )
    assert seal.path_to([p.ca.certificate], forged, [p.inspector.certificate]) is None


def test_openssl_reads_what_is_written_and_accepts_the_chain(tmp_path: Path, program: Callable[[str], Path]) -> None:
    openssl, p = program("openssl"), people()
    (tmp_path / "me.p12").write_bytes(seal.to_pkcs12(p.inspector, "secret"))
    (tmp_path / "ca.pem").write_bytes(seal.pem(p.ca.certificate))
    (tmp_path / "me.pem").write_bytes(seal.pem(p.inspector.certificate))
    opened = subprocess.run(
        [openssl, "pkcs12", "-in", tmp_path / "me.p12", "-passin", "pass:secret", "-nokeys"],
        capture_output=True,
        check=True,
    )
    assert opened.stdout.count(b"BEGIN CERTIFICATE") == 2
    moment = str(int(NOON.timestamp()))
    subprocess.run(
        [openssl, "verify", "-x509_strict", "-attime", moment, "-CAfile", tmp_path / "ca.pem", tmp_path / "me.pem"],
        capture_output=True,
        check=True,
    )


def test_every_refusal_can_be_said_in_chinese_without_a_place_left_over() -> None:
    with pytest.raises(Trouble) as caught:
        seal.self_made("x" * 65, "平安", now=BORN, serial=1)
    assert "{" not in in_words(caught.value, speak("zh-CN"))
