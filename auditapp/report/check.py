"""Can this document be relied upon? A verdict per question, offline, with nothing but the file and the known roots.

    examination = verify(path, roots=[company_ca], known=[fingerprint, ...])

What pyHanko finds is only half of it (exchange.md D.2-3: it says so itself about changes added later). The other
half is ours: no byte of the file is free (`envelope`), nothing but one signature lies in each revision, the journal
that is attached verifies, and the document drawn again from that journal is, byte for byte, what was signed.

Files that are damaged, foreign or hostile get a sentence and a verdict, never a traceback. A file made to keep a
computer busy is stopped by `apart.verify_apart`, which runs this in a process of its own.
"""

from __future__ import annotations

import asyncio
import json
import logging
import re
import tempfile
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

from auditapp.report.certificates import Standing, standing_of
from auditapp.report.damage import BROKEN
from auditapp.report.edition import edition
from auditapp.report.envelope import Loose, check_fields, room
from auditapp.report.examination import Answer, Examination, Question, Signer, Stamp, Verdict
from auditapp.report.identity import LEVEL_NAMES, Level, fingerprint, holder, is_self_made, issuer, level
from auditapp.words import Trouble, say

if TYPE_CHECKING:
    from cryptography import x509
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.diff_analysis import StandardDiffPolicy
    from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

MOST_BYTES: Final = 4_000_000_000
MOST_REVISIONS: Final = 64
MOST_SIGNATURES: Final = 32
JOURNAL: Final = "journal.ndjson"
MANIFEST: Final = "manifest.json"
_MOST_ATTACHMENTS: Final = 1_000
_MOST_LISTS: Final = 32
_END: Final = re.compile(rb"startxref\s+\d+\s+%%EOF(?:\r\n|\n|\r)?")
_OBJECT: Final = re.compile(rb"\s{0,4}\d+ \d+ obj\b")
_CHUNK: Final = 1 << 20


Redraw = Callable[[Path, Path], None]
"""Draws a document a second time: (the unsigned file, where to write). Raises `Trouble` when it cannot be."""


def draw_again(unsigned: Path, out: Path) -> None:
    """Draw the document in *unsigned* a second time, from its own attachments."""
    from auditapp.report.again import papers_from_pdf
    from auditapp.report.build import render

    papers, document = papers_from_pdf(unsigned)
    render(papers, document, out)


@dataclass(frozen=True)
class Known:
    """What the reader of a document knows beforehand. *licensed* are roots of CAs licensed by the state."""

    roots: Sequence[x509.Certificate] = ()
    licensed: Sequence[x509.Certificate] = ()
    fingerprints: Collection[str] = ()
    erasers: Collection[str] = ()
    crls: Sequence[bytes] = ()
    now: datetime | None = None


def verify(
    path: Path,
    *,
    roots: Sequence[x509.Certificate] = (),
    licensed: Sequence[x509.Certificate] = (),
    known: Collection[str] = (),
    erasers: Collection[str] = (),
    crls: Sequence[bytes] = (),
    now: datetime | None = None,
    redraw: Redraw | None = draw_again,
) -> Examination:
    """Every question of `examination.Question`, answered for the file at *path*.

    *roots*: authorities whose word is taken (the company's CA). *known*: fingerprints on the company's list.
    *erasers*: head office's public keys; where none are given, what was erased is UNKNOWN. *crls*: revocation lists in
    DER. *redraw*: None leaves that question UNKNOWN. Raises `Trouble` only when the file cannot be read from the disk.
    """
    beforehand = Known(
        (*roots, *licensed), licensed, {one.replace(" ", "").lower() for one in known}, erasers, crls, now
    )
    try:
        with path.open("rb") as stream, _quiet():
            return _examined(path, stream, beforehand, redraw)
    except OSError as fault:
        raise Trouble(
            say("The document cannot be opened"),
            say("{file}: {detail}"),
            say("Check the file and the drive it lies on."),
            file=str(path),
            detail=fault.strerror or type(fault).__name__,
        ) from fault


def spoiled(path: Path) -> str:
    """Why nobody should put a further signature on the document: a sentence, or "" when all signatures still hold.

    The short check before countersigning: every signature intact, the last one covering the whole file. Needs
    little memory whatever the size. Raises `Trouble` when the file cannot be read from the disk.
    """
    with path.open("rb") as stream, _quiet():
        try:
            reader, covered = _read(stream), 0
            for one in _signatures(reader):
                found, _, covered = _one_signature(reader, one, Known(), covered)
                wrong = [answer for answer in found if answer.question is Question.SIGNATURES and answer.verdict]
                if wrong:
                    return wrong[0].sentence
        except Refused as refusal:
            return refusal.sentence
        except (*BROKEN, OSError) as fault:
            _raise_if_disk(fault)
            return _unreadable(fault).sentence
        whole = _whole(covered, stream.seek(0, 2))
    return whole.sentence if whole.verdict and covered else ""


def _examined(path: Path, stream: IO[bytes], known: Known, redraw: Redraw | None) -> Examination:
    try:
        reader = _read(stream)
        embedded = _signatures(reader)
    except Refused as refusal:
        return Examination(path, (Answer(Question.READABLE, Verdict.INVALID, refusal.sentence, detail=refusal.detail),))
    except (*BROKEN, OSError) as fault:
        _raise_if_disk(fault)
        return Examination(path, (_unreadable(fault),))
    if not embedded:
        return Examination(path, (Answer(Question.SIGNATURES, Verdict.INVALID, say("Nobody has signed this file.")),))
    answers = [Answer(Question.READABLE, Verdict.VALID, say("It is a PDF, whole and not encrypted."))]
    signers: list[Signer] = []
    covered, ends = 0, []
    known = replace(known, crls=(*known.crls, *_lists_in(reader)))
    stamps = _stamps(embedded, known)
    for one in embedded:
        proven = min((s.when for at, s in stamps if at > one.signed_revision and not s.verdict), default=None)
        found, signer, covered = _one_signature(reader, one, known, covered, proven)
        answers += found
        signers += [signer] if signer else []
        ends.append(covered)
    length = stream.seek(0, 2)
    answers.append(_whole(covered, length))
    answers.append(_guarded(Question.UNCHANGED, lambda: _unchanged(reader, embedded, ends)))
    drawn = 0
    try:
        drawn = _drawn_length(reader)
        attached = _attached(reader)
    except (*BROKEN, OSError) as fault:
        _raise_if_disk(fault)
        answers.append(
            Answer(Question.JOURNAL, Verdict.INVALID, say("The attachments cannot be read."), detail=_detail(fault))
        )
    else:
        answers.append(_guarded(Question.JOURNAL, lambda: _journal(attached, known.erasers)))
        if any(answer.verdict is Verdict.INVALID for answer in answers):
            redraw = None  # what nobody vouches for is not drawn
        answers.append(_guarded(Question.REDRAWN, lambda: _redrawn(stream, drawn, attached, redraw)))
    order = list(Question)
    return Examination(
        path,
        tuple(sorted(answers, key=lambda answer: order.index(answer.question))),
        tuple(signers),
        tuple(stamp for _, stamp in stamps),
        drawn,
    )


# ------------------------------------------------------------------------------------------------- reading


class Refused(Exception):
    """The file is of a kind that is not even looked into."""

    def __init__(self, sentence: str, detail: str = "") -> None:
        super().__init__(sentence)
        self.sentence, self.detail = sentence, detail


def _read(stream: IO[bytes]) -> PdfFileReader:
    from pyhanko.pdf_utils.reader import PdfFileReader

    if stream.seek(0, 2) > MOST_BYTES:
        raise Refused(say("The file is larger than any report and was not read."))
    stream.seek(0)
    if stream.read(5) != b"%PDF-":
        raise Refused(say("The file is not a PDF."))
    reader = PdfFileReader(stream, strict=True)
    if reader.encrypted:
        raise Refused(say("The file is encrypted. Reports of this program never are."))
    if reader.xrefs.hybrid_xrefs_present:
        raise Refused(say("The file lists its contents twice, differently for different readers."))
    if reader.xrefs.total_revisions > MOST_REVISIONS:
        raise Refused(say("The file was changed more often than a document can be signed."))
    return reader


def _signatures(reader: PdfFileReader) -> list[EmbeddedPdfSignature]:
    """All signatures, oldest first. A filled signature field that is none refuses the file."""
    from pyhanko.sign.fields import enumerate_sig_fields
    from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

    found: list[EmbeddedPdfSignature] = []
    for name, _, field in enumerate_sig_fields(reader, filled_status=True):
        if len(found) == MOST_SIGNATURES:
            raise Refused(say("The file carries more signatures than a document can have."))
        found.append(EmbeddedPdfSignature(reader, field, str(name)))
    values = [one.sig_field.raw_get("/V").reference for one in found]
    if len(set(values)) != len(values):
        raise Refused(say("One signature stands in several boxes."))
    return sorted(found, key=lambda one: one.signed_revision)


# ----------------------------------------------------------------------------------------------- signatures


def _one_signature(
    reader: PdfFileReader,
    one: EmbeddedPdfSignature,
    known: Known,
    covered: int,
    proven: datetime | None = None,
) -> tuple[list[Answer], Signer | None, int]:
    """The answers on one signature, who made it, and how far it covers the file. *proven*: when it was there already,
    by a trusted time stamp over the document."""
    box = str(one.field_name)
    try:
        if one.sig_object_type == "/DocTimeStamp":
            return _document_time_stamp(reader, one, known, covered, box)
        from cryptography import x509

        _, end = room(reader.stream, one.byte_range, covered)
        check_fields(one.signed_data)
        sound = _cryptographically_sound(one)
        own = x509.load_der_x509_certificate(one.signer_cert.dump())
        between = [x509.load_der_x509_certificate(each.dump()) for each in one.other_embedded_certs]
    except Loose as loose:
        return (
            [
                _answer(
                    Question.SIGNATURES,
                    Verdict.INVALID,
                    say(
                        "The signature in box {box} was tampered with: its room in the "
                        "file is not as a signature leaves it."
                    ),
                    box,
                    str(loose),
                )
            ],
            None,
            covered,
        )
    except (*BROKEN, OSError) as fault:
        _raise_if_disk(fault)
        return (
            [
                _answer(
                    Question.SIGNATURES,
                    Verdict.INVALID,
                    say("The signature in box {box} is damaged."),
                    box,
                    _detail(fault),
                )
            ],
            None,
            covered,
        )
    if not sound:
        return (
            [
                _answer(
                    Question.SIGNATURES,
                    Verdict.INVALID,
                    say("The signature in box {box} does not fit the file: the file was changed after signing."),
                    box,
                )
            ],
            None,
            end,
        )
    answers = [
        _answer(Question.SIGNATURES, Verdict.VALID, say("The signature in box {box} is intact."), box),
        _guarded(Question.FORM, lambda: _form(one, box)),
    ]
    when, stamped = _claimed(one), None
    try:
        stamped, note = _time_stamp(one, known)
        answers += [note] if note else []
    except BROKEN as fault:
        answers.append(
            _answer(
                Question.SIGNATURES,
                Verdict.INVALID,
                say("The time stamp in box {box} is damaged."),
                box,
                _detail(fault),
            )
        )
    standing = standing_of(
        own,
        between,
        stamped or when,
        roots=known.roots,
        fingerprints=known.fingerprints,
        crls=known.crls,
        now=known.now,
        proven=stamped or proven,
    )
    stamped = stamped or proven
    answers.append(Answer(Question.CERTIFICATE, standing.verdict, standing.sentence, standing.values, standing.detail))
    kind = Level.TIME_STAMPED if stamped else level(own, between, known.licensed)
    reason = str(one.sig_object.get("/Reason", ""))
    return (
        answers,
        Signer(
            box=box,
            name=holder(own),
            issuer=issuer(own),
            fingerprint=fingerprint(own),
            level=LEVEL_NAMES[kind],
            self_made=is_self_made(own),
            certifies=_certifies(reader, one),
            when=when,
            stamped=stamped,
            reason=reason,
            verdict=max(answer.verdict for answer in answers),
        ),
        end,
    )


def _cryptographically_sound(one: EmbeddedPdfSignature) -> bool:
    """Is the digest of the file the one that was signed, and did the certificate's key sign it?"""
    from pyhanko.sign.validation.generic_cms import validate_sig_integrity

    intact, valid = validate_sig_integrity(one.signer_info, one.signer_cert, "data", one.compute_digest())
    return bool(intact and valid)


def _form(one: EmbeddedPdfSignature, box: str) -> Answer:
    """ETSI EN 319 142-1: its own sub-filter, the certificate named in what is signed, the time in the dictionary."""
    named = {attribute["type"].native for attribute in one.signer_info["signed_attrs"]}
    if one.sig_object.get("/SubFilter") != "/ETSI.CAdES.detached" or "signing_time" in named:
        return _answer(
            Question.FORM,
            Verdict.UNKNOWN,
            say("The signature in box {box} has an older form; it may be made with another program."),
            box,
        )
    if "signing_certificate_v2" not in named:
        return _answer(
            Question.FORM, Verdict.INVALID, say("The signature in box {box} does not name its certificate."), box
        )
    return _answer(
        Question.FORM, Verdict.VALID, say("The signature in box {box} has the form PAdES B-B or better."), box
    )


def _claimed(one: EmbeddedPdfSignature) -> datetime | None:
    """The signer's own clock; a time without offset is taken for UTC."""
    try:
        when = one.self_reported_timestamp
    except (*BROKEN, OSError):
        return None
    if when is None:
        return None
    return when if when.tzinfo else when.replace(tzinfo=UTC)


def _certifies(reader: PdfFileReader, one: EmbeddedPdfSignature) -> bool:
    from pyhanko.pdf_utils.misc import IndirectObjectExpected

    try:
        first = reader.root["/Perms"].get_value_as_reference("/DocMDP")
    except (KeyError, IndirectObjectExpected, AttributeError, TypeError):
        return False
    return bool(first == one.sig_field.raw_get("/V").reference)


def _time_stamp(one: EmbeddedPdfSignature, known: Known) -> tuple[datetime | None, Answer | None]:
    """The trusted hour of a signature with a time stamp, or the answer that says why it is none."""
    from pyhanko.sign.validation.generic_cms import collect_timing_info

    box = str(one.field_name)
    if not one.signer_info["unsigned_attrs"]:
        return None, None
    found: Any = asyncio.run(collect_timing_info(one.signer_info, _context(known, one), raw_digest=one.compute_digest))
    status = found.get("timestamp_validity")
    if status is None or not (status.valid and status.intact):
        return None, _answer(
            Question.SIGNATURES, Verdict.INVALID, say("The time stamp in box {box} does not fit its signature."), box
        )
    if not status.trusted:
        return None, _answer(
            Question.CERTIFICATE,
            Verdict.UNKNOWN,
            say("The time stamp in box {box} comes from a service that is not known here."),
            box,
        )
    return status.timestamp, None


def _document_time_stamp(
    reader: PdfFileReader, one: EmbeddedPdfSignature, known: Known, covered: int, box: str
) -> tuple[list[Answer], Signer | None, int]:
    """A time stamp over the whole document, as head office adds it on arrival."""
    from pyhanko.sign.validation.generic_cms import validate_tst_signed_data

    _, end = room(reader.stream, one.byte_range, covered)
    check_fields(one.signed_data, time_stamp=True)
    status: Any = asyncio.run(validate_tst_signed_data(one.signed_data, _context(known, one), one.compute_digest))
    if not (status["valid"] and status["intact"]):
        return (
            [
                _answer(
                    Question.SIGNATURES, Verdict.INVALID, say("The time stamp in box {box} does not fit the file."), box
                )
            ],
            None,
            end,
        )
    answers = [_answer(Question.SIGNATURES, Verdict.VALID, say("The time stamp in box {box} is intact."), box)]
    if status.get("validation_path") is None:
        answers.append(
            _answer(
                Question.CERTIFICATE,
                Verdict.UNKNOWN,
                say("The time stamp in box {box} comes from a service that is not known here."),
                box,
            )
        )
    return answers, None, end


def stamps(stream: IO[bytes], known: Known | None = None) -> tuple[Stamp, ...]:
    """The time stamps over the whole document in *stream*, oldest first, without judging anything else."""
    with _quiet():
        return tuple(stamp for _, stamp in _stamps(_signatures(_read(stream)), known or Known()))


def _stamps(embedded: Sequence[EmbeddedPdfSignature], known: Known) -> list[tuple[int, Stamp]]:
    """(revision, time stamp) of every time stamp over the document; what makes one worth nothing is told apart."""
    from cryptography import x509
    from pyhanko.sign.validation.generic_cms import validate_tst_signed_data

    found = []
    for one in embedded:
        if one.sig_object_type != "/DocTimeStamp":
            continue
        try:
            status: Any = asyncio.run(
                validate_tst_signed_data(one.signed_data, _context(known, one), one.compute_digest)
            )
            service = holder(x509.load_der_x509_certificate(one.signer_cert.dump()))
            fits, path = status["valid"] and status["intact"], status.get("validation_path")
            verdict = Verdict.INVALID if not fits else Verdict.UNKNOWN if path is None else Verdict.VALID
            found.append((one.signed_revision, Stamp(str(one.field_name), service, status["timestamp"], verdict)))
        except (*BROKEN, OSError) as fault:
            _raise_if_disk(fault)
    return found


def _lists_in(reader: PdfFileReader) -> list[bytes]:
    """The revocation lists in the document (head office adds them); each counts only as its issuer signed it."""
    try:
        listed = reader.root["/DSS"]["/CRLs"]
        return [bytes(one.get_object().data) for one in list(listed)[:_MOST_LISTS]]
    except (*BROKEN, OSError) as fault:
        _raise_if_disk(fault)
        return []


def _context(known: Known, one: EmbeddedPdfSignature) -> Any:
    from auditapp.report.certificates import context

    return context(known.roots, known.now or _claimed(one))


# ------------------------------------------------------------------------------------- the file as a whole


def _whole(covered: int, length: int) -> Answer:
    if covered == length:
        return Answer(Question.WHOLE, Verdict.VALID, say("The last signature covers the whole file."))
    if covered == 0:
        return Answer(Question.WHOLE, Verdict.INVALID, say("No signature says what the file was."))
    return Answer(
        Question.WHOLE, Verdict.INVALID, say("{n} bytes were added after the last signature."), {"n": length - covered}
    )


def _unchanged(reader: PdfFileReader, embedded: Sequence[EmbeddedPdfSignature], ends: Sequence[int]) -> Answer:
    """What was added to the drawn document, revision by revision: signatures, and nothing else."""
    from pyhanko.sign.diff_analysis import DiffResult, ModificationLevel
    from pyhanko.sign.fields import MDPPerm

    first = embedded[0]
    if first.signed_revision != 1:
        return Answer(
            Question.UNCHANGED,
            Verdict.INVALID,
            say("The document was changed between drawing and its first signature."),
        )
    problem = _only_signed(reader)
    if problem:
        return Answer(
            Question.UNCHANGED,
            Verdict.INVALID,
            say("The first signature brought more into the document than a signature."),
            detail=problem,
        )
    if not all(_goes_on(reader.stream, end) for end in (_drawn_length(reader), *ends[:-1])):
        return Answer(
            Question.UNCHANGED,
            Verdict.INVALID,
            say("Something that belongs to no document lies between two signatures."),
        )
    policy = _later_policy()
    allowed = first.docmdp_level if _certifies(reader, first) else None
    for one in embedded:
        checking: Any = one
        checking.compute_integrity_info(diff_policy=policy)
        result = checking.diff_result
        if not isinstance(result, DiffResult) or result.modification_level > ModificationLevel.FORM_FILLING:
            return _answer(
                Question.UNCHANGED,
                Verdict.INVALID,
                say("The document was changed after the signature in box {box}."),
                str(one.field_name),
                str(result),
            )
        if allowed is MDPPerm.NO_CHANGES and result.modification_level > ModificationLevel.LTA_UPDATES:
            return Answer(
                Question.UNCHANGED,
                Verdict.INVALID,
                say("The first signer closed the document, and still something was added."),
            )
    if allowed is None:
        return Answer(
            Question.UNCHANGED,
            Verdict.UNKNOWN,
            say("Nobody certified the document, so nobody said what may be added to it."),
        )
    if allowed is MDPPerm.ANNOTATE:
        return Answer(
            Question.UNCHANGED, Verdict.INVALID, say("The first signer allowed notes to be laid over the document.")
        )
    return Answer(Question.UNCHANGED, Verdict.VALID, say("Nothing but signatures was added to the drawn document."))


def _only_signed(reader: PdfFileReader) -> str:
    """What the first signature's revision changed besides filling its box; "" when nothing."""
    from pyhanko.sign.diff_analysis import SuspiciousModification

    old, new = reader.get_historical_resolver(0), reader.get_historical_resolver(1)
    try:
        result = _first_signature_policy().apply(old=old, new=new)
    except SuspiciousModification as found:
        return str(found)
    return "" if len(result.changed_form_fields) == 1 else f"changed fields: {sorted(result.changed_form_fields)}"


def _goes_on(stream: IO[bytes], end: int) -> bool:
    """Does the next revision begin where this one ended, with an object?"""
    stream.seek(end)
    return _OBJECT.match(stream.read(64)) is not None


def _later_policy() -> StandardDiffPolicy:
    """pyHanko's default policy without its leave for objects that nothing refers to (a shadow attack's supply)."""
    from pyhanko.sign.diff_analysis import DEFAULT_DIFF_POLICY, StandardDiffPolicy

    usual = DEFAULT_DIFF_POLICY
    return StandardDiffPolicy(usual.global_rules, usual.form_rule, ignore_orphaned_objects=False)


def _first_signature_policy() -> StandardDiffPolicy:
    """pyHanko's default policy, and the one entry in the catalogue that only a certification may add."""
    from pyhanko.sign.diff_analysis import (
        CatalogModificationRule,
        FormUpdatingRule,
        ModificationLevel,
        ObjectStreamRule,
        SigFieldModificationRule,
        StandardDiffPolicy,
        XrefStreamRule,
    )

    catalogue: Any = CatalogModificationRule
    return StandardDiffPolicy(
        global_rules=[
            catalogue(ignored_keys=frozenset({"/AcroForm", "/Perms"})),
            XrefStreamRule().as_qualified(ModificationLevel.LTA_UPDATES),
            ObjectStreamRule().as_qualified(ModificationLevel.LTA_UPDATES),
        ],
        form_rule=FormUpdatingRule(field_rules=[SigFieldModificationRule()]),
        ignore_orphaned_objects=False,
    )


def _drawn_length(reader: PdfFileReader) -> int:
    """Where the document ended before anybody signed."""
    start = reader.xrefs.get_xref_container_info(0).end_location
    reader.stream.seek(start)
    found = _END.search(reader.stream.read(65_536))
    if found is None:
        raise ValueError("the drawn document has no end")
    return int(start + found.end())


# --------------------------------------------------------------------------------- journal and second drawing


def _attached(reader: PdfFileReader) -> dict[str, bytes]:
    """The files attached to the drawn document (later revisions may not change them), by name."""
    listed = reader.get_historical_root(0)["/Names"]["/EmbeddedFiles"]["/Names"]
    if len(listed) > 2 * _MOST_ATTACHMENTS or len(listed) % 2:
        raise ValueError("too many attachments")
    found: dict[str, bytes] = {}
    for at in range(0, len(listed), 2):
        name = str(listed[at])
        if name in found:
            raise ValueError("two attachments of one name")
        found[name] = bytes(listed[at + 1]["/EF"]["/F"].data) if name in {JOURNAL, MANIFEST} else b""
    return found


def _journal(attached: dict[str, bytes], erasers: Collection[str]) -> Answer:
    from auditapp.journal.entry import NotCanonical
    from auditapp.journal.line import from_line
    from auditapp.journal.strand import public_of
    from auditapp.journal.verify import Seal, Soundness, check, covered, sentence

    if JOURNAL not in attached:
        return Answer(
            Question.JOURNAL,
            Verdict.INVALID,
            say("No journal is attached: this is no report of this program, or it was taken out."),
        )
    try:
        entries = [from_line(line + b"\n") for line in attached[JOURNAL].split(b"\n")[:-1]]
    except NotCanonical as fault:
        return Answer(
            Question.JOURNAL, Verdict.INVALID, say("The attached journal was altered or is damaged."), detail=str(fault)
        )
    if not entries or not attached[JOURNAL].endswith(b"\n"):
        return Answer(Question.JOURNAL, Verdict.INVALID, say("The attached journal is empty or cut off."))
    if len({entry.head.inspection for entry in entries}) != 1:
        return Answer(Question.JOURNAL, Verdict.INVALID, say("The attached journal mixes several inspections."))
    heads = json.loads(attached[MANIFEST]).get("heads") if MANIFEST in attached else None
    if heads is not None and not covered(Seal.from_plain(heads), entries).whole:
        return Answer(Question.JOURNAL, Verdict.INVALID, say("Entries that the report names are not in its journal."))
    verdict = check(entries, erasers=erasers)
    if verdict.worst is Soundness.SOUND:
        return Answer(
            Question.JOURNAL, Verdict.VALID, say("All {n} entries are as their desks signed them."), {"n": len(entries)}
        )
    if not erasers and verdict.worst is Soundness.VALUE_MISSING:
        whoever = {public.hex() for entry in entries if (public := public_of(entry)) is not None}
        if check(entries, erasers=whoever).trustworthy:
            return Answer(
                Question.JOURNAL,
                Verdict.UNKNOWN,
                say("Values were erased in the journal. Whether head office had it done is not known here."),
            )
    judged = Verdict.VALID if verdict.trustworthy else Verdict.INVALID
    return Answer(Question.JOURNAL, judged, sentence(verdict.worst))


def _redrawn(stream: IO[bytes], drawn: int, attached: dict[str, bytes], redraw: Redraw | None) -> Answer:
    """Draw the document again from what is attached to it, and compare byte for byte.

    Another edition of the program may draw differently (other words, fonts, libraries); then a difference says
    nothing, but sameness does.
    """
    if redraw is None:
        return Answer(Question.REDRAWN, Verdict.UNKNOWN, say("The document was not drawn again for comparison."))
    trouble = ""
    with tempfile.TemporaryDirectory(prefix="auditapp-verify-") as folder:
        unsigned, again = Path(folder, "unsigned.pdf"), Path(folder, "again.pdf")
        _copy(stream, drawn, unsigned)
        try:
            redraw(unsigned, again)
            if _same(stream, drawn, again):
                return Answer(
                    Question.REDRAWN,
                    Verdict.VALID,
                    say("Drawn again from its journal, the document is the same to the byte."),
                )
        except Trouble as found:
            trouble = str(found)
    made = str(json.loads(attached[MANIFEST]).get("edition", "")) if MANIFEST in attached else edition()
    if made != edition():
        return Answer(
            Question.REDRAWN,
            Verdict.UNKNOWN,
            say("Drawn by edition {made} of the program; this is {this}: the two cannot be compared."),
            {"made": made or "?", "this": edition()},
            trouble,
        )
    if trouble:
        return Answer(
            Question.REDRAWN,
            Verdict.INVALID,
            say("The document cannot be drawn again from its journal."),
            detail=trouble,
        )
    return Answer(
        Question.REDRAWN,
        Verdict.INVALID,
        say("Drawn again from its journal, the document looks different from what was signed."),
    )


def _copy(stream: IO[bytes], length: int, target: Path) -> None:
    stream.seek(0)
    with target.open("wb") as out:
        while length:
            chunk = stream.read(min(_CHUNK, length))
            if not chunk:
                raise ValueError("shorter than it says")
            out.write(chunk)
            length -= len(chunk)


def _same(stream: IO[bytes], length: int, again: Path) -> bool:
    if again.stat().st_size != length:
        return False
    stream.seek(0)
    with again.open("rb") as other:
        while chunk := other.read(_CHUNK):
            if chunk != stream.read(len(chunk)):
                return False
    return True


# ------------------------------------------------------------------------------------------------- sentences


def _answer(question: Question, verdict: Verdict, sentence: str, box: str, detail: str = "") -> Answer:
    return Answer(question, verdict, sentence, {"box": box}, detail)


def _guarded(question: Question, ask: Callable[[], Answer]) -> Answer:
    """The answer, or INVALID when the file's bytes make the asking impossible."""
    try:
        return ask()
    except (*BROKEN, OSError) as fault:
        _raise_if_disk(fault)
        return Answer(
            question,
            Verdict.INVALID,
            say("This part of the file is damaged and cannot be judged."),
            detail=_detail(fault),
        )


def _unreadable(fault: BaseException) -> Answer:
    return Answer(
        Question.READABLE,
        Verdict.INVALID,
        say("The file is damaged, cut off or no PDF that can be read safely."),
        detail=_detail(fault),
    )


def _detail(fault: BaseException) -> str:
    return f"{type(fault).__name__}: {fault}"[:500]


def _raise_if_disk(fault: BaseException) -> None:
    """A forged offset makes seek() complain of its argument; any other OSError is a disk that fails."""
    import errno

    if isinstance(fault, OSError) and fault.errno not in {errno.EINVAL, errno.EOVERFLOW}:
        raise fault


@contextmanager
def _quiet() -> Iterator[None]:
    """pyHanko writes to the log what it finds; here that is not an event but the answer, and stands in it."""
    log = logging.getLogger("pyhanko"), logging.getLogger("pyhanko_certvalidator")
    before = [one.level for one in log]
    for one in log:
        one.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for one, was in zip(log, before, strict=True):
            one.setLevel(was)


__all__ = ["Known", "Redraw", "Standing", "draw_again", "verify"]
