"""The company's authority at work: certificates for persons' signing keys, and the one that desks see when they come.

Loads X.509 (40 ms): import it inside the function that needs it.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from auditapp.report import identity
from auditapp.report.identity import Identity
from auditapp.store import durable
from auditapp.store import troubles as disk
from auditapp.words import Trouble, say

PERSON_YEARS: Final = 2
_TLS_DAYS: Final = 398
_RENEW_DAYS: Final = 60
_SLACK: Final = timedelta(hours=1)
_LIST_LASTS: Final = timedelta(days=31)


def serial(randomness: Callable[[int], bytes]) -> int:
    return int.from_bytes(randomness(19), "big") >> 1 | 1


def write(made: Identity, certificate: Path, key: Path) -> None:
    """Keep an identity as two PEM files, the key first and for its owner alone. A hub starts without anybody to ask
    for a passphrase; whoever can read its folder is the hub."""
    if not isinstance(made.key, ec.EllipticCurvePrivateKey):
        raise TypeError("made here are P-256 keys")
    private = made.key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    durable.write_whole(key, private)
    durable.write_whole(certificate, b"".join(identity.pem(one) for one in (made.certificate, *made.chain)))


def read(certificate: Path, key: Path) -> Identity:
    """The identity in two PEM files. Raises `Trouble`."""
    try:
        chain = x509.load_pem_x509_certificates(certificate.read_bytes())
        private = serialization.load_pem_private_key(key.read_bytes(), None)
    except OSError as error:
        raise disk.of_os(error, certificate) from error
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise _no_pair(certificate, key) from None
    if not isinstance(private, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey) or _bare(private) != _bare(chain[0]):
        raise _no_pair(certificate, key)
    return Identity(private, chain[0], tuple(chain[1:]))


def renew(authority: Identity, certificate: Path, key: Path, names: Sequence[str], *, now: datetime) -> bool:
    """Make the hub's own certificate when there is none that is good for *names* for some time yet."""
    if certificate.exists() and key.exists():
        found = read(certificate, key).certificate
        wanted = {str(one.value) for one in _alternatives(names)}
        there = {str(one.value) for one in found.extensions.get_extension_for_class(x509.SubjectAlternativeName).value}
        lasts = found.not_valid_after_utc - now.astimezone(UTC) > timedelta(days=_RENEW_DAYS)
        if wanted <= there and lasts and found.issuer == authority.certificate.subject:
            return False
    write(_for_hub(authority, names, now), certificate, key)
    return True


def certify(authority: Identity, request_pem: str, *, name: str, company: str, now: datetime, number: int) -> str:
    """A two-year certificate (PEM) for the key of a person's request, in the name the hub knows the person by."""
    made = identity.issue(
        authority, request_pem.encode(), now=now, serial=number, years=PERSON_YEARS, holder=(name, company)
    )
    return identity.pem(made).decode("ascii")


def revocations(authority: Identity, revoked: Mapping[int, datetime], *, now: datetime) -> bytes:
    """The authority's list of certificates that were taken back (DER): number -> since when. Good for a month."""
    if not isinstance(authority.key, ec.EllipticCurvePrivateKey):
        raise TypeError("the company's authority has a P-256 key")
    start = now.astimezone(UTC).replace(microsecond=0)
    building = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(authority.certificate.subject)
        .last_update(start - _SLACK)
        .next_update(start + _LIST_LASTS)
        .add_extension(x509.CRLNumber(int(start.timestamp())), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.key.public_key()), critical=False)
    )
    for number, since in sorted(revoked.items()):
        one = x509.RevokedCertificateBuilder().serial_number(number).revocation_date(since.astimezone(UTC)).build()
        building = building.add_revoked_certificate(one)
    return building.sign(authority.key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)


def _for_hub(authority: Identity, names: Sequence[str], now: datetime) -> Identity:
    key = ec.generate_private_key(ec.SECP256R1())
    start = now.astimezone(UTC).replace(microsecond=0) - _SLACK
    issuer_key = authority.certificate.public_key()
    if not isinstance(issuer_key, ec.EllipticCurvePublicKey):
        raise TypeError("the company's authority has a P-256 key")
    building = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, names[0][:64])]))
        .issuer_name(authority.certificate.subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=_TLS_DAYS))
        .add_extension(x509.SubjectAlternativeName(_alternatives(names)), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(
            x509.KeyUsage(
                digital_signature=True,
                content_commitment=False,
                key_encipherment=False,
                data_encipherment=False,
                key_agreement=False,
                key_cert_sign=False,
                crl_sign=False,
                encipher_only=False,
                decipher_only=False,
            ),
            critical=True,
        )
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key), critical=False)
    )
    return Identity(key, building.sign(authority.key, hashes.SHA256()))


def _alternatives(names: Sequence[str]) -> list[x509.GeneralName]:
    found: list[x509.GeneralName] = []
    for name in names:
        try:
            found.append(x509.IPAddress(ipaddress.ip_address(name)))
        except ValueError:
            found.append(x509.DNSName(name))
    return found


def _bare(one: object) -> bytes:
    public = one.public_key()  # type: ignore[attr-defined]
    raw: bytes = public.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    return raw


def _no_pair(certificate: Path, key: Path) -> Trouble:
    return Trouble(
        say("The hub has no usable certificate"),
        say("{certificate} and {key} are not a certificate and its key in PEM form, without a passphrase."),
        say("Nothing was started. Correct the two settings, or leave them empty for one by the company's authority."),
        code=2,
        certificate=str(certificate),
        key=str(key),
    )


def fingerprint_of(pem: str) -> str:
    """SHA-256 of the first certificate in *pem*, hex."""
    return identity.fingerprint(x509.load_pem_x509_certificates(pem.encode())[0])
