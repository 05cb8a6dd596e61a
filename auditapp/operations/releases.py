"""Checklists given out to all desks by head office, through the company journal.

The company journal is a journal beside the inspections' (`COMPANY`): it holds releases and is no inspection. A release
names a checklist by its digest, so nobody can slip another document under it, and an inspection that is under way keeps
the one it was begun with, whatever is given out or taken out of use afterwards.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from auditapp.checklist import write
from auditapp.checklist.model import Checklist
from auditapp.inspection.state import Release
from auditapp.operations import checklists, head_office, look, texts
from auditapp.operations.changes import Changes
from auditapp.operations.desk import Desk
from auditapp.operations.testimony import Draft, plain, standing, write_down
from auditapp.store.journals import COMPANY
from auditapp.words import Trouble, say

_DOMAIN = b"auditapp-company-v1\n"


@dataclass(frozen=True)
class Released:
    """A checklist head office gave out. ``here``: its document is on this desk; ``when``: by the clock of who gave it
    out (ISO); ``reason``: why it was taken out of use."""

    digest: str
    code: str
    version: str
    title: str
    note: str
    state: str
    reason: str
    when: str
    here: bool


def release(desk: Desk, checklist: str | Path, *, note: str = "") -> Changes:
    """Give a checklist out to all desks: a file, a digest or its beginning, or an id. Given out again after it was
    taken out of use, it counts again. ``Changes.code`` is its digest. Raises `Trouble`: not head office, faults in the
    file."""
    who = head_office.needed(desk)
    digest, asked = checklists.bring(desk, checklist)
    journal = company_of(desk)
    known = look.fold(desk, journal).releases.get(digest) if desk.knows(journal) else None
    if known is not None and known.state == "released":
        return Changes(journal, "known", frozenset({digest}), codes=(digest,))
    value = plain(
        id=asked.id,
        version=asked.version,
        title=asked.title.in_(desk.words.language),
        note=texts.words_of(note, most=2_000),
        name=who,
    )
    drafts = [Draft("release", digest, value)] if known is None else []
    drafts.append(_state(desk, journal, digest, "released"))
    return write_down(desk, journal, "released", drafts, places=(digest,), codes=(digest,), state=COMPANY)


def withdraw(desk: Desk, checklist: str, reason: str) -> Changes:
    """Take a checklist out of use (digest or its beginning, or "id version"), with a reason: nothing new is begun with
    it; what was begun with it goes on. Raises `Trouble`: not head office, not given out, no reason."""
    head_office.needed(desk)
    known = release_of(desk, checklist)
    why = texts.needed(texts.words_of(reason), say("the reason"), most=2_000)
    journal = company_of(desk)
    draft = _state(desk, journal, known.digest, "withdrawn", why)
    return write_down(
        desk, journal, "taken_out_of_use", [draft], places=(known.digest,), codes=(known.digest,), state=COMPANY
    )


def released(desk: Desk, *, withdrawn: bool = True) -> tuple[Released, ...]:
    """Everything head office gave out, by id, the highest version first; *withdrawn*: what was taken out of use too."""
    every: dict[str, Released] = {}
    for journal in _journals(desk):
        for one in look.fold(desk, journal).releases.values():
            told = _told(desk, one)
            if one.digest not in every or told.state == "withdrawn":
                every[one.digest] = told
    shown = [one for one in every.values() if withdrawn or one.state == "released"]
    shown.sort(key=lambda one: (_natural(one.version), one.when, one.digest), reverse=True)
    return tuple(sorted(shown, key=lambda one: one.code))


def offered(desk: Desk) -> tuple[Released, ...]:
    """What to begin an inspection with: of every id the highest version that is in use and whose document is here."""
    found: dict[str, Released] = {}
    for one in released(desk, withdrawn=False):
        if one.here:
            found.setdefault(one.code, one)
    return tuple(found.values())


def newest(desk: Desk, code: str) -> Released | None:
    """The release to begin with when somebody names a checklist by its id; None when head office gave out none."""
    return next((one for one in offered(desk) if one.code == code), None)


def bring(desk: Desk, wish: str | Path) -> tuple[str, Checklist]:
    """The (digest, checklist) to begin an inspection with: as `checklists.bring`, but an id means the version head
    office gave out, where it gave out one. Raises `Trouble`: nothing of that name, faults in the file, out of use."""
    given = newest(desk, wish) if isinstance(wish, str) else None
    if given is not None:
        return given.digest, write.decode(desk.store.library.document(given.digest))
    digest, checklist = checklists.bring(desk, wish)
    refuse_withdrawn(desk, digest)
    return digest, checklist


def newer_than(desk: Desk, digest: str) -> Released | None:
    """A higher version of the checklist of *digest* that head office gave out since: to be told, never to be taken over
    into an inspection that is under way."""
    try:
        pinned = write.decode(look.document_of(desk, digest))
    except Trouble:
        return None
    found = newest(desk, pinned.id)
    return found if found is not None and _natural(found.version) > _natural(pinned.version) else None


def refuse_withdrawn(desk: Desk, digest: str) -> None:
    """Raise `Trouble` when head office took this checklist out of use."""
    known = next((one for one in released(desk) if one.digest == digest and one.state == "withdrawn"), None)
    if known is not None:
        raise Trouble(
            say("The checklist is out of use"),
            say("Head office took {checklist} {version} out of use: {reason}"),
            say("Nothing was begun. Choose another checklist."),
            code=2,
            checklist=known.title,
            version=known.version,
            reason=known.reason,
        )


def release_of(desk: Desk, key: str) -> Released:
    """The release of a digest, the beginning of one, or "id version". Raises `Trouble`."""
    every = released(desk)
    fits = [one for one in every if key in (one.digest, f"{one.code} {one.version}")]
    fits = fits or [one for one in every if len(key) >= 6 and one.digest.startswith(key.lower())]
    fits = fits or [one for one in every if one.code == key and one.state == "released"]
    if len(fits) != 1:
        raise Trouble(
            say("No such checklist"),
            say("Head office gave out no checklist {name}, or several fit."),
            say("Nothing was changed. Look at the list of checklists given out."),
            code=2,
            name=key[:60],
        )
    return fits[0]


def company_of(desk: Desk) -> str:
    """The id of the company journal this desk writes to: of its hub, else its own."""
    known = head_office.standing(desk).company
    return known or hashlib.sha256(_DOMAIN + desk.store.key.public).hexdigest()[:32]


def _journals(desk: Desk) -> list[str]:
    """The company journals that count here: an enrolled desk listens to its hub's only."""
    known = head_office.standing(desk).company
    return [one for one in desk.store.journals.companies() if not known or one == known]


def _told(desk: Desk, one: Release) -> Released:
    return Released(
        one.digest,
        one.code,
        one.version,
        one.title,
        one.note,
        one.state,
        one.reason,
        one.stood.wall,
        desk.store.library.has(one.digest),
    )


def _state(desk: Desk, journal: str, digest: str, state: str, reason: str = "") -> Draft:
    stands = standing(desk, journal, "release.state", digest)
    return Draft("release.state", digest, plain(v=state, reason=reason), tuple(one.id for one in stands))


def _natural(version: str) -> tuple[tuple[int, str], ...]:
    """Order of versions, 2026.2 before 2026.10."""
    return tuple(
        (len(part.lstrip("0")) + 1, part.lstrip("0")) if part.isdigit() else (0, part)
        for part in re.split(r"([0-9]+)", version)
    )
