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
        self._last: Place | None = None
        self.tries = 0
        """How often the program came back to a place and ended badly without anything being saved there."""

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
        tries = kept.get("tries")
        self.tries = tries if isinstance(tries, int) else 0
        texts = {name: kept[name] for name in ("page", "inspection", "at") if isinstance(kept.get(name), str)}
        return Place(**texts)

    def at(self, place: Place) -> None:
        """Remember where one is; a disk that refuses keeps nobody from working."""
        if place == self._last:
            return
        self._last = place
        temporary = self._file.with_suffix(".new")
        with suppress(OSError):
            self._file.parent.mkdir(parents=True, exist_ok=True)
            temporary.write_text(json.dumps({**asdict(place), "tries": self.tries}), encoding="utf-8")
            temporary.replace(self._file)  # killed in the middle, the one before stands

    def back_at(self, place: Place) -> None:
        """One is about to come back to *place* once more: killed on the way there, it is not forgotten, and a place
        that kills the program is counted."""
        self.tries += 1
        self._last = None
        self.at(place)

    def well(self) -> None:
        """Something was saved: the place does no harm. Written down at once: one may stay there for long."""
        if not self.tries:
            return
        self.tries = 0
        place, self._last = self._last, None
        if place is not None:
            self.at(place)

    def clear(self) -> None:
        """The program ends well."""
        self._last = None
        with suppress(OSError):
            self._file.unlink(missing_ok=True)
