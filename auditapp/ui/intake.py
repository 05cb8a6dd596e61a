"""Photos on their way in: what was dropped or pasted, taken in off the UI thread, written down one by one.

The slow part (walking folders, reading, decoding, shrinking, encrypting) runs through `background`, in processes where
there are many photos; each that is on the drive comes back to the UI thread, which writes its entry: so a photo is
shown only when it is safe, the window never waits, and stopping leaves nothing half.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal

from auditapp.operations import photos as deeds
from auditapp.operations import picture_files, saving
from auditapp.operations.changes import Changes
from auditapp.operations.photos import MOST_PHOTOS
from auditapp.operations.picture_files import SortedOut
from auditapp.ui.offered import Pasted, Source
from auditapp.words import Trouble

if TYPE_CHECKING:
    from auditapp.store.photos import Photos
    from auditapp.store.renditions import Intake
    from auditapp.ui.background import Task
    from auditapp.ui.bridge import Bridge

TOLD_EVERY: Final = 400
"""Milliseconds between two redraws while many photos arrive; entries are written at once, each for itself."""

Tell = Callable[[Source, "Intake | Trouble"], None]


def outcomes(photos: Photos, sources: Sequence[Source], tell: Tell, stopped: Callable[[], bool]) -> None:
    """Take *sources* in, one outcome after the other to *tell*. Runs off the UI thread; touches files only."""
    from auditapp.store import renditions

    for one in sources:
        if isinstance(one, Pasted) and not stopped():
            try:
                tell(one, renditions.take_in(photos, one.encoded(), name=one.name))
            except Trouble as trouble:
                tell(one, trouble)
    files = [one for one in sources if isinstance(one, Path)]
    for path, outcome in renditions.intake_many(photos, files, cancel=stopped):
        tell(path, outcome)


@dataclass(eq=False)
class Load:
    """One drop or paste on its way in. ``sources`` are folders too, until it is known what is in them."""

    inspection: str
    place: str
    sources: tuple[Source, ...]
    here: dict[str, str] = field(repr=False)
    """SHA-256 -> id of the photos at this place."""
    count: int
    looking: bool = True
    """Folders are still being walked."""
    kept: list[str] = field(default_factory=list)
    refused: list[tuple[str, Trouble]] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    """Names of files that are no pictures."""
    known: list[str] = field(default_factory=list)
    """Names of pictures that were at this place already."""
    halted: Trouble | None = None
    """Why no more can be taken in at all (the disk is full, it was signed meanwhile)."""
    cancelled: bool = False
    ended: bool = False
    task: Task | None = None

    @property
    def done(self) -> int:
        return len(self.kept) + len(self.refused) + len(self.known)

    @property
    def left(self) -> int:
        """Photos that were not begun, because somebody stopped it or because there was no sense in it."""
        return max(0, len(self.sources) - self.done)


class Arrivals(QObject):
    """All loads of one desk. They belong to the bridge, so they go on when a page is left or built anew.

    ``moved(load)``: something was found, arrived or was refused; ``ended(load)``: nothing more comes of it.
    """

    moved = Signal(object)
    ended = Signal(object)
    _found = Signal(object, object)
    _landed = Signal(object, object, object)

    def __init__(self, bridge: Bridge) -> None:
        super().__init__(bridge)
        self.bridge = bridge
        self.loads: list[Load] = []
        self.untold: dict[tuple[str, str], Load] = {}
        """Loads that ended and whose end nobody has told yet, by inspection and place."""
        self._new: dict[tuple[str, str], list[str]] = {}
        self._since = QElapsedTimer()
        self._tell = QTimer(self)
        self._tell.setSingleShot(True)
        self._tell.timeout.connect(self.tell)
        self._found.connect(self._sorted_out)
        self._landed.connect(self._land)

    def take(self, inspection: str, place: str, sources: Sequence[Source]) -> Load | None:
        """Begin taking *sources* in at *place*; None when that is refused (signed) or there is nothing to take."""
        known = self.bridge.ask(deeds.known_at, inspection, place)
        if known is None or not sources:
            return None
        here, count = known
        load = Load(inspection, place, tuple(sources), dict(here), count)
        self.loads.append(load)
        files = self.bridge.desk.store.photos

        def job(task: Task) -> None:
            def stopped() -> bool:
                return task.cancelled

            def landed(source: Source, outcome: Intake | Trouble) -> None:
                if isinstance(outcome, Trouble) and saving.no_more_photos(outcome):
                    task.cancel()  # at once: the next one need not even be read
                self._landed.emit(load, source, outcome)

            try:
                given = [one for one in load.sources if isinstance(one, Path)]
                found = picture_files.sort_out(given, stopped=stopped)
                pasted = [one for one in load.sources if isinstance(one, Pasted)]
                self._found.emit(load, found)
                outcomes(files, [*pasted, *found.pictures], landed, stopped)
            finally:  # told here, for the task may have ended before anybody could listen to it
                self._landed.emit(load, None, None)

        load.task = self.bridge.later(job, lambda _: None, lane="photos")
        QTimer.singleShot(0, self, lambda: self.moved.emit(load))  # shown in the next turn: this one asked the desk
        return load

    def waiting(self, inspection: str, place: str) -> list[Load]:
        return [one for one in self.loads if (one.inspection, one.place) == (inspection, place)]

    def cancel(self, load: Load) -> None:
        """Begin no more of its photos; what is under way is finished and kept."""
        load.cancelled = True
        self._halt(load)

    def tell(self) -> None:
        """Tell the pages what was written since they were told last."""
        self._tell.stop()
        self._since.restart()
        new, self._new = self._new, {}
        for (inspection, place), ids in new.items():
            self.bridge.tell(Changes(inspection, "photographed", frozenset({place}), tuple(ids), tuple(ids)))

    def _halt(self, load: Load) -> None:
        if load.task is not None:
            load.task.cancel()

    def _sorted_out(self, load: Load, found: SortedOut) -> None:
        pasted = tuple(one for one in load.sources if isinstance(one, Pasted))
        load.looking = False
        load.others = [file.name for file in found.others]
        load.refused += [(file.name, picture_files.unreadable(file)) for file in found.unread]
        load.sources = (*pasted, *found.pictures, *found.unread)
        self.moved.emit(load)

    def _land(self, load: Load, source: Source | None, outcome: Intake | Trouble | None) -> None:
        """A photo is on the drive (or was refused): write its entry, on the window's thread. None: that was all."""
        if source is None or outcome is None:
            self._end(load)
            return
        if isinstance(outcome, Trouble):
            self._refuse(load, source.name, outcome)
        elif any(outcome.sha256 in one.here for one in (load, *self.waiting(load.inspection, load.place))):
            load.known.append(source.name)
        elif load.count >= MOST_PHOTOS:
            self._refuse(load, source.name, deeds.too_many(), last=True)
        else:
            self._write(load, source.name, outcome)
        self.moved.emit(load)

    def _write(self, load: Load, name: str, outcome: Intake) -> None:
        try:
            changes = deeds.write_down(self.bridge.desk, load.inspection, load.place, outcome)
        except Trouble as trouble:
            self._refuse(load, name, trouble, last=True)
            return
        load.here[outcome.sha256] = changes.code
        load.count += 1
        load.kept.append(changes.code)
        self._new.setdefault((load.inspection, load.place), []).append(changes.code)
        if not self._tell.isActive():  # the first at once, but not in the same turn as its entry
            waited = self._since.elapsed() if self._since.isValid() else TOLD_EVERY
            self._tell.start(max(0, TOLD_EVERY - waited))

    def _refuse(self, load: Load, name: str, why: Trouble, *, last: bool = False) -> None:
        """*last*: no other photo would fare better."""
        if last or saving.no_more_photos(why):
            load.halted = load.halted or why
            self._halt(load)
        else:
            load.refused.append((name, why))

    def _end(self, load: Load) -> None:
        load.ended, load.looking = True, False
        load.task = None
        if load in self.loads:
            self.loads.remove(load)
        self.tell()
        self.untold[load.inspection, load.place] = load
        self.ended.emit(load)


def arrivals(bridge: Bridge) -> Arrivals:
    """The one `Arrivals` of this bridge."""
    found = bridge.findChild(Arrivals)
    return found if found is not None else Arrivals(bridge)
