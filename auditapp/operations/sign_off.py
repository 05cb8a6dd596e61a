"""Sign-off: what is still missing, the lock, refusal to sign, and amendment as a new revision."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from auditapp.inspection.facts import MAX_NOTE
from auditapp.inspection.gaps import Gap
from auditapp.inspection.gaps import gaps as gaps_of
from auditapp.inspection.state import Inspection
from auditapp.journal.verify import Seal
from auditapp.operations import about, look, texts
from auditapp.operations.changes import Changes
from auditapp.operations.desk import Desk
from auditapp.operations.ink import keep_ink
from auditapp.operations.late import refuse_late
from auditapp.operations.testimony import Draft, plain, testify
from auditapp.words import Trouble, say

LEVELS: Final = ("L0", "L1", "unit", "L2", "L3", "paper")
"""How a person signs (domain.md 4.2): drawn picture, self-made certificate, one of the unit's own
authority, of a licensed CA, with time stamp, on paper."""


def gaps(desk: Desk, inspection: str) -> tuple[Gap, ...]:
    """What keeps the inspection from being complete, in checklist order."""
    opened = look.look(desk, inspection)
    return gaps_of(opened.walk, opened.inspection)


def sign_off(
    desk: Desk,
    inspection: str,
    by: str,
    *,
    level: str = "L1",
    role: str = "",
    certificate: str = "",
    statement: str = "",
    ink: Path | bytes | None = None,
    despite_gaps: str = "",
    printed: str = "",
) -> Changes:
    """*by* (person code or name) signs the current revision: the entry names the heads of all strands before it.

    The first sign-off locks the revision; others of the team and the site may sign the same revision after it.
    *certificate* is the SHA-256 fingerprint of the certificate the PDF will be signed with ("" for L0 and paper);
    *ink* a picture of the drawn signature, or the scan of a page signed on paper; *printed* then is the SHA-256 of
    the issued document that was printed for it, and the statement says so. While there are gaps a reason must be
    given in *despite_gaps*; it is recorded in the statement. Gaps that may harm somebody (`Gap.must`) always stop it.
    """
    found = look.fold(desk, inspection)
    person = about.whom(desk, inspection, by)
    if level not in LEVELS:
        raise Trouble(
            say("No such way of signing"),
            say("{level} is none of these: {levels}."),
            say("Nothing was signed. Choose one of these."),
            code=2,
            level=level[:20],
            levels=LEVELS,
        )
    if level == "L0" and ink is None:
        raise Trouble(
            say("A drawn signature is needed"),
            say("Level L0 is a picture of a handwritten signature."),
            say("Nothing was signed. Draw the signature, or give its picture as a file."),
            code=2,
        )
    if any(s.by == person.code for s in found.sign_offs if s.revision == found.revision):
        raise Trouble(
            say("Signed already"),
            say("{name} has signed revision {revision}."),
            say("Nothing was saved. To change it, open a new revision with a reason (amend)."),
            code=2,
            name=person.name,
            revision=found.revision,
        )
    refuse_late(desk, inspection)
    if printed:
        statement = _of_the_print(desk, found, statement, printed)
    if not found.locked:
        statement = _statement(desk, inspection, statement, texts.line(despite_gaps, most=2_000))
    value: dict[str, Any] = plain(
        by=person.code,
        role=texts.line(role) or person.role,
        level=level,
        certificate=certificate.lower(),
        statement=texts.words_of(statement, most=4_000),
        ink=keep_ink(desk, ink) if ink else "",
    )
    value["heads"] = Seal(desk.store.journals.digest(inspection)).plain()
    changes = testify(
        desk,
        inspection,
        "signed",
        [Draft("sign-off", found.revision, value)],
        places=(person.code,),
        codes=(found.revision,),
    )
    look.count(desk, inspection)
    return changes


def refuse(
    desk: Desk, inspection: str, name: str, reason: str, *, role: str = "site_manager", witnesses: Sequence[str] = ()
) -> Changes:
    """拒签: somebody refuses to sign the current revision; reason and witnesses are printed instead."""
    found = look.fold(desk, inspection)
    if role not in about.ROLES:
        raise Trouble(
            say("No such role"),
            say("{role} is none of these roles: {roles}."),
            say("This was not saved. Choose one of these."),
            code=2,
            role=role[:40],
            roles=about.ROLES,
        )
    value = plain(
        name=texts.needed(texts.line(name), say("the person's name")),
        role=role,
        reason=texts.needed(texts.words_of(reason), say("the reason"), most=MAX_NOTE),
        witnesses=[_witness(found, witness) for witness in witnesses],
    )
    return testify(desk, inspection, "refused", [Draft("refusal", found.revision, value)], codes=(found.revision,))


def amend(desk: Desk, inspection: str, reason: str) -> Changes:
    """Open the next revision of a signed inspection, with a reason; both stay. ``Changes.code`` is its number."""
    found = look.fold(desk, inspection)
    if not found.locked:
        raise Trouble(
            say("Nothing to amend"),
            say("Revision {revision} is not signed yet."),
            say("Change it freely; no amendment is needed."),
            code=2,
            revision=found.revision,
        )
    new = str(int(found.revision) + 1)
    value = {"reason": texts.needed(texts.words_of(reason), say("the reason"), most=MAX_NOTE), "of": found.revision}
    changes = testify(desk, inspection, "amended", [Draft("amendment", new, value)], codes=(new,))
    look.count(desk, inspection)
    return changes


def _of_the_print(desk: Desk, found: Inspection, statement: str, sha256: str) -> str:
    """The statement with the document whose print was signed by hand. Raises `Trouble`: none of this inspection."""
    if not any(one.sha256 == sha256.lower() for one in found.issued):
        raise Trouble(
            say("Not a document of this inspection"),
            say("No document with the SHA-256 {sha256} was issued here."),
            say("Nothing was signed. Name a document of this inspection, or none."),
            code=1,
            sha256=sha256[:64],
        )
    said = desk.words("Signed by hand on the print of the document with SHA-256 {sha256}.", sha256=sha256.lower())
    return f"{statement}\n{said}".strip()


def _statement(desk: Desk, inspection: str, statement: str, despite: str) -> str:
    """The statement with the reason for signing in spite of gaps. Raises `Trouble` when there is none."""
    found = gaps(desk, inspection)
    hard = [gap for gap in found if gap.must]
    if hard:
        raise Trouble(
            say("This must be closed before signing"),
            say("{n} gaps have to be closed first; the first: {first}"),
            say("Nothing was signed. Go through the list of gaps and close them."),
            code=1,
            n=len(hard),
            first=desk.words(hard[0].sentence, **hard[0].values),
        )
    if found and not despite:
        raise Trouble(
            say("The inspection is not complete"),
            say("{n} things are still missing; the first: {first}"),
            say("Nothing was signed. Go through the list of gaps and close them, or sign despite them with a reason."),
            code=1,
            n=len(found),
            first=desk.words(found[0].sentence, **found[0].values),
        )
    if not found:
        return statement
    said = desk.words.count(
        "Signed although {n} thing was missing: {reason}",
        "Signed although {n} things were missing: {reason}",
        len(found),
        reason=despite,
    )
    return f"{statement}\n{said}".strip()


def _witness(inspection: Inspection, key: str) -> str:
    """A person's code when somebody of the inspection is meant, else the name as it was given."""
    return next((p.code for p in inspection.people.values() if key in (p.code, p.name)), texts.line(key))
