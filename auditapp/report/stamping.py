"""A trusted time stamp over a signed document, with what is needed to judge its signatures in many years.

Head office adds both when a report arrives: laptops sign without a network (`sign`). One increment holds the
certificates and revocation lists (PAdES B-LT) and the time stamp that covers them and everything before (B-LTA). The
signed bytes stay a prefix, so every signature holds as before, and the certification allows it (exchange.md D.2, 7).

The network is not this floor's: *ask* takes a request (RFC 3161, DER) to a time stamping authority and brings its
answer. What comes back is checked before the document is anything but a copy.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

from auditapp.report.damage import BROKEN
from auditapp.report.examination import Verdict
from auditapp.report.sign import DIGEST, _check_untouched, _copy_of, _extended, _readable
from auditapp.words import Trouble, say

if TYPE_CHECKING:
    from cryptography import x509

Ask = Callable[[bytes], bytes]
"""Takes a time stamp request to an authority and brings the answer. Raises `Trouble`."""
FIELD: Final = "Timestamp"
"""The time stamp's field: this and a number."""
_ROOM: Final = 2 * 24_576
"""Digits kept for a time stamp with the certificates of its service; most have 4 to 8 KB."""


@dataclass(frozen=True)
class Stamped:
    """A document with a time stamp, on disk: ``when`` the service's hour, ``authority`` its name."""

    path: Path
    sha256: str
    bytes: int
    when: datetime
    authority: str


def stamp(
    path: Path,
    out: Path,
    ask: Ask,
    *,
    certificates: Sequence[x509.Certificate] = (),
    crls: Sequence[bytes] = (),
) -> Stamped:
    """Write *out*: the document at *path* with *certificates* (authorities above its signers), *crls* (DER) and a time
    stamp over everything. *path* is left as it is. Raises `Trouble`: not a sound signed document, no answer, an answer
    that is no time stamp of this document; then there is no *out*.
    """
    _check_untouched(path)
    with _copy_of(path, out) as stream:
        with _readable(path):
            _add(stream, ask, certificates, crls)
        when, authority = _proven(stream)
        digest, length = hashlib.sha256(), stream.seek(0)
        while portion := stream.read(1 << 20):
            digest.update(portion)
            length += len(portion)
    return Stamped(out, digest.hexdigest(), length, when, authority)


def _add(stream: IO[bytes], ask: Ask, certificates: Sequence[x509.Certificate], crls: Sequence[bytes]) -> None:
    from asn1crypto import crl, tsp
    from asn1crypto import x509 as asn1
    from cryptography.hazmat.primitives.serialization import Encoding
    from pyhanko.sign.fields import enumerate_sig_fields
    from pyhanko.sign.general import SigningError
    from pyhanko.sign.signers.pdf_signer import PdfTimeStamper
    from pyhanko.sign.timestamps import TimeStamper
    from pyhanko.sign.timestamps.common_utils import TimestampRequestError
    from pyhanko.sign.validation.dss import DocumentSecurityStore
    from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

    class Asking(TimeStamper):
        async def async_request_tsa_response(self, req: Any) -> Any:
            try:
                answer = tsp.TimeStampResp.load(ask(req.dump()), strict=True)
                answer.native  # noqa: B018  asn1crypto reads late; a damaged answer is found out here
            except BROKEN as fault:
                raise TimestampRequestError(f"an answer that is none ({fault})") from fault
            return answer

    service: Any = Asking
    writer = _extended(stream)
    every = [asn1.Certificate.load(one.public_bytes(Encoding.DER)) for one in certificates]
    stamps = 0
    for name, _, field in enumerate_sig_fields(writer.prev, filled_status=True):
        one = EmbeddedPdfSignature(writer.prev, field, str(name))
        if one.sig_object_type == "/DocTimeStamp":
            stamps += 1
        every += [one.signer_cert, *one.other_embedded_certs]
    store: Any = DocumentSecurityStore
    store.supply_dss_in_writer(writer, None, certs=every, crls=[crl.CertificateList.load(raw) for raw in crls])
    try:
        PdfTimeStamper(service(), field_name=f"{FIELD}-{stamps + 1}").timestamp_pdf(
            writer, DIGEST, bytes_reserved=_ROOM, in_place=True
        )
    except (TimestampRequestError, SigningError) as fault:
        raise _no_stamp(str(fault)) from fault


def _proven(stream: IO[bytes]) -> tuple[datetime, str]:
    """The hour and the service of the stamp just added; raises `Trouble` when it does not fit the document."""
    from auditapp.report import check

    found = check.stamps(stream)
    if not found or found[-1].verdict is Verdict.INVALID:
        raise _no_stamp("it does not fit the document")
    return found[-1].when, found[-1].authority


def _no_stamp(detail: str) -> Trouble:
    return Trouble(
        say("No time stamp could be had"),
        say("The time stamp service gave no time stamp of this document ({detail})."),
        say("The document stays as it was and is as valid as before; the time stamp is asked for again later."),
        detail=detail,
    )
