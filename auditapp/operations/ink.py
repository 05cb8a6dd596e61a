"""Drawn signatures: pictures of ink (手写签名图样), kept like photos and never called an electronic signature."""

from __future__ import annotations

from pathlib import Path

from auditapp.operations.desk import Desk
from auditapp.words import Trouble, say


def keep_ink(desk: Desk, picture: Path | bytes) -> str:
    """Keep the picture of a drawn signature, a file or the picture itself (as it was drawn on a pad); the SHA-256 of
    what is printed of it. Raises `Trouble`."""
    from auditapp.store import renditions

    return renditions.take_in(
        desk.store.photos, picture, name="ink.png" if isinstance(picture, bytes) else ""
    ).rendition


def unreadable(file: Path, error: OSError) -> Trouble:
    """The trouble of a file a person named and that cannot be read or written."""
    return Trouble(
        say("The file cannot be opened"),
        say("{file}: {why}."),
        say("Check the name and whether you may open it."),
        file=str(file),
        why=error.strerror or type(error).__name__,
    )
