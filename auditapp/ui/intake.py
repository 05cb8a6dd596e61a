"""Photos on their way in: what was dropped or pasted, taken in off the UI thread, written down one by one.

The slow part (reading, decoding, shrinking, encrypting) runs through `background`, in processes where there are many
photos; each that is on the drive comes back to the UI thread, which writes its entry: so a photo is shown only when it
is safe, the window never waits, and stopping leaves nothing half.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData, QObject, QTimer, Signal
from PySide6.QtGui import QImage

from auditapp.operations.changes import Changes
from auditapp.operations.photos import ENDINGS, MOST_PHOTOS
from auditapp.ui import photo_deeds
from auditapp.words import Trouble

if TYPE_CHECKING:
    from auditapp.store.photos import Photos
    from auditapp.store.renditions import Intake
    from auditapp.ui.background import Task
    from auditapp.ui.bridge import Bridge

TOLD_EVERY: Final = 300
"""Milliseconds between two redraws while many photos arrive; entries are written at once, each for itself."""
PASTED: Final = "pasted.png"
"""Name of a picture that came from the clipboard and has none."""


@dataclass(frozen=True)
class Pasted:
    """A picture that is no file: its bytes and the name it is given."""

    content: bytes
    name: str = PASTED


Source = Path | Pasted


@dataclass(frozen=True)
class Offered:
    """What a drop or the clipboard holds: pictures to take in, and how many things were nothing we take."""

    sources: tuple[Source, ...] = ()
    left: int = 0


def offers(mime: QMimeData | None) -> bool:
    """Is there anything in *mime* that may be a picture? (Asked while dragging: nothing is opened.)"""
    return mime is not None and (mime.hasImage() or any(url.isLocalFile() for url in mime.urls()))


def offered(mime: QMimeData | None) -> Offered:
    """The pictures in *mime*: files, folders with everything inside, or the picture itself (a screenshot, a browser).

    Files go before the picture: a file manager offers both, and the file is the original.
    """
    if mime is None:
        return Offered()
    files = [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
    if files:
        found, left = pictures_in(files)
        return Offered(tuple(found), left)
    for form, name in (("image/jpeg", "pasted.jpg"), ("image/png", PASTED), ("image/heic", "pasted.heic")):
        raw = bytes(mime.data(form).data()) if mime.hasFormat(form) else b""
        if raw:
            return Offered((Pasted(raw, name),))
    image = mime.imageData() if mime.hasImage() else None
    if isinstance(image, QImage) and not image.isNull():
        return Offered((Pasted(png(image)),))
    return Offered()


def pictures_in(files: Sequence[Path]) -> tuple[list[Path], int]:
    """The files meant and how many were left aside: folders give the pictures inside them in order of their names. A
    file that is named is taken whatever its name says; what it is, its content decides."""
    found: list[Path] = []
    left = 0
    for file in files:
        if file.is_dir():
            for path in sorted(file.rglob("*")):
                if path.is_file() and not path.name.startswith("."):
                    if path.suffix.lower() in ENDINGS:
                        found.append(path)
                    else:
                        left += 1
        elif file.is_file():
            found.append(file)
        else:
            left += 1
    return list(dict.fromkeys(found)), left


def png(image: QImage) -> bytes:
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stub asks for bytes, which Qt refuses
    return bytes(content.data())


def outcomes(
    photos: Photos,
    sources: Sequence[Source],
    tell: Callable[[Source, Intake | Trouble], None],
    stopped: Callable[[], bool],
) -> None:
    """Take *sources* in, one outcome after the other to *tell*. Runs off the UI thread; touches files only."""
    from auditapp.store import renditions

    files = [one for one in sources if isinstance(one, Path)]
    for one in sources:
        if isinstance(one, Pasted) and not stopped():
            try:
                tell(one, renditions.take_in(photos, one.content, name=one.name))
            except Trouble as trouble:
                tell(one, trouble)
    for path, outcome in renditions.intake_many(photos, files, cancel=stopped):
        tell(path, outcome)


@dataclass(eq=False)
class Load:
    """One drop or paste on its way in."""

    inspection: str
    place: str
    sources: tuple[Source, ...]
    here: dict[str, str]
    count: int
    kept: list[str] = field(default_factory=list)
    refused: list[tuple[str, Trouble]] = field(default_factory=list)
    known: int = 0
    """Pictures that were at this place already."""
    cancelled: bool = False
    ended: bool = False
    task: Task | None = None

    @property
    def done(self) -> int:
        return len(self.kept) + len(self.refused) + self.known

    @property
    def waiting(self) -> int:
        return 0 if self.ended else max(0, len(self.sources) - self.done)


class Arrivals(QObject):
    """All loads of one desk. They belong to the bridge, so they go on when a page is left or built anew.

    ``moved(load)``: something arrived or was refused; ``ended(load)``: nothing more comes of it.
    """

    moved = Signal(object)
    ended = Signal(object)
    _landed = Signal(object, object, object)

    def __init__(self, bridge: Bridge) -> None:
        super().__init__(bridge)
        self.bridge = bridge
        self.loads: list[Load] = []
        self._untold: dict[tuple[str, str], list[str]] = {}
        self._tell = QTimer(self)
        self._tell.setSingleShot(True)
        self._tell.setInterval(TOLD_EVERY)
        self._tell.timeout.connect(self.tell)
        self._landed.connect(self._land)

    def take(self, inspection: str, place: str, sources: Sequence[Source]) -> Load | None:
        """Begin taking *sources* in at *place*; None when that is refused (signed) or there is nothing to take."""
        known = self.bridge.ask(photo_deeds.known_at, inspection, place)
        if known is None or not sources:
            return None
        here, count = known
        load = Load(inspection, place, tuple(sources), here, count)
        self.loads.append(load)
        photos = self.bridge.desk.store.photos

        def job(task: Task) -> None:
            try:
                outcomes(photos, load.sources, lambda *one: self._landed.emit(load, *one), lambda: task.cancelled)
            finally:  # told here, for the task may have ended before anybody could listen to it
                self._landed.emit(load, None, None)

        load.task = self.bridge.later(job, lambda _: None)
        self.moved.emit(load)
        return load

    def waiting(self, inspection: str, place: str) -> list[Load]:
        return [one for one in self.loads if (one.inspection, one.place) == (inspection, place)]

    def cancel(self, inspection: str, place: str) -> None:
        """Begin no more photos for *place*; what is under way is finished and kept."""
        for load in self.waiting(inspection, place):
            load.cancelled = True
            if load.task is not None:
                load.task.cancel()

    def tell(self) -> None:
        """Tell the pages what was written since they were told last."""
        self._tell.stop()
        untold, self._untold = self._untold, {}
        for (inspection, place), ids in untold.items():
            self.bridge.tell(Changes(inspection, "photographed", frozenset({place}), tuple(ids), tuple(ids)))

    def _land(self, load: Load, source: Source | None, outcome: Intake | Trouble | None) -> None:
        """A photo is on the drive (or was refused): write its entry, on the window's thread. None: that was all."""
        if source is None or outcome is None:
            self._end(load)
            return
        name = source.name
        if isinstance(outcome, Trouble):
            load.refused.append((name, outcome))
        elif outcome.sha256 in load.here:
            load.known += 1
        elif load.count >= MOST_PHOTOS:
            load.refused.append((name, photo_deeds.too_many()))
        else:
            try:
                changes = photo_deeds.write_down(self.bridge.desk, load.inspection, load.place, outcome)
            except Trouble as trouble:
                load.refused.append((name, trouble))
            else:
                load.here[outcome.sha256] = changes.code
                load.count += 1
                load.kept.append(changes.code)
                self._untold.setdefault((load.inspection, load.place), []).append(changes.code)
                if not self._tell.isActive():
                    self._tell.start()
        self.moved.emit(load)

    def _end(self, load: Load) -> None:
        load.ended = True
        load.task = None
        if load in self.loads:
            self.loads.remove(load)
        self.tell()
        self.ended.emit(load)


def arrivals(bridge: Bridge) -> Arrivals:
    """The one `Arrivals` of this bridge."""
    found = bridge.findChild(Arrivals)
    return found if found is not None else Arrivals(bridge)
