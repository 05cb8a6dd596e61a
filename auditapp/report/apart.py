"""Checking a document in a process of its own: bounded in time and memory, whatever the file does.

A PDF can be made so that merely reading it takes hours or all memory. `check.verify` looks into no file larger
than a report can be, but cannot stop what a library does; a process can be ended. Costs about half a second, so
it is for documents that come from elsewhere; `check.verify` does for our own.
"""

from __future__ import annotations

import multiprocessing
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from auditapp.report.examination import Answer, Examination, Question, Verdict
from auditapp.words import Trouble, say

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from cryptography import x509

SECONDS: Final = 300.0
"""What a report of 1,000 photos takes ten times over."""
MOST_MEMORY: Final = 4_000_000_000


def verify_apart(
    path: Path,
    *,
    seconds: float = SECONDS,
    most_memory: int = MOST_MEMORY,
    roots: tuple[x509.Certificate, ...] = (),
    licensed: tuple[x509.Certificate, ...] = (),
    **known: Any,
) -> Examination:
    """`check.verify` in a process of its own, ended after *seconds*; then, or when memory runs out, INVALID.

    *known*: further arguments of `check.verify` that can be sent (``known``, ``erasers``, ``crls``, ``now``). Raises
    `Trouble` when the file cannot be read from the disk.
    """
    from auditapp.report.identity import pem

    fresh = multiprocessing.get_context("spawn")
    here, there = fresh.Pipe(duplex=False)  # a pipe, not a queue: it needs no semaphores, which some systems withhold
    worker = fresh.Process(
        target=_check,
        daemon=True,
        args=(there, path, most_memory, [pem(one) for one in roots], [pem(one) for one in licensed], known),
    )
    worker.start()
    there.close()
    try:
        found = _awaited(here, seconds)
    finally:
        worker.kill()
        worker.join()
        worker.close()
        here.close()
    match found:
        case Examination():
            return found
        case (str(title), str(sentence), str(todo), dict(values)):
            raise Trouble(title, sentence, todo, **values)
        case _:
            return Examination(
                path,
                (
                    Answer(
                        Question.READABLE,
                        Verdict.INVALID,
                        say(
                            "The file could not be checked within {seconds} seconds or the "
                            "memory allowed; it may be made so that "
                            "reading it never ends."
                        ),
                        {"seconds": round(seconds)},
                    ),
                ),
            )


def _awaited(pipe: Connection, seconds: float) -> object:
    """What the process found, or None when it took too long or ended without a word."""
    try:
        return pipe.recv() if pipe.poll(seconds) else None
    except (EOFError, OSError):
        return None


def _check(
    answers: Connection, path: Path, most_memory: int, roots: list[bytes], licensed: list[bytes], known: dict[str, Any]
) -> None:
    """The other process."""
    if sys.platform == "linux":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (most_memory, most_memory))
    from auditapp.report.check import verify
    from auditapp.report.identity import certificates

    try:
        found: object = verify(
            path,
            roots=[one for raw in roots for one in certificates(raw)],
            licensed=[one for raw in licensed for one in certificates(raw)],
            **known,
        )
    except Trouble as trouble:
        found = trouble.title, trouble.sentence, trouble.todo, dict(trouble.values)
    answers.send(found)
