"""What is known about the inspection as a whole: its site, its switches, its people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from auditapp.checklist import answers
from auditapp.checklist.model import AnswerKind, Checklist, Choice, Item, Setting, Text
from auditapp.inspection.state import Person
from auditapp.operations import look, texts
from auditapp.operations.changes import Changes
from auditapp.operations.desk import Desk
from auditapp.operations.testimony import Draft, plain, testify
from auditapp.words import Trouble, say

ROLES: Final = ("leader", "inspector", "reviewer", "approver", "site_manager", "guide", "witness", "other")
"""Roles of people; the first four are the team, the others the inspected unit and third parties."""
TEAM: Final = ROLES[:4]
OWN_SETTINGS: Final = {
    "preset": Setting(
        "preset",
        Text("计分方案", "Scoring preset"),
        choices=tuple(Choice(code, Text(code, code)) for code in ("A", "B", "C")),
    )
}
"""Settings every inspection has, whatever its checklist."""


def about(desk: Desk, inspection: str, field: str, text: str) -> Changes:
    """Say something about the whole (``site.name``, ``site.address``, ``unit``, ``period``, ``purpose``, ``scope``,
    ``conclusion``, …); an empty text clears it."""
    name = field_name(field)
    return testify(desk, inspection, "described", [Draft("about", name, {"v": texts.words_of(text)})], places=(name,))


def setting(desk: Desk, inspection: str, code: str, value: str) -> Changes:
    """Set a switch of the site (season, building type …). Raises `Trouble`: not a setting, not one of its choices."""
    value = chosen(look.checklist_of(desk, inspection), code, value)
    return testify(desk, inspection, "set", [Draft("setting", code, {"v": value})], places=(code,))


def person(
    desk: Desk, inspection: str, name: str, *, role: str = "inspector", unit: str = "", code: str = ""
) -> Changes:
    """Add a person, or with *code* change one; ``Changes.code`` is the person's code."""
    if code and code not in look.fold(desk, inspection).people:
        raise no_such_person(code)
    code = code or new_code(desk)
    return testify(
        desk, inspection, "introduced", [person_draft(code, name, role=role, unit=unit)], places=(code,), codes=(code,)
    )


def work_as(desk: Desk, inspection: str, person: str) -> str:
    """From now on entries of *inspection* at this desk are written in the name of *person* (code or name).
    A preference of the desk, no testimony; returns the person's code."""
    found = whom(desk, inspection, person)
    desk.remember_writer(inspection, found.code)
    return found.code


def whom(desk: Desk, inspection: str, key: str) -> Person:
    """The person of a code or a name. Raises `Trouble`: nobody, or several of that name."""
    people = look.fold(desk, inspection).people
    fitting_people = [people[key]] if key in people else [p for p in people.values() if p.name == key.strip()]
    if len(fitting_people) == 1:
        return fitting_people[0]
    if fitting_people:
        raise Trouble(
            say("Several people have this name"),
            say("{name} could be any of {codes}."),
            say("Give the person's code instead."),
            code=2,
            name=key,
            codes=tuple(p.code for p in fitting_people),
        )
    raise no_such_person(key)


def new_code(desk: Desk) -> str:
    """A person's code: "P" and 8 hex digits, unguessable so that two desks never make the same."""
    return "P" + desk.randomness(4).hex()


def person_draft(code: str, name: str, *, role: str, unit: str) -> Draft:
    if role not in ROLES:
        raise Trouble(
            say("No such role"),
            say("{role} is none of these roles: {roles}."),
            say("This was not saved. Choose one of these."),
            code=2,
            role=role,
            roles=ROLES,
        )
    value = plain(name=texts.needed(texts.line(name), say("the person's name")), role=role, unit=texts.line(unit))
    return Draft("person", code, value)


def field_name(field: str) -> str:
    """The name of an ``about`` field: letters, digits, dots and underscores. Raises `Trouble`."""
    if not field or len(field) > 60 or not all(c.isascii() and (c.isalnum() or c in "._-") for c in field):
        raise Trouble(
            say("Not a field name"),
            say("{field} cannot be the name of a field."),
            say("Use letters, digits and dots, such as site.address."),
            code=2,
            field=field[:60],
        )
    return field


def chosen(checklist: Checklist, code: str, value: str) -> str:
    """*value* as the setting *code* stores it; a label in either language is as good as its code. "" clears.

    ``preset`` (A, B, C) chooses how this inspection is scored, whatever the checklist. Raises `Trouble`.
    """
    wish = texts.line(value)
    known = checklist.settings_by_code.get(code) or OWN_SETTINGS.get(code)
    if known is None:
        raise no_such_setting(code, tuple(checklist.settings_by_code))
    if not wish:
        return ""
    if known.kind is AnswerKind.YESNO:
        return str(answers.parse(wish, Item(code, known.title, AnswerKind.YESNO)))
    return one_of(known.choices, wish, of=known.code)


def one_of(choices: Sequence[Choice], wish: str, *, of: str) -> str:
    """The code of the choice meant by *wish*, its code or its label in either language; where nothing is to be
    chosen from, *wish* itself. *of* names the setting or attribute. Raises `Trouble`."""
    if not choices:
        return wish
    for choice in choices:
        if wish.casefold() in (choice.code.casefold(), choice.label.zh.casefold(), choice.label.en.casefold()):
            return choice.code
    raise Trouble(
        say("Not one of the choices"),
        say("{value} is none of the choices of {setting}: {choices}."),
        say("This was not saved. Choose one of these."),
        code=2,
        value=wish[:60],
        setting=of,
        choices=tuple(c.code for c in choices),
    )


def no_such_setting(code: str, known: tuple[str, ...]) -> Trouble:
    return Trouble(
        say("No such setting"),
        say("This checklist has no setting {setting}; it has: {known}."),
        say("This was not saved. Use one of these names."),
        code=2,
        setting=code[:60],
        known=tuple(known) or "-",
    )


def no_such_person(key: str) -> Trouble:
    return Trouble(
        say("No such person"),
        say("Nobody in this inspection is called {name}."),
        say("Nothing was changed. Add this person to the inspection first."),
        code=2,
        name=key[:60],
    )
