"""What proves a finding: photos of its item, ticked or not, and records that were seen."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from auditapp.inspection.state import Finding, Photo
from auditapp.operations import findings
from auditapp.ui import labelled
from auditapp.ui.bridge import Bridge
from auditapp.ui.kept_text import KeptLine
from auditapp.ui.parts.buttons import button
from auditapp.ui.parts.field import Field
from auditapp.ui.parts.scroll import by_finger
from auditapp.ui.theme import Theme
from auditapp.words import Trouble

MOST_SEEN = 4
"""Rows shown without scrolling in the list itself."""


class EvidenceList(QWidget):
    """Space ticks the photo at hand; Enter in the line adds a record, unticking takes it away."""

    def __init__(self, bridge: Bridge, theme: Theme, inspection: str) -> None:
        super().__init__()
        self.bridge, self.theme, self.inspection, self.finding = bridge, theme, inspection, ""
        w = bridge.words
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(6))
        self.list = QListWidget()
        by_finger(self.list)
        self.list.setIconSize(QSize(theme.px(64), theme.px(48)))
        self.list.setAccessibleName(w("Evidence: photos and records"))
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemChanged.connect(lambda *_: self._keep())
        self.field = Field(
            theme,
            w("Evidence"),
            self.list,
            hint=w("Photos of the item; ticked ones are evidence of this finding."),
        )
        column.addWidget(self.field)
        self.record = KeptLine(w("Record seen"))
        self.record.setPlaceholderText(w("Record seen: title, number, date, page"))
        self.record.setToolTip(self.record.placeholderText())
        self.record.returnPressed.connect(self.add_record)
        self.add_button = button(theme, w("Add"), icon="plus", name=w("Add the record"), pressed=self.add_record)
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        row.addWidget(self.record, 1)
        row.addWidget(self.add_button)
        column.addLayout(row)

    def show_finding(self, one: Finding, *, locked: bool) -> None:
        if one.id != self.finding:
            self.record.clear()
        self.finding = one.id
        blocked = self.list.blockSignals(True)
        row = self.list.currentRow()
        self.list.clear()
        inspection = self.bridge.opened(self.inspection).inspection
        for photo in (p for p in inspection.photos.values() if p.place == one.at or p.id in one.evidence):
            said = labelled.name_of_photo(self.bridge.words, photo)
            self._entry(photo.id, said, self._icon(photo), ticked=photo.id in one.evidence)
        for record in (e for e in one.evidence if e not in inspection.photos and len(e) != 64):
            self._entry(record, record, self.theme.icon("file-text"), ticked=True)
        empty = self.list.count() == 0
        self.list.setVisible(not empty)
        self.field.below.setText(
            self.bridge.words("No photo and no record yet. Photos are taken at the item.")
            if empty
            else self.bridge.words("Photos of the item; ticked ones are evidence of this finding.")
        )
        rows = min(MOST_SEEN, max(1, self.list.count()))
        self.list.setFixedHeight(rows * max(1, self.list.sizeHintForRow(0)) + self.theme.px(6))
        self.list.setEnabled(not locked)
        self.record.setReadOnly(locked)
        self.add_button.setEnabled(not locked)
        self.list.setCurrentRow(max(0, row))
        self.list.blockSignals(blocked)

    def _entry(self, code: str, said: str, icon: QIcon, *, ticked: bool) -> None:
        entry = QListWidgetItem(icon, said)
        entry.setToolTip(said)
        entry.setData(Qt.ItemDataRole.UserRole, code)
        entry.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
        self.list.addItem(entry)

    def _icon(self, photo: Photo) -> QIcon:
        pixmap = QPixmap()
        try:
            pixmap.loadFromData(self.bridge.thumbnail(photo))
        except Trouble:
            return self.theme.icon("image")
        return QIcon(pixmap)

    def _keep(self) -> None:
        """What is ticked is evidence; a record that was unticked goes."""
        entries = [self.list.item(n) for n in range(self.list.count())]
        kept = [str(one.data(Qt.ItemDataRole.UserRole)) for one in entries if one.checkState() is Qt.CheckState.Checked]
        self.bridge.do(findings.set_evidence, self.inspection, self.finding, kept)

    def add_record(self) -> None:
        text = self.record.text().strip()
        if text and self.bridge.do(findings.add_record, self.inspection, self.finding, text) is not None:
            self.record.clear()
            self.record.setFocus()
