"""``auditapp restore``: bring the desk back from a backup."""

from __future__ import annotations

import sys
from pathlib import Path

from auditapp.cli.call import Call
from auditapp.cli.reader import Reader
from auditapp.words import Trouble


def options(reader: Reader, verb: str) -> None:
    reader.add_argument(
        "source",
        nargs="?",
        type=Path,
        default=None,
        metavar="from",
        help=reader.words("a backup file, or a folder with backups (default: the newest beside the desk)"),
    )


def run(call: Call) -> int:
    from auditapp.operations import backup

    given = call.passphrase()
    try:
        done = backup.restore(call.folder, given, source=call.options.source)
    except Trouble as trouble:
        if given or trouble.title != "A passphrase is needed" or not sys.stdin.isatty():
            raise
        typed = call.ask_secret(call.words("Passphrase of the desk: "))
        done = backup.restore(call.folder, typed, source=call.options.source)
    call.screen.said(
        "Restored from {file}: {entries} entries, {saved} of them saved from the old database.",
        file=done.backup,
        entries=done.entries,
        saved=done.saved,
    )
    if done.aside:
        call.screen.said("The old database lies in {folder}; it was not deleted.", folder=done.aside.parent)
    call.screen.said("The desk goes on as desk {desk}.", desk=done.desk[:8])
    call.screen.result(done)
    return 0
