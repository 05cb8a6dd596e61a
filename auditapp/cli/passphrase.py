"""``auditapp passphrase``: what opens the desk, and changing it."""

from __future__ import annotations

import sys
from pathlib import Path

from auditapp.cli.call import Call, first_line
from auditapp.cli.reader import Reader
from auditapp.words import Trouble, say


def options(reader: Reader, verb: str) -> None:
    w = reader.words
    deed = reader.add_mutually_exclusive_group()
    deed.add_argument("--set", action="store_true", help=w("set or change the passphrase; it is asked for twice"))
    deed.add_argument("--new-file", type=Path, default=None, metavar="FILE", help=w("the new one is its first line"))
    deed.add_argument("--remove", action="store_true", help=w("only this account's keyring opens the desk then"))
    deed.add_argument("--ask", choices=("yes", "no"), default="", help=w("ask for it at every start, or not"))
    deed.add_argument("--recovery", type=Path, default=None, metavar="FILE", help=w("head office's key opens it too"))
    deed.add_argument("--no-recovery", action="store_true", help=w("head office's key opens it no more"))


def run(call: Call) -> int:
    from auditapp.operations import ways_in

    given, w = call.options, call.words
    with call.desk() as desk:
        if given.set or given.new_file:
            before = ways_in.ways(desk)
            current = call.passphrase() or ""
            if not current and before.passphrase and not before.keyring:
                current = _typed(call, w("Passphrase of the desk: "))
            new = first_line(given.new_file) if given.new_file else _typed(call, w("New passphrase: "), twice=True)
            ways_in.set_passphrase(desk, new, current=current)
        elif given.remove:
            ways_in.remove_passphrase(desk, call.passphrase() or _typed(call, w("Passphrase of the desk: ")))
        elif given.ask:
            ways_in.ask_at_start(desk, given.ask == "yes")
        elif given.recovery or given.no_recovery:
            ways_in.set_recovery(desk, given.recovery)
        found = ways_in.ways(desk)
        yes, no = w("yes"), w("no")
        call.screen.table(
            [w("Opens the desk"), ""],
            [
                (w("the passphrase"), yes if found.passphrase else no),
                (w("this account's keyring (without asking)"), yes if found.keyring else no),
                (w("head office's recovery key"), yes if found.recovery else no),
            ],
        )
        call.screen.result(found)
    return 0


def _typed(call: Call, prompt: str, *, twice: bool = False) -> str:
    if not sys.stdin.isatty():
        raise Trouble(
            say("A passphrase is needed"),
            say("There is nobody to type it here."),
            say("Nothing was changed. Give the old one with --passphrase-file FILE, the new one with --new-file FILE."),
            code=2,
        )
    return call.ask_secret(prompt, twice=twice)
