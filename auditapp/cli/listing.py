"""``auditapp list``: the inspections on this desk."""

from __future__ import annotations

from auditapp.cli.call import Call
from auditapp.cli.reader import Reader
from auditapp.cli.screen import cut


def options(reader: Reader, verb: str) -> None:
    reader.add_argument(
        "--state",
        default="",
        choices=("", "open", "signed"),
        metavar="S",
        help=reader.words("only open or only signed ones"),
    )


def run(call: Call) -> int:
    from auditapp.operations import look

    w = call.words
    with call.desk() as desk:
        rows = [row for row in look.inspections(desk) if call.options.state in ("", row.state)]
        call.screen.table(
            [w("Number"), w("Site"), w("State"), w("Answered"), w("Findings"), w("Photos"), w("Score"), w("Changed")],
            [
                (
                    row.number,
                    cut(row.site, 30),
                    _state(call, row.state, row.revision),
                    f"{row.answered}/{row.items}",
                    row.findings,
                    row.photos,
                    f"{row.score} {row.grade}".strip() or "-",
                    row.changed[:16].replace("T", " "),
                )
                for row in rows
            ],
        )
        call.screen.result(rows)
    return 0


def _state(call: Call, state: str, revision: str) -> str:
    w = call.words
    return w("signed, revision {revision}", revision=revision) if state == "signed" else w("not signed")
