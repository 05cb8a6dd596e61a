"""A layout that puts things side by side and goes on in the next line when there is no room."""

from __future__ import annotations

from PySide6.QtCore import QMargins, QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QApplication, QDialog, QLayout, QLayoutItem, QWidget

from auditapp.ui.theme import Theme


def clear(layout: QLayout) -> None:
    """Take every widget out of a layout, out of sight at once and gone when Qt comes to it."""
    while layout.count():
        item = layout.takeAt(0)
        widget = item.widget() if item is not None else None
        if widget is not None:
            let_go(widget)


def let_go(widget: QWidget) -> None:
    """Out of sight at once, and gone when Qt comes to it. With a dialog open over it, it stays until that is over: what
    is being typed there would go with it, when an exchange takes a row away beneath a person."""
    widget.hide()
    over, one = None, QApplication.activeModalWidget()
    while one is not None and one is not widget:
        over, one = (one if isinstance(one, QDialog) else over), one.parentWidget()
    if one is None or over is None:
        widget.deleteLater()
    else:
        over.finished.connect(widget.deleteLater)


def flowing(theme: Theme, *widgets: QWidget) -> QWidget:
    """These side by side, going on in the next line where there is no room."""
    made = QWidget()
    flow = FlowLayout(made, spacing=theme.px(8))
    for one in widgets:
        flow.addWidget(one)
    return made


class FlowLayout(QLayout):
    """Like words in a paragraph. With *right* they end at the right edge, in the middle of their line, and a field is
    as wide as it may be."""

    def __init__(self, parent: QWidget | None = None, *, spacing: int = 8, right: bool = False) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._right = right
        self.setContentsMargins(QMargins())
        self.setSpacing(spacing)

    def addItem(self, item: QLayoutItem) -> None:  # noqa: N802
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:  # noqa: N802
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # noqa: N802
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:  # noqa: N802
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        return self._lay(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:  # noqa: N802
        super().setGeometry(rect)
        self._lay(rect, move=True)

    def sizeHint(self) -> QSize:  # noqa: N802
        shown = [item.sizeHint() for item in self._items if not item.isEmpty()]
        wide = sum(self._wish(item) for item in self._items if not item.isEmpty())
        width = wide + self.spacing() * max(0, len(shown) - 1)
        return QSize(width, max((hint.height() for hint in shown), default=0))

    def minimumSize(self) -> QSize:  # noqa: N802
        size = QSize()
        for item in self._items:
            if not item.isEmpty():
                size = size.expandedTo(item.minimumSize())
        return size

    def _wish(self, item: QLayoutItem) -> int:
        return item.maximumSize().width() if self._right and item.expandingDirections() else item.sizeHint().width()

    def _lay(self, rect: QRect, *, move: bool) -> int:
        x, y, line = rect.x(), rect.y(), 0
        placed: list[tuple[QLayoutItem, QRect]] = []
        for item in self._items:
            if item.isEmpty():
                continue
            hint = item.sizeHint()
            width = min(self._wish(item), max(rect.width(), item.minimumSize().width()))
            if x > rect.x() and x + width > rect.right() + 1:
                x, y, line = rect.x(), y + line + self.spacing(), 0
            placed.append((item, QRect(QPoint(x, y), QSize(width, hint.height()))))
            x += width + self.spacing()
            line = max(line, hint.height())
        if move:
            ends = {where.y(): where.right() for _, where in placed}
            high = {where.y(): 0 for _, where in placed}
            for _, where in placed:
                high[where.y()] = max(high[where.y()], where.height())
            for item, where in placed:
                aside, down = rect.right() - ends[where.y()], (high[where.y()] - where.height()) // 2
                item.setGeometry(where.translated(aside, down) if self._right else where)
        return y + line - rect.y()
