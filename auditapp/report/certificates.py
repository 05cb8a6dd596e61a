"""Is it known who signed? The standing of a certificate at the moment of signing.

A path to a root is found and judged by pyhanko-certvalidator (RFC 5280: validity, right to issue, path lengths,
critical extensions); revocation lists that were given are looked up here. Nothing is ever fetched. A self-made
certificate has no path: it is accepted by its fingerprint, and the sentence says whose word that is.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from typing import Any

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding

from auditapp.report.damage import BROKEN
from auditapp.report.examination import Verdict
from auditapp.report.identity import fingerprint, for_reading, holder, is_self_made, issuer, may_sign, path_to
from auditapp.words import say


@dataclass(frozen=True)
class Standing:
    """A verdict on a certificate with its sentence."""

    verdict: Verdict
    sentence: str
    values: Mapping[str, object] = field(default_factory=dict)
    detail: str = ""


def standing_of(
    certificate: x509.Certificate,
    between: Sequence[x509.Certificate],
    when: datetime | None,
    *,
    roots: Sequence[x509.Certificate],
    fingerprints: Collection[str] = (),
    crls: Sequence[bytes] = (),
    now: datetime | None = None,
    proven: datetime | None = None,
) -> Standing:
    """How *certificate* stood at *when* (the signer's clock, or a trusted time stamp). *proven*: a moment at which the
    signature was there already, whatever the signer's clock says."""
    values = {
        "name": holder(certificate),
        "issuer": issuer(certificate),
        "fingerprint": for_reading(fingerprint(certificate)),
    }
    if when is None:
        return Standing(Verdict.INVALID, say("{name} did not say when the signature was made."), values)
    if when < certificate.not_valid_before_utc:
        return Standing(Verdict.INVALID, say("The certificate of {name} was not yet valid when it was used."), values)
    if when > certificate.not_valid_after_utc:
        return Standing(Verdict.INVALID, say("The certificate of {name} had expired when it was used."), values)
    if not may_sign(certificate):
        return Standing(Verdict.INVALID, say("The certificate of {name} is not meant for signatures."), values)
    if is_self_made(certificate):
        return _self_made(certificate, between, fingerprints, values)
    return _issued(certificate, between, when, roots, crls, now, proven, values)


def _self_made(
    certificate: x509.Certificate,
    between: Sequence[x509.Certificate],
    fingerprints: Collection[str],
    values: Mapping[str, object],
) -> Standing:
    if between:
        return Standing(
            Verdict.INVALID, say("The signature of {name} carries certificates that are not its own."), values
        )
    if not fingerprints:
        return Standing(
            Verdict.VALID,
            say(
                "{name} signed with a certificate made on the laptop. Whose it is rests on the company's own list of "
                "fingerprints: compare {fingerprint}."
            ),
            values,
        )
    if fingerprint(certificate) in fingerprints:
        return Standing(
            Verdict.VALID,
            say("{name} signed with a certificate made on the laptop; its fingerprint stands on the company's list."),
            values,
        )
    return Standing(
        Verdict.UNKNOWN,
        say(
            "{name} signed with a certificate made on the laptop, and its fingerprint does not stand on the company's "
            "list: {fingerprint}."
        ),
        values,
    )


def _issued(
    certificate: x509.Certificate,
    between: Sequence[x509.Certificate],
    when: datetime,
    roots: Sequence[x509.Certificate],
    crls: Sequence[bytes],
    now: datetime | None,
    proven: datetime | None,
    values: Mapping[str, object],
) -> Standing:
    from pyhanko_certvalidator.errors import ExpiredError, NotYetValidError, PathBuildingError

    try:
        path = _path(certificate, between, when, roots)
    except PathBuildingError as fault:
        return Standing(
            Verdict.UNKNOWN,
            say("The certificate of {name} was issued by {issuer}, who is not among the authorities known here."),
            values,
            str(fault),
        )
    except (ExpiredError, NotYetValidError) as fault:
        return Standing(
            Verdict.INVALID,
            say("An authority above {name} was not valid when the signature was made."),
            values,
            str(fault),
        )
    except BROKEN as fault:
        return Standing(
            Verdict.INVALID,
            say("The certificate of {name} was not rightly issued."),
            values,
            f"{type(fault).__name__}: {fault}",
        )
    if any(one.public_bytes(Encoding.DER) not in path for one in between):
        return Standing(
            Verdict.INVALID, say("The signature of {name} carries certificates that are not its own."), values
        )
    taken_back = _revoked(path_to(roots, certificate, between) or (), crls)
    if taken_back is not None:
        if taken_back <= when:
            return Standing(Verdict.INVALID, say("The certificate of {name} was revoked before it was used."), values)
        if proven is not None and proven < taken_back:
            return Standing(
                Verdict.VALID,
                say(
                    "{name} signed with a certificate issued by {issuer}, who is known here. "
                    "It was revoked on {date}; a trusted time stamp proves that it was used before."
                ),
                {**values, "date": f"{taken_back:%Y-%m-%d}"},
            )
        return Standing(
            Verdict.UNKNOWN,
            say(
                "The certificate of {name} was revoked on {date}. That it was used "
                "before, only the signer's clock says."
            ),
            {**values, "date": f"{taken_back:%Y-%m-%d}"},
        )
    if now is not None and now > certificate.not_valid_after_utc:
        return Standing(
            Verdict.VALID,
            say(
                "{name} signed with a certificate issued by {issuer}. It has expired "
                "since; the signer's clock says that "
                "it was valid then."
            ),
            values,
        )
    return Standing(
        Verdict.VALID, say("{name} signed with a certificate issued by {issuer}, who is known here."), values
    )


def _path(
    certificate: x509.Certificate,
    between: Sequence[x509.Certificate],
    when: datetime,
    roots: Sequence[x509.Certificate],
) -> set[bytes]:
    """The certificates of a valid path, in DER; raises what pyhanko-certvalidator raises."""
    from pyhanko_certvalidator import CertificateValidator

    checking = CertificateValidator(
        _asn1(certificate), [_asn1(one) for one in between], validation_context=context(roots, when)
    )
    path: Any = asyncio.run(checking.async_validate_path())
    return {bytes(one.dump()) for one in path.iter_certs(include_root=True)}


def _revoked(path: Sequence[x509.Certificate], crls: Sequence[bytes]) -> datetime | None:
    """Since when the first revoked certificate of *path* is; lists that the issuer did not sign count for nothing."""
    found = []
    for one, above in pairwise(path):
        key = above.public_key()
        for raw in crls:
            try:
                listed = x509.load_der_x509_crl(raw)
                if (
                    listed.issuer == one.issuer
                    and isinstance(key, ec.EllipticCurvePublicKey | rsa.RSAPublicKey)
                    and (listed.is_signature_valid(key))
                ):
                    entry = listed.get_revoked_certificate_by_serial_number(one.serial_number)
                    found += [entry.revocation_date_utc] if entry else []
            except (ValueError, UnsupportedAlgorithm):
                continue
    return min(found, default=None)


def context(roots: Sequence[x509.Certificate], when: datetime | None) -> Any:
    """pyHanko's idea of what is known: *roots* and nothing else, no network, the hour *when*."""
    from pyhanko_certvalidator import ValidationContext

    return ValidationContext(
        trust_roots=[_asn1(one) for one in roots],
        allow_fetching=False,
        moment=when,
        revocation_mode="soft-fail",
        best_signature_time=when,
    )


def _asn1(certificate: x509.Certificate) -> Any:
    from asn1crypto import x509 as asn1

    return asn1.Certificate.load(certificate.public_bytes(Encoding.DER))
