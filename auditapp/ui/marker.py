"""Did the last time end well? A small file that is there while the program runs, and says where one was."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

from auditapp.ui.places import PAGES, Place


class Marker:
    """*folder* is the desk's; the file holds a place (ids), no words."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "running.json"

    def found(self) -> Place | None:
        """Where one was when the program last ended badly; None when it ended well."""
        try:
            kept = json.loads(self._file.read_bytes())
        except FileNotFoundError:
            return None
        except (OSError, ValueError):
            return Place("home")
        if not isinstance(kept, dict) or kept.get("page") not in PAGES:
            return Place("home")
        texts = {name: kept[name] for name in ("page", "inspection", "at") if isinstance(kept.get(name), str)}
        return Place(**texts)

    def at(self, place: Place) -> None:
        """Remember where one is; a disk that refuses keeps nobody from working."""
        with suppress(OSError):
            self._file.parent.mkdir(parents=True, exist_ok=True)
            self._file.write_text(json.dumps(asdict(place)), encoding="utf-8")

    def clear(self) -> None:
        """The program ends well."""
        with suppress(OSError):
            self._file.unlink(missing_ok=True)
