"""Dates, as people write them or from a calendar; age or days left are judged while typing."""

from __future__ import annotations

from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QCalendarWidget, QMenu, QWidget, QWidgetAction

from auditapp.inspection.walk import Line
from auditapp.ui import spoken
from auditapp.ui.editing import Bench
from auditapp.ui.editors.typed import TypedEditor
from auditapp.ui.parts.buttons import icon_button
from auditapp.ui.parts.labels import label


class DateEditor(TypedEditor):
    def __init__(self, bench: Bench, line: Line, parent: QWidget | None = None) -> None:
        super().__init__(bench, line, parent)
        self.field.setPlaceholderText("2026-03-05")
        self.row.addWidget(self.field)
        self.pick = icon_button(bench.theme, "calendar", bench.words("Choose from a calendar"), pressed=self._calendar)
        self.row.addWidget(self.pick)
        self.limits = label("", "meta")
        self.limits.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.column.addWidget(self.limits)
        self.finish()
        self.show_line(line)

    def show_line(self, line: Line) -> None:
        standing = self._standing(line)
        self.pick.setAccessibleName(f"{line.item.id} {self.pick.toolTip()}")  # one of many on the page
        self.show_text(line, "".join(standing.texts) if standing else "")
        known = self.bench.limits(line)
        self.limits.setText(spoken.limits(self.bench.words, line.item, known.bounds, known.label))
        self.limits.setVisible(bool(self.limits.text()))
        self.show_outcome()

    # -- calendar ----------------------------------------------------------------------------------

    def _calendar(self) -> None:
        menu = QMenu(self)
        calendar = QCalendarWidget(menu)
        calendar.setAccessibleName(self.bench.words("Calendar"))
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
