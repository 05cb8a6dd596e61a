"""The photos of one place: thumbnails at once, a tile that takes what is dropped or pasted, the camera, and every deed
on a photo by key, by dragging and by context menu.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
)
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QMenu, QProgressBar, QSizePolicy, QVBoxLayout, QWidget

from auditapp.inspection.state import Inspection, Photo
from auditapp.operations import photos
from auditapp.operations.changes import Changes
from auditapp.ui import labelled, offered, refusals
from auditapp.ui.asking import Question
from auditapp.ui.bridge import Bridge
from auditapp.ui.intake import Load, arrivals
from auditapp.ui.offered import Offered, Source
from auditapp.ui.parts.buttons import button
from auditapp.ui.parts.labels import ElidingLabel, Paragraph, label
from auditapp.ui.photo_leaving import ask_to_take_away
from auditapp.ui.places import Place
from auditapp.ui.theme import Theme, tell
from auditapp.ui.thumbnails import thumbnails
from auditapp.ui.tiles import DropTile, MoreTile, Thumb, TileRow, Waiting, carried, slot_at

if TYPE_CHECKING:
    from auditapp.ui.camera import CameraDialog

MOST_WAITING: Final = 6
"""Tiles shown for photos on their way; what is more is told as a number."""
PROGRESS_EVERY: Final = 150
"""Milliseconds between two figures of the progress; each lays the pane out anew."""
AT_FIRST: Final = 48
"""Photos shown at once; a tile stands for the others and shows as many more each time."""


class EvidenceStrip(QWidget):
    """The photos of one item place ("" = of the whole inspection).

    `asked_for` a photo to look at closely; `said` a toast; `counted` how many photos there are (for a heading).
    Keys on a photo: Enter looks, F2 caption, M marks or covers, U nothing to cover, Ctrl+Left and Ctrl+Right reorder,
    Delete takes it away with a reason; anywhere in the strip Ctrl+V pastes.
    *known* gives the inspection where the page has it at hand, so that nothing is folded anew; *reading*: nothing is
    changed here.
    """

    asked_for = Signal(object)
    said = Signal(str, str)
    counted = Signal(int)

    def __init__(
        self,
        bridge: Bridge,
        theme: Theme,
        inspection: str,
        place: str = "",
        *,
        known: Callable[[], Inspection] | None = None,
        reading: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.reading = reading
        self.bridge, self.theme, self.inspection, self.at = bridge, theme, inspection, place
        self._known = known or (lambda: bridge.opened(inspection).inspection)
        self.arrivals = arrivals(bridge)
        self.pictures = thumbnails(bridge)
        self.thumbs: list[Thumb] = []
        self.coming: list[Waiting] = []
        self.camera: CameraDialog | None = None
        self._writable = True
        self._most = AT_FIRST
        self._drawn: tuple[object, ...] = ()
        w = bridge.words
        self.setAcceptDrops(True)
        self.setAccessibleName(w("Evidence photos"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        head = QHBoxLayout()
        self.heading = label("", "heading")
        self.camera_button = button(
            theme, w("Camera"), role="quiet", icon="camera", name=w("Take a photo"), pressed=self.take_photo
        )
        self.camera_button.setProperty("tone", "accent")
        head.addWidget(self.heading, 1)
        head.addWidget(self.camera_button)
        column.addLayout(head)
        self.row = TileRow(theme, 10)
        column.addWidget(self.row)
        self.more = MoreTile(theme, self.row)
        self.more.clicked.connect(self.show_more)
        self.tile = DropTile(theme, w("Drop or paste"), w("Add photos: drop files or folders here, paste, or press"))
        self.tile.setParent(self.row)
        self.tile.clicked.connect(self.choose_files)
        self.marker = QFrame(self.row)
        self.marker.setProperty("role", "drop-marker")
        self.marker.setStyleSheet(f"background: {theme.token('accent').name()}; border-radius: {theme.px(1)}px;")
        self.marker.hide()
        column.addWidget(self._progress_line())
        self.told = Paragraph(theme, role="meta", tone="bad")
        self.told.hide()
        column.addWidget(self.told)
        self._progress_due = QTimer(self)
        self._progress_due.setSingleShot(True)
        self._progress_due.setInterval(PROGRESS_EVERY)
        self._progress_due.timeout.connect(self._show_progress)
        bridge.changed.connect(self._changed)
        self.arrivals.moved.connect(self._moved)
        self.arrivals.ended.connect(self._ended)
        self.pictures.arrived.connect(self._pictures_arrived)
        self.show_at(place)

    def _progress_line(self) -> QWidget:
        w, theme = self.bridge.words, self.theme
        self.under_way = QWidget()
        both = QVBoxLayout(self.under_way)
        both.setContentsMargins(0, 0, 0, 0)
        both.setSpacing(theme.px(4))
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(w("Photos on their way in"))
        self.progress = ElidingLabel("", role="meta")
        self.cancel_button = button(
            theme, w("Stop"), role="quiet", name=w("Stop taking photos in"), pressed=self.cancel
        )
        line = QHBoxLayout()
        line.setSpacing(theme.px(8))
        line.addWidget(self.bar, 1)
        line.addWidget(self.cancel_button)
        both.addWidget(self.progress)
        both.addLayout(line)
        self.under_way.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.under_way.hide()
        return self.under_way

    # -- what is shown ----------------------------------------------------------------------------
    def show_at(self, place: str) -> None:
        """Show the photos of another place."""
        self.at = place
        self._most = AT_FIRST
        self._drawn = ()
        missed = self.arrivals.untold.pop((self.inspection, place), None)  # it ended when nobody was there to hear it
        self._tell(refusals.told(self.bridge.words, missed) if missed is not None else "")
        self.refresh()

    @property
    def photos(self) -> tuple[Photo, ...]:
        return self._known().photos_at(self.at)

    def refresh(self) -> None:
        """Draw the strip as things stand: what is another is drawn anew, the rest stays, and so does the focus."""
        found = self._known()
        shown = found.photos_at(self.at)
        loads = self.arrivals.waiting(self.inspection, self.at)
        names = [source.name for load in loads for source in load.sources[load.done : load.done + MOST_WAITING]]
        writable = not (found.locked or self.reading)
        now = (shown, tuple(names[:MOST_WAITING]), writable, self._most)
        if now == self._drawn:
            self._show_progress()
            return
        self._drawn = now
        w = self.bridge.words
        self._writable = writable
        held = next((n for n, thumb in enumerate(self.thumbs) if thumb.hasFocus()), None)
        self._show_thumbs(shown)
        self._show_waiting(names[:MOST_WAITING])
        left = len(shown) - len(self.thumbs)
        self.more.setVisible(left > 0)
        if left > 0:
            self.more.show_many(w, left)
        self.tile.setVisible(self._writable)
        self.camera_button.setVisible(self._writable)
        self.row.arrange([*self.thumbs, self.more, *self.coming, self.tile])
        self.heading.setText(w("Evidence photos · {n}", n=len(shown)) if shown else w("Evidence photos"))
        for before, after in zip(self.thumbs, (*self.thumbs[1:], self.tile), strict=False):
            QWidget.setTabOrder(before, after)
        if held is not None and not any(thumb.hasFocus() for thumb in self.thumbs):  # its photo was taken away
            (self.thumbs[min(held, len(self.thumbs) - 1)] if self.thumbs else self.tile).setFocus()
        self._show_progress()
        self.counted.emit(len(shown))

    def _show_thumbs(self, shown: tuple[Photo, ...]) -> None:
        known = {thumb.photo.id: thumb for thumb in self.thumbs}
        self.thumbs = []
        for number, photo in enumerate(shown[: self._most], 1):
            thumb = known.pop(photo.id, None) or self._make(photo)
            thumb.movable = self._writable
            thumb.show_photo(photo, number, len(shown))
            self.thumbs.append(thumb)
        for gone in known.values():
            gone.hide()
            gone.deleteLater()

    def _make(self, photo: Photo) -> Thumb:
        thumb = Thumb(self.bridge.words, self.theme, self.pictures, photo)
        thumb.clicked.connect(lambda *_: self.open(thumb.photo))
        thumb.menu_asked.connect(lambda at: self.menu(thumb.photo).popup(at))
        return thumb

    def _show_waiting(self, names: Sequence[str]) -> None:
        w = self.bridge.words
        while len(self.coming) > len(names):
            gone = self.coming.pop()
            gone.hide()
            gone.deleteLater()
        while len(self.coming) < len(names):
            self.coming.append(Waiting(self.theme))
        for tile, name in zip(self.coming, names, strict=True):
            tile.show_name(name, w("on its way in"))

    @property
    def _loads(self) -> list[Load]:
        """What is on its way to this place, else to other places of this inspection: it can be seen and stopped there
        where one is."""
        here = self.arrivals.waiting(self.inspection, self.at)
        return here or [load for load in self.arrivals.loads if load.inspection == self.inspection]

    def _show_progress(self) -> None:
        w = self.bridge.words
        loads = self._loads
        self.under_way.setVisible(bool(loads))
        if loads:
            done, of = sum(one.done for one in loads), sum(len(one.sources) for one in loads)
            looking = any(one.looking for one in loads)
            self.bar.setUpdatesEnabled(False)  # Qt's bar paints the whole pane at once, in the middle of this
            self.bar.setRange(0, 0 if looking else of)
            self.bar.setValue(done)
            self.bar.setUpdatesEnabled(True)
            stopping = all(one.cancelled or one.halted is not None for one in loads)
            said = (
                w("stopping…")
                if stopping
                else w("looking for pictures…")
                if looking
                else w("{done} of {of}", done=done, of=of)
            )
            elsewhere = loads[0].place if loads[0].place != self.at else ""
            self.progress.setText(w("{place}: {said}", place=elsewhere, said=said) if elsewhere else said)
            self.cancel_button.setEnabled(not stopping)

    def show_more(self) -> None:
        """As many more photos as were shown at first, the first of them at hand."""
        self._most += AT_FIRST
        first = len(self.thumbs)
        self.refresh()
        if first < len(self.thumbs):
            self.thumbs[first].setFocus()

    def _pictures_arrived(self) -> None:
        for number, thumb in enumerate(self.thumbs, 1):
            if self.pictures.lost:  # why there is no picture is told where it would stand
                thumb.show_photo(thumb.photo, number, len(self._drawn and self.photos))
            thumb.update()

    def _tell(self, text: str, tone: str = "bad") -> None:
        if self.told.property("tone") != tone:
            tell(self.told, tone=tone)
        self.told.set_text(text)
        self.told.setVisible(bool(text))

    def _changed(self, changes: Changes) -> None:
        if changes.inspection == self.inspection:
            self.refresh()

    def _moved(self, load: Load) -> None:
        if load.inspection != self.inspection:
            return
        if not load.done and load.place == self.at:
            self.refresh()
        elif not self._progress_due.isActive():
            self._progress_due.start()

    def _ended(self, load: Load) -> None:
        if load.inspection != self.inspection:
            return
        w = self.bridge.words
        told, tone = refusals.told(w, load), "bad" if load.refused or load.halted else "warn"
        came = w.count("{n} photo taken in", "{n} photos taken in", len(load.kept)) if load.kept else ""
        if load.place != self.at:  # one is at another item by now: as a message, which stays when something is wrong
            self._show_progress()
            said = "\n".join(part for part in (came, told) if part)
            where = load.place or w("The whole inspection")
            self.said.emit(w("{place}: {said}", place=where, said=said), tone if told else "ok")
            return
        self.refresh()
        self._tell(told, tone)
        self.arrivals.untold.pop((load.inspection, load.place), None)
        if came:
            self.said.emit(came, "ok")
        elif load.known and not load.refused:
            self.said.emit(w("This picture is here already."), "warn")

    # -- taking in --------------------------------------------------------------------------------
    def take(self, given: Offered | Sequence[Source]) -> Load | None:
        """Take pictures in at this place."""
        found = given if isinstance(given, Offered) else Offered(tuple(given))
        w = self.bridge.words
        self._tell("")
        if not found.sources:
            self._tell(
                w("Only the address of the picture came. In the browser choose “Copy image”, then paste it here.")
                if found.links
                else w("There is no picture in it."),
                "warn",
            )
            return None
        return self.arrivals.take(self.inspection, self.at, found.sources)

    def paste(self) -> Load | None:
        """Take in what the clipboard holds: a picture, or files copied in a file manager."""
        return self.take(offered.offered(QGuiApplication.clipboard().mimeData())) if self._writable else None

    def choose_files(self) -> None:
        if not self._writable:
            return
        w = self.bridge.words
        dialog = QFileDialog(self, w("Add photos"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        endings = " ".join(f"*{ending}" for ending in sorted(photos.ENDINGS))
        dialog.setNameFilters([w("Pictures ({endings})", endings=endings), w("All files (*)")])
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.filesSelected.connect(lambda names: self.take(list(map(Path, names))))
        dialog.open()

    def take_photo(self) -> None:
        """Open the camera."""
        if not self._writable:
            return
        from auditapp.ui.camera import CameraDialog

        self.camera = CameraDialog(self.bridge.words, self.theme, parent=self)
        self.camera.taken.connect(lambda shot: self.take([shot]))
        self.camera.files_asked.connect(self.choose_files)
        self.camera.open()

    def cancel(self) -> None:
        """Stop: photos not begun stay outside, those on the drive stay here."""
        for load in self._loads:
            self.arrivals.cancel(load)
        self._show_progress()

    # -- deeds on a photo -------------------------------------------------------------------------
    def open(self, photo: Photo) -> None:
        self.asked_for.emit(Place("photo", self.inspection, photo.id))

    def mark(self, photo: Photo) -> None:
        if self._writable:
            self.asked_for.emit(Place("photo", self.inspection, f"{photo.id}#mark"))

    def clear(self, photo: Photo) -> None:
        """Somebody has looked: there is nothing to cover."""
        if photo.uncleared and self._writable:
            who = labelled.working(self.bridge.desk, self._known())
            self.bridge.do(photos.clear, self.inspection, [photo.id], who)

    def caption(self, photo: Photo) -> None:
        if not self._writable:
            return
        w = self.bridge.words
        Question(
            self.theme,
            w,
            self,
            title=w("Caption of the photo"),
            field=w("Caption (printed in the report)"),
            text=photo.caption,
            needed=False,
            then=lambda text: self.bridge.do(photos.caption, self.inspection, photo.id, text),
        ).open()

    def withdraw(self, photo: Photo) -> None:
        if self._writable:
            ask_to_take_away(self.bridge, self.theme, self, self.inspection, photo, lambda: self.said.emit(
                self.bridge.words("The photo was removed; undo puts it back."), "ok"))  # fmt: skip

    def move_by(self, photo: Photo, steps: int) -> None:
        """Put the photo earlier (-1) or later (1) in the row."""
        ids = [one.id for one in self.photos]
        here = ids.index(photo.id)
        there = min(max(here + steps, 0), len(ids) - 1)
        self._arrange(photo.id, there)

    def move_before(self, photo: str, slot: int) -> None:
        """Put a photo before the one that stands at *slot* now."""
        ids = [one.id for one in self.photos]
        if photo in ids:
            self._arrange(photo, slot - (slot > ids.index(photo)))

    def _arrange(self, photo: str, there: int) -> None:
        ids = [one.id for one in self.photos]
        here = ids.index(photo)
        if here != there and self._writable:
            ids.insert(there, ids.pop(here))
            self.bridge.do(photos.arrange, self.inspection, self.at, ids)

    def menu(self, photo: Photo) -> QMenu:
        """Everything that can be done with a photo."""
        w = self.bridge.words
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        entries: tuple[tuple[str, str, str, Callable[[Photo], object], bool], ...] = (
            ("maximize", w("Look at it"), "Return", self.open, True),
            ("pencil-line", w("Caption…"), "F2", self.caption, self._writable),
            ("pen-tool", w("Mark or cover…"), "M", self.mark, self._writable),
            ("eye", w("Nothing to cover"), "U", self.clear, self._writable and photo.uncleared),
            ("arrow-left", w("Move earlier"), "Ctrl+Left", lambda p: self.move_by(p, -1), self._writable),
            ("arrow-right", w("Move later"), "Ctrl+Right", lambda p: self.move_by(p, 1), self._writable),
            ("trash-2", w("Remove…"), "Del", self.withdraw, self._writable),
        )
        for icon, said, key, deed, possible in entries:
            action = menu.addAction(self.theme.icon(icon), said)
            action.setShortcut(QKeySequence(key))
            action.setShortcutVisibleInContextMenu(True)
            action.setEnabled(possible)
            action.triggered.connect(lambda *_, deed=deed: deed(photo))
        return menu

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
            return
        tiles = [*self.thumbs, *([self.more] if self.more.isVisibleTo(self) else []), self.tile]
        held = next((n for n, tile in enumerate(tiles) if tile.hasFocus()), None)
        ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        step = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: -self.row.in_a_line,
            Qt.Key.Key_Down: self.row.in_a_line,
        }
        if held is None:
            super().keyPressEvent(event)
            return
        if not ctrl and (by := step.get(Qt.Key(event.key()), 0)) and 0 <= held + by < len(tiles):
            tiles[held + by].setFocus()
            return
        thumb = tiles[held]
        if isinstance(thumb, Thumb):
            self._press(thumb, event, ctrl=ctrl)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            thumb.click()
        else:
            super().keyPressEvent(event)

    def _press(self, thumb: Thumb, event: QKeyEvent, *, ctrl: bool) -> None:
        """A key on a photo."""
        photo = thumb.photo
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.open(photo)
            case Qt.Key.Key_F2:
                self.caption(photo)
            case Qt.Key.Key_M:
                self.mark(photo)
            case Qt.Key.Key_U:
                self.clear(photo)
            case Qt.Key.Key_Delete | Qt.Key.Key_Backspace:
                self.withdraw(photo)
            case Qt.Key.Key_Left if ctrl:
                self.move_by(photo, -1)
            case Qt.Key.Key_Right if ctrl:
                self.move_by(photo, 1)
            case Qt.Key.Key_Menu:
                self.menu(photo).popup(thumb.mapToGlobal(QPoint(0, thumb.height())))
            case _:
                super().keyPressEvent(event)

    def take_drops_on(self, around: QWidget) -> None:
        """What is dropped anywhere on *around* comes to this place too: the strip may be scrolled out of sight."""
        around.setAcceptDrops(True)
        around.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if isinstance(event, QDragMoveEvent | QDropEvent) and not carried(event.mimeData()):
            match event.type():
                case QEvent.Type.DragEnter if isinstance(event, QDragEnterEvent):
                    event.ignore()  # it comes accepted
                    self.dragEnterEvent(event)
                    return event.isAccepted()
                case QEvent.Type.Drop if self._writable:
                    self.dropEvent(event)
                    return True
        elif event.type() == QEvent.Type.DragLeave:
            self.tile.heat(False)
        return False

    # -- dropping ---------------------------------------------------------------------------------
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802
        if not self._writable:
            return
        if carried(event.mimeData()) in [photo.id for photo in self.photos]:
            event.acceptProposedAction()
        elif offered.offers(event.mimeData()):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self.tile.heat(True)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:  # noqa: N802
        if carried(event.mimeData()):
            self._show_marker(slot_at(list(self.thumbs), self.row.mapFrom(self, event.position())))

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:  # noqa: N802
        self.tile.heat(False)
        self.marker.hide()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        self.tile.heat(False)
        self.marker.hide()
        if photo := carried(event.mimeData()):
            event.acceptProposedAction()
            self.move_before(photo, slot_at(list(self.thumbs), self.row.mapFrom(self, event.position())))
            return
        may_copy = bool(event.possibleActions() & Qt.DropAction.CopyAction)
        # After a move a file manager would delete the original.
        event.setDropAction(Qt.DropAction.CopyAction if may_copy else Qt.DropAction.IgnoreAction)
        event.accept()
        self.take(offered.offered(event.mimeData()))

    def _show_marker(self, slot: int) -> None:
        """Where the dragged photo would stand."""
        if not self.thumbs:
            return
        last = slot >= len(self.thumbs)
        beside = self.thumbs[-1 if last else slot].geometry()
        wide, gap = self.theme.px(3), self.row.gap
        x = beside.right() + gap // 2 if last else max(0, beside.left() - gap // 2 - wide // 2)
        self.marker.setGeometry(x, beside.top(), wide, beside.height())
        self.marker.show()
        self.marker.raise_()
