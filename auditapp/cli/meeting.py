"""``auditapp meeting``: opening and closing meeting, attendance, consent."""

from __future__ import annotations

from pathlib import Path

from auditapp.cli.call import Call
from auditapp.cli.reader import Reader
from auditapp.cli.spoken import spoken


def options(reader: Reader, verb: str) -> None:
    w = reader.words
    reader.add_argument(
        "meeting",
        nargs="?",
        default="",
        choices=("", "opening", "closing"),
        metavar="opening|closing",
        help=w("which meeting; none shows both"),
    )
    reader.add_argument(
        "--held", nargs="?", const="now", default="", metavar="TIME", help=w("it was held (now, or then)")
    )
    reader.add_argument("--where", default="", help=w("where"))
    reader.add_argument("--note", default="", help=w("what was agreed"))
    reader.add_argument(
        "--attend",
        action="append",
        default=[],
        metavar="NAME[:ROLE[:UNIT]]",
        help=w("somebody who was there; may be given again"),
    )
    reader.add_argument(
        "--ink", default=None, type=Path, metavar="FILE", help=w("picture of the drawn signature of the one --attend")
    )
    reader.add_argument(
        "--consent",
        nargs="?",
        const="",
        default=None,
        metavar="TEXT",
        help=w("both sides accept electronic records and signatures (a standard clause without text)"),
    )


def run(call: Call) -> int:
    from auditapp.operations import look, meetings

    given, w = call.options, call.words
    with call.inspection() as (desk, inspection):
        done = False
        if given.held or given.where or given.note:
            meetings.hold(desk, inspection, given.meeting, held=given.held, where=given.where, note=given.note)
            done = True
        for one in given.attend:
            name, _, rest = one.partition(":")
            role, _, unit = rest.partition(":")
            meetings.attend(desk, inspection, given.meeting, name, role=role, unit=unit, ink=given.ink)
            done = True
        if given.consent is not None:
            meetings.consent(desk, inspection, given.consent, meeting=given.meeting or "opening")
            done = True
        found = look.fold(desk, inspection).meetings
        if done:
            call.screen.said("Saved: {place}", place=spoken(w, given.meeting))
        else:
            call.screen.table(
                [w("Meeting"), w("Held"), w("Where"), w("Consent"), w("Present")],
                [
                    (
                        spoken(w, m.code),
                        m.held[:16],
                        m.place,
                        w("yes") if m.consent else w("no"),
                        w.listed(*(a.name for a in m.attendance)),
                    )
                    for m in found.values()
                    if given.meeting in ("", m.code)
                ],
            )
        call.screen.result(
            {
                m.code: {
                    "held": m.held,
                    "place": m.place,
                    "consent": m.consent,
                    "present": [a.name for a in m.attendance],
                }
                for m in found.values()
            }
        )
    return 0
