"""``auditapp new``: begin an inspection."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditapp.cli.call import Call
from auditapp.cli.pairs import pairs
from auditapp.cli.reader import Reader
from auditapp.words import Trouble, say

if TYPE_CHECKING:
    from auditapp.operations.begin import Member


def options(reader: Reader, verb: str) -> None:
    w = reader.words
    reader.add_argument("unit", nargs="?", default="", help=w("name of the inspected unit (or give --site)"))
    reader.add_argument("--title", default="", help=w("title of the inspection"))
    reader.add_argument(
        "--checklist",
        default="six-dimensions",
        metavar="C",
        help=w("checklist: an id (see auditapp checklist list), a digest, or a file"),
    )
    reader.add_argument("--number", default="", help=w("its number (default: JC-unit-month-sequence)"))
    reader.add_argument("--unit-code", default="", help=w("short code of the unit, for the number"))
    reader.add_argument("--site", default="", metavar="CODE", help=w("a site this desk remembers (see auditapp site)"))
    reader.add_argument("--site-name", default="", help=w("name of the site"))
    reader.add_argument("--address", default="", help=w("address of the site"))
    reader.add_argument("--period", default="", help=w("days of the inspection"))
    reader.add_argument(
        "--team",
        action="append",
        default=[],
        metavar="NAME[:ROLE[:UNIT]]",
        help=w(
            "a person; may be given again. The first one works at this desk. "
            "Roles: leader, inspector, reviewer, approver, site_manager, guide, witness, other"
        ),
    )
    reader.add_argument("--set", action="append", default=[], metavar="SETTING=VALUE", help=w("a switch of the site"))
    reader.add_argument(
        "--about",
        action="append",
        default=[],
        metavar="FIELD=TEXT",
        help=w("what else is known: purpose, scope, site.floors …"),
    )
    reader.add_argument(
        "--previous", default="", metavar="N", help=w("number of the last visit (default: found by itself)")
    )
    reader.add_argument("--no-previous", action="store_true", help=w("carry no last visit along"))


def run(call: Call) -> int:
    from auditapp.operations import begin, look, sites

    given = call.options
    with call.desk(create=True) as desk:
        unit, name, address, code = given.unit, given.site_name, given.address, given.unit_code
        if given.site:
            site = sites.site(desk, given.site)
            unit, name = unit or site.unit or site.name, name or site.name
            address, code = address or site.address, code or site.code
        if not unit:
            raise Trouble(
                say("Something is missing"),
                say("Name the inspected unit, or a site with --site."),
                say("Nothing was saved. For example: auditapp new NAME"),
                code=2,
            )
        team = [_member(one) for one in given.team]
        if not team and call.settings.author_name:
            team = [begin.Member(call.settings.author_name, call.settings.author_role or "inspector")]
        changes = begin.begin(
            desk,
            given.checklist,
            title=given.title or call.words(say("On-site inspection of {unit}"), unit=unit),
            unit=unit,
            unit_code=code,
            site=name,
            address=address,
            period=given.period,
            team=team,
            settings=pairs(given.set),
            about=pairs(given.about),
            number=given.number,
            previous=None if given.no_previous else given.previous,
        )
        opened = look.look(desk, changes.inspection)
        found = opened.inspection
        call.screen.said(
            "Begun: {number}, {title}, {n} places to look at.",
            number=found.number,
            title=found.title,
            n=opened.progress.asked,
        )
        if found.previous:
            call.screen.said(
                "The last visit {number} of {date} is carried along.",
                number=found.previous.number,
                date=found.previous.date,
            )
        call.screen.result(
            {"inspection": found.id, "number": found.number, "people": changes.codes, "asked": opened.progress.asked}
        )
    return 0


def _member(text: str) -> Member:
    from auditapp.operations.begin import Member

    name, _, rest = text.partition(":")
    role, _, unit = rest.partition(":")
    return Member(name.strip(), role.strip() or "inspector", unit.strip())
