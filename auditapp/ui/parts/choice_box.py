"""A list to choose from that may be narrower than its words: what does not fit ends in dots, and the tip has it whole.

Qt's own cuts the words off where the room ends, in the middle of a letter."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox, QStyle, QStyleOptionComboBox, QToolTip


class ChoiceBox(QComboBox):
    """At least *shown* letters wide, however long its words; see `QComboBox` for the rest."""

    def __init__(self, shown: int = 0) -> None:
        super().__init__()
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(shown)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        style, option = self.style(), self._option()
        with QPainter(self) as painter:
            style.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option, painter, self)
            option.currentText = self.fontMetrics().elidedText(
                self.currentText(), Qt.TextElideMode.ElideRight, self._room(option)
            )
            style.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option, painter, self)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip and not self._fits():
            QToolTip.showText(event.globalPos(), f"{self.currentText()}\n\n{self.toolTip()}".rstrip(), self)
            return True
        return super().event(event)

    def _fits(self) -> bool:
        return self.fontMetrics().horizontalAdvance(self.currentText()) <= self._room(self._option())

    def _option(self) -> QStyleOptionComboBox:
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        return option

    def _room(self, option: QStyleOptionComboBox) -> int:
        """Pixels for the words."""
        field = self.style().subControlRect(
            QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, self
        )
        return field.width() - 2  # one free at either side
