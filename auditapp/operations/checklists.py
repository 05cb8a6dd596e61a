"""Checklists on this desk: shipped, installed, brought in from files, checked, converted and compared."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from auditapp.checklist import shelf, write
from auditapp.checklist.model import Checklist
from auditapp.operations.desk import Desk
from auditapp.operations.saving import save_new
from auditapp.operations.testimony import when
from auditapp.words import Trouble, Words, say

if TYPE_CHECKING:
    from auditapp.checklist.diff import Difference
    from auditapp.checklist.read import Reading

SUFFIXES = (".yaml", ".yml", ".json", ".xlsx", ".csv")


@dataclass(frozen=True)
class Offered:
    """A checklist one can begin with: installed here (``digest``) or on the shelf of the program (``path``)."""

    code: str
    version: str
    title: str
    items: int
    digest: str = ""
    path: Path | None = None


def bring(desk: Desk, wish: str | Path) -> tuple[str, Checklist]:
    """The (digest, checklist) a person means, installed on this desk so that an inspection may pin it.

    *wish*: a file, a digest or its beginning, or an id (of an installed checklist, else of a shipped one).
    Raises `Trouble`: nothing of that name, faults in the file.
    """
    path = wish if isinstance(wish, Path) else Path(wish)
    if isinstance(wish, Path) or path.suffix.lower() in SUFFIXES:
        return install(desk, path)
    name = str(wish)
    shipped = {path.stem: path for path in shelf.shipped()}
    if name in shipped:
        return install(desk, shipped[name])
    known = desk.store.library.all()
    fits = [one for one in known if one.code == name][:1] or [
        one for one in known if len(name) >= 6 and one.digest.startswith(name.lower())
    ]
    if len(fits) != 1:
        raise Trouble(
            say("No such checklist"),
            say("There is no checklist {name}."),
            say("Nothing was changed. Look at the list of checklists."),
            code=2,
            name=name[:60],
        )
    return fits[0].digest, write.decode(desk.store.library.document(fits[0].digest))


def install(desk: Desk, file: Path) -> tuple[str, Checklist]:
    """Check a checklist file and keep its document on this desk. Raises `Trouble` with its first fault."""
    from auditapp.checklist import read

    if not file.is_file():
        raise Trouble(
            say("The file is not there"),
            say("There is no file {file}."),
            say("Nothing was changed. Check the name and the folder."),
            code=2,
            file=str(file),
        )
    checklist = read.load(file)
    document = write.document(checklist)
    digest = desk.store.library.install(
        document,
        code=checklist.id,
        version=checklist.version,
        title=checklist.title.in_(desk.words.language),
        installed=when(desk.clock()),
    )
    desk.memory.checklists[digest] = checklist
    return digest, checklist


def installed(desk: Desk) -> list[Offered]:
    """The checklists installed on this desk."""
    found = []
    for one in desk.store.library.all():
        checklist = write.decode(desk.store.library.document(one.digest))
        found.append(
            Offered(
                one.code, one.version, checklist.title.in_(desk.words.language), len(checklist.by_id), digest=one.digest
            )
        )
    return found


def own(desk: Desk) -> list[tuple[str, bytes]]:
    """(digest, document) of those installed here that did not come with the program: the newest under each id."""
    shelved = {path.stem for path in shelf.shipped()}
    newest: dict[str, str] = {}
    for one in desk.store.library.all():
        if one.code not in shelved:
            newest.setdefault(one.code, one.digest)
    return [(digest, desk.store.library.document(digest)) for digest in newest.values()]


def shipped(words: Words) -> list[Offered]:
    """The checklists that come with the program."""
    from auditapp.checklist import read

    found = []
    for path in shelf.shipped():
        reading = read.read_unchecked(path)
        if reading.checklist is not None:
            found.append(
                Offered(
                    reading.checklist.id,
                    reading.checklist.version,
                    reading.checklist.title.in_(words.language),
                    len(reading.checklist.by_id),
                    path=path,
                )
            )
    return found


def check(file: Path) -> Reading:
    """Every authoring fault of a file, with line, item and sentence; needs no desk."""
    from auditapp.checklist import read

    return read.read(file)


def named(wish: str) -> Checklist:
    """A checklist without a desk: of a file, or the shipped one of this id. Raises `Trouble`."""
    from auditapp.checklist import read

    path = Path(wish)
    if path.suffix.lower() in SUFFIXES:
        if not path.is_file():
            raise Trouble(
                say("The file is not there"),
                say("There is no file {file}."),
                say("Nothing was changed. Check the name and the folder."),
                code=2,
                file=wish,
            )
        return read.load(path)
    for one in shelf.shipped():
        if one.stem == wish:
            return read.load(one)
    raise Trouble(
        say("No such checklist"),
        say("There is no checklist {name}."),
        say("Nothing was changed. Look at the list of checklists."),
        code=2,
        name=wish[:60],
    )


def convert(checklist: Checklist, out: Path) -> None:
    """Write a checklist as .xlsx, .csv or .json, by the ending of *out*. Raises `Trouble`."""
    match out.suffix.lower():
        case ".xlsx":
            from auditapp.checklist.formats import xlsx

            content = xlsx.render(checklist)
        case ".csv":
            from auditapp.checklist.formats import csv

            content = csv.render(checklist)
        case ".json":
            content = write.document(checklist)
        case other:
            raise Trouble(
                say("Not a form of checklist"),
                say("Checklists are written as .xlsx, .csv or .json, not {suffix}."),
                say("Nothing was written. Give a file name with one of these endings."),
                code=2,
                suffix=other or "-",
            )
    save_new(out, content)


def difference(before: Checklist, after: Checklist) -> Difference:
    """What changed between two checklists."""
    from auditapp.checklist import diff

    return diff.difference(before, after)


def overlay(checklist: Checklist, table: Path, out: Path) -> Checklist:
    """Lay a licensed user's own clause numbers (CSV, XLSX) over a checklist and write it. Raises `Trouble`."""
    from auditapp.checklist import overlay as overlays
    from auditapp.checklist.faults import errors

    if not table.is_file():
        raise Trouble(
            say("The file is not there"),
            say("There is no file {file}."),
            say("Nothing was changed. Check the name and the folder."),
            code=2,
            file=str(table),
        )
    reading = overlays.lay_over(checklist, table)
    bad = errors(reading.faults)
    if reading.checklist is None or bad:
        raise Trouble(
            say("The overlay cannot be used"),
            say("{n} faults were found in it. The first: {first}"),
            say("Mend the file and try again. Nothing was written."),
            code=1,
            n=len(bad),
            first=bad[0].line() if bad else "-",
        )
    convert(reading.checklist, out)
    return reading.checklist
