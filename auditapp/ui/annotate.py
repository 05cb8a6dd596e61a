"""Mark a photo: arrows, boxes and words, and covers that leave nothing of what is under them. All on a copy.

With the mouse: choose a tool, drag. By keys: C, A, B, T choose the tool, the arrow keys move the cross hairs (Shift:
one pixel), Space sets the first and then the second corner, Ctrl+Z takes the last mark back.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from auditapp.inspection.state import Photo
from auditapp.operations import marking
from auditapp.operations.marking import COVER, INK, MOST_WORDS, Mark, Tool, head, letters, stroke
from auditapp.ui import labelled
from auditapp.ui.bridge import Bridge
from auditapp.ui.parts.buttons import button, icon_button
from auditapp.ui.parts.flow import FlowLayout
from auditapp.ui.parts.labels import Paragraph
from auditapp.ui.parts.segments import Segment, Segments
from auditapp.ui.picture_view import PictureView
from auditapp.ui.theme import Theme
from auditapp.words import Trouble, Words

KEYS: Final = {Qt.Key.Key_C: Tool.COVER, Qt.Key.Key_A: Tool.ARROW, Qt.Key.Key_B: Tool.BOX, Qt.Key.Key_T: Tool.TEXT}


def said(words: Words, tool: Tool) -> str:
    match tool:
        case Tool.COVER:
            return words("Cover")
        case Tool.ARROW:
            return words("Arrow")
        case Tool.BOX:
            return words("Box")
        case Tool.TEXT:
            return words("Words")


class MarkCanvas(PictureView):
    """The picture with what is being drawn on it. ``marks`` are what will stand in the copy."""

    drawn = Signal()
    text_asked = Signal(object)
    """With the mark whose words are wanted; give them with `write`."""
    chosen = Signal(object)

    def __init__(self, theme: Theme, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.words = words
        self.tool = Tool.COVER
        self.marks: list[Mark] = []
        self.undone: list[Mark] = []
        self.open: Mark | None = None
        """What is being dragged now."""
        self.cross = QPointF(0, 0)
        self._crossed = False
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setAccessibleName(words("Picture to mark"))
        self.setAccessibleDescription(
            words("Arrow keys move the cross hairs, Space sets the first and then the second corner.")
        )

    def choose(self, tool: Tool) -> None:
        self.tool = tool
        self.open = None
        self.chosen.emit(tool)
        self.update()

    def begin(self, at: QPointF) -> None:
        x, y = round(at.x()), round(at.y())
        self.open = Mark(self.tool, x, y, x, y)

    def drag(self, at: QPointF) -> None:
        if self.open is not None:
            self.open = replace(self.open, x2=round(at.x()), y2=round(at.y()))
            self.update()

    def end(self) -> None:
        """Let go: what is to be seen is kept, a click is not."""
        mark, self.open = self.open, None
        if mark is not None and mark.tool is Tool.TEXT:
            self.text_asked.emit(mark)
        elif mark is not None and mark.visible:
            self.add(mark)
        self.update()

    def write(self, mark: Mark, text: str) -> None:
        """The words of a text mark were given."""
        if text.strip():
            self.add(replace(mark, text=text.strip()[:MOST_WORDS]))

    def add(self, mark: Mark) -> None:
        self.marks.append(mark)
        self.undone.clear()
        self.drawn.emit()
        self.update()

    def take_back(self) -> None:
        if self.marks:
            self.undone.append(self.marks.pop())
            self.drawn.emit()
            self.update()

    def put_back(self) -> None:
        if self.undone:
            self.marks.append(self.undone.pop())
            self.drawn.emit()
            self.update()

    # -- events -----------------------------------------------------------------------------------
    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if event.button() is Qt.MouseButton.LeftButton:
            self.setFocus()
            self._crossed = False
            self.begin(self.to_picture(event.position()))
        else:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        self.cross = self.to_picture(event.position())
        if self.open is not None:
            self.drag(self.cross)
        else:
            super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if self.open is not None and event.button() is Qt.MouseButton.LeftButton:
            self.drag(self.to_picture(event.position()))
            self.end()
        else:
            super().mouseReleaseEvent(event)
            self.setCursor(Qt.CursorShape.CrossCursor)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Two quick clicks are two clicks here; zooming would surprise."""

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        super().focusInEvent(event)
        if not self.pixmap.isNull() and self.cross.isNull():
            self.cross = QPointF(self.pixmap.width() / 2, self.pixmap.height() / 2)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.matches(QKeySequence.StandardKey.Undo):
            self.take_back()
            return
        if event.matches(QKeySequence.StandardKey.Redo):
            self.put_back()
            return
        plain = not event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
        key = Qt.Key(event.key())
        if plain and key in KEYS:
            self.choose(KEYS[key])
            return
        step = 1.0 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else max(1.0, self.pixmap.width() / 100)
        match key:
            case Qt.Key.Key_Left:
                self.move_cross(-step, 0)
            case Qt.Key.Key_Right:
                self.move_cross(step, 0)
            case Qt.Key.Key_Up:
                self.move_cross(0, -step)
            case Qt.Key.Key_Down:
                self.move_cross(0, step)
            case Qt.Key.Key_Space | Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.set_corner()
            case Qt.Key.Key_Escape if self.open is not None:
                self.open = None
                self.update()
            case Qt.Key.Key_Backspace | Qt.Key.Key_Delete:
                self.take_back()
            case _:
                super().keyPressEvent(event)

    def move_cross(self, dx: float, dy: float) -> None:
        self._crossed = True
        x = min(max(self.cross.x() + dx, 0.0), float(self.pixmap.width()))
        y = min(max(self.cross.y() + dy, 0.0), float(self.pixmap.height()))
        self.cross = QPointF(x, y)
        self.drag(self.cross)
        self.update()

    def set_corner(self) -> None:
        """Space: the first corner, then the second."""
        self._crossed = True
        if self.open is None:
            self.begin(self.cross)
            if self.tool is Tool.TEXT:
                self.end()
        else:
            self.end()
        self.update()

    # -- painting ---------------------------------------------------------------------------------
    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        with QPainter(self) as p:
            self.paint_picture(p)
            if self.pixmap.isNull():
                return
            p.save()
            p.setRenderHint(QPainter.RenderHint.Antialiasing)
            p.setClipRect(self.target)
            p.translate(self.target.topLeft())
            p.scale(self.scale, self.scale)
            shown = [*self.marks, *([self.open] if self.open else [])]
            for mark in sorted(shown, key=lambda one: one.tool is Tool.COVER):
                self.paint_mark(p, mark)
            p.restore()
            if self._crossed and self.hasFocus():
                at = self.to_widget(self.cross)
                for colour, width in ((QColor("white"), 3), (self.theme.token("accent"), 1)):
                    p.setPen(QPen(colour, width))
                    p.drawLine(QPointF(at.x(), self.target.top()), QPointF(at.x(), self.target.bottom()))
                    p.drawLine(QPointF(self.target.left(), at.y()), QPointF(self.target.right(), at.y()))
            if self.hasFocus():
                p.setPen(QPen(self.theme.token("accent"), 2))
                p.setBrush(Qt.BrushStyle.NoBrush)
                p.drawRect(self.rect().adjusted(1, 1, -1, -1))

    def paint_mark(self, p: QPainter, mark: Mark) -> None:
        """As it will stand in the copy (which Pillow draws from the same figures)."""
        size = (self.pixmap.width(), self.pixmap.height())
        line = stroke(*size)
        left, top, right, bottom = mark.corners
        ink, white = QColor(*INK), QColor("white")
        p.setBrush(Qt.BrushStyle.NoBrush)
        match mark.tool:
            case Tool.COVER:
                p.fillRect(QRectF(left, top, right - left, bottom - top), QColor(*COVER))
            case Tool.BOX:
                inside = QRectF(left, top, right - left, bottom - top).adjusted(
                    line / 2, line / 2, -line / 2, -line / 2
                )
                for colour, width in ((white, line + 2), (ink, line)):
                    p.setPen(
                        QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.SquareCap, Qt.PenJoinStyle.MiterJoin)
                    )
                    p.drawRect(inside)
            case Tool.ARROW:
                corners = [QPointF(*corner) for corner in head(mark, line)]
                back = (corners[1] + corners[2]) / 2
                for colour, more in ((white, 2), (ink, 0)):
                    p.setPen(QPen(colour, line + more))
                    p.drawLine(QPointF(mark.x1, mark.y1), back)
                    p.setPen(QPen(colour, 1 + more))
                    p.setBrush(colour)
                    p.drawPolygon(QPolygonF(corners))
            case Tool.TEXT:
                font = self.theme.font(14, bold=True)
                font.setPixelSize(letters(*size))
                p.setFont(font)
                at = QPointF(mark.x1, mark.y1 + p.fontMetrics().ascent())
                p.setPen(white)
                for dx, dy in ((-2, 0), (2, 0), (0, -2), (0, 2)):
                    p.drawText(at + QPointF(dx, dy), mark.text)
                p.setPen(ink)
                p.drawText(at, mark.text)


class MarkingPane(QWidget):
    """Tools, canvas, and the sentence a person stands for by saving. ``finished(saved)``."""

    finished = Signal(bool)

    def __init__(self, bridge: Bridge, theme: Theme, inspection: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bridge, self.theme, self.inspection = bridge, theme, inspection
        self.photo: Photo | None = None
        w = bridge.words
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(20), theme.px(12), theme.px(20), theme.px(12))
        column.setSpacing(theme.px(10))
        top = QWidget()
        tools = FlowLayout(top, spacing=theme.px(8))
        icons = {Tool.COVER: "square", Tool.ARROW: "move-right", Tool.BOX: "square-pen", Tool.TEXT: "type"}
        self.tools = Segments(
            theme, [Segment(tool, said(w, tool), "accent", icons[tool]) for tool in Tool], name=w("Tool")
        )
        self.undo_button = icon_button(
            theme, "undo-2", w("Take the last mark back"), pressed=lambda: self.canvas.take_back()
        )
        self.redo_button = icon_button(theme, "redo-2", w("Put the mark back"), pressed=lambda: self.canvas.put_back())
        self.afresh = QCheckBox(w("Begin again from the unmarked photo"))
        self.afresh.setAccessibleName(self.afresh.text())
        for one in (self.tools, self.undo_button, self.redo_button, self.afresh):
            tools.addWidget(one)
        self.canvas = MarkCanvas(theme, w)
        self.text = QLineEdit()
        self.text.setMaxLength(MOST_WORDS)
        self.text.setPlaceholderText(w("Words in the picture, then Enter"))
        self.text.setAccessibleName(w("Words in the picture"))
        self.text.hide()
        self._wanted: Mark | None = None
        bottom = QHBoxLayout()
        bottom.setSpacing(theme.px(8))
        self.sentence = Paragraph(
            theme,
            w(
                "Covers are filled solidly on a copy; the original is kept untouched. By "
                "saving you confirm that nothing "
                "else in this picture has to be covered."
            ),
            role="secondary",
        )
        self.leave_button = button(theme, w("Cancel"), pressed=self.leave)
        self.save_button = button(theme, w("Save copy"), role="primary", icon="check", pressed=self.save)
        bottom.addWidget(self.sentence, 1)
        bottom.addWidget(self.leave_button)
        bottom.addWidget(self.save_button)
        column.addWidget(top)
        column.addWidget(self.canvas, 1)
        column.addWidget(self.text)
        column.addLayout(bottom)
        self.tools.chosen.connect(lambda code: self.canvas.choose(Tool(code)))
        self.tools.show_choice(Tool.COVER)
        self.canvas.chosen.connect(lambda tool: self.tools.show_choice(tool))
        self.canvas.drawn.connect(self._ready)
        self.canvas.text_asked.connect(self._ask)
        self.text.returnPressed.connect(self._write)
        self.afresh.toggled.connect(lambda *_: self._load())
        self._ready()

    def begin(self, photo: Photo) -> None:
        """Mark this photo, beginning with the copy there is."""
        self.photo = photo
        self.afresh.setVisible(photo.outgoing != photo.rendition)
        blocked = self.afresh.blockSignals(True)
        self.afresh.setChecked(False)
        self.afresh.blockSignals(blocked)
        self.canvas.marks.clear()
        self.canvas.undone.clear()
        self._load()
        self._ready()
        self.canvas.setFocus()

    @property
    def touched(self) -> bool:
        return bool(self.canvas.marks)

    def save(self) -> None:
        if self.photo is None or not self.touched:
            return
        who = labelled.working(self.bridge.desk, self.bridge.opened(self.inspection).inspection)
        changes = self.bridge.do(
            marking.mark,
            self.inspection,
            self.photo.id,
            list(self.canvas.marks),
            who,
            afresh=self.afresh.isChecked(),
        )
        if changes is not None:
            self.finished.emit(True)

    def leave(self) -> None:
        self.finished.emit(False)

    def _load(self) -> None:
        if self.photo is None:
            return
        sha256 = self.photo.rendition if self.afresh.isChecked() else self.photo.outgoing
        try:
            self.canvas.show_picture(self.bridge.picture(sha256))
        except Trouble as trouble:
            self.bridge.failed.emit(trouble)

    def _ask(self, mark: Mark) -> None:
        self._wanted = mark
        self.text.clear()
        self.text.show()
        self.text.setFocus()

    def _write(self) -> None:
        if self._wanted is not None:
            self.canvas.write(self._wanted, self.text.text())
            self._wanted = None
        self.text.hide()
        self.canvas.setFocus()

    def _ready(self) -> None:
        self.save_button.setEnabled(self.touched)
        self.undo_button.setEnabled(self.touched)
        self.redo_button.setEnabled(bool(self.canvas.undone))
