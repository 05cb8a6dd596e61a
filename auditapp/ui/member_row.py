"""One person of a new inspection's team: name, role, unit. Somebody who was there before is offered while one types,
and brings role and unit along."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter, QGridLayout, QLineEdit, QWidget

from auditapp.ui.announced import call
from auditapp.ui.parts.buttons import icon_button
from auditapp.ui.parts.choice_box import ChoiceBox
from auditapp.ui.theme import Theme
from auditapp.words import Words, say

if TYPE_CHECKING:
    from auditapp.store.people import KnownPerson

ROLES: Final = {
    "leader": say("team leader"),
    "inspector": say("inspector"),
    "reviewer": say("reviewer"),
    "approver": say("approver"),
    "site_manager": say("site manager"),
    "guide": say("guide"),
    "witness": say("witness"),
    "other": say("other"),
}
_NAME: Final = Qt.ItemDataRole.UserRole
_PERSON: Final = Qt.ItemDataRole.UserRole + 1


class MemberRow(QWidget):
    """``removed()`` when the person is taken off the team again."""

    removed = Signal()

    def __init__(
        self, theme: Theme, words: Words, name: str, role: str, unit: str, n: int, known: Iterable[KnownPerson] = ()
    ) -> None:
        super().__init__()
        self.theme, self.words = theme, words
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(theme.px(8))
        self.name = _line(name)
        self.name.setPlaceholderText(words("Name"))
        self.name.setAccessibleName(words("Name of person {n}", n=n))
        self.role = ChoiceBox(5)
        for code, title in ROLES.items():
            self.role.addItem(words(title), code)
        self._choose_role(role)
        call(self.role, words("Role of person {n}", n=n))
        self.unit = _line(unit)
        self.unit.setPlaceholderText(words("Unit"))
        self.unit.setAccessibleName(words("Unit of person {n}", n=n))
        self._remove = icon_button(theme, "x", words("Remove person {n}", n=n), pressed=self.removed.emit)
        self.fit(narrow=False)
        self._offer(list(known))

    def fit(self, *, narrow: bool) -> None:
        """One line, or the name above role and unit."""
        grid = self._grid
        parts: tuple[QWidget, ...] = (self.name, self.role, self.unit, self._remove)
        for one in parts:
            grid.removeWidget(one)
        if narrow:
            grid.addWidget(self.name, 0, 0, 1, 2)
            grid.addWidget(self._remove, 0, 2)
            grid.addWidget(self.role, 1, 0)
            grid.addWidget(self.unit, 1, 1, 1, 2)
        else:
            for n, one in enumerate(parts):
                grid.addWidget(one, 0, n)
        for n, share in enumerate((1, 1, 0) if narrow else (3, 2, 2)):
            grid.setColumnStretch(n, share)

    def values(self) -> tuple[str, str, str]:
        return self.name.text(), str(self.role.currentData()), self.unit.text()

    def _offer(self, known: list[KnownPerson]) -> None:
        if not known:
            return
        model = QStandardItemModel(self)
        for person in known:
            role = self.words(ROLES[person.role]) if person.role in ROLES else ""
            item = QStandardItem(" · ".join(part for part in (person.name, role, person.unit) if part))
            item.setData(person.name, _NAME)
            item.setData(person, _PERSON)
            model.appendRow(item)
        offer = QCompleter(model, self.name)
        offer.setCompletionRole(_NAME)
        offer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        offer.setFilterMode(Qt.MatchFlag.MatchContains)
        popup = offer.popup()
        if popup is not None:
            popup.setAccessibleName(self.words("People who were there before"))
            popup.ensurePolished()
            widest = max(popup.fontMetrics().horizontalAdvance(model.item(n).text()) for n in range(model.rowCount()))
            popup.setMinimumWidth(min(widest + self.theme.px(40), self.theme.px(560)))
        offer.activated[QModelIndex].connect(self._take)  # type: ignore[index]
        self.name.setCompleter(offer)

    def _take(self, chosen: QModelIndex) -> None:
        person: KnownPerson = chosen.data(_PERSON)
        self._choose_role(person.role)
        self.unit.setText(person.unit)

    def _choose_role(self, role: str) -> None:
        self.role.setCurrentIndex(max(0, self.role.findData(role)))


def _line(text: str) -> QLineEdit:
    made = QLineEdit(text)
    made.setCursorPosition(0)
    made.setMinimumWidth(60)
    return made
