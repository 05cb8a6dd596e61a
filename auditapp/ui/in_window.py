"""What to do about trouble, in the window's terms: the core names verbs of the command line, people here see pages."""

from __future__ import annotations

from typing import Final

from auditapp.words import Trouble, say

_RESTORE: Final = say("Nothing was changed. Bring back the newest backup: menu File, Backups and health.")
_KEEP_AND_RESTORE: Final = say(
    "Keep a copy of the folder, then bring back the newest backup: menu File, Backups and health."
)
_CHOOSE_AGAIN: Final = say("Nothing was changed. Go back one page and choose from what is there.")
_DECIDE: Final = say("Nothing was saved. Open the item; both answers stand there to decide between.")
_AMEND: Final = say("Nothing was saved. To change it, open a new revision with a reason: Sign and finish, Amend.")

TODOS: Final = {
    "Nothing was changed. Restore the newest backup with: auditapp restore": _RESTORE,
    "Nothing was changed. Keep a copy of the folder, then restore the newest backup with: auditapp restore": (
        _KEEP_AND_RESTORE
    ),
    "Keep a copy of the folder, then restore the newest backup with: auditapp restore": _KEEP_AND_RESTORE,
    "Make one with: auditapp backup": say("Make one now: menu File, Backups and health."),
    "Nothing was changed. See the disputes with: auditapp show --disputes": _CHOOSE_AGAIN,
    "Nothing was changed. Name the entry with --keep; see them with: auditapp show --disputes": _CHOOSE_AGAIN,
    "Name it like workstation/S3; see what there is with: auditapp sample": _CHOOSE_AGAIN,
    "Add it first with: auditapp instrument": say("Nothing was saved. Add the instrument first, at the reading."),
    "Look at them, then: auditapp photo clear, or auditapp photo redact": say(
        "Nothing was made. Look at them on the page of the photos: cover what must not leave, or say that there is "
        "nothing to cover."
    ),
    "Sign first with: auditapp sign": say("Nothing was made. Sign first: Sign and finish."),
    "See what there is with: auditapp site": _CHOOSE_AGAIN,
    "Choose the folder with --data, or begin an inspection with: auditapp new": _CHOOSE_AGAIN,
    "See what there is with: auditapp checklist list": _CHOOSE_AGAIN,
    'Nothing was saved. To change it, open a new revision with a reason: auditapp amend --reason "…"': _AMEND,
    "Nothing was saved. Look at them and decide which one holds: auditapp resolve {place}": _DECIDE,
    "See what there is with: auditapp list": _CHOOSE_AGAIN,
    "Nothing was made. Name the authority's identity; see what there is with: auditapp identity": _CHOOSE_AGAIN,
    "See what there is with: auditapp identity": _CHOOSE_AGAIN,
    "Begin one with: auditapp new": say("Begin one: menu File, New inspection."),
    "Give more of the number; see them with: auditapp list": _CHOOSE_AGAIN,
    "See the items with: auditapp show --items": _CHOOSE_AGAIN,
    "See what there is with: auditapp finding": _CHOOSE_AGAIN,
    "See what there is with: auditapp photo": _CHOOSE_AGAIN,
    "See who there is with: auditapp person": say("Nothing was saved. The people stand on the page Meetings."),
    "Nothing was signed. See all of them with: auditapp show --gaps": say(
        "Nothing was signed. All of them stand on the page What is missing."
    ),
    "Nothing was signed. See what is wrong with: auditapp verify": say(
        "Nothing was signed. Take the PDF as it was issued; this one was changed or is not whole."
    ),
    "Mend the file and run “auditapp checklist check” on it.": say("Mend the file and take it in again."),
}
"""What the core says -> what is done here. A test sees to it that none is missing."""


def here(trouble: Trouble) -> Trouble:
    """*trouble* as the window tells it."""
    todo = TODOS.get(trouble.todo)
    if todo is None:
        return trouble
    return Trouble(trouble.title, trouble.sentence, todo, code=trouble.code, **trouble.values)
