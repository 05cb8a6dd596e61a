"""Drawn signatures: pictures of ink (手写签名图样), kept like photos and never called an electronic signature."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from auditapp.operations.desk import Desk
from auditapp.words import Trouble, say

MOST_BYTES: Final = 2 * 1024 * 1024


def keep_ink(desk: Desk, file: Path) -> str:
    """Keep the picture of a drawn signature; its SHA-256. Raises `Trouble`: not there, too large, no picture."""
    try:
        if file.stat().st_size > MOST_BYTES:
            raise Trouble(say("The signature picture is too large"), say("{file} has more than {most} MB."), code=2,
                          file=file.name, most=MOST_BYTES // 2**20)
        raw = file.read_bytes()
    except OSError as error:
        raise unreadable(file, error) from error
    if not raw.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")):
        raise Trouble(say("Not a picture of a signature"), say("{file} is neither PNG nor JPEG."), code=2, file=file.name)
    return desk.store.photos.keep(raw).sha256


def unreadable(file: Path, error: OSError) -> Trouble:
    """The trouble of a file a person named and that cannot be read."""
    return Trouble(say("The file cannot be read"), say("{file}: {why}."),
                   say("Check the name and whether you may open it."), file=str(file),
                   why=error.strerror or type(error).__name__)
