"""Draw a document in a process of its own, so that a long report keeps nobody's screen waiting.

The caller's process keeps the store: the drawing process asks it for each picture, tells it how far it is, and
stops when it is told to. It gets the journal and the checklist, from which it works out the same papers.
"""

from __future__ import annotations

import multiprocessing
import traceback
from dataclasses import dataclass
from datetime import date
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from auditapp.report.papers import Cancelled, Document, Papers, Progressed, Rendered, SignerBox
from auditapp.words import Trouble


class DrawingFailed(RuntimeError):
    """The drawing process failed by a fault of ours; the message is its traceback."""


@dataclass(frozen=True)
class _Order:
    """What the drawing process is given: everything but the pictures."""

    lines: tuple[bytes, ...]
    checklist_document: bytes
    language: str
    program: str
    day: date
    preset: str
    signers: tuple[SignerBox, ...]
    draft: bool
    document: Document
    out: Path


def render_apart(papers: Papers, document: Document, out: Path, *, progress: Progressed | None = None) -> Rendered:
    """As `build.render`, in a spawned process. Blocks; *progress* is called here and may raise `Cancelled`.

    Raises what `render` raises, and `DrawingFailed` when the process dies.
    """
    from auditapp.journal.line import to_line

    order = _Order(
        tuple(to_line(e) for e in papers.entries),
        papers.checklist_document,
        papers.language,
        papers.program,
        papers.walk.day,
        papers.score.preset,
        papers.signers,
        papers.draft,
        document,
        out,
    )
    spawn = multiprocessing.get_context("spawn")
    here, there = spawn.Pipe()
    # The order goes through our own pipe: a process that dies while it starts would leave spawn's own writing for ever.
    child = spawn.Process(target=_draw, args=(there,), name="auditapp-report")
    child.start()
    there.close()
    try:
        try:
            here.send(order)
        except OSError as dead:
            raise DrawingFailed("the drawing process ended before it began") from dead
        return _serve(here, papers, progress)
    finally:
        here.close()
        child.join(10)
        if child.is_alive():
            child.terminate()
            child.join()
        child.close()


def _serve(pipe: Connection, papers: Papers, progress: Progressed | None) -> Rendered:
    """Answer the drawing process until it is done."""
    cancelled: BaseException | None = None
    while True:
        try:
            said, *rest = pipe.recv()
        except EOFError:
            raise DrawingFailed("the drawing process ended without a word") from None
        match said:
            case "progress":
                try:
                    if progress and cancelled is None:
                        progress(*rest)
                except BaseException as stop:  # noqa: BLE001 - whatever stops us stops the other process first
                    cancelled = stop
                pipe.send(cancelled is None)
            case "picture":
                try:
                    pipe.send_bytes(papers.picture(*rest))
                except KeyError:
                    pipe.send_bytes(b"")
            case "done":
                return Rendered(*rest)
            case "cancelled":
                raise cancelled or Cancelled
            case "trouble":
                title, sentence, todo, code, values = rest
                raise Trouble(title, sentence, todo, code=code, **values)
            case _:
                raise DrawingFailed(str(rest[0] if rest else said))


def _draw(pipe: Connection) -> None:
    """The drawing process's whole life."""
    try:
        pipe.send(_told(pipe, pipe.recv()))
    except (EOFError, BrokenPipeError):
        pass  # whoever asked is gone; render has removed the unfinished file
    finally:
        pipe.close()


def _told(pipe: Connection, order: _Order) -> tuple[Any, ...]:
    from auditapp.journal.line import from_line
    from auditapp.report.again import gather
    from auditapp.report.build import render
    from auditapp.words import speak

    def picture(sha256: str) -> bytes:
        pipe.send(("picture", sha256))
        raw = pipe.recv_bytes()
        if not raw:
            raise KeyError(sha256)
        return raw

    def progress(done: int, of: int) -> None:
        pipe.send(("progress", done, of))
        if not pipe.recv():
            raise Cancelled

    try:
        papers = gather(
            order.checklist_document,
            [from_line(line) for line in order.lines],
            picture=picture,
            words=speak(order.language),
            program=order.program,
            day=order.day,
            signers=order.signers,
            draft=order.draft,
            preset=order.preset,
        )
        done = render(papers, order.document, order.out, progress=progress)
        return ("done", done.path, done.sha256, done.bytes, done.pages, tuple(done.missing))
    except Cancelled:
        return ("cancelled",)
    except Trouble as trouble:
        return (
            "trouble",
            trouble.title,
            trouble.sentence,
            trouble.todo,
            trouble.code,
            {name: str(value) for name, value in trouble.values.items()},
        )
    except Exception:  # noqa: BLE001 - a fault of ours, told to the process that can show it
        return ("fault", traceback.format_exc())
