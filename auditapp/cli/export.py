"""``auditapp export``: write an inspection into one file."""

from __future__ import annotations

from pathlib import Path

from auditapp.cli.call import Call
from auditapp.cli.reader import Reader
from auditapp.words import Trouble, say


def options(reader: Reader, verb: str) -> None:
    w = reader.words
    reader.add_argument("out", type=Path, help=w("the file to write (.auditpkg)"))
    reader.add_argument(
        "--without-originals",
        action="store_true",
        help=w("leave the untouched originals out; only what may leave of the photos goes along"),
    )
    reader.add_argument("--force", action="store_true", help=w("write over a file that is there"))


def run(call: Call) -> int:
    from auditapp.operations import package

    given, w = call.options, call.words
    if given.out.exists() and not given.force:
        raise Trouble(
            say("The file is there already"),
            say("{file} exists and is not overwritten."),
            say("Choose another name, or say --force."),
            code=2,
            file=str(given.out),
        )
    with call.inspection() as (desk, inspection):
        done = package.export_package(desk, inspection, given.out, renditions_only=given.without_originals)
        call.screen.said(
            "Written: {file}, {entries} entries, {photos} photo files, SHA-256 {sha256}",
            file=given.out,
            entries=done.entries,
            photos=done.photos,
            sha256=done.sha256,
        )
        if done.missing and not given.without_originals:
            call.screen.told(
                w.count(
                    "{n} photo file is not on this laptop and is not in the package.",
                    "{n} photo files are not on this laptop and are not in the package.",
                    len(done.missing),
                )
            )
        call.screen.result(done)
    return 0
