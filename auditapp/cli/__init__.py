"""The program without a screen: one verb, one command.

Vocabulary
    *verb*     a word after ``auditapp``; its arguments are read here, its deed is done in ``operations``
    *screen*   where results go: lines and tables for people, one JSON document for machines (``--json``)
    *call*     one command line being carried out: its options, words, screen, and the desk once it is open

Each verb is a small file with ``options`` and ``run``, loaded when it is called; `verbs` lists them. Nothing is
imported before it is needed: ``auditapp --help`` must start almost as fast as Python itself.

Exit codes: 0 fine, 1 found something wrong, 2 used wrongly, 3 cannot reach or read, 70 a fault of the program (the
log file is named), 130 interrupted.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Read one command line and do it; returns the exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    for stream in (sys.stdout, sys.stderr):
        # Under LC_ALL=C Python may believe that nothing but ASCII can be shown; Chinese then goes out as UTF-8.
        if (
            stream is not None
            and hasattr(stream, "reconfigure")
            and "ascii" in str(stream.encoding).lower().replace("ansi_x3.4-1968", "ascii")
        ):
            stream.reconfigure(encoding="utf-8", errors="replace")
    if given in (["--help"], ["-h"], ["help"], ["--version"]):
        try:
            _tell(given)
            sys.stdout.flush()
        except BrokenPipeError:  # `| head` has read enough
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        except OSError:
            from auditapp.cli.run import run

            return run(given)  # which says what is wrong
        return 0
    from auditapp.cli.run import run

    return run(given)


def _tell(given: list[str]) -> None:
    if given == ["--version"]:
        import auditapp

        print(f"auditapp {auditapp.__version__}")
    else:
        from auditapp.cli.help import overview

        overview()
