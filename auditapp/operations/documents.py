"""Documents: drawn from the inspection, signed, recorded, verified."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from auditapp import __version__
from auditapp.inspection.state import Inspection, Person, SignOff, Stamped
from auditapp.operations import about, identities, look, photos
from auditapp.operations.changes import Changes
from auditapp.operations.desk import Desk
from auditapp.operations.ink import unreadable
from auditapp.operations.late import late, refuse_late
from auditapp.operations.saving import save_new
from auditapp.operations.testimony import Draft, testify, when
from auditapp.report.papers import Document, Papers, Rendered, SignerBox
from auditapp.words import Trouble, Words, say, speak

if TYPE_CHECKING:
    from auditapp.operations.enrolment import Vouching
    from auditapp.report.examination import Examination
    from auditapp.report.identity import Identity
    from auditapp.report.stamp import Appearance

SIGNERS: Final = ("leader", "inspector", "reviewer", "approver", "site_manager")
"""Roles that have a box on the signatures page, in its order."""


@dataclass(frozen=True)
class Signature:
    """Who signs the PDF and with what: an identity's code on this desk, or a PKCS#12 file of their own."""

    person: str
    identity: str = ""
    passphrase: str = ""
    pkcs12: Path | None = None


@dataclass(frozen=True)
class IssuedDocument:
    """A document that was issued: the file, its hash, who signed it, and what was written about it."""

    path: Path
    sha256: str
    bytes: int
    pages: int
    signatures: tuple[str, ...]
    changes: Changes
    kept: bool = True
    """Does the desk hold a copy, which the exchange brings to head office? Not of one that is too large or finds no
    room: that hinders nobody from issuing it."""


@dataclass(frozen=True)
class _Ready:
    """A signature that can be made at once: nothing is drawn before every key is unlocked."""

    person: Person
    hand: Identity
    sign_off: SignOff | None


@dataclass(frozen=True)
class Order:
    """A document asked for (`draft`, `prepare`): everything that needs the desk's database was read already. `make`
    makes it on whatever thread, `record` writes down on the desk's thread that it left."""

    desk: Desk
    inspection: str
    papers: Papers
    document: Document
    out: Path
    hands: tuple[_Ready, ...] = ()
    issued: bool = False
    """To be issued, and no draft: `make` keeps a copy for head office."""

    @property
    def language(self) -> str:
        return self.papers.words.language

    @property
    def signers(self) -> tuple[str, ...]:
        """The codes of the people who sign it, in their order."""
        return tuple(one.person.code for one in self.hands)


@dataclass(frozen=True)
class Countersigning:
    """One more signature asked for on a document that was issued (`prepare_countersign`)."""

    desk: Desk
    inspection: str
    out: Path
    document: Document
    language: str
    hand: _Ready


def render(
    desk: Desk,
    inspection: str,
    out: Path,
    *,
    document: Document = Document.REPORT,
    language: str = "",
    progress: Callable[[int, int], None] | None = None,
) -> Rendered:
    """Draw a document, unsigned; nothing is recorded. Raises `Trouble`: photos not cleared, disk.

    Before sign-off the report is marked as a draft on every page.
    """
    return make(draft(desk, inspection, out, document=document, language=language), progress=progress)


def issue(
    desk: Desk,
    inspection: str,
    out: Path,
    *,
    document: Document = Document.REPORT,
    language: str = "",
    signatures: Sequence[Signature] = (),
    progress: Callable[[int, int], None] | None = None,
) -> IssuedDocument:
    """Draw a document, sign the PDF (the first certifies, others countersign) and record its hash in the journal.

    The report and the notice of an inspection are issued after sign-off, by people who signed it off; fact sheets
    before. The file is there whole and signed by all, or not at all.
    """
    order = prepare(desk, inspection, out, document=document, language=language, signatures=signatures)
    rendered = make(order, progress=progress)
    changes = record(desk, order)
    return IssuedDocument(
        out, changes.code, _length(out), rendered.pages, order.signers, changes, is_kept(desk, changes.code)
    )


def draft(desk: Desk, inspection: str, out: Path, *, document: Document, language: str = "") -> Order:
    """Ask for an unsigned document to look at; `make` draws it. Raises `Trouble`: photos not cleared."""
    return Order(desk, inspection, papers_of(desk, inspection, document, language), document, out)


def prepare(
    desk: Desk,
    inspection: str,
    out: Path,
    *,
    document: Document = Document.REPORT,
    language: str = "",
    signatures: Sequence[Signature] = (),
) -> Order:
    """Ask for a document to issue: every key is unlocked before anything is drawn, and all that needs the desk's
    database is read. Raises `Trouble`: not signed off, something came in since, photos not cleared, wrong passphrase.
    """
    if document is not Document.BLANK:
        refuse_late(desk, inspection)
    papers = papers_of(desk, inspection, document, language)
    if document in (Document.REPORT, Document.NOTICE) and papers.draft:
        raise Trouble(
            say("Not signed off yet"),
            say("A report is issued after sign-off; before, it is a draft."),
            say("Nothing was written. Sign it off first, or write a draft."),
            code=2,
        )
    needed = document is Document.REPORT
    hands = tuple(_unlocked(desk, papers.inspection, one, needs_sign_off=needed) for one in signatures)
    return Order(desk, inspection, papers, document, out, hands, issued=True)


def make(order: Order, *, progress: Callable[[int, int], None] | None = None, apart: bool = False) -> Rendered:
    """Draw and sign what was asked for. May run on any thread, for the desk's database is not touched; *apart* draws
    in a process of its own, so that the caller's window stays live. What *progress* raises stops it.

    The file is there whole and signed by all, or not at all."""
    if apart:
        from auditapp.report.process import render_apart as draw
    else:
        from auditapp.report.build import render as draw

    out = order.out
    if not order.hands:
        rendered = draw(order.papers, order.document, out, progress=progress)
        if order.issued:
            _keep(order.desk, out)
        return rendered
    unfinished = out.with_name(f".{out.name}.{os.getpid()}.signing")
    try:
        rendered = draw(order.papers, order.document, unfinished, progress=progress)
        last = len(order.hands) - 1
        for number, one in enumerate(order.hands):
            _sign(order.desk, unfinished, one, order.papers.words, certifying=number == 0, last=number == last)
        try:
            unfinished.replace(out)
        except OSError as error:
            raise unreadable(out, error) from error
        _keep(order.desk, out)
        return rendered
    finally:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)


def record(desk: Desk, order: Order | Countersigning) -> Changes:
    """On the desk's thread: the hash of what was made goes into the journal, so that it is known which file left.
    ``Changes.code`` is its SHA-256."""
    sha256, length = _hashed(order.out)
    value = {"sha256": sha256, "document": str(order.document), "language": order.language, "bytes": length}
    revision = look.fold(desk, order.inspection).revision
    return testify(desk, order.inspection, "issued", [Draft("report", revision, value)], codes=(sha256,))


def countersign(desk: Desk, inspection: str, pdf: Path, signature: Signature) -> IssuedDocument:
    """Add a signature to an issued PDF in its pre-made field, and record the new file. The file itself is signed."""
    order = prepare_countersign(desk, inspection, pdf, signature)
    add_signature(order)
    changes = record(desk, order)
    kept = is_kept(desk, changes.code)
    return IssuedDocument(pdf, changes.code, _length(pdf), 0, (order.hand.person.code,), changes, kept)


def prepare_countersign(desk: Desk, inspection: str, pdf: Path, signature: Signature) -> Countersigning:
    """Ask for one more signature on an issued PDF; `add_signature` makes it. Raises `Trouble`: not a document of this
    inspection, wrong passphrase, this person has not signed it off."""
    found = look.fold(desk, inspection)
    sha256, _ = _hashed(pdf)
    issued = next((one for one in found.issued if one.sha256 == sha256), None)
    if issued is None:
        raise Trouble(
            say("Not a document of this inspection"),
            say("{file} is not, byte for byte, a document that was issued here."),
            say("Nothing was signed. Issue the report again."),
            code=1,
            file=pdf.name,
        )
    hand = _unlocked(desk, found, signature, needs_sign_off=issued.document == str(Document.REPORT))
    language = issued.language or desk.words.language
    return Countersigning(desk, inspection, pdf, Document(issued.document), language, hand)


def add_signature(order: Countersigning) -> None:
    """Sign in the pre-made field. May run on any thread; `record` writes down afterwards that the new file left."""
    _sign(order.desk, order.out, order.hand, speak(order.language), certifying=False, last=False)
    _keep(order.desk, order.out)


def stamped(desk: Desk, inspection: str) -> Stamped | None:
    """The newest issued document to which head office added a time stamp, when its file has come here."""
    found = look.fold(desk, inspection)
    by_report = {one.report: one for one in found.stamped}
    stamps = (by_report[one.sha256] for one in reversed(found.issued) if one.sha256 in by_report)
    return next((one for one in stamps if is_kept(desk, one.sha256)), None)


def save_stamped(desk: Desk, inspection: str, out: Path) -> Stamped:
    """Write that document to *out*, a new file: as it was signed, with the time stamp behind it. Raises `Trouble`:
    there is none (yet), the file is there already, the disk refuses."""
    found = stamped(desk, inspection)
    if found is None:
        raise Trouble(
            say("There is no time-stamped document"),
            say("Head office has added a time stamp to no document of this inspection, or its file has not come yet."),
            say("Nothing was written. Exchange with head office, then try again."),
            code=1,
        )
    save_new(out, desk.store.photos.read(found.sha256))
    return found


def is_kept(desk: Desk, sha256: str) -> bool:
    """Does the desk hold a copy of this issued document?"""
    return desk.store.photos.has(sha256)


def _keep(desk: Desk, pdf: Path) -> None:
    """A copy for head office, encrypted beside the photos. One that is too large or finds no room is done without."""
    files = desk.store.photos
    try:
        if pdf.stat().st_size <= files.largest:
            files.keep(pdf.read_bytes())
    except OSError as error:
        raise unreadable(pdf, error) from error
    except Trouble:
        pass  # `is_kept` tells


def verify_pdf(
    pdf: Path,
    *,
    roots: Sequence[Path] = (),
    known: Sequence[str] = (),
    company: Vouching | None = None,
    foreign: bool = False,
) -> Examination:
    """Judge a signed PDF without any desk: a verdict per question (see `report.check`). *roots*: certificate files of
    authorities that are trusted; *company*: what the company says itself (`enrolment.vouching`); *known*: fingerprints
    of certificates the company has listed; *foreign*: the file comes from elsewhere and is looked into in a process of
    its own, bounded in time and memory."""
    from auditapp.report import apart, check
    from auditapp.report.identity import certificates

    trusted = certificates(company.authority) if company is not None and company.authority else []
    for root in roots:
        try:
            trusted += certificates(root.read_bytes())
        except OSError as error:
            raise unreadable(root, error) from error
    crls, erasers = (company.revoked, company.erasers) if company is not None else ((), ())
    if foreign:
        return apart.verify_apart(pdf, roots=tuple(trusted), known=tuple(known), crls=crls, erasers=erasers)
    return check.verify(pdf, roots=trusted, known=known, crls=crls, erasers=erasers)


def papers_of(desk: Desk, inspection: str, document: Document, language: str = "") -> Papers:
    """Everything a document is drawn from. Raises `Trouble` when a photo would leave that nobody cleared."""
    opened = look.look(desk, inspection)
    found = opened.inspection
    waiting = photos.uncleared(found)
    if waiting and document is not Document.BLANK:
        raise Trouble(
            say("Photos are not cleared"),
            say("{n} photos were not looked at yet; no photo leaves before somebody has."),
            say("Look at each of them, then clear it or cover what must not leave."),
            code=1,
            n=len(waiting),
        )

    def picture(sha256: str) -> bytes:
        try:
            return desk.store.photos.read(sha256)
        except Trouble as trouble:
            raise KeyError(sha256) from trouble

    return Papers(
        checklist=opened.checklist,
        checklist_document=look.document_of(desk, found.checklist),
        inspection=found,
        walk=opened.walk,
        score=opened.score,
        progress=opened.progress,
        entries=tuple(desk.store.journals.read(inspection)),
        picture=picture,
        words=speak(language) if language else desk.words,
        program=__version__,
        signers=signer_boxes(found),
        draft=not found.locked or bool(late(desk, inspection)),
        day=opened.walk.day.isoformat(),
    )


def signer_boxes(found: Inspection) -> tuple[SignerBox, ...]:
    """One box for everybody who signs the report: the team, the site's manager, and whoever signed besides."""
    signed = {one.by: one for one in found.sign_offs if one.revision == found.revision}
    wanted = sorted(
        (p for p in found.people.values() if p.role in SIGNERS or p.code in signed),
        key=lambda p: (SIGNERS.index(p.role) if p.role in SIGNERS else len(SIGNERS), p.name, p.code),
    )
    return tuple(_box(found, person, signed.get(person.code)) for person in wanted)


def _box(found: Inspection, person: Person, signed: SignOff | None) -> SignerBox:
    refusal = next((r for r in found.refusals if r.revision == found.revision and r.name == person.name), None)
    if signed is None:
        return SignerBox(
            person.code,
            person.name,
            person.role,
            refused=refusal.reason if refusal else "",
            witnesses=tuple(found.people[w].name if w in found.people else w for w in refusal.witnesses)
            if refusal
            else (),
        )
    return SignerBox(
        person.code,
        person.name,
        signed.role or person.role,
        date=signed.stood.wall,
        level=signed.level,
        ink=signed.ink if signed.level in ("L0", "paper") else "",
        statement=signed.statement,
        certificate=signed.certificate,
    )


def _unlocked(desk: Desk, found: Inspection, signature: Signature, *, needs_sign_off: bool) -> _Ready:
    person = about.whom(desk, found.id, signature.person)
    signed = next((s for s in found.sign_offs if s.by == person.code and s.revision == found.revision), None)
    if signed is None and needs_sign_off:
        raise Trouble(
            say("Not signed off by this person"),
            say("{name} has not signed revision {revision} off."),
            say("Nothing was signed. This person signs the inspection off first."),
            code=2,
            name=person.name,
            revision=found.revision,
        )
    hand = (
        identities.from_file(signature.pkcs12, signature.passphrase)
        if signature.pkcs12
        else identities.unlock(desk, signature.identity, signature.passphrase)
    )
    if signed is not None and signed.certificate and signed.certificate != hand.fingerprint:
        raise Trouble(
            say("Another certificate"),
            say("{name} signed off with the certificate {expected}, not {found}."),
            say("Sign the PDF with the same identity."),
            code=2,
            name=person.name,
            expected=signed.certificate[:16],
            found=hand.fingerprint[:16],
        )
    return _Ready(person, hand, signed)


def _sign(desk: Desk, pdf: Path, one: _Ready, words: Words, *, certifying: bool, last: bool) -> None:
    from auditapp.report import sign

    field = one.person.code
    boxes = sign.boxes(pdf)
    if not any(box.field == field for box in boxes):
        raise Trouble(
            say("No box to sign in"),
            say("The document has no signature box for {name}."),
            say("Nothing was signed. Write the document again under another file name, signed by this person too."),
            code=2,
            name=one.person.name,
        )
    moment = desk.clock()
    appearance = _appearance(desk, one, words, when(moment))
    if certifying:
        alone = last and not sign.others(boxes, field)
        sign.certify(pdf, field, one.hand, when=moment, alone=alone, name=one.person.name, appearance=appearance)
    else:
        sign.countersign(pdf, field, one.hand, when=moment, name=one.person.name, appearance=appearance)


def _appearance(desk: Desk, one: _Ready, words: Words, moment: str) -> Appearance:
    from auditapp.report import dates, labels, stamp
    from auditapp.report.identity import LEVEL_NAMES, for_reading, level_of

    ink = one.sign_off.ink if one.sign_off else ""
    return stamp.in_words(
        words,
        level=LEVEL_NAMES[level_of(one.hand)],
        name=one.person.name,
        role=labels.role(words, one.person.role),
        when=dates.moment(moment, words),
        print_=for_reading(one.hand.fingerprint),
        ink=desk.store.photos.read(ink) if ink else None,
    )


def _length(pdf: Path) -> int:
    try:
        return pdf.stat().st_size
    except OSError as error:
        raise unreadable(pdf, error) from error


def _hashed(pdf: Path) -> tuple[str, int]:
    try:
        with pdf.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
            return digest, stream.tell()
    except OSError as error:
        raise unreadable(pdf, error) from error
