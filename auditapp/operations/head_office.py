"""Who may speak for head office at this desk, and in whose name.

An enrolled desk does what the roles of its user allow; nothing said here widens them, and the hub looks again when the
entries arrive. A desk that is enrolled nowhere may act as head office once somebody says so here (`act`). It is allowed
because companies that exchange by a folder or a stick have no hub to give roles, and it is harmless because every entry
is signed by the desk that wrote it: nobody passes for another, and a hub joined later quarantines what its roles do not
allow. It must be said, so that no inspector writes a remark of head office by mistake.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from auditapp.operations import texts
from auditapp.operations.desk import Desk
from auditapp.words import Trouble, say

REVIEWING: Final = frozenset({"head_office"})
LEADING: Final = frozenset({"head_office", "lead"})
VERIFYING: Final = frozenset({"head_office", "lead", "inspector"})
_ACTING: Final = "head_office.acting"
_NAME: Final = "head_office.name"


@dataclass(frozen=True)
class Standing:
    """What this desk may say. ``roles``: of its user at the hub, None when it is enrolled nowhere; ``acting``: it was
    told to act as head office; ``name``: in whose name; ``user`` and ``company``: codes at the hub, or ""."""

    roles: frozenset[str] | None
    acting: bool
    name: str
    user: str
    company: str

    @property
    def reviews(self) -> bool:
        """May it speak for head office?"""
        return self.acting if self.roles is None else bool(self.roles & REVIEWING)

    @property
    def leads(self) -> bool:
        """May it share sections out among inspectors?"""
        return self.roles is None or bool(self.roles & LEADING)

    @property
    def verifies(self) -> bool:
        """May it verify and close corrective actions, and grant extensions? (Not who has to do them.)"""
        return self.roles is None or bool(self.roles & VERIFYING)


def standing(desk: Desk) -> Standing:
    """What this desk may say, by its enrolment or by what was said here."""
    told = _told(desk)
    roles = told.get("roles")
    return Standing(
        roles=frozenset(str(role) for role in roles) if isinstance(roles, list) else None,
        acting=desk.store.preference(_ACTING) == "yes",
        name=_text(told, "name") or desk.store.preference(_NAME),
        user=_text(told, "user"),
        company=_text(told, "company"),
    )


def act(desk: Desk, name: str) -> Standing:
    """From now on this desk acts as head office, in the name of *name*; a preference of the desk, no testimony.
    Raises `Trouble`: it is enrolled, so the hub's roles decide; no name."""
    if standing(desk).roles is not None:
        raise Trouble(
            say("The hub gives the roles"),
            say("This desk is enrolled; what it may do is decided at the hub."),
            say("Nothing was changed. Ask whoever runs the hub for the role of head office."),
            code=2,
        )
    desk.store.set_preference(_NAME, texts.needed(texts.line(name), say("the person's name")))
    desk.store.set_preference(_ACTING, "yes")
    return standing(desk)


def act_no_more(desk: Desk) -> Standing:
    """This desk is an inspector's again; what it said as head office stays."""
    desk.store.set_preference(_ACTING, "")
    return standing(desk)


def needed(desk: Desk, name: str = "") -> str:
    """The name in which head office speaks here. Raises `Trouble`: this desk may not, or nobody said who it is."""
    stands = standing(desk)
    if not stands.reviews:
        raise Trouble(
            say("Only head office does this"),
            say("This desk does not have the role of head office."),
            say("Nothing was saved. Ask for the role at the hub; where there is no hub, say that this desk is one."),
            code=2,
        )
    return texts.needed(texts.line(name) or stands.name, say("the person's name"))


def refuse_unless_leading(desk: Desk) -> None:
    """Raise `Trouble` when this desk may not share out sections."""
    if not standing(desk).leads:
        raise Trouble(
            say("Only a team leader does this"),
            say("This desk does not have the role of a team leader or of head office."),
            say("Nothing was saved. Ask the team leader."),
            code=2,
        )


def refuse_unless_verifying(desk: Desk) -> None:
    """Raise `Trouble` when this desk belongs to the inspected unit: who has to mend does not say that it is mended."""
    if not standing(desk).verifies:
        raise Trouble(
            say("Not for the inspected unit"),
            say("Extensions are granted and actions closed by the inspectors or head office."),
            say("Nothing was saved. Say what was done, and submit the action."),
            code=2,
        )


def _told(desk: Desk) -> dict[str, Any]:
    """What the hub told this desk when it was enrolled; {} when it is enrolled nowhere."""
    for office in desk.store.offices.all():
        try:
            import msgspec  # the first window asks, most desks are enrolled nowhere, and it takes 25 ms

            found = msgspec.json.decode(office.told)
        except ValueError:
            continue
        if isinstance(found, dict) and isinstance(found.get("roles"), list):
            return found
    return {}


def _text(told: dict[str, Any], name: str) -> str:
    value = told.get(name)
    return value if isinstance(value, str) else ""
