"""Start: a verb goes to the command line, anything else opens the window."""

from __future__ import annotations

import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command, or show the window until it is closed.

    Returns 0 fine, 1 found something wrong, 2 used wrongly, 3 cannot reach or read (no screen, say).
    """
    for stream in (sys.stdout, sys.stderr):
        # A pipe on Windows or an old locale cannot hold every Chinese character; a question mark beats a traceback.
        if stream is not None and hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    given = list(sys.argv[1:] if arguments is None else arguments)
    if wants_window(given):
        from auditapp.app import main as show

        return show(given)
    from auditapp.cli import main as run

    return run(given)


def wants_window(given: Sequence[str]) -> bool:
    """Whether nothing asks for a verb: no words at all, or only a file, ``--data DIR`` and ``--lang LANGUAGE``.

    A word that is neither a verb nor a file is taken for a mistyped verb, which the command line explains.
    """
    rest = iter(given)
    for one in rest:
        name, equals, _ = one.partition("=")
        if name in ("--data", "--lang"):
            if not equals:
                next(rest, None)
        elif one.startswith("-"):
            return False
        else:
            return _is_file(one)
    return True


def _is_file(word: str) -> bool:
    from auditapp.cli import verbs

    if word in verbs.names() or word == "help":
        return False
    import os.path

    return os.path.splitext(word)[1] != "" or os.path.exists(word)  # noqa: PTH110, PTH122 (pathlib costs 3 ms)


if __name__ == "__main__":
    sys.exit(main())
