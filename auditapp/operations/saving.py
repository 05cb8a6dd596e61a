"""Files written for people: never over something that is there."""

from __future__ import annotations

from pathlib import Path

from auditapp.words import Trouble, say


def disk_refuses(trouble: Trouble) -> bool:
    """Whether it is the disk that refused (full, not writable, failing), so that the same deed may succeed later."""
    from auditapp.store import troubles

    return troubles.of_the_disk(trouble)


def no_more_photos(trouble: Trouble) -> bool:
    """Whether every further photo would be refused for the same reason: no room, or a disk that refuses."""
    from auditapp.store import space

    return disk_refuses(trouble) or trouble.title == space.too_little(0, Path()).title


def save_new(file: Path, content: bytes) -> None:
    """Write a new file, whole or not at all. Raises `Trouble`: it is there already, the disk refuses."""
    from auditapp.store import durable

    refuse_there(file)
    durable.write_whole(file, content)


def refuse_there(file: Path) -> None:
    """Raise `Trouble` when *file* is there already."""
    if file.exists():
        raise Trouble(
            say("The file is there already"),
            say("{file} exists and is not overwritten."),
            say("Nothing was written. Give another file name."),
            code=2,
            file=str(file),
        )
