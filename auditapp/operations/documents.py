"""Documents: drawn from the inspection, signed, recorded, verified."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from auditapp.operations.changes import Changes
from auditapp.operations.desk import Desk
from auditapp.report.papers import Document, Rendered


@dataclass(frozen=True)
class Signature:
    """Who signs the PDF and with what: an identity's code on this desk, or a PKCS#12 file of their own."""

    person: str
    identity: str = ""
    passphrase: str = ""
    pkcs12: Path | None = None


@dataclass(frozen=True)
class IssuedDocument:
    """A document that was issued: the file, its hash, and what was written about it (None for a mere draft)."""

    rendered: Rendered
    path: Path
    sha256: str
    signatures: tuple[str, ...]
    changes: Changes | None


def render(desk: Desk, inspection: str, out: Path, *, document: Document = Document.REPORT, language: str = "",
           progress: Callable[[int, int], None] | None = None) -> Rendered:
    """Draw a document, unsigned; nothing is recorded. Raises `Trouble`: photos not cleared, disk."""
    raise NotImplementedError


def issue(desk: Desk, inspection: str, out: Path, *, document: Document = Document.REPORT, language: str = "",
          signatures: Sequence[Signature] = (), progress: Callable[[int, int], None] | None = None) -> IssuedDocument:
    """Draw a document of a signed inspection, sign the PDF (the first certifies, others countersign) and record it."""
    raise NotImplementedError


def countersign(desk: Desk, inspection: str, pdf: Path, signature: Signature) -> IssuedDocument:
    """Add a signature to an issued PDF in its pre-made field, and record the new file."""
    raise NotImplementedError


def verify_pdf(pdf: Path, *, roots: Sequence[Path] = ()) -> Any:
    """Judge a signed PDF without any desk: a verdict per question (see `report.check`)."""
    raise NotImplementedError
