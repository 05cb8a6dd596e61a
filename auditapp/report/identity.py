"""Who signs: a private key and the certificate that names its holder.

Vocabulary
    *identity*     key + certificate + the certificates above it. P-256 when made here; RSA from 2048 bits
                   and the curves P-256, P-384, P-521 are taken from elsewhere. (Ed25519 signs journals, never
                   a PDF: pdfsig and mutool call such a file corrupted, exchange.md D.1.)
    *self-made*    the certificate vouches for itself; who is behind it stands on the company's own list of
                   fingerprints.
    *authority*    an identity that may issue certificates: the company's own CA.
    *level*        what a signature may be called (domain.md 4.2), so that nothing is called more than it is.

Nothing here reads a clock: times come in, with their offset. Keys are drawn by the `cryptography` library.
This module loads X.509 (40 ms): import it inside the function that needs it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import IntEnum
from typing import Final, TypeAlias

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

from auditapp.words import Trouble, say

PrivateKey: TypeAlias = "ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey"

LEAST_RSA_BITS: Final = 2048
MOST_PKCS12_BYTES: Final = 1_000_000
LONGEST_NAME: Final = 64
"""Longest name and organisation in a certificate (RFC 5280, ub-common-name)."""
LONGEST_PATH: Final = 8
YEARS_FEWEST, YEARS_MOST = 2, 5
"""Life of a person's certificate; an authority lives ten years."""
_YEARS_AUTHORITY: Final = 10
_CLOCK_SLACK: Final = timedelta(hours=1)
"""A new certificate counts from an hour before: laptops' clocks differ, and it is used within minutes."""


class Level(IntEnum):
    """What kind of signature it is, from the weakest. The order is of the table in domain.md 4.2."""

    INK = 0
    PAPER = 1
    SELF_MADE = 2
    ISSUED = 3
    LICENSED = 4
    TIME_STAMPED = 5


LEVEL_NAMES: Final = {
    Level.INK: say("Picture of a handwritten signature"),
    Level.PAPER: say("Signed on paper, scan attached"),
    Level.SELF_MADE: say("Electronic signature (self-issued certificate; identity confirmed by the unit)"),
    Level.ISSUED: say("Electronic signature (certificate of the unit's own authority; identity confirmed by the unit)"),
    Level.LICENSED: say("Electronic signature (certificate of a certification authority)"),
    Level.TIME_STAMPED: say("Electronic signature with trusted time stamp"),
}
"""The words of domain.md 4.2, the same as on the signatures page (`labels.level`). In Chinese: 手写签名图样;
纸质签署扫描件; 电子签名(自签证书,身份由单位确认); (ours, between L1 and L2:) 电子签名(单位自建 CA 证书,身份由单位确认);
电子签名(CA 证书); 电子签名 + 可信时间戳."""


@dataclass(frozen=True)
class Identity:
    """A person's (or an authority's) key with its certificate and the certificates above it, nearest first."""

    key: PrivateKey = field(repr=False)
    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...] = ()

    @property
    def name(self) -> str:
        return holder(self.certificate)

    @property
    def fingerprint(self) -> str:
        return fingerprint(self.certificate)

    @property
    def self_made(self) -> bool:
        return is_self_made(self.certificate)

    def sign(self, message: bytes) -> bytes:
        """The signature over *message*: ECDSA or RSA (PKCS#1 v1.5), each with SHA-256."""
        if isinstance(self.key, ec.EllipticCurvePrivateKey):
            return self.key.sign(message, ec.ECDSA(hashes.SHA256()))
        return self.key.sign(message, padding.PKCS1v15(), hashes.SHA256())


def fingerprint(certificate: x509.Certificate) -> str:
    """SHA-256 of the certificate, 64 hex digits: what the company's list holds."""
    return certificate.fingerprint(hashes.SHA256()).hex()


def for_reading(print_: str) -> str:
    """A fingerprint in groups of four capitals, to be read out and compared."""
    capitals = print_.upper()
    return " ".join(capitals[i : i + 4] for i in range(0, len(capitals), 4))


def holder(certificate: x509.Certificate) -> str:
    """The name of a certificate's holder as people write it: name, organisation."""
    return _shown(certificate.subject)


def issuer(certificate: x509.Certificate) -> str:
    return _shown(certificate.issuer)


def _shown(name: x509.Name) -> str:
    wanted = (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME)
    found = [str(part.value) for oid in wanted for part in name.get_attributes_for_oid(oid)]
    return ", ".join(dict.fromkeys(found)) or name.rfc4514_string()


def is_self_made(certificate: x509.Certificate) -> bool:
    """Does the certificate vouch for itself (and is it its own issuer's work in truth)?"""
    return certificate.issuer == certificate.subject and _issued_by(certificate, certificate)


def _issued_by(certificate: x509.Certificate, above: x509.Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(above)
    except (ValueError, TypeError, InvalidSignature, UnsupportedAlgorithm):
        return False
    return True


def path_to(
    roots: Sequence[x509.Certificate], certificate: x509.Certificate, between: Sequence[x509.Certificate]
) -> tuple[x509.Certificate, ...] | None:
    """The certificates from *certificate* up to one of *roots*, each issued by the next; None without such a path.

    Names, signatures and the right to issue are compared here; validity in time is asked elsewhere.
    """
    trusted = {fingerprint(root) for root in roots}
    path = [certificate]
    while fingerprint(path[-1]) not in trusted:
        above = next(
            (one for one in (*roots, *between) if one not in path and may_issue(one) and _issued_by(path[-1], one)),
            None,
        )
        if above is None or len(path) > LONGEST_PATH:
            return None
        path.append(above)
    return tuple(path)


def may_issue(certificate: x509.Certificate) -> bool:
    """Is it the certificate of an authority?"""
    try:
        return certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except (x509.ExtensionNotFound, x509.DuplicateExtension, ValueError):
        return False


def may_sign(certificate: x509.Certificate) -> bool:
    """May this certificate's key sign documents? (Chinese CAs issue a second, encryption-only certificate.)"""
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return True
    except (x509.DuplicateExtension, ValueError):
        return False
    return usage.digital_signature or usage.content_commitment


def level_of(identity: Identity, licensed: Sequence[x509.Certificate] = ()) -> Level:
    """What a signature by *identity* may be called; *licensed* are the roots of CAs licensed by the state.

    A certificate of anybody else, the company's own CA above all, counts as `Level.ISSUED`.
    """
    return level(identity.certificate, identity.chain, licensed)


def level(
    certificate: x509.Certificate, chain: Sequence[x509.Certificate], licensed: Sequence[x509.Certificate] = ()
) -> Level:
    if is_self_made(certificate):
        return Level.SELF_MADE
    return Level.LICENSED if licensed and path_to(licensed, certificate, chain) else Level.ISSUED


# ------------------------------------------------------------------------------------------------ made here


def self_made(name: str, organisation: str, *, now: datetime, serial: int, years: int = 3) -> Identity:
    """A new key with a certificate that vouches for itself. *serial*: a random number of up to 159 bits."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = _subject(name, organisation)
    certificate = _issue(subject, key.public_key(), subject, key, now=now, serial=serial, years=_life(years))
    return Identity(key, certificate)


def company_ca(organisation: str, *, now: datetime, serial: int, years: int = _YEARS_AUTHORITY) -> Identity:
    """A company's own authority: a key and a root certificate that may issue persons' certificates."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = _subject(organisation, organisation)
    return Identity(
        key, _issue(subject, key.public_key(), subject, key, now=now, serial=serial, years=years, authority=True)
    )


def request(name: str, organisation: str) -> tuple[PrivateKey, bytes]:
    """A new key and, in PEM, the request to be taken to the company's authority. The key never leaves the laptop."""
    key = ec.generate_private_key(ec.SECP256R1())
    asked = x509.CertificateSigningRequestBuilder().subject_name(_subject(name, organisation))
    return key, asked.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)


def issue(
    authority: Identity,
    request_pem: bytes,
    *,
    now: datetime,
    serial: int,
    years: int = 3,
    holder: tuple[str, str] | None = None,
) -> x509.Certificate:
    """The certificate for a request. Only name and key are taken from it; everything else is the authority's. With
    *holder* (name, organisation) even the name is not: an office certifies whom it knows, not who one says one is.

    Raises `Trouble` for what is not a request, one that its own key did not sign, or an unsuitable key.
    """
    if not may_issue(authority.certificate):
        raise Trouble(
            say("This identity may not issue certificates"),
            say("{name} is a person's identity, not a company CA."),
            say("Open the company CA and try again."),
            code=2,
            name=authority.name,
        )
    unusable = Trouble(
        say("This is not a usable request"),
        say("The file is damaged, is no request for a certificate, or asks for an unsuitable key."),
        say("Nothing was issued. Make the request again on the laptop."),
        code=2,
    )
    try:
        asked = x509.load_pem_x509_csr(request_pem)
        fits, key = asked.is_signature_valid, asked.public_key()
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise unusable from None
    if not (fits and isinstance(key, ec.EllipticCurvePublicKey | rsa.RSAPublicKey) and _suitable(key)):
        raise unusable
    names = {
        oid: str(part.value)
        for oid in (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME)
        for part in asked.subject.get_attributes_for_oid(oid)
    }
    subject = _subject(*(holder or (names.get(NameOID.COMMON_NAME, ""), names.get(NameOID.ORGANIZATION_NAME, ""))))
    return _issue(
        subject,
        key,
        authority.certificate.subject,
        authority.key,
        now=now,
        serial=serial,
        years=_life(years),
        above=authority.certificate,
    )


def issued(
    authority: Identity, name: str, organisation: str, *, now: datetime, serial: int, years: int = 3
) -> Identity:
    """A new identity issued by *authority* in one step (small companies, the demonstration)."""
    key, asked = request(name, organisation)
    certificate = issue(authority, asked, now=now, serial=serial, years=years)
    return Identity(key, certificate, (authority.certificate, *authority.chain))


def admit(key: PrivateKey, certificates_pem: bytes) -> Identity:
    """The identity of a key and the PEM certificates that came back for its request (own first or in any order)."""
    return _joined(key, certificates(certificates_pem))


def certificates(pem_or_der: bytes) -> list[x509.Certificate]:
    """All certificates of a PEM file, or the one of a DER file; raises `Trouble` when there is none."""
    try:
        if b"-----BEGIN CERTIFICATE-----" in pem_or_der:
            return x509.load_pem_x509_certificates(pem_or_der)
        return [x509.load_der_x509_certificate(pem_or_der)]
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise Trouble(
            say("This is not a certificate"),
            say("The file is damaged or holds no X.509 certificate."),
            say("Ask for it again as .pem, .crt or .cer."),
            code=2,
        ) from None


def pem(certificate: x509.Certificate) -> bytes:
    """The certificate as a file to hand on; it holds no secret."""
    return certificate.public_bytes(serialization.Encoding.PEM)


def _joined(key: object, found: Sequence[x509.Certificate | None]) -> Identity:
    """*key* with its own certificate among *found* and the rest as its chain; raises `Trouble` when they do not fit."""
    if not isinstance(key, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey) or not _suitable(key.public_key()):
        raise Trouble(
            say("This kind of key cannot sign a PDF"),
            say("Only P-256, P-384, P-521 and RSA from 2048 bits are understood by every PDF reader."),
            say("Ask for a certificate with such a key, or let the program make one."),
            code=2,
        )
    mine = _bare(key.public_key())
    every = [one for one in found if one is not None]
    own = [one for one in every if _bare_or_none(one) == mine]
    own = [one for one in own if may_sign(one)] or own
    if not own:
        raise Trouble(
            say("The certificate does not belong to the key"),
            say("None of the certificates names the key that lies beside them."),
            say("Ask for the certificate again; nothing was kept."),
            code=2,
        )
    if not may_sign(own[0]):
        raise Trouble(
            say("This certificate may not sign"),
            say("The certificate of {name} is for encryption or for other uses only."),
            say("Choose the signing certificate; many CAs issue two."),
            code=2,
            name=holder(own[0]),
        )
    return Identity(key, own[0], tuple(one for one in every if one != own[0]))


def _bare(public: object) -> bytes:
    if not isinstance(public, ec.EllipticCurvePublicKey | rsa.RSAPublicKey):
        return b""
    return public.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)


def _bare_or_none(certificate: x509.Certificate) -> bytes:
    try:
        return _bare(certificate.public_key())
    except (ValueError, UnsupportedAlgorithm):
        return b""


def _suitable(public: object) -> bool:
    match public:
        case ec.EllipticCurvePublicKey():
            return isinstance(public.curve, ec.SECP256R1 | ec.SECP384R1 | ec.SECP521R1)
        case rsa.RSAPublicKey():
            return public.key_size >= LEAST_RSA_BITS
        case _:
            return False


def _life(years: int) -> int:
    return min(max(years, YEARS_FEWEST), YEARS_MOST)


def _subject(name: str, organisation: str) -> x509.Name:
    parts = []
    for oid, text in ((NameOID.COMMON_NAME, name), (NameOID.ORGANIZATION_NAME, organisation)):
        line = " ".join(text.split())
        if oid == NameOID.COMMON_NAME and not line:
            raise Trouble(
                say("A name is missing"),
                say("A certificate names its holder; no name was given."),
                say("Give the name as it should stand beside the signature."),
                code=2,
            )
        if len(line) > LONGEST_NAME or not line.isprintable():
            raise Trouble(
                say("This name does not fit into a certificate"),
                say("Name and organisation may have {most} characters each, all of them printable."),
                say("Give a shorter one."),
                code=2,
                most=LONGEST_NAME,
            )
        if line:
            parts.append(x509.NameAttribute(oid, line))
    return x509.Name(parts)


def _issue(
    subject: x509.Name,
    public: ec.EllipticCurvePublicKey | rsa.RSAPublicKey,
    issuer_name: x509.Name,
    by: PrivateKey,
    *,
    now: datetime,
    serial: int,
    years: int,
    authority: bool = False,
    above: x509.Certificate | None = None,
) -> x509.Certificate:
    start = now.astimezone(UTC).replace(microsecond=0) - _CLOCK_SLACK
    issuer_key = above.public_key() if above is not None else public
    if not isinstance(issuer_key, ec.EllipticCurvePublicKey | rsa.RSAPublicKey):
        raise TypeError("an authority's key is P-256 or RSA")
    building = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer_name)
        .public_key(public)
        .serial_number(serial)
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=365 * years))
        .add_extension(x509.BasicConstraints(ca=authority, path_length=0 if authority else None), critical=True)
        .add_extension(
            x509.KeyUsage(
                digital_signature=not authority,
                content_commitment=not authority,
                key_encipherment=False,
                data_encipherment=False,
                key_agreement=False,
                key_cert_sign=authority,
                crl_sign=authority,
                encipher_only=False,
                decipher_only=False,
            ),
            critical=True,
        )
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key), critical=False)
    )
    return building.sign(by, hashes.SHA256())


# ------------------------------------------------------------------------------------------- taken in, handed out


def to_pkcs12(identity: Identity, passphrase: str) -> bytes:
    """Key and certificates as one file under *passphrase* (AES-256)."""
    if not passphrase:
        raise Trouble(
            say("A passphrase is missing"),
            say("A key is never written without a passphrase."),
            say("Choose a passphrase that only the signer knows."),
            code=2,
        )
    return pkcs12.serialize_key_and_certificates(
        identity.name.encode("utf-8"),
        identity.key,
        identity.certificate,
        identity.chain or None,
        serialization.BestAvailableEncryption(passphrase.encode("utf-8")),
    )


def from_pkcs12(content: bytes, passphrase: str) -> Identity:
    """The identity in a .p12/.pfx file. Raises `Trouble`: not such a file, wrong passphrase, no key, unfit key."""
    if len(content) > MOST_PKCS12_BYTES or not _is_pkcs12(content):
        raise Trouble(
            say("This is not a PKCS#12 file"),
            say("The file is damaged or holds something else than a key with its certificate."),
            say("Choose the .p12 or .pfx file that the CA issued."),
            code=2,
        )
    try:
        key, certificate, others = pkcs12.load_key_and_certificates(content, passphrase.encode("utf-8"))
    except UnsupportedAlgorithm:
        raise Trouble(
            say("This kind of key cannot sign a PDF"),
            say("The file is protected, or its key made, in a way this program does not know."),
            say("Export it again with AES-256 and a P-256 or RSA key."),
            code=2,
        ) from None
    except (ValueError, TypeError):
        raise Trouble(
            say("The passphrase does not open this file"),
            say("The passphrase is wrong, or the file was damaged on its way."),
            say("Nothing was changed. Try again; mind capitals and the keyboard's language."),
            code=2,
        ) from None
    if key is None:
        raise Trouble(
            say("This file holds no key"),
            say("There are only certificates in it; nobody can sign with it."),
            say("Export it again together with the private key."),
            code=2,
        )
    return _joined(key, [certificate, *others])


def _is_pkcs12(content: bytes) -> bool:
    """Does the outer form say PKCS#12 version 3? (The library cannot tell a wrong passphrase from a wrong file.)"""
    from asn1crypto import pkcs12 as form

    try:
        pfx = form.Pfx.load(content, strict=True)
        return bool(pfx["version"].native == "v3" and pfx["auth_safe"]["content_type"].native == "data")
    except (ValueError, TypeError, KeyError):
        return False
