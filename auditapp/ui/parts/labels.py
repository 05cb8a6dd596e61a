"""Text: one line that ends in an ellipsis when there is no room, or paragraphs that wrap. Qt's label clips silently."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from auditapp.ui.theme import Theme, tell

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QPaintEvent, QResizeEvent


class ElidingLabel(QLabel):
    """One line. What does not fit ends in … and is told in full by the tooltip; screen readers hear all of it."""

    def __init__(self, text: str = "", *, role: str = "", tone: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setProperty("eliding", True)
        if role:
            self.setProperty("role", role)
        if tone:
            self.setProperty("tone", tone)
        self.setText(text)

    def setText(self, text: str) -> None:  # noqa: N802 Qt's name
        """Show *text*; line breaks become spaces."""
        super().setText(" ".join(text.split("\n")))
        self.setAccessibleName(text)
        self._tip()

    def set_tone(self, tone: str) -> None:
        tell(self, tone=tone)

    @property
    def elided(self) -> bool:
        """Is some of the text not shown?"""
        return self.fontMetrics().horizontalAdvance(self.text()) > self.contentsRect().width()

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        hint = super().minimumSizeHint()
        few = self.fontMetrics().horizontalAdvance("…") * 3
        return QSize(min(hint.width(), few), hint.height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._tip()

    def _tip(self) -> None:
        self.setToolTip(self.text() if self.elided and self.width() > 0 else "")

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        if not self.elided:
            super().paintEvent(event)
            return
        from PySide6.QtGui import QPainter  # QStyle brings 600 names with it, and most lines fit
        from PySide6.QtWidgets import QStyle, QStyleOption

        with QPainter(self) as painter:
            option = QStyleOption()
            option.initFrom(self)
            self.style().drawPrimitive(QStyle.PrimitiveElement.PE_Widget, option, painter, self)
            rect = self.contentsRect()
            shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, rect.width())
            painter.setPen(self.palette().color(self.foregroundRole()))
            painter.drawText(rect, int(self.alignment() | Qt.AlignmentFlag.AlignVCenter), shown)


class Paragraph(QLabel):
    """Text of several lines, wrapped, with the breathing space between lines that Chinese needs."""

    def __init__(
        self, theme: Theme, text: str = "", *, role: str = "", tone: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.RichText)
        if role:
            self.setProperty("role", role)
        if tone:
            self.setProperty("tone", tone)
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._wide = 0
        self._heights: dict[int, int] = {}
        """Heights by width: a layout asks many times over, and setting rich text is slow."""
        self.set_text(text)

    def sizeHint(self) -> QSize:  # noqa: N802
        """Qt guesses the height for some width of its own; once there is a real one, it is the height for that.
        Else a page of paragraphs ends in a screen of nothing."""
        hint = super().sizeHint()
        return QSize(hint.width(), self.heightForWidth(self._wide)) if self._wide else hint

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        if width not in self._heights:
            self._heights[width] = super().heightForWidth(width)
        return self._heights[width]

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        self._heights.clear()
        super().changeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        if event.size().width() != self._wide:
            self._wide = event.size().width()
            self.updateGeometry()

    def set_text(self, text: str) -> None:
        """Plain text; nothing in it is read as mark-up."""
        from html import escape

        self._heights.clear()
        lines = escape(text).replace("\n", "<br>")
        self.setText(f'<div style="line-height:140%">{lines}</div>' if text else "")
        self.setAccessibleName(text)


def label(text: str, role: str = "", tone: str = "", *, wrap: bool = False) -> QLabel:
    """A plain label that keeps its width (short, known words) or wraps; for one line of unknown length take
    `ElidingLabel`."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    if role:
        made.setProperty("role", role)
    if tone:
        made.setProperty("tone", tone)
    return made
