"""``auditapp site``: sites this desk remembers."""

from __future__ import annotations

from auditapp.cli.call import Call
from auditapp.cli.reader import Reader


def options(reader: Reader, verb: str) -> None:
    w = reader.words
    reader.add_argument("code", nargs="?", default="", help=w("short code; none shows them all"))
    reader.add_argument("name", nargs="?", default="", help=w("name of the site"))
    reader.add_argument("--address", default="", help=w("address"))
    reader.add_argument("--unit", default="", help=w("the inspected unit there"))
    reader.add_argument("--note", default="", help=w("a note for the next time"))
    reader.add_argument("--forget", action="store_true", help=w("forget this site"))


def run(call: Call) -> int:
    from auditapp.operations import sites

    given, w = call.options, call.words
    with call.desk(create=True) as desk:
        if given.code and given.forget:
            sites.forget_site(desk, given.code)
            call.screen.said("Forgotten: {place}", place=given.code)
        elif given.code:
            sites.save_site(desk, given.code, given.name, address=given.address, unit=given.unit, note=given.note)
            call.screen.said("Saved: {place}", place=given.code)
        else:
            call.screen.table(
                [w("Code"), w("Site"), w("Unit"), w("Address")],
                [(s.code, s.name, s.unit, s.address) for s in sites.sites(desk)],
            )
        call.screen.result(sites.sites(desk))
    return 0
