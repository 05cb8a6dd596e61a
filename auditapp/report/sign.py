"""Putting a signature into a box of a drawn document: PAdES B-B, offline, in 60 MB whatever the size.

Vocabulary
    *box*          a signature field that was drawn empty with the document; never made later (exchange.md D.2).
    *certify*      the first signature. It also says what may still happen: further boxes may be filled, or,
                   for one who signs alone, nothing at all.
    *countersign*  every further signature.
    *hand*         whoever can sign bytes and show a certificate: an `identity.Identity`, a smart card.

Steps, each a value of its own, so that a hand may be elsewhere (a token, another device):
    `ToSign` (a copy with room for the signature; ``message`` is what the hand signs)  ->  `Signed` (in place).
The document is copied beside its target, extended, synced, and renamed: a cut leaves the old file or the new.
Signing appends only. Metadata stays as drawn, so PDF/A stays what it was and the drawn bytes stay a prefix.

Times are this laptop's (本机时间) and prove nothing about the hour; a trusted time stamp needs a network and a
*timestamper* (pyHanko's `TimeStamper`), which head office has.
"""

from __future__ import annotations

import asyncio
import errno
import os
import secrets
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final, Protocol

from auditapp.report.damage import BROKEN
from auditapp.report.stamp import Appearance, draw
from auditapp.words import Trouble, say

if TYPE_CHECKING:
    from cryptography import x509
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign.signers.pdf_byterange import PreparedByteRangeDigest
    from pyhanko.sign.signers.pdf_cms import ExternalSigner
    from pyhanko.sign.timestamps import TimeStamper

DIGEST: Final = "sha256"
PROGRAM: Final = "auditapp"
_ROOM: Final = 3072
"""Bytes kept for a signature beside its certificates; names and attributes take about 600."""
_ROOM_FOR_TIME_STAMP: Final = 12_288


class Hand(Protocol):
    """Who can sign: shows a certificate and signs a message (ECDSA or RSA with SHA-256)."""

    @property
    def certificate(self) -> x509.Certificate: ...

    @property
    def chain(self) -> tuple[x509.Certificate, ...]: ...

    def sign(self, message: bytes) -> bytes: ...


@dataclass(frozen=True)
class Box:
    """A signature box of a document: its field name, its size in points, and whether somebody signed in it."""

    field: str
    width: float
    height: float
    signed: bool


@dataclass(frozen=True)
class Signed:
    """A document with one more signature, on disk. ``length`` is that of the whole file in bytes."""

    path: Path
    field: str
    length: int
    when: datetime


@dataclass(frozen=True)
class _Wish:
    """One signature as it is wanted: where, by whom, when, as the first one (``certifying``) or the only one
    (``alone``), and what it says and looks like."""

    box: str
    hand: Hand
    when: datetime
    reason: str
    location: str
    name: str
    appearance: Appearance | None
    timestamper: TimeStamper | None
    certifying: bool = False
    alone: bool = False


@dataclass(frozen=True)
class ToSign:
    """A copy of the document with room for a signature; ``message`` is what the hand has to sign."""

    box: str
    message: bytes
    digest: bytes
    when: datetime
    length: int
    _stream: IO[bytes] = field(repr=False)
    _prepared: PreparedByteRangeDigest = field(repr=False)
    _attributes: Any = field(repr=False)
    _signer: ExternalSigner = field(repr=False)
    _timestamper: TimeStamper | None = field(repr=False)

    def finish(self, signature: bytes) -> None:
        """Put the signature into its room."""
        from pyhanko.sign.signers.pdf_signer import PdfTBSDocument
        from pyhanko.sign.timestamps.common_utils import TimestampRequestError

        self._signer._signature_value = signature
        try:
            envelope = asyncio.run(
                self._signer.async_sign_prescribed_attributes(DIGEST, self._attributes, timestamper=self._timestamper)
            )
        except TimestampRequestError as fault:
            raise Trouble(
                say("No time stamp could be had"),
                say("The time stamp service did not answer ({detail})."),
                say("Nothing was signed. Sign without a time stamp; head office can add one later."),
                detail=str(fault),
            ) from fault
        PdfTBSDocument.resume_signing(self._stream, self._prepared, envelope)


def boxes(path: Path) -> tuple[Box, ...]:
    """The signature boxes of a document in their order; raises `Trouble` when it cannot be read."""
    with _opened(path) as stream, _readable(path):
        from pyhanko.pdf_utils.reader import PdfFileReader

        return _boxes(PdfFileReader(stream))


def certify(
    path: Path,
    box: str,
    hand: Hand,
    *,
    when: datetime,
    alone: bool = False,
    reason: str = "",
    location: str = "",
    name: str = "",
    appearance: Appearance | None = None,
    timestamper: TimeStamper | None = None,
    out: Path | None = None,
) -> Signed:
    """The first signature of a document. *alone*: nobody else will sign, and nothing may be added afterwards.

    Signs *path* itself, or leaves it and writes *out*. Raises `Trouble`: no such box, already signed, a
    certificate that is not valid now, a file that cannot be read or written. Nothing is changed then.
    """
    wish = _Wish(box, hand, when, reason, location, name, appearance, timestamper, certifying=True, alone=alone)
    return _sign(path, out or path, wish)


def countersign(
    path: Path,
    box: str,
    hand: Hand,
    *,
    when: datetime,
    reason: str = "",
    location: str = "",
    name: str = "",
    appearance: Appearance | None = None,
    timestamper: TimeStamper | None = None,
    out: Path | None = None,
) -> Signed:
    """A further signature. Besides what `certify` raises: nobody certified yet, or the first signer closed it."""
    wish = _Wish(box, hand, when, reason, location, name, appearance, timestamper)
    return _sign(path, out or path, wish)


def _sign(path: Path, target: Path, wish: _Wish) -> Signed:
    _check_moment(wish.hand.certificate, wish.when)
    if not wish.certifying:
        _check_untouched(path)
    with _copy_of(path, target) as stream:
        with _readable(path):
            waiting = _prepare(path, stream, wish)
        waiting.finish(wish.hand.sign(waiting.message))
    return Signed(target, wish.box, waiting.length, wish.when)


def _prepare(path: Path, stream: IO[bytes], wish: _Wish) -> ToSign:
    from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
    from pyhanko.sign.signers.pdf_byterange import BuildProps
    from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes
    from pyhanko.sign.signers.pdf_signer import PdfSignatureMetadata, PdfSigner

    class Plainly(PdfSigner):
        def register_extensions(self, *given: Any, **named: Any) -> None:
            """Leave the catalogue's version at 1.7, what PDF/A-3 is built on; pyHanko would make it 2.0 for P-256."""

    writer = _extended(stream)
    _check_turn(path, writer.prev, wish.box, certifying=wish.certifying)
    signer = _signer(wish.hand)
    signing = Plainly(
        PdfSignatureMetadata(
            field_name=wish.box,
            md_algorithm=DIGEST,
            subfilter=SigSeedSubFilter.PADES,
            reason=wish.reason or None,
            location=wish.location or None,
            name=wish.name or None,
            certify=wish.certifying,
            docmdp_permissions=MDPPerm.NO_CHANGES if wish.alone else MDPPerm.FILL_FORMS,
            app_build_props=BuildProps(PROGRAM),
        ),
        signer,
        stamp_style=_style(wish.appearance),
    )
    session = signing.init_signing_session(writer, existing_fields_only=True)
    session.system_time = wish.when
    certificates = sum(len(_der(one)) for one in (wish.hand.certificate, *wish.hand.chain))
    reserved = 2 * (_ROOM + certificates + (_ROOM_FOR_TIME_STAMP if wish.timestamper else 0))
    document = session.prepare_tbs_document(validation_info=None, bytes_reserved=reserved)
    prepared, _ = document.digest_tbs_document(in_place=True)
    attributes = asyncio.run(
        signer.signed_attrs(
            prepared.document_digest,
            DIGEST,
            attr_settings=PdfCMSSignedAttributes(signing_time=wish.when),
            use_pades=True,
        )
    )
    length = stream.seek(0, os.SEEK_END)
    return ToSign(
        wish.box,
        attributes.dump(),
        prepared.document_digest,
        wish.when,
        length,
        stream,
        prepared,
        attributes,
        signer,
        wish.timestamper,
    )


def _check_untouched(path: Path) -> None:
    """Nobody is let sign a document that was changed since others signed it. Raises `Trouble`."""
    from auditapp.report.check import spoiled

    try:
        wrong = spoiled(path)
    except OSError as fault:
        raise _of_disk(fault, path) from fault
    if wrong:
        raise Trouble(
            say("This document was changed after it was signed"),
            say("A signature on {file} does not hold any more."),
            say("Nothing was signed. Check the file to see what is wrong with it."),
            code=1,
            file=path.name,
        )


def _extended(stream: IO[bytes]) -> IncrementalPdfFileWriter:
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.pdf_utils.misc import PdfReadError

    class OnlyTheSignature(IncrementalPdfFileWriter):
        def _update_meta(self) -> None:
            """Leave title, producer and XMP as they were drawn; pyHanko would write its own name and the time."""

    writer = OnlyTheSignature(stream)
    if writer.prev.encrypted or writer.prev.xrefs.hybrid_xrefs_present:
        raise PdfReadError("encrypted or with two cross-reference tables in one")
    return writer


def _check_turn(path: Path, reader: Any, box: str, *, certifying: bool) -> None:
    """Is the box there and empty, and is it this signature's turn? Raises `Trouble`."""
    from pyhanko.sign.fields import MDPPerm
    from pyhanko.sign.validation.pdf_embedded import read_certification_data

    found = {one.field: one for one in _boxes(reader)}
    if box not in found:
        raise Trouble(
            say("There is no such signature box"),
            say("{file} has no signature box called {box}."),
            say("Nothing was signed. Choose one of: {boxes}."),
            code=2,
            file=path.name,
            box=box,
            boxes=", ".join(one.field for one in found.values() if not one.signed) or "-",
        )
    if found[box].signed:
        raise Trouble(
            say("This box is signed already"),
            say("Somebody has signed in the box {box} of {file}."),
            say("Nothing was changed. A signed document is never altered; make a new revision instead."),
            code=2,
            file=path.name,
            box=box,
        )
    signed = any(one.signed for one in found.values())
    if certifying and signed:
        raise Trouble(
            say("This document is signed already"),
            say("{file} carries a first signature."),
            say("Countersign it, or make a new revision."),
            code=2,
            file=path.name,
        )
    if certifying:
        return
    first = read_certification_data(reader) if signed else None
    if first is None:
        raise Trouble(
            say("The first signature is missing"),
            say("Nobody has certified {file} yet."),
            say("The inspector signs first; then others can countersign."),
            code=2,
            file=path.name,
        )
    if first.permission not in {MDPPerm.FILL_FORMS, MDPPerm.ANNOTATE}:
        raise Trouble(
            say("This document is closed"),
            say("Whoever signed {file} first allowed no further signature."),
            say("Nothing was changed. Make a new revision that both sign."),
            code=2,
            file=path.name,
        )


def _boxes(reader: Any) -> tuple[Box, ...]:
    from pyhanko.sign.fields import enumerate_sig_fields

    found = []
    for name, value, reference in enumerate_sig_fields(reader):
        left, low, right, high = (float(edge) for edge in reference.get_object().get("/Rect", (0, 0, 0, 0)))
        found.append(Box(str(name), abs(right - left), abs(high - low), value is not None))
    return tuple(found)


def _check_moment(certificate: x509.Certificate, when: datetime) -> None:
    if not certificate.not_valid_before_utc <= when.astimezone(UTC) <= certificate.not_valid_after_utc:
        raise Trouble(
            say("The certificate is not valid now"),
            say("It is valid from {start} to {end}; this laptop's clock says {now}."),
            say("Nothing was signed. Check the laptop's clock, or renew the certificate."),
            code=2,
            start=f"{certificate.not_valid_before_utc:%Y-%m-%d}",
            end=f"{certificate.not_valid_after_utc:%Y-%m-%d}",
            now=f"{when:%Y-%m-%d %H:%M}",
        )


# ---------------------------------------------------------------------------------------- towards pyHanko


def _der(certificate: x509.Certificate) -> bytes:
    from cryptography.hazmat.primitives.serialization import Encoding

    return certificate.public_bytes(Encoding.DER)


def _signer(hand: Hand) -> ExternalSigner:
    """pyHanko's signer for a hand. Roots are left out: who checks must have them from elsewhere anyway."""
    from asn1crypto import x509 as asn1
    from pyhanko.sign.signers.pdf_cms import ExternalSigner
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    above = SimpleCertificateStore()
    above.register_multiple([asn1.Certificate.load(_der(one)) for one in hand.chain if one.subject != one.issuer])
    return ExternalSigner(
        signing_cert=asn1.Certificate.load(_der(hand.certificate)),
        cert_registry=above,
        signature_value=512,
        embed_roots=False,
    )


def _style(appearance: Appearance | None) -> Any:
    """pyHanko's stamp for an appearance; for None one that leaves the box as it was drawn."""
    from pyhanko.pdf_utils.content import AnnotAppearances
    from pyhanko.pdf_utils.generic import NameObject
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.stamp.base import BaseStampStyle

    class Stamp:
        def __init__(self, reference: Any) -> None:
            self.reference = reference

        def apply_appearance(self, annotation: Any) -> None:
            annotation[NameObject("/AP")] = AnnotAppearances(self.reference).as_pdf_object()

    class Style(BaseStampStyle):
        def create_stamp(self, writer: Any, box: Any, text_params: Any) -> Any:
            if appearance is None:
                return None
            drawn = PdfFileReader(BytesIO(draw(appearance, float(box.width), float(box.height))))
            return Stamp(writer.import_page_as_xobject(drawn))

    return Style()


# ------------------------------------------------------------------------------------------ towards the disk


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    """What a PDF that is none, or a hostile one, makes the libraries raise becomes one sentence."""
    try:
        yield
    except Trouble:
        raise
    except BROKEN as fault:
        raise Trouble(
            say("This PDF cannot be signed"),
            say("{file} is damaged, encrypted, or no PDF that this program drew ({detail})."),
            say("Nothing was changed. Draw the document again from the inspection."),
            code=3,
            file=path.name,
            detail=str(fault) or type(fault).__name__,
        ) from fault


@contextmanager
def _opened(path: Path) -> Iterator[IO[bytes]]:
    try:
        stream = path.open("rb")
    except OSError as fault:
        raise _of_disk(fault, path) from fault
    with stream:
        yield stream


@contextmanager
def _copy_of(path: Path, target: Path) -> Iterator[IO[bytes]]:
    """A copy of *path* beside *target*, open for writing; it takes the target's place after the block, whole."""
    part = target.with_name(f"{target.name}.{secrets.token_hex(4)}.part")
    try:
        try:
            shutil.copyfile(path, part)
            shutil.copymode(path, part)
            with part.open("rb+") as stream:
                yield stream
                stream.flush()
                _sync(stream.fileno())
            part.replace(target)
        except BaseException:
            with suppress(OSError):
                part.unlink()
            raise
        if sys.platform != "win32":
            folder = os.open(target.parent, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)
    except OSError as fault:
        raise _of_disk(fault, path) from fault


def _sync(descriptor: int) -> None:
    if sys.platform == "darwin":
        import fcntl

        fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
    else:
        os.fsync(descriptor)


def _of_disk(fault: OSError, path: Path) -> Trouble:
    if fault.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
        return Trouble(
            say("The disk is full"),
            say("Nothing more can be written to {folder}."),
            say("Everything saved so far is safe. Free some space and try again."),
            folder=str(path.parent),
        )
    return Trouble(
        say("The document cannot be opened or written"),
        say("{file}: {detail}"),
        say("Nothing was changed. Check the file and the drive it lies on."),
        code=3,
        file=str(path),
        detail=fault.strerror or type(fault).__name__,
    )


def others(found: Sequence[Box], box: str) -> tuple[Box, ...]:
    """The boxes that are still empty besides *box*: whether one signs alone."""
    return tuple(one for one in found if not one.signed and one.field != box)
