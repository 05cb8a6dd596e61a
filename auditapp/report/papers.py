"""What a document is drawn from, and what comes out of drawing it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from auditapp.checklist.model import Checklist
from auditapp.inspection.state import Inspection
from auditapp.words import Words

if TYPE_CHECKING:
    from auditapp.inspection.progress import Progress
    from auditapp.inspection.scoring import Score
    from auditapp.inspection.walk import Walk
    from auditapp.journal.entry import Entry


class Document(StrEnum):
    """Which paper. The value is its code in file names, manifests and `report` entries."""

    REPORT = "report"
    NOTICE = "notice"
    FACTS = "facts"
    BLANK = "blank"


@dataclass(frozen=True)
class SignerBox:
    """One box of the signatures page and the empty PDF signature field that lies in it.

    ``field`` is the field's name in the PDF (ASCII, unique), ``date`` an ISO time, or "" for an empty line.
    ``refused`` prints a refusal in place of the field: reason and witnesses. ``level`` is how the person
    means to sign (L0, L1, L2, L3, paper, "" = open); each level is worded apart.
    """

    field: str
    name: str
    role: str
    date: str = ""
    level: str = ""
    refused: str = ""
    witnesses: tuple[str, ...] = ()
    ink: str = ""
    """SHA-256 of a drawn signature picture shown in the box, "" for none."""
    statement: str = ""
    certificate: str = ""


@dataclass(frozen=True)
class Papers:
    """Everything a document is drawn from. The same papers always give the same bytes.

    ``picture`` gives the bytes of a rendition (JPEG or PNG, turned upright) by its SHA-256 and raises
    KeyError when it is not here; ``entries`` is the journal that is attached.
    """

    checklist: Checklist
    checklist_document: bytes
    inspection: Inspection
    walk: Walk
    score: Score
    progress: Progress
    entries: tuple[Entry, ...]
    picture: Callable[[str], bytes]
    words: Words
    program: str
    signers: tuple[SignerBox, ...] = ()
    draft: bool = False
    day: str = ""
    """ISO day the walk was judged at (ages of dates count to it)."""

    @property
    def language(self) -> str:
        return self.words.language


@dataclass(frozen=True)
class Rendered:
    """A drawn document on disk. ``missing`` lists characters that no font of ours has (printed as ‹U+…›)."""

    path: Path
    sha256: str
    bytes: int
    pages: int
    missing: Sequence[str] = ()


class Cancelled(Exception):
    """Raised by a progress callback to stop drawing; the unfinished file is removed."""


Progressed = Callable[[int, int], None]
"""Called with (steps done, steps in all) now and then while a document is drawn."""
