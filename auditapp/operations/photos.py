"""Photos: taken in untouched, captioned, moved, cleared for leaving, redacted on a copy."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from auditapp.operations.changes import Changes
from auditapp.operations.desk import Desk

Box = tuple[int, int, int, int]
"""A rectangle in pixels of the rendition: left, top, right, bottom."""


def add(desk: Desk, inspection: str, place: str, files: Sequence[Path], *, caption: str = "",
        progress: Callable[[int, int], None] | None = None,
        kept: Callable[[Path, Changes], None] | None = None) -> Changes:
    """Take photos in at *place*: files, and folders with all pictures inside. Originals are kept byte for byte.

    Each photo is on the drive before its entry names it, and *kept* is called after each. The same picture twice at
    one place is taken once; at another place it is linked, not stored again. ``Changes.codes`` are photo ids.
    Raises `Trouble`: cut, mislabelled, a decompression bomb, too large; what was taken in before stays.
    """
    raise NotImplementedError


def caption(desk: Desk, inspection: str, photo: str, text: str) -> Changes:
    """Write the caption of a photo (id or its beginning)."""
    raise NotImplementedError


def move(desk: Desk, inspection: str, photo: str, place: str, *, order: int = 0) -> Changes:
    """Move a photo to another item place, or reorder it."""
    raise NotImplementedError


def clear(desk: Desk, inspection: str, photos: Sequence[str], by: str) -> Changes:
    """*by* (person code or name) confirms that these photos (ids; "all" = all without clearance) need no redaction."""
    raise NotImplementedError


def redact(desk: Desk, inspection: str, photo: str, boxes: Sequence[Box], by: str) -> Changes:
    """Cover *boxes* of the rendition solidly on a copy, which leaves in the photo's place; the original is kept."""
    raise NotImplementedError


def picture(desk: Desk, sha256: str) -> bytes:
    """The bytes of a rendition or original by its SHA-256. Raises `Trouble`: missing, damaged."""
    raise NotImplementedError
