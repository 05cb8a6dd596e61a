"""``auditapp demo``: a finished sample inspection with its signed report, made with the ordinary verbs."""

from __future__ import annotations

from pathlib import Path

from auditapp.cli.call import Call
from auditapp.cli.reader import Reader


def options(reader: Reader, verb: str) -> None:
    reader.add_argument("folder", type=Path, help=reader.words("a new folder for it"))


def run(call: Call) -> int:
    from auditapp.operations.demo.tell import tell
    from auditapp.report.examination import Verdict

    told = tell(call.options.folder, call.words, lambda step: call.screen.line(step))
    w = call.words
    call.screen.line("")
    call.screen.table(
        [],
        [
            (w("Report"), told.report),
            (w("Rectification notice"), told.notice),
            (w("Fact sheets"), told.facts),
            (w("Blank checklist"), told.blank),
            (w("Package"), told.package),
            (w("Desk"), told.desk),
        ],
    )
    call.screen.line("")
    call.screen.line(w(told.verdict.sentence))
    call.screen.result(
        {
            "folder": told.folder,
            "desk": told.desk,
            "number": told.number,
            "report": told.report,
            "notice": told.notice,
            "facts": told.facts,
            "blank": told.blank,
            "package": told.package,
            "photos": told.photos,
            "findings": told.findings,
            "answered": told.answered,
            "verdict": told.verdict.verdict.name.lower(),
        }
    )
    return 1 if told.verdict.verdict is Verdict.INVALID else 0
