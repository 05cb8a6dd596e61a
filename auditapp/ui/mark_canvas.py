"""The picture with what is being drawn on it: arrows, boxes, words, covers that leave nothing of what is under them.

With the mouse: drag to draw; press a mark to choose it, drag it to move it, its corner to resize it. By keys: Space
puts a mark in the middle and chooses it; the arrow keys move it, Shift with them resizes it, Ctrl with them goes by
single pixels; Enter is done with it, Delete takes it away, [ and ] choose another, C A B T the tool, Ctrl+Z and Ctrl+Y
go back and forth. Every step is told to those who listen.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QColor,
    QFontMetricsF,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QWidget

from auditapp.operations.marking import COVER, INK, MOST_WORDS, Mark, Tool, head, letters, stroke
from auditapp.ui.picture_view import PictureView
from auditapp.ui.theme import Theme
from auditapp.words import Words

KEYS: Final = {Qt.Key.Key_C: Tool.COVER, Qt.Key.Key_A: Tool.ARROW, Qt.Key.Key_B: Tool.BOX, Qt.Key.Key_T: Tool.TEXT}
ARROWS: Final = {
    Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1),
}  # fmt: skip
STEPS: Final = 60
"""So many steps of an arrow key go across the longer side of the picture."""
HANDLE: Final = 12
"""Pixels around the second corner of the chosen mark where it is taken hold of."""

Marks = tuple[Mark, ...]


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


def drawn_in_words(w: Words, marks: Marks) -> str:
    """What is drawn, for those who do not see it."""
    many = {tool: sum(one.tool is tool for one in marks) for tool in Tool}
    parts = [
        w.count("{n} cover", "{n} covers", many[Tool.COVER]) if many[Tool.COVER] else "",
        w.count("{n} arrow", "{n} arrows", many[Tool.ARROW]) if many[Tool.ARROW] else "",
        w.count("{n} box", "{n} boxes", many[Tool.BOX]) if many[Tool.BOX] else "",
        w.count("{n} text", "{n} texts", many[Tool.TEXT]) if many[Tool.TEXT] else "",
    ]
    return ("、" if w.chinese else ", ").join(part for part in parts if part) or w("nothing drawn yet")


class MarkCanvas(PictureView):
    """``marks`` are what will stand in the copy; ``chosen`` is which of them the keys move."""

    drawn = Signal()
    """What is drawn or chosen is another now."""
    text_asked = Signal(object)
    """With the mark whose words are wanted; give them with `write`."""
    tool_chosen = Signal(object)

    def __init__(self, theme: Theme, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.words = words
        self.tool = Tool.COVER
        self.name = ""
        self.marks: Marks = ()
        self.chosen: int | None = None
        self.open: Mark | None = None
        """What is being dragged now."""
        self._past: list[Marks] = []
        self._future: list[Marks] = []
        self._moved: int | None = None
        """The mark that the last step moved: many steps of one mark are one thing to take back."""
        self._hold: tuple[str, QPointF, Mark] | None = None
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setAccessibleDescription(
            words(
                "Space puts a mark in the middle. Arrow keys move it, with Shift they resize it, with Ctrl by single "
                "pixels. Enter is done with it, Delete takes it away."
            )
        )
        self._tell_name()

    # -- what is drawn ----------------------------------------------------------------------------
    def begin_with(self, name: str, marks: Marks) -> None:
        """Another photo, perhaps with marks that were drawn before."""
        self.name = name
        self.marks, self.chosen, self.open = marks, None, None
        self._past, self._future, self._moved = [], [], None
        self._tell_name()
        self.drawn.emit()
        self.update()

    def choose(self, tool: Tool) -> None:
        self.tool = tool
        self.open = None
        self.tool_chosen.emit(tool)
        self.update()

    def add(self, mark: Mark) -> None:
        self._change((*self.marks, mark), len(self.marks))
        self._say(self._of(len(self.marks) - 1))

    def put(self) -> None:
        """A mark in the middle of what is seen, to be moved by keys."""
        if self.pixmap.isNull():
            return
        seen = QRectF(self.rect()).intersected(self.target)
        a, b = self.to_picture(seen.topLeft()), self.to_picture(seen.bottomRight())
        middle, wide, high = (a + b) / 2, abs(b.x() - a.x()) / 8, abs(b.y() - a.y()) / 8
        x1, y1, x2, y2 = middle.x() - wide, middle.y() - high, middle.x() + wide, middle.y() + high
        mark = Mark(self.tool, round(x1), round(y1), round(x2), round(y2))
        if self.tool is Tool.TEXT:
            self.text_asked.emit(replace(mark, x2=mark.x1, y2=mark.y1))
        else:
            self.add(mark)

    def write(self, mark: Mark, text: str) -> None:
        """The words of a text mark were given; "" leaves it as it was."""
        text = text.strip()[:MOST_WORDS]
        if not text:
            return
        if mark in self.marks:
            at = self.marks.index(mark)
            self._change((*self.marks[:at], replace(mark, text=text), *self.marks[at + 1 :]), at)
        else:
            self.add(replace(mark, text=text))

    def take_away(self) -> None:
        """The chosen mark, else the last one."""
        if self.marks:
            at = len(self.marks) - 1 if self.chosen is None else self.chosen
            gone = said(self.words, self.marks[at].tool)
            self._change((*self.marks[:at], *self.marks[at + 1 :]), None)
            self._say(self.words("{mark} removed", mark=gone))

    def move_by(self, dx: int, dy: int, *, resize: bool = False) -> None:
        """Move the chosen mark, or its second corner, by pixels of the picture; it stays inside."""
        if self.chosen is not None:
            at = self.chosen
            self._change(_with(self.marks, at, self._shifted(self.marks[at], dx, dy, resize=resize)), at, moving=True)
            self._say(self._of(at))

    def step_to(self, by: int) -> None:
        """Choose the next mark or the one before."""
        if self.marks:
            first = 0 if by > 0 else len(self.marks) - 1
            self.chosen = first if self.chosen is None else (self.chosen + by) % len(self.marks)
            self._say(self._of(self.chosen))
            self.drawn.emit()
            self.update()

    def let_go(self) -> bool:
        """Done with the chosen mark; False when none was chosen."""
        was = self.chosen is not None or self.open is not None
        self.chosen, self.open, self._hold, self._moved = None, None, None, None
        self.drawn.emit()
        self.update()
        return was

    def take_back(self) -> None:
        if self._past:
            self._future.append(self.marks)
            self._show(self._past.pop())

    def put_back(self) -> None:
        if self._future:
            self._past.append(self.marks)
            self._show(self._future.pop())

    @property
    def may_take_back(self) -> bool:
        return bool(self._past)

    @property
    def may_put_back(self) -> bool:
        return bool(self._future)

    def _change(self, marks: Marks, chosen: int | None, *, moving: bool = False) -> None:
        if marks == self.marks:
            return
        if not (moving and self._moved == chosen and self._past):
            self._past.append(self.marks)
        self._moved = chosen if moving else None
        self._future.clear()
        self.marks, self.chosen = marks, chosen
        self._tell_name()
        self.drawn.emit()
        self.update()

    def _show(self, marks: Marks) -> None:
        self.marks, self.chosen, self._moved = marks, None, None
        self._tell_name()
        self._say(drawn_in_words(self.words, marks))
        self.drawn.emit()
        self.update()

    def _shifted(self, mark: Mark, dx: int, dy: int, *, resize: bool) -> Mark:
        w, h = self.pixmap.width(), self.pixmap.height()
        if resize:
            return replace(mark, x2=min(max(mark.x2 + dx, 0), w), y2=min(max(mark.y2 + dy, 0), h))
        left, top, right, bottom = mark.corners
        dx, dy = min(max(dx, -left), w - right), min(max(dy, -top), h - bottom)
        return replace(mark, x1=mark.x1 + dx, y1=mark.y1 + dy, x2=mark.x2 + dx, y2=mark.y2 + dy)

    # -- telling ----------------------------------------------------------------------------------
    def _tell_name(self) -> None:
        self.setAccessibleName(
            self.words("{photo}: {marks}", photo=self.name, marks=drawn_in_words(self.words, self.marks))
            if self.name
            else self.words("Picture to mark")
        )

    def _of(self, at: int) -> str:
        """Where a mark is and how large, in percent of the picture."""
        mark, w = self.marks[at], self.words
        left, top, right, bottom = mark.corners
        wide, high = max(1, self.pixmap.width()), max(1, self.pixmap.height())
        return w(
            "{mark} {n} of {of}: {left}% from the left, {top}% from the top, {wide}% wide, {high}% high",
            mark=said(w, mark.tool) + (f" “{mark.text}”" if mark.text else ""),
            n=at + 1,
            of=len(self.marks),
            left=round(100 * left / wide),
            top=round(100 * top / high),
            wide=round(100 * (right - left) / wide),
            high=round(100 * (bottom - top) / high),
        )

    def _say(self, text: str) -> None:
        self.spoken = text
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))

    spoken = ""
    """What was said last."""

    # -- the mouse --------------------------------------------------------------------------------
    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if event.button() is not Qt.MouseButton.LeftButton:
            super().mousePressEvent(event)
            return
        self.setFocus()
        at = self.to_picture(event.position())
        if self.chosen is not None:
            mark = self.marks[self.chosen]
            corner = self.to_widget(QPointF(mark.x2, mark.y2)) - event.position()
            if mark.tool is not Tool.TEXT and corner.manhattanLength() <= self.theme.px(HANDLE):
                self._hold = ("resize", at, mark)
                return
            if self.box_of(mark).contains(at):
                self._hold = ("move", at, mark)
                return
        self.chosen = None
        x, y = round(at.x()), round(at.y())
        self.open = Mark(self.tool, x, y, x, y)
        self.drawn.emit()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        at = self.to_picture(event.position())
        if self.open is not None:
            self.open = replace(self.open, x2=round(at.x()), y2=round(at.y()))
            self.update()
        elif self._hold is not None and self.chosen is not None:
            deed, start, mark = self._hold
            far = at - start
            moved = self._shifted(mark, round(far.x()), round(far.y()), resize=deed == "resize")
            self._change(_with(self.marks, self.chosen, moved), self.chosen, moving=True)
        else:
            super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if event.button() is not Qt.MouseButton.LeftButton:
            super().mouseReleaseEvent(event)
            self.setCursor(Qt.CursorShape.CrossCursor)
            return
        self._hold, self._moved = None, None
        mark, self.open = self.open, None
        if mark is not None:
            self._drawn_by_mouse(mark)
        self.update()

    def _drawn_by_mouse(self, mark: Mark) -> None:
        """A drag draws; a click chooses the mark under it, or begins words there."""
        dragged = max(abs(mark.x2 - mark.x1), abs(mark.y2 - mark.y1)) * self.scale >= 4
        under = [n for n, one in enumerate(self.marks) if self.box_of(one).contains(mark.x1, mark.y1)]
        if under and not dragged:
            self.chosen = under[-1]
            self._say(self._of(self.chosen))
            self.drawn.emit()
        elif mark.tool is Tool.TEXT:
            self.text_asked.emit(replace(mark, x2=mark.x1, y2=mark.y1))
        elif dragged and mark.visible:
            self.add(mark)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """On words: write others. Elsewhere two quick clicks are two clicks; zooming would surprise."""
        if self.chosen is not None and self.marks[self.chosen].tool is Tool.TEXT:
            self.text_asked.emit(self.marks[self.chosen])

    # -- keys -------------------------------------------------------------------------------------
    def event(self, event: QEvent) -> bool:
        """Its keys are its own while it has the focus: U or M would be a deed of the page."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._takes(event):
            event.accept()
            return True
        return super().event(event)

    def _takes(self, event: QKeyEvent) -> bool:
        if event.matches(QKeySequence.StandardKey.Undo) or event.matches(QKeySequence.StandardKey.Redo):
            return True
        if event.key() == Qt.Key.Key_Escape:
            return self.chosen is not None or self.open is not None
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            return event.key() in ARROWS or event.key() == Qt.Key.Key_Y
        return bool(event.text().strip()) and event.text() != "?"

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        key = Qt.Key(event.key())
        ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.matches(QKeySequence.StandardKey.Undo):
            self.take_back()
        elif event.matches(QKeySequence.StandardKey.Redo) or (ctrl and key == Qt.Key.Key_Y):
            self.put_back()
        elif key in KEYS and not ctrl:
            self.choose(KEYS[key])
        elif key in ARROWS and self.chosen is not None:
            far = 1 if ctrl else max(1, round(max(self.pixmap.width(), self.pixmap.height()) / STEPS))
            dx, dy = ARROWS[key]
            self.move_by(dx * far, dy * far, resize=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        else:
            self._press(key, event)

    def _press(self, key: Qt.Key, event: QKeyEvent) -> None:
        match key:
            case Qt.Key.Key_Space:
                self.put()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter | Qt.Key.Key_F2 if self.chosen is not None:
                mark = self.marks[self.chosen]
                if mark.tool is Tool.TEXT and key is Qt.Key.Key_F2:
                    self.text_asked.emit(mark)
                else:
                    self.let_go()
            case Qt.Key.Key_Escape if self.let_go():
                pass
            case Qt.Key.Key_Backspace | Qt.Key.Key_Delete:
                self.take_away()
            case Qt.Key.Key_BracketLeft:
                self.step_to(-1)
            case Qt.Key.Key_BracketRight:
                self.step_to(1)
            case _:
                super().keyPressEvent(event)

    # -- painting ---------------------------------------------------------------------------------
    def box_of(self, mark: Mark) -> QRectF:
        """What a mark takes up, in pixels of the picture."""
        left, top, right, bottom = mark.corners
        if mark.tool is Tool.TEXT:
            size = letters(self.pixmap.width(), self.pixmap.height())
            font = self.theme.font(14, bold=True)
            font.setPixelSize(size)
            return QRectF(left, top, QFontMetricsF(font).horizontalAdvance(mark.text), size * 1.3)
        line = stroke(self.pixmap.width(), self.pixmap.height())
        return QRectF(left, top, right - left, bottom - top).adjusted(-line, -line, line, line)

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
            if self.chosen is not None:
                self._paint_choice(p, self.marks[self.chosen])
            if self.hasFocus():
                p.setPen(QPen(self.theme.token("accent"), 2))
                p.setBrush(Qt.BrushStyle.NoBrush)
                p.drawRect(self.rect().adjusted(1, 1, -1, -1))

    def _paint_choice(self, p: QPainter, mark: Mark) -> None:
        """A frame around the chosen mark and a handle at its second corner; seen on black and on white."""
        box = self.box_of(mark)
        frame = QRectF(self.to_widget(box.topLeft()), self.to_widget(box.bottomRight())).adjusted(-3, -3, 3, 3)
        p.setBrush(Qt.BrushStyle.NoBrush)
        for colour, wide in ((QColor("white"), 4), (self.theme.token("accent"), 2)):
            p.setPen(QPen(colour, wide))
            p.drawRect(frame)
        if mark.tool is not Tool.TEXT:
            corner, side = self.to_widget(QPointF(mark.x2, mark.y2)), self.theme.px(HANDLE)
            p.setPen(QPen(self.theme.token("accent"), 2))
            p.setBrush(QColor("white"))
            p.drawRect(QRectF(corner.x() - side / 2, corner.y() - side / 2, side, side))

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


def _with(marks: Marks, at: int, mark: Mark) -> Marks:
    return (*marks[:at], mark, *marks[at + 1 :])
