"""``auditapp list``: the inspections on this desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditapp.cli.call import Call
from auditapp.cli.reader import Reader
from auditapp.cli.screen import cut
from auditapp.words import Words

if TYPE_CHECKING:
    from auditapp.operations.desk import Desk


def options(reader: Reader, verb: str) -> None:
    reader.add_argument(
        "--state",
        default="",
        choices=("", "open", "signed"),
        metavar="S",
        help=reader.words("only open or only signed ones"),
    )


def run(call: Call) -> int:
    from auditapp.operations import exchange, look

    w = call.words
    with call.desk() as desk:
        rows = [row for row in look.inspections(desk) if call.options.state in ("", row.state)]
        exchanges = exchange.whom(desk)[0] != ""
        call.screen.table(
            [
                *(
                    w("Number"),
                    w("Site"),
                    w("State"),
                    w("Answered"),
                    w("Findings"),
                    w("Photos"),
                    w("Score"),
                    w("Changed"),
                ),
                *([w("Head office")] if exchanges else []),
            ],
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
                    *([there(w, desk, row.id)] if exchanges else []),
                )
                for row in rows
            ],
        )
        call.screen.result(rows)
    return 0


def there(w: Words, desk: Desk, inspection: str) -> str:
    """What head office (or the folder) holds of an inspection; "safe" only with a receipt."""
    from auditapp.operations import exchange

    waiting = exchange.pending_in(desk, inspection)
    if exchange.safe(desk, inspection).state == "safe":
        return w("safe")
    if waiting.nothing:
        return w("there, not signed for")
    return w("{entries} entries, {photos} photos not there yet", entries=waiting.entries, photos=waiting.photos)


def _state(call: Call, state: str, revision: str) -> str:
    w = call.words
    return w("signed, revision {revision}", revision=revision) if state == "signed" else w("not signed")
