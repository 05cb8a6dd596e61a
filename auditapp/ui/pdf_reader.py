"""A PDF to read: pages below one another by QtPdf, turned, searched and brought nearer by mouse, finger and keys."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QAccessible, QKeyEvent, QResizeEvent
from PySide6.QtPdf import QPdfDocument, QPdfSearchModel
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSpinBox, QVBoxLayout, QWidget

from auditapp.ui.parts.buttons import icon_button
from auditapp.ui.parts.labels import label
from auditapp.ui.parts.scroll import by_finger
from auditapp.ui.theme import Theme
from auditapp.words import Words

STEP = 1.2
LEAST, MOST = 0.2, 6.0
"""Zoom factors beyond which nothing more is seen."""


class _Sheets(QPdfView):
    announced_as = QAccessible.Role.Document


class PdfReader(QWidget):
    """``turned()`` when another page is seen or the zoom is another. `pages` and `sizes` are its tools, to be put where
    the page wants them; the line to search in opens above the pages."""

    turned = Signal()

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__()
        self.theme, self.words = theme, words
        self.view = _Sheets(self)
        self.document = QPdfDocument(self)  # after the view, which looks at it until it goes itself
        by_finger(self.view)
        self.view.setDocument(self.document)
        self.view.setPageMode(QPdfView.PageMode.MultiPage)
        self.view.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        self.view.setAccessibleName(words("Pages of the document"))
        edge, held = theme.token("border").name(), theme.token("accent").name()
        self.view.setStyleSheet(
            f"QPdfView {{ border: 2px solid {edge}; }} QPdfView:focus {{ border: 2px solid {held}; }}"
        )
        self.view.pageNavigator().currentPageChanged.connect(lambda *_: self.tell())
        self.view.zoomFactorChanged.connect(lambda *_: self.tell())
        self.search = QPdfSearchModel(self)
        self.search.setDocument(self.document)
        self.view.setSearchModel(self.search)
        self.search.countChanged.connect(self._found)
        self.pages = self._pages()
        self.sizes = self._sizes()
        self.search_row = self._search_row()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.search_row)
        column.addWidget(self.view, 1)
        self.setFocusProxy(self.view)
        self.tell()

    # -- its tools --------------------------------------------------------------------------------
    def _pages(self) -> QWidget:
        w, theme = self.words, self.theme
        self.before_button = icon_button(theme, "chevron-up", w("Previous page"), pressed=lambda: self.turn(-1))
        self.after_button = icon_button(theme, "chevron-down", w("Next page"), pressed=lambda: self.turn(1))
        self.page = QSpinBox()
        self.page.setAccessibleName(w("Page"))
        self.page.setKeyboardTracking(False)
        self.page.setMinimumWidth(theme.px(56))
        self.page.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.page.valueChanged.connect(self.go_to)
        self.of = label("", "secondary")
        return _across(theme, self.before_button, self.page, self.of, self.after_button)

    def _sizes(self) -> QWidget:
        w, theme = self.words, self.theme
        self.smaller_button = icon_button(theme, "zoom-out", w("Smaller"), pressed=lambda: self.zoom(1 / STEP))
        self.fit_button = icon_button(theme, "maximize", w("Fit the width"), pressed=self.fit_width)
        self.larger_button = icon_button(theme, "zoom-in", w("Larger"), pressed=lambda: self.zoom(STEP))
        self.percent = label("", "secondary")
        self.percent.setMinimumWidth(self.percent.fontMetrics().horizontalAdvance("100%") + theme.px(12))
        self.percent.setAlignment(Qt.AlignmentFlag.AlignCenter)
        return _across(theme, self.smaller_button, self.percent, self.larger_button, self.fit_button)

    def _search_row(self) -> QWidget:
        w, theme = self.words, self.theme
        self.line = _SearchLine()
        self.line.setProperty("role", "search")
        self.line.setPlaceholderText(w("Search in the document"))
        self.line.setAccessibleName(w("Search in the document"))
        self.line.textChanged.connect(self._search)
        self.line.returnPressed.connect(lambda: self.next_hit(1))
        self.line.backwards.connect(lambda: self.next_hit(-1))
        self.hits = label("", "secondary")
        row = QWidget()
        across = QHBoxLayout(row)
        across.setContentsMargins(theme.px(20), 0, theme.px(20), theme.px(8))
        across.setSpacing(theme.px(8))
        across.addWidget(self.line, 1)
        across.addWidget(self.hits)
        across.addWidget(icon_button(theme, "chevron-up", w("Previous hit"), pressed=lambda: self.next_hit(-1)))
        across.addWidget(icon_button(theme, "chevron-down", w("Next hit"), pressed=lambda: self.next_hit(1)))
        across.addWidget(icon_button(theme, "x", w("Close the search"), pressed=self.end_search))
        row.hide()
        return row

    # -- reading ----------------------------------------------------------------------------------
    def load(self, pdf: Path) -> None:
        """Show this file, at the page one was at."""
        page = self.view.pageNavigator().currentPage()
        self.document.load(str(pdf))
        if 0 < page < self.document.pageCount():
            self.view.pageNavigator().jump(page, QPointF())
        self.tell()
        self._found()

    @property
    def there(self) -> bool:
        return self.document.pageCount() > 0

    def turn(self, by: int) -> None:
        self.go_to(self.view.pageNavigator().currentPage() + 1 + by)

    def go_to(self, number: int) -> None:
        """The page of this number, from 1."""
        navigator = self.view.pageNavigator()
        if 0 < number <= self.document.pageCount() and number - 1 != navigator.currentPage():
            navigator.jump(number - 1, QPointF())

    def zoom(self, by: float) -> None:
        if self.view.zoomMode() is not QPdfView.ZoomMode.Custom:
            self.view.setZoomFactor(max(LEAST, self._fitting()))
            self.view.setZoomMode(QPdfView.ZoomMode.Custom)
        self.view.setZoomFactor(min(MOST, max(LEAST, self.view.zoomFactor() * by)))
        self.tell()

    def fit_width(self) -> None:
        self.view.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        self.tell()

    def _fitting(self) -> float:
        """The factor at which a page is as wide as the view."""
        points = self.document.pagePointSize(self.view.pageNavigator().currentPage()).width() or 595.0
        return self.view.viewport().width() / (points * self.logicalDpiX() / 72)

    def tell(self) -> None:
        """Page, pages, percent; and the words of the page for those who listen."""
        pages, page = self.document.pageCount(), self.view.pageNavigator().currentPage()
        blocked = self.page.blockSignals(True)
        self.page.setRange(1, max(1, pages))
        self.page.setValue(page + 1)
        self.page.blockSignals(blocked)
        self.of.setText(self.words("of {n}", n=pages) if pages > 0 else "")
        self.page.setEnabled(pages > 0)
        self.before_button.setEnabled(page > 0 and pages > 0)
        self.after_button.setEnabled(pages > 0 and page < pages - 1)
        custom = self.view.zoomMode() is QPdfView.ZoomMode.Custom
        factor = self.view.zoomFactor() if custom else self._fitting()
        self.percent.setText(f"{round(factor * 100)}%" if pages > 0 else "")
        self.view.setAccessibleDescription(self.document.getAllText(page).text() if self.there else "")
        self.turned.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self.tell()

    # -- searching --------------------------------------------------------------------------------
    @property
    def searching(self) -> bool:
        return not self.search_row.isHidden()

    def begin_search(self) -> None:
        self.search_row.show()
        self.line.setFocus()
        self.line.selectAll()

    def end_search(self) -> None:
        self.line.clear()
        self.search_row.hide()
        self.view.setFocus()

    def _search(self, text: str) -> None:
        self.search.setSearchString(text.strip())
        self.view.setCurrentSearchResultIndex(-1)
        self._found()

    def _found(self) -> None:
        count = self.search.rowCount(self.search.index(-1, -1)) if self.line.text().strip() else 0
        at = self.view.currentSearchResultIndex()
        if not self.line.text().strip():
            self.hits.setText("")
        elif not count:
            self.hits.setText(self.words("Not found"))
        elif at < 0:
            self.next_hit(1)
        else:
            self.hits.setText(self.words("{n} of {of}", n=at + 1, of=count))

    def next_hit(self, by: int) -> None:
        """Round and round."""
        count = self.search.rowCount(self.search.index(-1, -1))
        if not count:
            return
        at = (self.view.currentSearchResultIndex() + by) % count
        self.view.setCurrentSearchResultIndex(at)
        link = self.search.resultAtIndex(at)
        self.view.pageNavigator().jump(link.page(), link.location())
        self._found()


class _SearchLine(QLineEdit):
    """Shift+Enter goes the other way."""

    backwards = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if shift and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.backwards.emit()
        else:
            super().keyPressEvent(event)


def _across(theme: Theme, *parts: QWidget) -> QWidget:
    row = QWidget()
    line = QHBoxLayout(row)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(theme.px(4))
    for part in parts:
        line.addWidget(part)
    return row
