"""``auditapp setting``: switches of the site, and what else is known of it."""

from __future__ import annotations

from auditapp.cli.call import Call
from auditapp.cli.pairs import pairs
from auditapp.cli.reader import Reader


def options(reader: Reader, verb: str) -> None:
    w = reader.words
    reader.add_argument("pairs", nargs="*", metavar="SETTING=VALUE", help=w("switches to set; none shows them all"))
    reader.add_argument(
        "--about",
        action="append",
        default=[],
        metavar="FIELD=TEXT",
        help=w("what else is known: site.name, site.address, unit, period, purpose, scope, conclusion …"),
    )


def run(call: Call) -> int:
    from auditapp.operations import about, look

    given, w = call.options, call.words
    settings, fields = pairs(given.pairs), pairs(given.about)
    with call.inspection() as (desk, inspection):
        for code, value in settings.items():
            about.setting(desk, inspection, code, value)
            call.screen.said("Saved: {place}", place=code)
        for field, text in fields.items():
            about.about(desk, inspection, field, text)
            call.screen.said("Saved: {place}", place=field)
        found, checklist = look.fold(desk, inspection), look.checklist_of(desk, inspection)
        if not settings and not fields:
            call.screen.table(
                [w("Setting"), w("Value"), w("Choices"), w("What it is")],
                [
                    (
                        s.code,
                        found.settings.get(s.code, "") or (w("from {item}", item=s.item) if s.item else "-"),
                        " ".join(c.code for c in s.choices),
                        s.title.in_(w.language),
                    )
                    for s in checklist.settings
                ],
            )
            call.screen.line("")
            call.screen.table([w("Field"), w("Text")], list(found.about.items()))
        call.screen.result({"settings": found.settings, "about": found.about})
    return 0
