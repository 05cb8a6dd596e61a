"""Qt's calendar in our colours: its red weekends cannot be read on a dark ground, its week numbers are in the way."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget

from auditapp.ui.theme import Theme


def dress(calendar: QCalendarWidget, theme: Theme) -> None:
    """Weekends in the second colour of text, today in bold, no week numbers; Monday first, as the standard week is."""
    calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
    calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
    head = QTextCharFormat()
    head.setForeground(theme.token("text3"))
    head.setBackground(theme.token("surface"))
    calendar.setHeaderTextFormat(head)
    plain, rest = QTextCharFormat(), QTextCharFormat()
    plain.setForeground(theme.token("text"))
    rest.setForeground(theme.token("text2"))
    for day in Qt.DayOfWeek:
        calendar.setWeekdayTextFormat(day, rest if day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday) else plain)
    calendar.setMinimumSize(theme.px(280), theme.px(230))
