"""Is everything well? One line per thing looked at, with what to do about it. Questions only."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import IntEnum
from pathlib import Path
from typing import Any, Final

from auditapp.operations.desk import Desk
from auditapp.words import Trouble, Words, in_words, resources, say

FONTS: Final = ("NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf")
MB: Final = 1024 * 1024


class State(IntEnum):
    """How it is, from good to bad."""

    OK = 0
    WARN = 1
    BAD = 2


STATE_NAMES: Final = {State.OK: say("ok"), State.WARN: say("warn"), State.BAD: say("bad")}

WAYS: Final = {
    "keyring": say("this account's keyring (without asking)"),
    "passphrase": say("the passphrase"),
    "recovery": say("head office's recovery key"),
}
"""What may open a desk (`store.vault.ways_in`), in words; several stand in a line as the language lists them."""


@dataclass(frozen=True)
class Line:
    """One thing looked at: its name, how it is, and a sentence with its values (English, to be spoken)."""

    name: str
    state: State
    sentence: str
    values: dict[str, Any] = field(default_factory=dict)
    trouble: Trouble | None = None

    def said(self, words: Words) -> str:
        if self.trouble:
            return in_words(self.trouble, words)
        values = {name: words.listed(*map(words, v)) if isinstance(v, tuple) else v for name, v in self.values.items()}
        return words(self.sentence, **values)


def without_desk(folder: Path) -> Iterator[Line]:
    """What can be looked at without opening a desk: the program and its parts."""
    from auditapp.store import desk_folder, health, vault, whereabouts

    versions = health.versions()
    yield Line(
        "program",
        State.OK,
        say("{versions}"),
        {"versions": ", ".join(f"{name} {version}" for name, version in versions.items() if version)},
    )
    for name, version in versions.items():
        if not version:
            yield Line(
                "program",
                State.BAD,
                say("The library {name} is not installed; install the program again."),
                {"name": name},
            )
    for name in FONTS:
        there = (resources() / "fonts" / name).is_file()
        yield Line(
            "fonts",
            State.OK if there else State.BAD,
            say("{font} is there.") if there else say("{font} is missing; install the program again."),
            {"font": name},
        )
    catalogue = resources() / "locale" / "zh_CN" / "LC_MESSAGES" / "auditapp.mo"
    yield Line(
        "words",
        State.OK if catalogue.is_file() else State.WARN,
        say("Chinese and English are there.")
        if catalogue.is_file()
        else say("The Chinese words are missing; the program speaks English."),
    )
    ring = vault.system_ring()
    yield Line(
        "keyring",
        State.OK,
        say("The keyring is {name}.")
        if ring is not None
        else say("There is no keyring on this computer; the desk is opened with a passphrase."),
        {"name": type(ring).__module__} if ring is not None else {},
    )
    for trouble in whereabouts.warnings(folder):
        yield Line("place", State.WARN, "", trouble=trouble)
    if not desk_folder.exists(folder):
        yield Line(
            "desk", State.OK, say("There is no desk in {folder} yet; it is made on first use."), {"folder": str(folder)}
        )


def doctor(
    desk: Desk, *, thorough: bool = True, progress: Callable[[int, int], object] | None = None
) -> Iterator[Line]:
    """The open desk: ways in, disk, backups, and every page, entry, photo and list.

    *thorough* takes about a second for 5,000 entries: a window asks it of ``desk.apart()`` on another thread.
    *progress* is called with (inspections checked, of) and may raise to stop it."""
    from auditapp.store import health

    found = health.health(desk.store, thorough=thorough, progress=progress)
    yield Line(
        "desk",
        State.OK,
        say("Desk {desk}: {inspections} inspections, {entries} entries, {mb} MB."),
        {
            "desk": found.desk[:8],
            "inspections": found.inspections,
            "entries": found.entries,
            "mb": -(-found.database_bytes // MB),
        },
    )
    yield Line("photos", State.OK, say("{n} files, {mb} MB."), {"n": found.photos, "mb": -(-found.photo_bytes // MB)})
    yield Line("disk", State.OK, say("{mb} MB are free."), {"mb": found.free // MB})
    yield Line(
        "unlock",
        State.OK,
        say("Ways to open the desk: {ways}."),
        {"ways": tuple(WAYS[way] for way, there in found.ways_in.items() if there)},
    )
    yield Line("backups", State.OK, say("{n} backups."), {"n": len(found.backups)})
    if len(found.incarnations) > 1:
        last = found.incarnations[-1]
        yield Line(
            "desk",
            State.OK,
            say("This desk was restored or copied; it goes on as desk {desk} since {made}."),
            {"desk": last.desk[:8], "made": last.made},
        )
    troubles = [*found.troubles, *(_about_lists(desk, progress) if thorough else ())]
    for trouble in troubles:
        hard = trouble.title.startswith(("The database is damaged", "An inspection's journal", "Photos are missing"))
        yield Line("integrity" if hard else "advice", State.BAD if hard else State.WARN, "", trouble=trouble)
    if thorough and not any(line.title.startswith(("The database", "An inspection")) for line in troubles):
        yield Line("integrity", State.OK, say("Every page, entry and list was checked."))


def _about_lists(desk: Desk, progress: Callable[[int, int], object] | None) -> Iterator[Trouble]:
    """Do the lists and figures over all inspections say what the journals say?"""
    from auditapp.operations import overview

    rows = desk.store.journals.inspections()
    wrong = []
    for number, row in enumerate(rows):
        if progress is not None:
            progress(number, len(rows))
        if overview.differs(desk, row.id):
            wrong.append(row.number or row.id[:8])
    if wrong or not overview.sums_are_right(desk):
        yield Trouble(
            say("A list does not agree with the journals"),
            say("What is listed and summed up over all inspections is not what their journals say: {inspections}."),
            say("Nothing is lost. Have the lists and figures made anew."),
            code=1,
            inspections=tuple(wrong[:5]) or "–",
        )
