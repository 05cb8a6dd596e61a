"""``auditapp journal``: who wrote what when, entry by entry."""

from __future__ import annotations

import json

from auditapp.cli.call import Call
from auditapp.cli.reader import Reader
from auditapp.cli.screen import cut
from auditapp.cli.spoken import spoken


def options(reader: Reader, verb: str) -> None:
    w = reader.words
    reader.add_argument("place", nargs="?", default="", help=w("only what concerns this item place"))
    reader.add_argument("--kind", default="", help=w("only entries of this kind (answer, photo, finding …)"))
    reader.add_argument("--last", type=int, default=0, metavar="N", help=w("only the last N"))
    reader.add_argument("--wide", action="store_true", help=w("whole values and ids"))


def run(call: Call) -> int:
    from auditapp.operations import trail

    given, w = call.options, call.words
    with call.inspection() as (desk, inspection):
        steps = trail.trail(desk, inspection, place=given.place, kind=given.kind)
        steps = steps[-given.last :] if given.last > 0 else steps
        most = 10_000 if given.wide else 48
        call.screen.table(
            [w("Entry"), w("When"), w("Desk"), w("Who"), w("Kind"), w("At"), w("Value"), w("State")],
            [
                (
                    step.id if given.wide else step.id[:8],
                    step.wall[:19].replace("T", " "),
                    f"{step.desk[:4]}.{step.seq}",
                    cut(step.name or step.writer or "-", 16),
                    step.kind,
                    cut(step.subject, most if given.wide else 20),
                    cut(_shown(step.value), most),
                    spoken(w, step.fate),
                )
                for step in steps
            ],
        )
        call.screen.result(steps)
    return 0


def _shown(value: object) -> str:
    if isinstance(value, dict) and set(value) == {"v"}:
        value = value["v"]
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)
