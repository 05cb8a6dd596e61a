"""What came in after the signatures: written on another laptop before it had heard that the revision is signed.

Nothing is dropped, so it stands in the inspection; but not every signature covers it, and a document that showed it
beside them would claim what nobody signed. An amendment takes it in, visibly, and is signed anew.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Final

from auditapp.inspection import facts
from auditapp.inspection.stood import Stood
from auditapp.journal.entry import Entry, NotCanonical
from auditapp.journal.strand import DESK, StrandHead
from auditapp.journal.verify import Seal
from auditapp.operations.desk import Desk
from auditapp.operations.testimony import AFTER_SIGN_OFF, revision_of, standing
from auditapp.words import Trouble, say

_CHANGES_NOTHING: Final = AFTER_SIGN_OFF | facts.OFFICE | {DESK}
_NOTHING: Final = StrandHead(0, "")


def late(desk: Desk, inspection: str) -> tuple[Entry, ...]:
    """The entries that change what was signed and that some signature of the current revision does not cover; none
    while nobody has signed it. Reads only the signatures and what was written after them."""
    seals = [_seal(one) for one in standing(desk, inspection, "sign-off", revision_of(desk, inspection))]
    if not seals:
        return ()
    journals = desk.store.journals
    return tuple(
        entry
        for writer, end in journals.digest(inspection).items()
        if (after := min(seal.get(writer, _NOTHING).seq for seal in seals)) < end.seq
        for entry in journals.after(inspection, writer, after, end.seq - after)
        if _changes(desk, entry)
    )


def refuse_late(desk: Desk, inspection: str) -> None:
    """Raise `Trouble` when something came in after the signatures."""
    came = late(desk, inspection)
    if came:
        raise Trouble(
            say("Something came in after the signature"),
            say(
                "{n} entries were written on another laptop before it heard that revision {revision} is signed; not "
                "every signature covers them."
            ),
            say("Nothing was signed or issued. Open a new revision (amend), look at what came in, and sign again."),
            code=1,
            n=len(came),
            revision=revision_of(desk, inspection),
        )


def _seal(signature: Stood) -> Mapping[str, StrandHead]:
    """The strands' ends that a signature names; one whose value nobody can read names none."""
    try:
        value = json.loads(signature.value or b"")
        return Seal.from_plain(value.get("heads") if isinstance(value, dict) else None).heads
    except (ValueError, RecursionError, NotCanonical):
        return {}


def _changes(desk: Desk, entry: Entry) -> bool:
    kind = entry.head.kind
    if kind == facts.WITHDRAW:
        target = desk.store.journals.entry(entry.head.subject)
        kind = "" if target is None else target.head.kind
    return facts.is_known(kind) and kind not in _CHANGES_NOTHING
