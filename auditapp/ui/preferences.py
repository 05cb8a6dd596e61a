"""How the window looks on this laptop: a small JSON file beside the person's settings. No testimony, no names.

Language and the person's name are settings of the program and stay there (`auditapp.settings`). A broken file is a
person who has not chosen anything yet.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Final

from auditapp import settings
from auditapp.settings import Settings

FILE_NAME: Final = "window.json"
WRITTEN: Final = ("language", "report_language", "author_name", "author_role")
"""The settings of the program that are texts and are written."""


@dataclass(frozen=True)
class Preferences:
    """Every field has a default that suits somebody who never opens the settings page."""

    look: str = "system"
    """system, light, dark or contrast."""
    scale: int = 100
    """Text size in percent."""
    density: str = "normal"
    """compact, normal or touch."""
    lock_after: int = 10
    """Minutes without a key or a touch after which the window is locked; 0 = never."""
    geometry: str = ""
    """Size and place of the window, as Qt writes it, in base64."""
    last: dict[str, str] = field(default_factory=dict)
    """Inspection (its id) and item at which one worked last; no words."""
    splitters: dict[str, list[int]] = field(default_factory=dict)
    """Widths of panes per page and size class."""


class Remembered:
    """Preferences and settings with their files: what the settings page reads and changes, at once."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder if folder is not None else settings.settings_file().parent
        self.preferences = read(self.folder / FILE_NAME)
        self.settings = settings.read(self.folder / settings.FILE_NAME)
        self.on_change: Callable[[], object] = lambda: None

    def prefer(self, **wish: Any) -> None:
        """Change preferences and write them; a disk that refuses only means that they are forgotten tomorrow."""
        self.preferences = replace(self.preferences, **wish)
        write(self.preferences, self.folder / FILE_NAME)
        self.on_change()

    def set(self, **wish: str) -> None:
        """Change settings (language, report_language, author_name, author_role). Raises OSError."""
        self.settings = Settings(**{**{name: getattr(self.settings, name) for name in WRITTEN}, **wish})
        settings.write(self.settings, self.folder / settings.FILE_NAME)
        self.on_change()

    @property
    def language(self) -> str:
        return self.settings.spoken() or "en"


def read(path: Path) -> Preferences:
    """What is written and fits; the rest as if never chosen."""
    try:
        written = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return Preferences()
    if not isinstance(written, dict):
        return Preferences()
    default = Preferences()
    fitting = {
        f.name: written[f.name]
        for f in fields(Preferences)
        if f.name in written and type(written[f.name]) is type(getattr(default, f.name))
    }
    return Preferences(**fitting)


def write(preferences: Preferences, path: Path) -> bool:
    """Replace the file at one stroke; False when the disk refuses."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_text(json.dumps(asdict(preferences), indent=1), encoding="utf-8")
        temporary.replace(path)
    except OSError:
        temporary.unlink(missing_ok=True)
        return False
    return True
