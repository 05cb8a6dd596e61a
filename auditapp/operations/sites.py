"""Sites and people this desk remembers, so that the next inspection needs less typing. No testimony."""

from __future__ import annotations

import hashlib

from auditapp.operations import texts
from auditapp.operations.desk import Desk
from auditapp.operations.instruments import short_code
from auditapp.store.people import KnownPerson, Site
from auditapp.words import Trouble, say


def save_site(desk: Desk, code: str, name: str, *, address: str = "", unit: str = "", note: str = "") -> Site:
    """Remember a site under a short code; the same code again changes it."""
    site = Site(
        short_code(code),
        texts.needed(texts.line(name), say("the site's name")),
        texts.line(address),
        texts.line(unit),
        texts.words_of(note),
    )
    desk.store.people.save_site(site)
    return site


def sites(desk: Desk) -> list[Site]:
    """The sites this desk remembers."""
    return desk.store.people.sites()


def site(desk: Desk, code: str) -> Site:
    """The site of a code. Raises `Trouble`."""
    found = desk.store.people.site(code)
    if found is None:
        raise Trouble(
            say("No such site"),
            say("This desk remembers no site {site}."),
            say("Nothing was changed. Look at the list of sites."),
            code=2,
            site=code[:60],
        )
    return found


def forget_site(desk: Desk, code: str) -> None:
    """Forget a site; inspections of it stay as they are."""
    if not desk.store.people.remove_site(code):
        site(desk, code)


def save_person(desk: Desk, name: str, *, role: str = "", unit: str = "") -> KnownPerson:
    """Remember somebody, to be offered when the next inspection is begun; the same name of the same unit again changes
    the role. Raises `Trouble`: no name."""
    kept = texts.needed(texts.line(name), say("the person's name"))
    of = texts.line(unit)
    person = KnownPerson(hashlib.sha256(f"{kept}\n{of}".encode()).hexdigest()[:16], kept, texts.line(role), of)
    desk.store.people.save_person(person)
    return person


def people(desk: Desk) -> list[KnownPerson]:
    """Those who were on a team or at a site before, by name."""
    return desk.store.people.persons()


def forget_person(desk: Desk, code: str) -> None:
    """Offer somebody no more; inspections stay as they are. Raises `Trouble`: nobody of this code."""
    if not desk.store.people.remove_person(code):
        raise Trouble(
            say("No such person"),
            say("This desk remembers nobody of that code."),
            say("Nothing was changed. Look at the list of people."),
            code=2,
        )
