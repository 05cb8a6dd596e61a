"""One item place as a card: number, question, what is attached to it, and the editor of its answer.

Texts are painted, only the editor is made of widgets, so that a section of sixty shows at once. What is asked inline
(a reason, a decision between two answers) opens below the question and goes again.
"""

from __future__ import annotations

import math
from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
    QStaticText,
    QTextOption,
    QTransform,
)
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLineEdit, QPushButton, QWidget

from auditapp.inspection.walk import Line, LineState
from auditapp.ui import disputed, spoken
from auditapp.ui.dispute_card import DisputeCard
from auditapp.ui.editing import Bench, Editor, Given
from auditapp.ui.editor_choice import editor_for
from auditapp.ui.ink import ink
from auditapp.ui.parts.buttons import button
from auditapp.ui.parts.labels import label

LEAST = 150
"""Room (unscaled) the question needs beside the editor; where there is less, the editor goes below it."""


class ItemCard(QFrame):
    """Shows a line; tells ``given(place, Given)``, ``picked(place)``, ``asked(place, what)``, ``done(place)``."""

    given = Signal(str, object)
    picked = Signal(str)
    asked = Signal(str, str)
    done = Signal(str)
    decided = Signal(str, str)
    """A dispute: (place, id of the entry that is kept)."""
    resized = Signal()
    stepped = Signal(int)
    """Up or down while the card has the focus."""

    def __init__(self, bench: Bench, line: Line, *, flagged: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bench, self.line, self.flagged = bench, line, flagged
        self.current = False
        self._below: QWidget | None = None
        self._reason: QLineEdit | None = None
        self._waiting: Given | None = None
        self._measured: dict[int, tuple[int, QRect, QRect]] = {}
        self._texts: dict[tuple[int, bool], QStaticText] = {}
        """The question set in a width, plain or bold: setting it takes longer than painting it."""
        self._meta: list[tuple[str, str, str]] = []
        self.setProperty("role", "plain")
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)  # what lies below need not be painted
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.editor: Editor | None = None
        self._draw: QPushButton | None = None
        if line.state is LineState.NEEDS_SAMPLES:
            self._draw = button(bench.theme, bench.words("Draw samples…"), icon="dices", parent=self,
                                name=bench.words("{item}: draw samples", item=line.item.id),
                                pressed=lambda: self.asked.emit(self.line.place, "draw"))  # fmt: skip
        else:
            self.editor = editor_for(bench, line)
            self.editor.setParent(self)
            self.editor.changed.connect(self._changed)
            self.editor.done.connect(lambda: self.done.emit(self.line.place))
            self.editor.asked.connect(self._asked)
        self.show_line(line, flagged=flagged, first=True)

    @property
    def place(self) -> str:
        return self.line.place

    # -- showing -----------------------------------------------------------------------------------

    def show_line(self, line: Line, *, flagged: bool, first: bool = False) -> None:
        """Show what stands here now."""
        was = self.line
        self.line, self.flagged = line, flagged
        if line.item is not was.item:
            self._texts.clear()
        w = self.bench.words
        if self.editor is not None and not first:
            self.editor.show_line(line)
        self.setAccessibleName(spoken.name(w, line))
        self.setAccessibleDescription(line.item.guidance.in_(w.language))
        self._meta = self._pills()
        if line.disputed is not was.disputed:
            self.allow(self.bench.writable())
        if line.disputed:
            self._show_dispute()
        elif was.disputed or (self._waiting is None and self._below is not None):
            self._close_below()
        self._remeasure(quiet=first)
        self.update()

    @property
    def lasting(self) -> bool:
        """May it show another line later? (One with an editor made for its own item may not.)"""
        return self.editor is not None and self.editor.takes(self.line)

    def takes(self, line: Line) -> bool:
        """Can it show this line as if it had been made for it?"""
        return self.editor is not None and line.state is not LineState.NEEDS_SAMPLES and self.editor.takes(line)

    def become(self, line: Line, *, flagged: bool) -> None:
        """Show another line, as a new card would."""
        self._waiting = None
        self._close_below()
        self.current = False
        self.show_line(line, flagged=flagged)

    def allow(self, writing: bool) -> None:
        """May answers be given? (Not after sign-off; while two stand, one of them is kept first.)"""
        if self.editor is not None:
            self.editor.setEnabled(writing and not self.line.disputed)
        if self._draw is not None:
            self._draw.setEnabled(writing)

    def set_current(self, current: bool) -> None:
        if self.current != current:
            self.current = current
            self._remeasure()
            self.update()

    def _remeasure(self, *, quiet: bool = False) -> None:
        """Tell the list only when another height is wanted: most answers move nothing."""
        before = self._measured.get(self.width())
        self._measured.clear()
        if quiet or before is None:
            return
        now = self._measure(self.width())
        if now[0] != before[0]:
            self.resized.emit()
        elif now != before:
            self.lay()

    def _pills(self) -> list[tuple[str, str, str]]:
        """(icon, words, tone); an icon "" is a pill."""
        w, line = self.bench.words, self.line
        found = []
        if line.item.critical:
            found.append(("", w("Critical item"), ""))
        if line.disputed:
            found.append(("", w("Disputed"), "warn"))
        if line.indicative:
            found.append(("", w("Indicative"), "na"))
        if line.overridden:
            found.append(
                (
                    "",
                    w("Own verdict: {grade}", grade=spoken.verdict(w, str(line.verdict))),
                    spoken.TONES.get(str(line.verdict), "na"),
                )
            )
        if line.photos:
            found.append(("image", str(len(line.photos)), ""))
        if line.note is not None:
            found.append(("message-square-text", "1", ""))
        if line.item.proposals and line.state is LineState.UNANSWERED and (offered := self.bench.proposed(line)):
            found.append(("sparkles", offered, "accent"))
        for one in line.findings:
            found.append(("triangle-alert", one.number, spoken.TONES.get(one.grade, "bad")))
        if self.flagged:
            found.append(("flag", "", "accent"))
        answer = line.answered.answer if line.answered and not line.disputed else None
        if answer is not None and answer.reason:
            found.append(("info", answer.reason, ""))
        elif line.state is LineState.NEEDS_SAMPLES:
            found.append(("info", w("No samples drawn yet"), ""))
        return found

    # -- giving ------------------------------------------------------------------------------------

    def press(self, key: str) -> bool:
        """A single key while the card is current."""
        return self.editor is not None and not self.line.disputed and self.editor.press(key)

    def begin(self) -> None:
        if isinstance(self._below, DisputeCard):
            self._below.begin()
        elif self._draw is not None:
            self._draw.setFocus()
        elif self.editor is not None:
            self.editor.begin()

    def commit(self) -> None:
        """Give what was typed here and not given yet."""
        if self.editor is not None:
            self.editor.commit()
        if self._reason is not None and self._reason.text().strip():
            self._reasoned()

    def ask_reason(self, given: Given) -> None:
        """Not applicable, not checked, or a grade of one's own: it is written when the reason is there."""
        w, theme = self.bench.words, self.bench.theme
        if self._waiting == given and self._reason is not None:
            self._reason.setFocus()
            return
        self._close_below()
        self._waiting = given
        words = spoken.verdict(w, given.verdict or given.value)
        row = QWidget(self)
        line = QBoxLayout(QBoxLayout.Direction.LeftToRight, row)  # on top of one another where there is little room
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.px(8))
        line.addWidget(label(w("{answer}, because", answer=words), "secondary"))
        self._reason = QLineEdit()
        self._reason.setPlaceholderText(w("A reason is needed"))
        self._reason.setAccessibleName(w("{item}: reason for {answer}", item=self.line.item.id, answer=words))
        self._reason.returnPressed.connect(self._reasoned_and_done)
        self._reason.installEventFilter(self)
        line.addWidget(self._reason, 1)
        ends = QHBoxLayout()
        ends.setSpacing(theme.px(8))
        ends.addWidget(button(theme, w("Save"), role="primary", pressed=self._reasoned_and_done))
        ends.addWidget(button(theme, w("Cancel"), role="quiet", pressed=self.forget_reason))
        ends.addStretch()
        line.addLayout(ends)
        self._open_below(row)
        self._reason.setFocus()
        self.resized.emit()  # now that one types there, it is brought into view

    def forget_reason(self) -> None:
        """Leave it: what stood before stands."""
        self._waiting = None
        self._close_below()
        if self.editor is not None:
            self.editor.show_line(self.line)
        self.setFocus()

    @property
    def asking(self) -> bool:
        return self._waiting is not None

    def _reasoned(self) -> bool:
        reason = self._reason.text().strip() if self._reason is not None else ""
        if self._waiting is None or not reason:
            return False
        given = replace(self._waiting, reason=reason)
        self._waiting = None
        self._close_below()
        self.given.emit(self.line.place, given)
        return True

    def _reasoned_and_done(self) -> None:
        if self._reasoned():
            self.setFocus()
            self.done.emit(self.line.place)

    def _changed(self, given: Given) -> None:
        if not self.current:
            self.picked.emit(self.line.place)
        if given.asks_reason:
            self.ask_reason(given)
        else:
            if self._waiting is not None:
                self._waiting = None
                self._close_below()
            self.given.emit(self.line.place, given)

    def _asked(self, what: str) -> None:
        if what == "sizes":
            self._measured.clear()
            self.lay()
            self.resized.emit()
        else:
            self.asked.emit(self.line.place, what)

    # -- below -------------------------------------------------------------------------------------

    def _show_dispute(self) -> None:
        shown = disputed.of_answer(self.bench.words, self.bench.name_of, self.line)
        if shown is None:
            return
        self._close_below()
        card = DisputeCard(self.bench.theme, self.bench.words, shown, writable=self.bench.writable(), parent=self)
        card.decided.connect(lambda kind, subject, entry: self.decided.emit(self.line.place, entry))
        self._open_below(card)

    def _open_below(self, widget: QWidget) -> None:
        self._below = widget
        widget.show()
        self._measured.clear()
        self.resized.emit()

    def _close_below(self) -> None:
        if self._below is not None:
            self._below.hide()
            self._below.deleteLater()
            self._below = self._reason = None
            self._measured.clear()
            self.resized.emit()

    # -- laying out --------------------------------------------------------------------------------

    def height_for(self, width: int) -> int:
        return self._measure(width)[0]

    def _measure(self, width: int) -> tuple[int, QRect, QRect]:
        """(height, where the question is, where the editor is)."""
        if width in self._measured:
            return self._measured[width]
        px = self.bench.theme.px
        pad_x, pad_y, number, gap = px(14), px(10), px(56), px(16)
        inner = width - 2 * pad_x
        side = not (self.editor is not None and self.editor.wide)
        size = QSize()
        if self.editor is not None:
            size = self.editor.room(inner - number)
        elif self._draw is not None:
            size = self._draw.sizeHint()
        side = side and size.width() <= inner - number - gap - px(LEAST)
        room = inner - number - (size.width() + gap if side else 0)
        asked = math.ceil(self._text(room).size().height())
        meta = px(24) if self._meta else 0
        words = asked + meta
        least = px(38)
        top = pad_y
        if side:
            height = max(words, size.height(), least)
            title = QRect(pad_x + number, top + (height - words) // 2, room, asked)
            editor = QRect(QPoint(width - pad_x - size.width(), top + (height - size.height()) // 2), size)
        else:
            title = QRect(pad_x + number, top, room, asked)
            editor = QRect(QPoint(pad_x + number, top + words + px(6)), size)
            height = words + (px(6) + size.height() if size.isValid() else 0)
        bottom = top + height
        if self._below is not None:
            bottom += px(8) + self._high_below(inner - number)
        self._measured = {width: (bottom + pad_y, title, editor)}
        self._number(number - px(2))  # when it is painted it is there
        return self._measured[width]

    def _high_below(self, width: int) -> int:
        """The height of what is asked below at a width, its border with it."""
        below = self._below
        layout = below.layout() if below is not None else None
        if below is None or layout is None:
            return 0
        if isinstance(layout, QBoxLayout) and self._reason is not None:
            layout.setDirection(QBoxLayout.Direction.LeftToRight)
            if below.sizeHint().width() > width:
                layout.setDirection(QBoxLayout.Direction.TopToBottom)
        return max(layout.totalHeightForWidth(width), below.sizeHint().height())

    def _text(self, room: int) -> QStaticText:
        """The question in lines of this width."""
        key = (room, self.current)
        if key not in self._texts:
            text = QStaticText(self.line.item.text.in_(self.bench.words.language))
            text.setTextFormat(Qt.TextFormat.PlainText)
            wrapped = QTextOption()
            wrapped.setWrapMode(QTextOption.WrapMode.WordWrap)
            text.setTextOption(wrapped)
            text.setTextWidth(room)
            text.prepare(QTransform(), ink(self.bench.theme).font(14, bold=self.current))
            if len(self._texts) > 6:  # of other widths
                self._texts.clear()
            self._texts[key] = text
        return self._texts[key]

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        self.lay()

    def lay(self) -> None:
        """Put the editor and what is below into their places."""
        px = self.bench.theme.px
        height, _, editor = self._measure(self.width())
        if self.editor is not None:
            self.editor.setGeometry(editor)
        elif self._draw is not None:
            self._draw.setGeometry(editor)
        if self._below is not None:
            left, inner = px(14) + px(56), self.width() - 2 * px(14)
            high = self._high_below(inner - px(56))
            self._below.setGeometry(left, height - px(10) - high, inner - px(56), high)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        theme, kept = self.bench.theme, ink(self.bench.theme)
        px = theme.px
        _, title, _ = self._measure(self.width())
        with QPainter(self) as painter:
            painter.drawPixmap(0, 0, self._ground())
            painter.setFont(kept.font(13, bold=True))
            painter.setPen(theme.token("accent" if self.current else "text2"))
            room = QRect(px(14), title.top(), px(56), kept.high(13) + px(2))
            painter.drawText(room, int(Qt.AlignmentFlag.AlignLeft), self._number(room.width() - px(2)))
            painter.setFont(kept.font(14, bold=self.current))
            painter.setPen(theme.token("text"))
            painter.drawStaticText(title.topLeft(), self._text(title.width()))
            if self._meta:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                self._paint_meta(painter, QRect(title.left(), title.bottom() + px(3), title.width(), px(20)))

    def _ground(self) -> QPixmap:
        """The empty card on its ground, kept for all cards of this size."""
        theme, ratio = self.bench.theme, self.devicePixelRatioF()
        look = (self.width(), self.height(), self.current, self.hasFocus(), ratio)
        kept = ink(theme).grounds
        if look not in kept:
            picture = QPixmap(QSize(round(self.width() * ratio), round(self.height() * ratio)))
            picture.setDevicePixelRatio(ratio)
            picture.fill(theme.token("bg"))
            edge = 1.0 if self.hasFocus() else 0.5
            with QPainter(picture) as painter:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                painter.setBrush(theme.token("surface"))
                painter.setPen(QPen(theme.token("accent" if self.current else "border"), 2 if self.hasFocus() else 1))
                box = QRectF(self.rect()).adjusted(edge, edge, -edge, -edge)
                painter.drawRoundedRect(box, theme.px(10), theme.px(10))
            kept[look] = picture
        return kept[look]

    def _number(self, room: int) -> str:
        """The item's number, shortened where it is longer than its room."""
        found, kept = (self.line.item.id, room), ink(self.bench.theme).shortened
        if found not in kept:
            metrics = QFontMetrics(ink(self.bench.theme).font(13, bold=True))
            kept[found] = metrics.elidedText(self.line.item.id, Qt.TextElideMode.ElideRight, room)
        return kept[found]

    def _paint_meta(self, painter: QPainter, room: QRect) -> None:
        theme = self.bench.theme
        px = theme.px
        painter.setFont(ink(theme).font(12))
        metrics = painter.fontMetrics()
        x = room.left()
        for icon, words, tone in self._meta:
            left = room.right() - x
            if left < px(24):
                return
            if not icon:
                wide = min(metrics.horizontalAdvance(words) + px(20), left)
                box = QRectF(x + 0.5, room.top() + 0.5, wide - 1, room.height() - 1)
                painter.setBrush(theme.token(f"{tone}_bg") if tone else theme.token("surface"))
                painter.setPen(theme.token(f"{tone}_bg" if tone else "strong"))
                painter.drawRoundedRect(box, px(10), px(10))
                painter.setPen(theme.token(tone or "text2"))
                shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, wide - px(12))
                painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), shown)
                x += wide + px(10)
                continue
            size = px(15)
            painter.drawPixmap(QRect(x, room.top() + (room.height() - size) // 2, size, size),
                               ink(theme).icon(icon, tone or "text2", 15))  # fmt: skip
            x += size + px(5)
            if words:
                shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, room.right() - x)
                painter.setPen(theme.token(tone or "text2"))
                painter.drawText(QRect(x, room.top(), room.right() - x, room.height()),
                                 int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), shown)  # fmt: skip
                x += metrics.horizontalAdvance(shown) + px(10)

    # -- mouse and keys ----------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        self.picked.emit(self.line.place)
        super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Enter goes into the answer, arrows to the neighbours. (As shortcuts they would be taken from text fields.)"""
        key = event.key()
        enter = key in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and not self.hasFocus():
            event.accept()  # a field of the card was left by it; Qt then offers it to what holds the field
        elif enter and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.begin()
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.stepped.emit(1 if key == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802
        self.picked.emit(self.line.place)
        self.asked.emit(self.line.place, "menu")

    def focusInEvent(self, event: object) -> None:  # noqa: N802
        if not self.current:
            self.picked.emit(self.line.place)
        self.update()

    def focusOutEvent(self, event: object) -> None:  # noqa: N802
        self.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if not isinstance(event, QKeyEvent) or event.key() != Qt.Key.Key_Escape:
            return False
        if event.type() not in (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride):
            return False
        pressed = event.type() == QEvent.Type.KeyPress
        if pressed:
            self.forget_reason()
        event.accept()
        return pressed
