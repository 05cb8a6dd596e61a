"""Who may say what, and who sees what: one table, read top to bottom.

An entry is judged by its signer (his desk, hence the user, hence the roles he has when it arrives), never by who
carried it. What a role does not allow goes to quarantine, and out of it again when the role is given. Kinds that this
version does not know are let in from whoever may write at all: a newer desk's testimony must not wait for the hub.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

from auditapp.inspection import facts
from auditapp.inspection.terms import HUB_ROLES
from auditapp.journal.strand import DESK

INSPECTOR: Final = "inspector"
LEAD: Final = "lead"
SITE_MANAGER: Final = "site_manager"
HEAD_OFFICE: Final = "head_office"
ADMIN: Final = "admin"

ROLES: Final = HUB_ROLES
SEES_ALL: Final = frozenset({HEAD_OFFICE, ADMIN})
"""Roles that see every inspection; the others see those they gave entries to and those they are assigned to."""

_OPENING: Final = frozenset({DESK, "inspection", "about", "setting", "person", "previous", facts.WITHDRAW})
"""Beginning an inspection and saying who is who."""
_FIELD: Final = frozenset(
    {
        *("answer", "note", "flag", "sample-plan", "sample", "sample-skip", "instrument"),
        *("photo", "photo.caption", "photo.place", "photo.clearance"),
        *("finding", "action", "attendance", "comment"),
        *(kind for kind in facts.FIELDS if kind.startswith("action.")),
        *("remark.reply", "report", "refusal"),
        *(kind for kind in facts.FIELDS if kind.startswith(("finding.", "meeting."))),
    }
)
"""What an inspector testifies; a report issued, a refusal to sign written down."""
_LEADING: Final = facts.LEADING | {"sign-off", "amendment"}
"""Closing and opening again, sharing out sections."""
_SITE: Final = frozenset(
    {
        *(DESK, facts.WITHDRAW, "person", "comment", "attendance", "sign-off", "refusal", "report"),
        *("action.state", "action.reply", "action.owner", "remark.reply"),
        *("photo", "photo.caption", "photo.place", "photo.clearance"),
    }
)
"""The inspected unit's answer: comment, signature or refusal, what was corrected, with photos of it."""
_OFFICE: Final = (
    facts.OFFICE
    | facts.LEADING
    | {
        *(kind for kind in facts.FIELDS if kind.startswith("action.")),
        *("action", "remark.reply", "report", "sample-plan"),
    }
)

_VERIFIED: Final = ("closed", "returned")
_OFFICE_FAMILIES: Final = ("review.", "remark.", "release.")
"""Families whose fields are head office's, those of a newer version too."""

ALLOWED: Final[Mapping[str, frozenset[str]]] = {
    INSPECTOR: _OPENING | _FIELD,
    LEAD: _OPENING | _FIELD | _LEADING,
    SITE_MANAGER: _SITE,
    HEAD_OFFICE: _OPENING | _OFFICE,
    ADMIN: frozenset(),
}
"""Role -> kinds of entry it may sign. A user with several roles may sign what any of them may."""


def may_sign(roles: Collection[str], kind: str, *, takes_back: str = "") -> bool:
    """May somebody with *roles* sign an entry of *kind*? *takes_back*: for a withdrawal, the kind of what it takes
    back ("" when that is not here): one takes back only what one may say."""
    allowed = allowed_to(roles)
    if kind == facts.WITHDRAW and takes_back not in ("", facts.WITHDRAW):
        return kind in allowed and may_sign(roles, takes_back)
    if kind.startswith(_OFFICE_FAMILIES) and kind not in facts.FIELDS:
        return bool(allowed >= _OFFICE)
    if not facts.is_known(kind) or (kind.startswith(facts.SLOT_FAMILIES) and kind not in facts.FIELDS):
        return bool(allowed)
    return kind in allowed


def meant(kind: str, value: object) -> str:
    """The kind whose right *value* needs: to call an action closed, or not done, is to verify it, and who has to mend
    does not say that it is mended."""
    said = value.get("v") if isinstance(value, dict) else None
    return "action.verification" if kind == "action.state" and said in _VERIFIED else kind


def allowed_to(roles: Collection[str]) -> frozenset[str]:
    """All kinds that somebody with *roles* may sign."""
    return frozenset[str]().union(*(ALLOWED.get(role, frozenset()) for role in roles))


def sees_all(roles: Collection[str]) -> bool:
    return bool(SEES_ALL & set(roles))


def erases(roles: Collection[str]) -> bool:
    """Are erasures by somebody with *roles* honoured?"""
    return facts.ERASE in allowed_to(roles)
