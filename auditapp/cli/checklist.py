"""``auditapp checklist``: check, list, install, convert and compare checklists."""

from __future__ import annotations

from pathlib import Path

from auditapp.cli.call import Call
from auditapp.cli.reader import Reader
from auditapp.cli.screen import cut
from auditapp.words import say

_WEIGHTS = {"error": say("error"), "warning": say("warning"), "advice": say("advice")}


def options(reader: Reader, verb: str) -> None:
    w = reader.words
    deeds = reader.deeds()
    deeds.add("list", w("checklists of the program and of this desk (default)"))
    check = deeds.add("check", w("every fault of an authored file, with line, item and sentence"))
    check.add_argument("files", nargs="+", type=Path, help=w("files (.yaml, .xlsx, .csv, .json)"))
    check.add_argument("--strict", action="store_true", help=w("exit code 1 for warnings too"))
    install = deeds.add("install", w("check a file and keep it on this desk"))
    install.add_argument("file", type=Path, help=w("the file"))
    convert = deeds.add("convert", w("write a checklist as .xlsx, .csv or .json"))
    convert.add_argument("source", help=w("a file, or the id of a shipped checklist"))
    convert.add_argument("out", type=Path, help=w("where to; its ending says in which form"))
    diff = deeds.add("diff", w("what changed between two checklists (exit code 1 when something did)"))
    diff.add_argument("before", help=w("a file, or the id of a shipped checklist"))
    diff.add_argument("after", help=w("a file, or the id of a shipped checklist"))
    overlay = deeds.add("overlay", w("lay your own clause numbers over a checklist"))
    overlay.add_argument("source", help=w("a file, or the id of a shipped checklist"))
    overlay.add_argument("table", type=Path, help=w("table of item and clause (.csv, .xlsx)"))
    overlay.add_argument("out", type=Path, help=w("where to write the new checklist (.json, .xlsx, .csv)"))


def run(call: Call) -> int:
    from auditapp.operations import checklists

    given = call.options
    match getattr(given, "deed", None):
        case "check":
            return _check(call)
        case "install":
            with call.desk(create=True) as desk:
                digest, checklist = checklists.install(desk, given.file)
            call.screen.said(
                "Installed: {name} {version}, {n} items, {digest}",
                name=checklist.id,
                version=checklist.version,
                n=len(checklist.by_id),
                digest=digest[:12],
            )
            call.screen.result({"digest": digest, "id": checklist.id, "version": checklist.version})
        case "convert":
            checklists.convert(checklists.named(given.source), given.out)
            call.screen.said("Written: {file}", file=given.out)
            call.screen.result({"file": given.out})
        case "overlay":
            checklists.overlay(checklists.named(given.source), given.table, given.out)
            call.screen.said("Written: {file}", file=given.out)
            call.screen.result({"file": given.out})
        case "diff":
            return _diff(call)
        case _:
            return _list(call)
    return 0


def _list(call: Call) -> int:
    from auditapp.operations import checklists
    from auditapp.operations.desk import is_there

    w = call.words
    every = checklists.shipped(w)
    if is_there(call.folder) and call.passphrase():
        with call.desk() as desk:
            every += checklists.installed(desk)
    call.screen.table(
        [w("Checklist"), w("Version"), w("Items"), w("Where"), w("Title")],
        [
            (
                one.code if one.digest else one.path.stem if one.path else one.code,
                one.version,
                one.items,
                one.digest[:12] if one.digest else w("with the program"),
                cut(one.title, 60),
            )
            for one in every
        ],
    )
    call.screen.result(every)
    return 0


def _check(call: Call) -> int:
    from auditapp.checklist.faults import errors
    from auditapp.operations import checklists

    w, told, bad = call.words, [], 0
    for file in call.options.files:
        reading = checklists.check(file)
        wrong = errors(reading.faults)
        bad += len(reading.faults) if call.options.strict else len(wrong)
        for fault in reading.faults:
            call.screen.line(f"{w(_WEIGHTS[str(fault.weight)])}: {fault.line(w)}")
        items = len(reading.checklist.by_id) if reading.checklist else 0
        call.screen.said(
            "{file}: {items} items, {errors} errors, {others} remarks",
            file=file,
            items=items,
            errors=len(wrong),
            others=len(reading.faults) - len(wrong),
        )
        bad += not reading.sound and not wrong
        told.append(
            {
                "file": file,
                "items": items,
                "sound": reading.sound,
                "faults": [
                    {
                        "file": f.place.file,
                        "line": f.place.line,
                        "sheet": f.place.sheet,
                        "item": f.item,
                        "weight": str(f.weight),
                        "sentence": f.text(w),
                    }
                    for f in reading.faults
                ],
            }
        )
    call.screen.result(told)
    return 1 if bad else 0


def _diff(call: Call) -> int:
    from auditapp.operations import checklists

    found = checklists.difference(checklists.named(call.options.before), checklists.named(call.options.after))
    w = call.words
    for what, name in found.added:
        call.screen.line(f"+ {what} {name}")
    for what, name in found.removed:
        call.screen.line(f"- {what} {name}")
    for changed in found.changed:
        for change in changed.changes:
            call.screen.line(
                f"~ {changed.what} {changed.name}  {change.field}: {cut(change.before or '-', 40)} → "
                f"{cut(change.after or '-', 40)}"
            )
    for item in found.moved:
        call.screen.line(w("moved: {item}", item=item))
    if not found:
        call.screen.said("The two are the same.")
    call.screen.result(found)
    return 1 if found else 0
