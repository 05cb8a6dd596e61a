"""Help without a network: a list of contents, a search, and the page that belongs to where one came from."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QTextBlockFormat, QTextCharFormat, QTextCursor, QTextDocument, QTextFormat
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QTextBrowser,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from auditapp.ui.bridge import Bridge
from auditapp.ui.commands import Command
from auditapp.ui.help_texts import Text, texts
from auditapp.ui.parts.labels import label
from auditapp.ui.parts.scroll import by_finger
from auditapp.ui.places import Place, Width
from auditapp.ui.theme import FAMILIES, Theme

TOPIC = Qt.ItemDataRole.UserRole
WIDEST = 760
"""Pixels; longer lines are hard to read."""


class HelpPage(QWidget):
    """``show_place`` with a topic (`help_texts.TOPICS`)."""

    left = Signal()
    retitled = Signal()

    def __init__(self, bridge: Bridge, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge, self._theme = bridge, theme
        w = bridge.words
        self._texts = texts(w)
        self.topic = self._texts[0].topic
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)

        self.side = QWidget()
        self.side.setObjectName("canvas")
        column = QVBoxLayout(self.side)
        column.setContentsMargins(theme.px(20), theme.px(20), theme.px(4), theme.px(12))
        column.setSpacing(theme.px(12))
        self.search = QLineEdit()
        self.search.setProperty("role", "search")
        self.search.setClearButtonEnabled(True)
        self.search.setPlaceholderText(w("Search the help"))
        self.search.setAccessibleName(w("Search the help"))
        self.search.addAction(theme.icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self.search.textChanged.connect(self._search)
        self.search.installEventFilter(self)
        self._side_column = column
        column.addWidget(self.search)
        self.contents = QListWidget()
        by_finger(self.contents)
        self.contents.setProperty("role", "contents")
        self.contents.setAccessibleName(w("Contents"))
        self.contents.currentItemChanged.connect(self._chosen)
        column.addWidget(self.contents, 1)
        self.nothing = label(w("No page of the help matches."), "secondary", wrap=True)
        self.nothing.hide()
        column.addWidget(self.nothing)

        right = QVBoxLayout()
        right.setContentsMargins(theme.px(12), theme.px(12), theme.px(12), 0)
        right.setSpacing(theme.px(8))
        self.topics = QComboBox()
        self.topics.setAccessibleName(w("Contents"))
        for one in self._texts:
            self.topics.addItem(one.title, one.topic)
        self.topics.activated.connect(lambda at: self.show_topic(str(self.topics.itemData(at))))
        self._top = QHBoxLayout()
        self._top.setSpacing(theme.px(8))
        self._top.addWidget(self.topics, 1)
        right.addLayout(self._top)
        self.page = QTextBrowser()
        by_finger(self.page)
        self.page.setProperty("role", "reading")
        self.page.setOpenLinks(False)
        self.page.document().setDocumentMargin(theme.px(16))
        middle = QHBoxLayout()
        self.page.setMaximumWidth(theme.px(WIDEST))
        middle.addWidget(self.page, 100)
        middle.addStretch(1)
        right.addLayout(middle, 1)
        row.addWidget(self.side)
        row.addLayout(right, 1)
        self._fill("")
        self.show_topic(self.topic)
        self.fit(Width.WIDE)
        self.setFocusProxy(self.contents)

    @property
    def title(self) -> str:
        return self._bridge.words("Help")

    @property
    def place(self) -> Place:
        return Place("help", "", self.topic)

    def commands(self) -> list[Command]:
        w = self._bridge.words
        return [
            Command("search", w("Search the help"), self._find, ("Ctrl+F", "/"), "search", w("Help"), menu="edit"),
            Command("next-page", w("Next page"), lambda: self.step(1), ("J",), group=w("Help"), menu="view"),
            Command("page-before", w("Previous page"), lambda: self.step(-1), ("K",), group=w("Help"), menu="view"),
        ]

    def show_place(self, place: Place) -> None:
        if place.at:
            self.show_topic(place.at)

    def fit(self, width: Width) -> None:
        """In a narrow window the contents are a box above the page, beside the search."""
        narrow = width is Width.NARROW
        focused = self.side.isAncestorOf(self.window().focusWidget())
        if narrow:
            self._top.insertWidget(0, self.search, 1)
        else:
            self._side_column.insertWidget(0, self.search)
        self.side.setVisible(not narrow)
        self.topics.setVisible(narrow)
        self.setFocusProxy(self.topics if narrow else self.contents)
        if narrow and focused:
            self.topics.setFocus()
        self.side.setFixedWidth(self._theme.px(300 if width is Width.WIDE else 260))

    def step(self, way: int) -> None:
        at = self.contents.currentRow() + way
        if 0 <= at < self.contents.count():
            self.contents.setCurrentRow(at)

    def show_topic(self, topic: str) -> None:
        """The page of a topic, with what is searched for marked in it."""
        text = next((one for one in self._texts if one.topic == topic), self._texts[0])
        self.topic = text.topic
        self.page.setMarkdown(text.markdown)
        dress(self.page.document(), self._theme)
        self.page.setAccessibleName(text.title)
        self.page.moveCursor(QTextCursor.MoveOperation.Start)
        self._mark()
        self.topics.setCurrentIndex(self.topics.findData(text.topic))
        for at in range(self.contents.count()):
            if self.contents.item(at).data(TOPIC) == text.topic:
                blocked = self.contents.blockSignals(True)
                self.contents.setCurrentRow(at)
                self.contents.blockSignals(blocked)

    # ------------------------------------------------------------------------------------ inside

    def _fill(self, wanted: str) -> None:
        fitting: list[Text] = [one for one in self._texts if one.holds(wanted)]
        blocked = self.contents.blockSignals(True)
        self.contents.clear()
        for one in fitting:
            item = QListWidgetItem(one.title)
            item.setData(TOPIC, one.topic)
            self.contents.addItem(item)
        self.contents.blockSignals(blocked)
        self.nothing.setVisible(not fitting)
        if fitting:
            self.show_topic(self.topic if self.topic in {one.topic for one in fitting} else fitting[0].topic)

    def _search(self, wanted: str) -> None:
        self._fill(wanted)

    def _chosen(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.show_topic(str(item.data(TOPIC)))

    def _find(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def _mark(self) -> None:
        """Every word that is searched for, on the ground of the accent."""
        marks = []
        ground = QTextCharFormat()
        ground.setBackground(self._theme.token("warn_bg"))
        ground.setForeground(self._theme.token("warn"))
        for word in self.search.text().split():
            at = self.page.document().find(word)
            while not at.isNull():
                mark = QTextEdit.ExtraSelection()
                mark.cursor, mark.format = at, ground
                marks.append(mark)
                at = self.page.document().find(word, at)
        self.page.setExtraSelections(marks)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Up, Down and Enter in the search walk the contents."""
        if watched is self.search and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step:
                self.step(step)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.page.setFocus()
                return True
        return False


def dress(document: QTextDocument, theme: Theme) -> None:
    """Give a Markdown text the sizes, spaces and colours of the theme; code (keys) stands on a ground."""
    sizes = {1: 20, 2: 16, 3: 14}
    block = document.begin()
    while block.isValid():
        level = block.blockFormat().headingLevel()
        cursor = QTextCursor(block)
        shape = QTextBlockFormat()
        shape.setLineHeight(140, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        shape.setTopMargin(theme.px(16 if level == 2 else 0))
        shape.setBottomMargin(theme.px(8 if level or block.textList() is None else 4))
        cursor.mergeBlockFormat(shape)
        cursor.select(QTextCursor.SelectionType.BlockUnderCursor)
        letters = _letters(theme, sizes.get(level, 14), bold=bool(level))
        if level:
            cursor.setCharFormat(letters)  # Markdown's own "three steps larger" outdoes any size merged into it
        else:
            cursor.mergeCharFormat(letters)
        for code in _codes(block.begin()):
            at = QTextCursor(document)
            at.setPosition(code[0])
            at.setPosition(code[1], QTextCursor.MoveMode.KeepAnchor)
            ground = _letters(theme, 13, bold=False)
            ground.setBackground(theme.token("subtle"))
            ground.setForeground(theme.token("accent"))
            ground.setFontFixedPitch(False)
            at.mergeCharFormat(ground)
        block = block.next()


def _letters(theme: Theme, size: int, *, bold: bool) -> QTextCharFormat:
    made = QTextCharFormat()
    made.setProperty(QTextFormat.Property.FontPixelSize.value, theme.px(size))
    made.setFontFamilies(list(FAMILIES))
    made.setForeground(theme.token("text"))
    if bold:
        made.setFontWeight(QFont.Weight.Bold)
    return made


def _codes(fragments: object) -> list[tuple[int, int]]:
    """Where code stands in a block."""
    found = []
    while not fragments.atEnd():  # type: ignore[attr-defined]
        one = fragments.fragment()  # type: ignore[attr-defined]
        if one.isValid() and one.charFormat().fontFixedPitch():
            found.append((one.position(), one.position() + one.length()))
        fragments += 1  # type: ignore[operator]
    return found
