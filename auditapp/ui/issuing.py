"""Moved to `operations.documents`; goes when the last page has followed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from auditapp.operations import documents
from auditapp.operations.changes import Changes
from auditapp.operations.desk import Desk
from auditapp.operations.documents import Order as Order
from auditapp.operations.documents import Signature
from auditapp.report.papers import Document, Rendered


def draft(desk: Desk, inspection: str, document: Document, out: Path, language: str = "") -> Order:
    return documents.draft(desk, inspection, out, document=document, language=language)


def prepare(
    desk: Desk, inspection: str, document: Document, out: Path, language: str, signatures: Sequence[Signature]
) -> Order:
    return documents.prepare(desk, inspection, out, document=document, language=language, signatures=signatures)


def make(order: Order, progress: Callable[[int, int], None]) -> Rendered:
    return documents.make(order, progress=progress, apart=True)


def record(desk: Desk, order: Order, _: int) -> Changes:
    return documents.record(desk, order)
