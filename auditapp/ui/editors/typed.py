"""What number and date have in common: one line, judged while it is typed, given when it is left or Enter is pressed.

What cannot be read is said below the field and stays in it: through a redraw, another section, a lock of the screen.
"""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from auditapp.inspection.walk import Line
from auditapp.ui import spoken
from auditapp.ui.editing import Bench, Editor, Given, read
from auditapp.ui.parts.labels import label
from auditapp.ui.parts.pill import Pill
from auditapp.ui.theme import tell


class TypedEditor(Editor):
    """``column`` holds ``row`` (verdict, then ``field``), then what an editor adds, and ``fault`` at the end."""

    begins: ClassVar[str] = "0123456789"
    """Keys on the card that begin the answer."""
    width_of_field: ClassVar[int] = 124

    def __init__(self, bench: Bench, line: Line, parent: QWidget | None = None) -> None:
        super().__init__(bench, line, parent)
        theme = bench.theme
        self._last = ""
        self._tight = False
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(theme.px(4))
        self.row = QHBoxLayout()
        self.row.setSpacing(theme.px(6))
        self.column.addLayout(self.row)
        self.row.addStretch(1)
        self.verdict = Pill()
        self.row.addWidget(self.verdict)
        self.verdict.hide()
        self.field = QLineEdit()
        self.field.setFixedWidth(theme.px(self.width_of_field))
        self.field.textEdited.connect(self._typed)
        self.field.editingFinished.connect(self.commit)
        self.field.returnPressed.connect(self._entered)
        self.fault = label("", "meta", "bad", wrap=True)
        self.fault.setAlignment(Qt.AlignmentFlag.AlignRight)

    def room(self, most: int) -> QSize:
        """Where the line is wider than there is room, the verdict goes above it and what stands below wraps."""
        if self._tight:
            self._arrange(tight=False)
        if self.sizeHint().width() > most:
            self._arrange(tight=True)
            return QSize(most, self.column.totalHeightForWidth(most))
        return super().room(most)

    def _arrange(self, *, tight: bool) -> None:
        self._tight = tight
        for one in self.findChildren(QLabel, options=Qt.FindChildOption.FindDirectChildrenOnly):
            if one.property("role") == "meta" and one is not self.fault:
                one.setWordWrap(tight)
        if tight:
            self.row.removeWidget(self.verdict)
            self.column.insertWidget(0, self.verdict, 0, Qt.AlignmentFlag.AlignRight)
        else:
            self.column.removeWidget(self.verdict)
            self.row.insertWidget(1, self.verdict)

    def finish(self) -> None:
        """All is there: what is wrong comes last."""
        self.column.addWidget(self.fault)
        self.fault.hide()

    def show_text(self, line: Line, text: str) -> None:
        """What stands; what was typed and not given is left alone, even if it was typed before this editor was made."""
        same = line.place == self.line.place
        self.line = line
        self.field.setAccessibleName(spoken.title(self.bench.words, line))
        left = self.bench.kept.get(line.place)
        if left is not None and self.field.text() != left:
            self._put(text)
            self.field.setText(left)
            self._fault(read(left, self.item, self.bench.words)[1])
        elif not (same and self.dirty):
            self._put(text)

    def show_outcome(self) -> None:
        """The verdict that counts, with age or days left where those are judged; of what is being typed, its own."""
        if self.dirty:
            self._judge()
            return
        w, line = self.bench.words, self.line
        words, tone = spoken.outcome(w, line)
        if words and line.judged.number is not None and line.verdict is line.judged.verdict and not line.indicative:
            words, tone = spoken.judged(w, line.item, line.judged)
        self._say(words, tone)

    @property
    def dirty(self) -> bool:
        """Was something typed that is not given yet?"""
        return self.field.text() != self._last

    def given(self) -> Given | None:
        """What is in the field, once it can be read."""
        text = self.field.text().strip()
        return Given(text) if text else None

    def value(self) -> Given | None:
        return self.given()

    def clear(self) -> None:
        self.bench.kept.pop(self.line.place, None)
        self._put("")
        self._say("", "")

    def press(self, key: str) -> bool:
        """A digit begins the answer; the key goes into the field."""
        if not key or key not in self.begins:
            return False
        self.begin()
        self.field.setText(key)
        self._typed(key)
        return True

    def begin(self) -> None:
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def commit(self) -> None:
        """Give what was typed when it can be read; else say why not and keep it."""
        if not self.dirty:
            return
        text = self.field.text().strip()
        if not text:
            self.bench.kept.pop(self.line.place, None)
            self._put("")
            if self.standing is not None:
                self.asked.emit("clear")
            return
        raw, why = read(text, self.item, self.bench.words)
        self._fault(why)
        given = self.given()
        if raw is None or given is None:
            self.bench.kept[self.line.place] = self.field.text()
        else:
            self.bench.kept.pop(self.line.place, None)
            self._last = self.field.text()
            self.changed.emit(given)

    def refused(self, why: str) -> None:
        """It was not written: it stays in the field, with the reason below."""
        self._last = "".join(self.standing.texts) if self.standing else ""
        self.bench.kept[self.line.place] = self.field.text()
        self._fault(why)

    # -- inside ------------------------------------------------------------------------------------

    def _put(self, text: str) -> None:
        self.field.setText(text)
        self._last = text
        self._fault("")

    def _entered(self) -> None:
        self.commit()
        if not self.dirty:
            self.done.emit()

    def _typed(self, text: str) -> None:
        """Judge while typing; a half-typed number is no fault."""
        self._judge()
        self._fault("")

    def _judge(self) -> None:
        text = self.field.text()
        raw, _ = read(text, self.item, self.bench.words) if text.strip() else (None, "")
        found = self.bench.judge(self.line, raw) if raw is not None else None
        self._say(*(spoken.judged(self.bench.words, self.item, found) if found else ("", "")))

    def _say(self, words: str, tone: str) -> None:
        if self.verdict.text() == words and self.verdict.property("tone") == tone:
            return
        self.verdict.say(words, tone)
        self.verdict.setVisible(bool(words))
        self.asked.emit("sizes")

    def _fault(self, why: str) -> None:
        if self.fault.text() == why and self.fault.isHidden() is not bool(why):
            return
        self.fault.setText(why)
        self.fault.setVisible(bool(why))
        self.field.setAccessibleDescription(why)
        tell(self.field, tone="bad" if why else "")
        self.asked.emit("sizes")
