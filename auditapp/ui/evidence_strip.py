"""The photos of one place: thumbnails at once, a tile that takes what is dropped or pasted, the camera, and every deed
on a photo by key and by context menu.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractButton,
    QFileDialog,
    QHBoxLayout,
    QMenu,
    QProgressBar,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from auditapp.inspection.state import Photo
from auditapp.operations import photos, withdraw
from auditapp.operations.changes import Changes
from auditapp.ui import intake, labelled, photo_deeds
from auditapp.ui.asking import Question
from auditapp.ui.bridge import Bridge
from auditapp.ui.intake import Load, Offered, Pasted, Source, arrivals
from auditapp.ui.parts.buttons import button
from auditapp.ui.parts.flow import FlowLayout
from auditapp.ui.parts.labels import Paragraph, label
from auditapp.ui.places import Place
from auditapp.ui.theme import Theme
from auditapp.words import Trouble, in_words

if TYPE_CHECKING:
    from auditapp.ui.camera import CameraDialog

TILE: Final = QSize(104, 80)
MOST_WAITING: Final = 6
"""Tiles shown for photos on their way; what is more is told as a number."""


class Tile(QAbstractButton):
    """What lies in the strip: round corners, a ring when it has the focus."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(self.theme.px(TILE.width()), self.theme.px(TILE.height()))

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return self.sizeHint()

    def shape(self) -> QPainterPath:
        path = QPainterPath()
        path.addRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), self.theme.px(8), self.theme.px(8))
        return path

    def ring(self, p: QPainter) -> None:
        if self.hasFocus():
            p.setClipping(False)
            p.setBrush(Qt.BrushStyle.NoBrush)
            p.setPen(QPen(self.theme.token("accent"), 2))
            p.drawPath(self.shape())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Space presses; every other key is the strip's (Qt's buttons would walk on at arrow keys)."""
        if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Select):
            super().keyPressEvent(event)
        else:
            event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        super().focusOutEvent(event)
        self.update()


class Thumb(Tile):
    """One photo: its picture, place and time along the bottom, and whether it may leave in the corner."""

    menu_asked = Signal(object)

    def __init__(self, bridge: Bridge, theme: Theme, photo: Photo, number: int, of: int) -> None:
        super().__init__(theme)
        self.photo = photo
        self.pixmap = QPixmap()
        try:
            self.pixmap.loadFromData(bridge.thumbnail(photo))
        except Trouble as trouble:  # a picture that is lost is told where it would stand
            self.setToolTip(in_words(trouble, bridge.words))
        w = bridge.words
        state, self.tone, self.icon_name = labelled.clearance(w, photo)
        self.line = " · ".join(part for part in (photo.caption, labelled.clock(photo.taken)) if part)
        self.setAccessibleName(
            w("Photo {n} of {of}: {name}, {state}", n=number, of=of, name=labelled.name_of_photo(w, photo), state=state)
        )
        if not self.toolTip():
            self.setToolTip(f"{labelled.name_of_photo(w, photo)}\n{state}")

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802
        self.setFocus()
        self.menu_asked.emit(event.globalPos())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        theme = self.theme
        with QPainter(self) as p:
            p.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
            p.setClipPath(self.shape())
            p.fillRect(self.rect(), theme.token("subtle"))
            if self.pixmap.isNull():
                picture = theme.pixmap("image", token="text3", size=24)
                p.drawPixmap(
                    QRectF(0, 0, theme.px(24), theme.px(24)).translated(
                        self.width() / 2 - theme.px(12), self.height() / 2 - theme.px(12)
                    ),
                    picture,
                    QRectF(picture.rect()),
                )
            else:
                p.drawPixmap(QRectF(self.rect()), self.pixmap, covering(self.pixmap, self.size()))
            if self.line:
                band = QRectF(0, self.height() - theme.px(20), self.width(), theme.px(20))
                p.fillRect(band, QColor(0, 0, 0, 150))
                p.setPen(QColor("white"))
                p.setFont(theme.font(12, bold=True))
                room = band.adjusted(theme.px(7), 0, -theme.px(7), 0)
                said = p.fontMetrics().elidedText(self.line, Qt.TextElideMode.ElideMiddle, int(room.width()))
                p.drawText(room, Qt.AlignmentFlag.AlignVCenter, said)
            side = theme.px(20)
            corner = QRectF(self.width() - side - theme.px(4), theme.px(4), side, side)
            p.setPen(Qt.PenStyle.NoPen)
            p.setBrush(theme.token("surface"))
            p.drawEllipse(corner)
            sign = theme.pixmap(self.icon_name, token=self.tone, size=14)
            inset = (side - theme.px(14)) / 2
            p.drawPixmap(corner.adjusted(inset, inset, -inset, -inset), sign, QRectF(sign.rect()))
            self.ring(p)


class Waiting(Tile):
    """A photo on its way in: its name, until the picture is safe on the drive."""

    def __init__(self, theme: Theme, name: str, said: str) -> None:
        super().__init__(theme)
        self.name = name
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(f"{name}: {said}")
        self.setToolTip(f"{name}\n{said}")

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        theme = self.theme
        with QPainter(self) as p:
            p.setRenderHint(QPainter.RenderHint.Antialiasing)
            p.setClipPath(self.shape())
            p.fillRect(self.rect(), theme.token("na_bg"))
            sign = theme.pixmap("clock", token="text3", size=20)
            side = theme.px(20)
            p.drawPixmap(QRectF((self.width() - side) / 2, theme.px(18), side, side), sign, QRectF(sign.rect()))
            p.setPen(theme.token("text2"))
            p.setFont(theme.font(12))
            room = QRectF(theme.px(6), theme.px(46), self.width() - theme.px(12), theme.px(20))
            said = p.fontMetrics().elidedText(self.name, Qt.TextElideMode.ElideMiddle, int(room.width()))
            p.drawText(room, Qt.AlignmentFlag.AlignCenter, said)


class DropTile(Tile):
    """Where files are dropped; pressed, it asks for files."""

    def __init__(self, theme: Theme, said: str, name: str) -> None:
        super().__init__(theme)
        self.said, self.hot = said, False
        self.setAccessibleName(name)
        self.setToolTip(name)

    def sizeHint(self) -> QSize:  # noqa: N802
        wide = self.theme.px(TILE.width())
        words = max((self.fontMetrics().horizontalAdvance(part) for part in self.said.split("\n")), default=0)
        return QSize(max(wide, words + self.theme.px(20)), self.theme.px(TILE.height()))

    def heat(self, hot: bool) -> None:
        """Something that can be dropped is above the strip."""
        if self.hot != hot:
            self.hot = hot
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        theme = self.theme
        hot = self.hot or self.underMouse()
        with QPainter(self) as p:
            p.setRenderHint(QPainter.RenderHint.Antialiasing)
            p.setBrush(theme.token("accent_bg" if self.hot else "surface"))
            p.setPen(QPen(theme.token("accent" if hot else "strong"), 1.5, Qt.PenStyle.DashLine))
            p.drawPath(self.shape())
            sign = theme.pixmap("image-plus", token="accent" if hot else "text2", size=20)
            side = theme.px(20)
            p.drawPixmap(QRectF((self.width() - side) / 2, theme.px(16), side, side), sign, QRectF(sign.rect()))
            p.setPen(theme.token("accent" if self.hot else "text2"))
            p.setFont(theme.font(12))
            p.drawText(QRectF(0, theme.px(42), self.width(), theme.px(26)), Qt.AlignmentFlag.AlignCenter, self.said)
            self.ring(p)


class EvidenceStrip(QWidget):
    """The photos of one item place ("" = of the whole inspection).

    `asked_for` a photo to look at closely; `said` a toast; `counted` how many photos there are (for a heading).
    Keys on a photo: Enter looks, F2 caption, M marks or covers, U nothing to cover, Ctrl+Left and Ctrl+Right reorder,
    Delete takes it away with a reason; anywhere in the strip Ctrl+V pastes.
    """

    asked_for = Signal(object)
    said = Signal(str, str)
    counted = Signal(int)

    def __init__(
        self, bridge: Bridge, theme: Theme, inspection: str, place: str = "", *, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.bridge, self.theme, self.inspection, self.at = bridge, theme, inspection, place
        self.arrivals = arrivals(bridge)
        self.thumbs: list[Thumb] = []
        self.coming: list[Waiting] = []
        self.camera: CameraDialog | None = None
        self._writable = True
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
        self.row = QWidget()
        self.flow = FlowLayout(self.row, spacing=theme.px(10))
        column.addWidget(self.row)
        self.tile = DropTile(theme, w("Drop or paste"), w("Add photos: drop files or folders here, paste, or press"))
        self.tile.clicked.connect(self.choose_files)
        self.under_way = QWidget()
        line = QHBoxLayout(self.under_way)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.px(8))
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(w("Photos on their way in"))
        self.progress = label("", "meta")
        self.cancel_button = button(
            theme, w("Stop"), role="quiet", name=w("Stop taking photos in"), pressed=self.cancel
        )
        line.addWidget(self.bar, 1)
        line.addWidget(self.progress)
        line.addWidget(self.cancel_button)
        self.under_way.hide()
        column.addWidget(self.under_way)
        self.told = Paragraph(theme, role="meta", tone="bad")
        self.told.hide()
        column.addWidget(self.told)
        bridge.changed.connect(self._changed)
        self.arrivals.moved.connect(self._moved)
        self.arrivals.ended.connect(self._ended)
        self.show_at(place)

    # -- what is shown ----------------------------------------------------------------------------
    def show_at(self, place: str) -> None:
        """Show the photos of another place."""
        self.at = place
        self._tell("")
        self.refresh()

    @property
    def photos(self) -> tuple[Photo, ...]:
        found = self.bridge.opened(self.inspection).inspection
        return found.photos_at(self.at)

    def refresh(self) -> None:
        """Draw the strip as things stand. The focus stays with its photo."""
        w = self.bridge.words
        held = next((thumb.photo.id for thumb in self.thumbs if thumb.hasFocus()), "")
        found = self.bridge.opened(self.inspection).inspection
        self._writable = not found.locked
        shown = found.photos_at(self.at)
        loads = self.arrivals.waiting(self.inspection, self.at)
        for old in (*self.thumbs, *self.coming):
            self.flow.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.flow.removeWidget(self.tile)
        self.thumbs = [Thumb(self.bridge, self.theme, one, n, len(shown)) for n, one in enumerate(shown, 1)]
        self.coming = [
            Waiting(self.theme, source.name, w("on its way in"))
            for load in loads
            for source in load.sources[load.done : load.done + MOST_WAITING]
        ][:MOST_WAITING]
        for thumb in self.thumbs:
            thumb.clicked.connect(lambda *_, photo=thumb.photo: self.open(photo))
            thumb.menu_asked.connect(lambda at, photo=thumb.photo: self.menu(photo).popup(at))
        for tile in (*self.thumbs, *self.coming):
            self.flow.addWidget(tile)
            tile.show()
        self.flow.addWidget(self.tile)
        self.tile.setVisible(self._writable)
        self.camera_button.setVisible(self._writable)
        self.heading.setText(w("Evidence photos · {n}", n=len(shown)) if shown else w("Evidence photos"))
        for before, after in zip(self.thumbs, (*self.thumbs[1:], self.tile), strict=False):
            QWidget.setTabOrder(before, after)
        for thumb in self.thumbs:
            if thumb.photo.id == held:
                thumb.setFocus()
        self._show_progress()
        self.row.updateGeometry()
        self.counted.emit(len(shown))

    def _show_progress(self) -> None:
        w = self.bridge.words
        loads = self.arrivals.waiting(self.inspection, self.at)
        self.under_way.setVisible(bool(loads))
        if loads:
            done, of = sum(one.done for one in loads), sum(len(one.sources) for one in loads)
            self.bar.setRange(0, of)
            self.bar.setValue(done)
            stopping = all(one.cancelled for one in loads)
            self.progress.setText(w("stopping…") if stopping else w("{done} of {of}", done=done, of=of))
            self.cancel_button.setEnabled(not stopping)

    def _tell(self, text: str) -> None:
        self.told.set_text(text)
        self.told.setVisible(bool(text))

    def _changed(self, changes: Changes) -> None:
        if changes.inspection == self.inspection and (
            changes.kind in _OF_PHOTOS or self.at in changes.places or not changes.places
        ):
            self.refresh()

    def _moved(self, load: Load) -> None:
        if (load.inspection, load.place) == (self.inspection, self.at):
            if not load.done:
                self.refresh()
            self._show_progress()

    def _ended(self, load: Load) -> None:
        if (load.inspection, load.place) != (self.inspection, self.at):
            return
        w = self.bridge.words
        self.refresh()
        self._tell(
            "\n".join(
                w("{name} was not taken in. {why}", name=name, why=in_words(why, w)) for name, why in load.refused[:4]
            )
            + ("\n" + w("and {n} more", n=len(load.refused) - 4) if len(load.refused) > 4 else "")
        )
        if load.kept:
            self.said.emit(w.count("{n} photo taken in", "{n} photos taken in", len(load.kept)), "ok")
        elif load.known and not load.refused:
            self.said.emit(w("This picture is here already."), "warn")

    # -- taking in --------------------------------------------------------------------------------
    def take(self, given: Offered | list[Source] | list[Path]) -> Load | None:
        """Take pictures in at this place."""
        offered = given if isinstance(given, Offered) else Offered(tuple(given))
        w = self.bridge.words
        self._tell("")
        if not offered.sources:
            self._tell(w("There is no picture in it."))
            return None
        if offered.left:
            self._tell(w.count("{n} other file was left aside.", "{n} other files were left aside.", offered.left))
        return self.arrivals.take(self.inspection, self.at, offered.sources)

    def paste(self) -> Load | None:
        """Take in what the clipboard holds: a picture, or files copied in a file manager."""
        return self.take(intake.offered(QGuiApplication.clipboard().mimeData())) if self._writable else None

    def choose_files(self) -> None:
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
        self.arrivals.cancel(self.inspection, self.at)
        self._show_progress()

    # -- deeds on a photo -------------------------------------------------------------------------
    def open(self, photo: Photo) -> None:
        self.asked_for.emit(Place("photo", self.inspection, photo.id))

    def mark(self, photo: Photo) -> None:
        self.asked_for.emit(Place("photo", self.inspection, f"{photo.id}#mark"))

    def clear(self, photo: Photo) -> None:
        """Somebody has looked: there is nothing to cover."""
        who = labelled.working(self.bridge.desk, self.bridge.opened(self.inspection).inspection)
        if photo.clearance is None:
            self.bridge.do(photos.clear, self.inspection, [photo.id], who, by=None)

    def caption(self, photo: Photo) -> None:
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
        w = self.bridge.words
        Question(
            self.theme,
            w,
            self,
            title=w("Remove this photo?"),
            danger=True,
            deed=w("Remove"),
            sentence=w("It leaves the inspection and the report. The journal keeps it with your reason."),
            field=w("Reason"),
            then=lambda why: self.bridge.do(withdraw.withdraw, self.inspection, photo.id, why),
        ).open()

    def move_by(self, photo: Photo, steps: int) -> None:
        """Put the photo earlier (-1) or later (1) in the row."""
        ids = [one.id for one in self.photos]
        here = ids.index(photo.id)
        there = min(max(here + steps, 0), len(ids) - 1)
        if here != there and self._writable:
            ids.insert(there, ids.pop(here))
            self.bridge.do(photo_deeds.arrange, self.inspection, self.at, ids)

    def menu(self, photo: Photo) -> QMenu:
        """Everything that can be done with a photo."""
        w = self.bridge.words
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        entries: tuple[tuple[str, str, str, Callable[[Photo], object], bool], ...] = (
            ("maximize", w("Look at it"), "Return", self.open, True),
            ("pencil-line", w("Caption…"), "F2", self.caption, self._writable),
            ("pen-tool", w("Mark or cover…"), "M", self.mark, self._writable),
            ("eye", w("Nothing to cover"), "U", self.clear, self._writable and photo.clearance is None),
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
        held = next((n for n, thumb in enumerate(self.thumbs) if thumb.hasFocus()), None)
        if held is None:
            if self.tile.hasFocus() and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.choose_files()
            elif self.tile.hasFocus() and event.key() == Qt.Key.Key_Left and self.thumbs:
                self.thumbs[-1].setFocus()
            else:
                super().keyPressEvent(event)
            return
        photo = self.thumbs[held].photo
        ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.open(photo)
            case Qt.Key.Key_F2:
                self.caption(photo)
            case Qt.Key.Key_M:
                self.mark(photo)
            case Qt.Key.Key_U:
                self.clear(photo)
            case Qt.Key.Key_Delete | Qt.Key.Key_Backspace if self._writable:
                self.withdraw(photo)
            case Qt.Key.Key_Left if ctrl:
                self.move_by(photo, -1)
            case Qt.Key.Key_Right if ctrl:
                self.move_by(photo, 1)
            case Qt.Key.Key_Left if held > 0:
                self.thumbs[held - 1].setFocus()
            case Qt.Key.Key_Right:
                (self.thumbs[held + 1] if held + 1 < len(self.thumbs) else self.tile).setFocus()
            case Qt.Key.Key_Menu:
                thumb = self.thumbs[held]
                self.menu(photo).popup(thumb.mapToGlobal(QPoint(0, thumb.height())))
            case _:
                super().keyPressEvent(event)

    # -- dropping ---------------------------------------------------------------------------------
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802
        if self._writable and intake.offers(event.mimeData()):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self.tile.heat(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:  # noqa: N802
        self.tile.heat(False)

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        self.tile.heat(False)
        event.setDropAction(Qt.DropAction.CopyAction)  # a file manager that moves would delete the original
        event.accept()
        self.take(intake.offered(event.mimeData()))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self.row.updateGeometry()


_OF_PHOTOS: Final = frozenset(
    {
        "photographed",
        "captioned",
        "moved",
        "cleared",
        "redacted",
        "marked",
        "withdrawn",
        "undone",
        "redone",
        "signed",
        "amended",
    }
)
"""Deeds after which the strip looks again, whatever place they name."""


def covering(pixmap: QPixmap, size: QSize) -> QRectF:
    """The part of *pixmap* that fills *size* without bending it: cut at the sides that stand over."""
    share = size.width() / max(1, size.height())
    w, h = float(pixmap.width()), float(pixmap.height())
    if w / max(1.0, h) > share:
        return QRectF((w - h * share) / 2, 0, h * share, h)
    return QRectF(0, (h - w / share) / 2, w, w / share)


__all__ = ["EvidenceStrip", "Pasted", "Thumb"]
