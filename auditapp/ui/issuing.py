"""A document made while the window stays live: asked for on its thread, drawn and signed off it, recorded on it.

(`operations.documents.issue` does all three in one; these steps belong there as ``prepare``, ``make`` and ``record``.)
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from auditapp.operations import documents
from auditapp.operations.changes import Changes
from auditapp.operations.desk import Desk
from auditapp.operations.ink import unreadable
from auditapp.report.papers import Document, Papers, Rendered
from auditapp.words import Trouble, say

if TYPE_CHECKING:
    from auditapp.operations.documents import Signature


@dataclass(frozen=True)
class Order:
    """A document asked for: everything that needs the desk's database was read already."""

    desk: Desk
    inspection: str
    papers: Papers
    document: Document
    out: Path
    hands: tuple[documents._Ready, ...] = ()


def draft(desk: Desk, inspection: str, document: Document, out: Path, language: str = "") -> Order:
    """An unsigned document to look at. Raises `Trouble`: photos not cleared."""
    return Order(desk, inspection, documents.papers_of(desk, inspection, document, language), document, out)


def prepare(
    desk: Desk, inspection: str, document: Document, out: Path, language: str, signatures: Sequence[Signature]
) -> Order:
    """A document to issue; every key is unlocked before anything is drawn. Raises `Trouble`."""
    papers = documents.papers_of(desk, inspection, document, language)
    if document in (Document.REPORT, Document.NOTICE) and papers.draft:
        raise Trouble(
            say("Not signed off yet"), say("A report is issued after sign-off; before, it is a draft."), code=2
        )
    hands = tuple(
        documents._unlocked(desk, papers.inspection, one, needs_sign_off=document is Document.REPORT)
        for one in signatures
    )
    return Order(desk, inspection, papers, document, out, hands)


def make(order: Order, progress: Callable[[int, int], None]) -> Rendered:
    """Draw in a process of its own, then sign. Off the window's thread; the file is there whole or not at all."""
    from auditapp.report.process import render_apart

    out = order.out
    if not order.hands:
        return render_apart(order.papers, order.document, out, progress=progress)
    unfinished = out.with_name(f".{out.name}.{os.getpid()}.signing")
    try:
        rendered = render_apart(order.papers, order.document, unfinished, progress=progress)
        for number, one in enumerate(order.hands):
            documents._sign(
                order.desk,
                unfinished,
                one,
                order.papers.words,
                certifying=number == 0,
                last=number == len(order.hands) - 1,
            )
        try:
            unfinished.replace(out)
        except OSError as error:
            raise unreadable(out, error) from error
        return rendered
    finally:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)


def record(desk: Desk, order: Order, pages: int) -> Changes:
    """The hash of what left goes into the journal. On the window's thread."""
    return documents._recorded(
        desk,
        order.inspection,
        order.out,
        order.document,
        order.papers.words.language,
        pages,
        tuple(one.person.code for one in order.hands),
    ).changes
