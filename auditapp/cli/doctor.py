"""``auditapp doctor``: is everything well? Exit code 1 when something is bad."""

from __future__ import annotations

from auditapp.cli.call import Call
from auditapp.cli.reader import Reader
from auditapp.words import Trouble, say


def options(reader: Reader, verb: str) -> None:
    reader.add_argument("--quick", action="store_true", help=reader.words("do not read every entry and page"))


def run(call: Call) -> int:
    from auditapp.operations import doctor
    from auditapp.operations.desk import is_there

    w = call.words
    lines = list(doctor.without_desk(call.folder))
    if call.settings.unread:
        lines.append(
            doctor.Line(
                "settings",
                doctor.State.WARN,
                say("These preferences cannot be read: {names}."),
                {"names": ", ".join(call.settings.unread)},
            )
        )
    if is_there(call.folder):
        try:
            with call.desk() as desk:
                lines += doctor.doctor(desk, thorough=not call.options.quick)
        except Trouble as trouble:
            lines.append(doctor.Line("desk", doctor.State.BAD, "", trouble=trouble))
    call.screen.table([], [(w(doctor.STATE_NAMES[line.state]), line.name, line.said(w)) for line in lines])
    call.screen.result(
        [{"name": line.name, "state": line.state.name.lower(), "sentence": line.said(w)} for line in lines]
    )
    return 1 if any(line.state is doctor.State.BAD for line in lines) else 0
