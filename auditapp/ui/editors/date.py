"""Dates, as people write them or from a calendar; age or days left are judged while typing."""

from __future__ import annotations

from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QCalendarWidget, QHBoxLayout, QLineEdit, QMenu, QVBoxLayout, QWidget, QWidgetAction

from auditapp.inspection.walk import Line
from auditapp.ui import spoken
from auditapp.ui.editing import Bench, Editor, Given, read
from auditapp.ui.parts.buttons import icon_button
from auditapp.ui.parts.calendar import dress
from auditapp.ui.parts.labels import label
from auditapp.ui.parts.pill import Pill
from auditapp.ui.theme import tell


class DateEditor(Editor):
    def __init__(self, bench: Bench, line: Line, parent: QWidget | None = None) -> None:
        super().__init__(bench, line, parent)
        theme, w = bench.theme, bench.words
        self._last = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(4))
        row = QHBoxLayout()
        row.setSpacing(theme.px(6))
        column.addLayout(row)
        row.addStretch(1)
        self.verdict = Pill()
        self.verdict.hide()
        row.addWidget(self.verdict)
        self.field = QLineEdit()
        self.field.setFixedWidth(theme.px(124))
        self.field.setPlaceholderText("2026-03-05")
        self.field.textEdited.connect(self._typed)
        self.field.editingFinished.connect(self.commit)
        self.field.returnPressed.connect(self._entered)
        row.addWidget(self.field)
        self.pick = icon_button(theme, "calendar", w("Choose from a calendar"), pressed=self._calendar)
        self.pick.setAccessibleName(f"{line.item.id} {self.pick.toolTip()}")  # one of many on the page
        row.addWidget(self.pick)
        self.fault = label("", "meta", "bad", wrap=True)
        self.fault.hide()
        column.addWidget(self.fault)
        self.show_line(line)

    def show_line(self, line: Line) -> None:
        self.line = line
        self.field.setAccessibleName(spoken.title(self.bench.words, line))
        if not (self.field.hasFocus() and self.field.text() != self._last):
            self._put("".join(self.standing.texts) if self.standing else "")
        words, tone = spoken.outcome(self.bench.words, line)
        if words and line.judged.number is not None and line.verdict is line.judged.verdict:
            words, tone = spoken.judged(self.bench.words, line.item, line.judged)
        self._say(words, tone)

    def value(self) -> Given | None:
        text = self.field.text().strip()
        return Given(text) if text else None

    def clear(self) -> None:
        self._put("")
        self._say("", "")

    def press(self, key: str) -> bool:
        if key.isdecimal():
            self.begin()
            self.field.setText(key)
            return True
        return False

    def begin(self) -> None:
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def commit(self) -> None:
        if self.field.text() == self._last:
            return
        text = self.field.text().strip()
        if not text:
            self._last = ""
            if self.standing is not None:
                self.asked.emit("clear")
            return
        raw, why = read(text, self.item, self.bench.words)
        self._fault(why)
        if raw is not None:
            self._last = self.field.text()
            self.changed.emit(Given(text))

    def _put(self, text: str) -> None:
        self.field.setText(text)
        self._last = text
        self._fault("")

    def _entered(self) -> None:
        self.commit()
        if self.field.text() == self._last:
            self.done.emit()

    def _typed(self, text: str) -> None:
        raw, _ = read(text, self.item, self.bench.words) if text.strip() else (None, "")
        found = self.bench.judge(self.line, raw) if raw is not None else None
        self._say(*(spoken.judged(self.bench.words, self.item, found) if found else ("", "")))
        self._fault("")

    def _say(self, words: str, tone: str) -> None:
        self.verdict.say(words, tone)
        self.verdict.setVisible(bool(words))

    def _fault(self, why: str) -> None:
        if self.fault.text() == why:
            return
        self.fault.setText(why)
        self.fault.setVisible(bool(why))
        self.field.setAccessibleDescription(why)
        tell(self.field, tone="bad" if why else "")
        self.asked.emit("sizes")

    def _calendar(self) -> None:
        menu = QMenu(self)
        calendar = QCalendarWidget(menu)
        calendar.setAccessibleName(self.bench.words("Calendar"))
        dress(calendar, self.bench.theme)
        day = QDate.fromString(self.field.text(), Qt.DateFormat.ISODate)
        if day.isValid():
            calendar.setSelectedDate(day)
        holder = QWidgetAction(menu)
        holder.setDefaultWidget(calendar)
        menu.addAction(holder)
        calendar.activated.connect(lambda chosen: self._picked(menu, chosen))
        calendar.clicked.connect(lambda chosen: self._picked(menu, chosen))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.pick.mapToGlobal(self.pick.rect().bottomLeft()))
        calendar.setFocus()

    def _picked(self, menu: QMenu, day: QDate) -> None:
        menu.close()
        self.field.setText(day.toString(Qt.DateFormat.ISODate))
        self._typed(self.field.text())
        self.commit()
