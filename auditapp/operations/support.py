"""The support file: what whoever helps needs to see, and nothing that an inspector wrote.

Logs, versions and the outcome of the checks go into one ZIP; no answers, notes, names or photos. Where the person's
own folder stands in a line, "~" stands instead. What goes in can be shown first (`contents`), and the file itself is
plain text that anybody can read before sending it.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from auditapp.operations import doctor
from auditapp.operations.desk import PROGRAM, Desk
from auditapp.operations.saving import refuse_there
from auditapp.words import ENGLISH, Trouble, say

LOGS: Final = "logs"
MOST_LOGS: Final = 20
MOST_LOG_BYTES: Final = 2 * 2**20
"""Of each log its end, which tells of what happened last."""

_WHAT: Final = {
    "versions.txt": say("Versions of the program, its libraries and this system"),
    "checks.txt": say("What the checks of this desk found: counts and sentences, no contents"),
    LOGS: say("What the program did, line by line; no answers, notes or names"),
}


@dataclass(frozen=True)
class Part:
    """One file that goes in: its name, what it is (English, to be spoken), its size as it lies now (0: made later)."""

    name: str
    what: str
    bytes: int = 0


def contents(desk: Desk) -> tuple[Part, ...]:
    """What `collect` would put in, for the person to see first."""
    made = [Part(name, _WHAT[name]) for name in ("versions.txt", "checks.txt")]
    logs = [Part(f"{LOGS}/{log.name}", _WHAT[LOGS], min(log.stat().st_size, MOST_LOG_BYTES)) for log in _logs(desk)]
    return (*made, *logs)


def collect(
    desk: Desk, out: Path, *, thorough: bool = True, progress: Callable[[int, int], object] | None = None
) -> Path:
    """Write the support file. Raises `Trouble`: the file is there already, the disk refuses.

    *thorough* checks take about a second for 5,000 entries: a window asks this of ``desk.apart()`` on another thread.
    *progress* is called with (inspections checked, of) and may raise to stop it; then there is no file."""
    from auditapp.store import durable

    refuse_there(out)
    checks = "\n".join(_checks(desk, thorough, progress))
    with durable.whole_file(out) as stream, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("versions.txt", _versions())
        archive.writestr("checks.txt", impersonal(checks) + "\n")
        for log in _logs(desk):
            archive.writestr(f"{LOGS}/{log.name}", impersonal(_end_of(log)))
    return out


def impersonal(text: str) -> str:
    """*text* without the person's own folder and the account's name in it."""
    home = Path.home()
    parts = (re.escape(part) for part in home.parts if part != home.anchor)
    folder = re.escape(home.anchor.rstrip("/\\")) + r"[/\\]+" + r"[/\\]+".join(parts)
    text = re.sub(folder, "~", text, flags=re.IGNORECASE) if len(home.parts) > 1 else text
    return re.sub(rf"\b{re.escape(home.name)}\b", "~", text) if len(home.name) > 2 and home.name != "root" else text


def _versions() -> str:
    from auditapp.store import health

    lines = [PROGRAM, *(f"{name} {version or '-'}" for name, version in health.versions().items())]
    return "\n".join(lines) + "\n"


def _checks(desk: Desk, thorough: bool, progress: Callable[[int, int], object] | None) -> Iterator[str]:
    yield desk.clock().isoformat(timespec="seconds")
    for line in doctor.without_desk(desk.store.folder):
        yield f"{line.state.name} {line.name}: {line.said(ENGLISH)}"
    try:
        for line in doctor.doctor(desk, thorough=thorough, progress=progress):
            yield f"{line.state.name} {line.name}: {line.said(ENGLISH)}"
    except Trouble as trouble:  # a desk too broken to be checked is what the file is wanted for
        yield f"BAD desk: {trouble}"


def _logs(desk: Desk) -> list[Path]:
    """The logs, the newest first."""
    try:
        found = [path for path in (desk.store.folder / LOGS).iterdir() if path.is_file() and ".log" in path.name]
        return sorted(found, key=lambda path: (-path.stat().st_mtime, path.name))[:MOST_LOGS]
    except OSError:
        return []


def _end_of(log: Path) -> str:
    try:
        with log.open("rb") as stream:
            stream.seek(max(0, log.stat().st_size - MOST_LOG_BYTES))
            return stream.read(MOST_LOG_BYTES).decode("utf-8", "replace")
    except OSError as error:
        return f"could not be read: {error.strerror or type(error).__name__}\n"
