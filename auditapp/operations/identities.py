"""Signing identities: a P-256 key with a certificate, kept encrypted on this desk under the person's own passphrase."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from auditapp.operations import texts
from auditapp.operations.desk import Desk
from auditapp.operations.ink import unreadable
from auditapp.operations.testimony import when
from auditapp.words import Trouble, say

if TYPE_CHECKING:
    from auditapp.report.identity import Identity, PrivateKey

SHORTEST = 8
"""Characters of a passphrase for a signing key."""


@dataclass(frozen=True)
class IdentityCard:
    """An identity as lists show it; the key is never shown. ``level``: L1 self-made, unit issued by
    another authority (the company's own; whoever knows that it is a licensed one signs with L2). ``worth`` says in a
    sentence what a signature with it is (domain.md 4.2)."""

    code: str
    name: str
    subject: str
    fingerprint: str
    not_after: str
    level: str
    worth: str


def make(desk: Desk, name: str, *, unit: str = "", passphrase: str) -> IdentityCard:
    """Make a self-signed identity for *name*, kept on this desk under *passphrase*."""
    from auditapp.report import identity

    name = texts.needed(texts.line(name, most=64), say("the person's name"))
    refuse_short(passphrase)
    made = identity.self_made(name, texts.line(unit, most=64), now=desk.clock(), serial=_serial(desk))
    return _keep(desk, name, made, passphrase)


def make_company_ca(desk: Desk, organisation: str, *, passphrase: str) -> IdentityCard:
    """Make a company's own authority, kept on this desk; it issues certificates with `issue`."""
    from auditapp.report import identity

    organisation = texts.needed(texts.line(organisation, most=64), say("the company's name"))
    refuse_short(passphrase)
    made = identity.company_ca(organisation, now=desk.clock(), serial=_serial(desk))
    return _keep(desk, organisation, made, passphrase)


def issue(
    desk: Desk, authority: str, name: str, *, unit: str = "", authority_passphrase: str, passphrase: str
) -> IdentityCard:
    """Issue an identity for *name* by the company authority kept here under *authority* (its code)."""
    from auditapp.report import identity

    name = texts.needed(texts.line(name, most=64), say("the person's name"))
    refuse_short(passphrase)
    made = identity.issued(
        _authority(desk, authority, authority_passphrase),
        name,
        texts.line(unit, most=64),
        now=desk.clock(),
        serial=_serial(desk),
    )
    return _keep(desk, name, made, passphrase)


def import_pkcs12(desk: Desk, file: Path, *, password: str, passphrase: str | None = None) -> IdentityCard:
    """Keep the identity of a PKCS#12 file (.p12, .pfx) on this desk, under *passphrase* (None: the file's own).
    Raises `Trouble`: wrong password, not such a file, a key that cannot sign PDFs."""
    found = from_file(file, password)
    return _keep(desk, found.name, found, password if passphrase is None else passphrase)


def keep_issued(desk: Desk, name: str, key: PrivateKey, certificates_pem: bytes, passphrase: str) -> IdentityCard:
    """Keep a key made here with the certificate that the company issued for it, under *passphrase*."""
    from auditapp.report import identity

    refuse_short(passphrase)
    return _keep(desk, name, identity.admit(key, certificates_pem), passphrase)


def identities(desk: Desk) -> list[IdentityCard]:
    """The identities kept on this desk."""
    from auditapp.report import identity

    return [
        _card(signer.code, signer.name, identity.certificates(signer.certificate)[0])
        for signer in desk.store.people.signers()
    ]


def remove(desk: Desk, code: str) -> None:
    """Take an identity off this desk; what it signed stays signed. Raises `Trouble` when it is not here."""
    if not desk.store.people.remove_signer(code):
        raise _unknown(code)


def certificate_pem(desk: Desk, code: str) -> bytes:
    """The certificate as a file to hand on; no secret in it."""
    from auditapp.report import identity

    signer = desk.store.people.signer(code)
    if signer is None:
        raise _unknown(code)
    return identity.pem(identity.certificates(signer.certificate)[0])


def unlock(desk: Desk, code: str, passphrase: str) -> Identity:
    """The identity itself, for signing. Raises `Trouble`: not here, wrong passphrase."""
    from auditapp.report import identity

    signer = desk.store.people.signer(code) or next(
        (one for one in desk.store.people.signers() if one.name == code), None
    )
    if signer is None:
        raise _unknown(code)
    return identity.from_pkcs12(signer.pkcs12, passphrase)


def from_file(file: Path, password: str) -> Identity:
    """The identity in a PKCS#12 file of somebody's own; nothing is kept."""
    from auditapp.report import identity

    try:
        content = file.read_bytes()
    except OSError as error:
        raise unreadable(file, error) from error
    return identity.from_pkcs12(content, password)


def _authority(desk: Desk, code: str, passphrase: str) -> Identity:
    """The company's authority: it may issue and may not sign documents, so `unlock` refuses it."""
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.serialization.pkcs12 import load_key_and_certificates

    from auditapp.report import identity

    signer = desk.store.people.signer(code)
    if signer is None:
        raise _unknown(code)
    try:
        key, certificate, _ = load_key_and_certificates(signer.pkcs12, passphrase.encode("utf-8"))
    except (ValueError, TypeError):
        key, certificate = None, None
    if not isinstance(key, ec.EllipticCurvePrivateKey) or certificate is None:
        raise Trouble(
            say("The passphrase does not open this key"),
            say("The passphrase of the authority's key is wrong."),
            say("Nothing was changed. Try again; mind capitals and the keyboard's language."),
            code=2,
        )
    if not identity.may_issue(certificate):
        raise Trouble(
            say("Not an authority"),
            say("The identity {identity} may not issue certificates."),
            say("Nothing was made. Choose the authority among the identities on this desk."),
            code=2,
            identity=code,
        )
    return identity.Identity(key, certificate)


def _keep(desk: Desk, name: str, made: Identity, passphrase: str) -> IdentityCard:
    from cryptography.hazmat.primitives.serialization import Encoding

    from auditapp.report import identity
    from auditapp.store.people import Signer

    code = made.fingerprint[:8]
    desk.store.people.save_signer(
        Signer(
            code,
            name,
            identity.to_pkcs12(made, passphrase),
            made.certificate.public_bytes(Encoding.DER),
            when(desk.clock()),
        )
    )
    return _card(code, name, made.certificate)


def _card(code: str, name: str, certificate: object) -> IdentityCard:
    from cryptography import x509

    from auditapp.report import identity

    if not isinstance(certificate, x509.Certificate):
        raise TypeError("not a certificate")
    return IdentityCard(
        code,
        name,
        identity.holder(certificate),
        identity.fingerprint(certificate),
        certificate.not_valid_after_utc.date().isoformat(),
        "L1" if identity.is_self_made(certificate) else "unit",
        identity.LEVEL_NAMES[identity.level(certificate, (), ())],
    )


def _serial(desk: Desk) -> int:
    return int.from_bytes(desk.randomness(19), "big") >> 1 | 1


def refuse_short(passphrase: str) -> None:
    """Raise `Trouble` when *passphrase* is no protection for a signing key."""
    if len(passphrase) < SHORTEST:
        raise Trouble(
            say("The passphrase is too short"),
            say("A passphrase has at least {n} characters."),
            say("Take a few words that belong together only for you."),
            code=2,
            n=SHORTEST,
        )


def _unknown(code: str) -> Trouble:
    return Trouble(
        say("No such identity"),
        say("This desk has no signing identity {identity}."),
        say("Nothing was changed. Look at the list of identities."),
        code=2,
        identity=code[:60],
    )
