"""``auditapp instrument``: measuring instruments and their calibration."""

from __future__ import annotations

from auditapp.cli.call import Call
from auditapp.cli.reader import Reader


def options(reader: Reader, verb: str) -> None:
    w = reader.words
    reader.add_argument("code", nargs="?", default="", help=w("short code, such as lux; none shows them all"))
    reader.add_argument("name", nargs="?", default="", help=w("its name"))
    reader.add_argument("--number", default="", help=w("serial number"))
    reader.add_argument("--due", default="", metavar="DATE", help=w("last day of its calibration"))
    reader.add_argument("--uncertainty", default="", help=w("measurement uncertainty"))


def run(call: Call) -> int:
    from auditapp.operations import instruments, look

    given, w = call.options, call.words
    with call.inspection() as (desk, inspection):
        if given.code:
            changes = instruments.instrument(
                desk,
                inspection,
                given.code,
                given.name,
                number=given.number,
                calibration_due=given.due,
                uncertainty=given.uncertainty,
            )
            call.screen.said("Saved: {place}", place=given.code)
            call.screen.result(changes)
            return 0
        known = look.fold(desk, inspection).instruments.values()
        call.screen.table(
            [w("Code"), w("Instrument"), w("Number"), w("Calibrated until"), w("Uncertainty")],
            [(i.code, i.name, i.number, i.calibration_due, i.uncertainty) for i in known],
        )
        call.screen.result(list(known))
    return 0
