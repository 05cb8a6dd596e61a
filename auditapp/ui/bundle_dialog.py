"""One file to send: which inspections, for whom, and where it is written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget

from auditapp.operations import exchange, listing, roads, sealing
from auditapp.ui.announced import listen_for_choice
from auditapp.ui.asking import Asking, refusal
from auditapp.ui.bridge import Bridge
from auditapp.ui.exchange_view import name_of
from auditapp.ui.file_line import FileLine
from auditapp.ui.parts.choice_box import ChoiceBox
from auditapp.ui.parts.field import Field
from auditapp.ui.parts.labels import label
from auditapp.ui.theme import Theme
from auditapp.words import Trouble

HUB, MATE, ANYBODY = "hub", "mate", "anybody"
NAME: Final = "auditapp"
"""What the file is called when nobody says otherwise; the day is added."""

Then = Callable[[Path, list[str], list[str]], object]


class BundleDialog(Asking):
    """*then* gets the file, the inspections, and the keys it is encrypted for (none: for anybody)."""

    def __init__(self, bridge: Bridge, theme: Theme, parent: QWidget, then: Then) -> None:
        w = bridge.words
        super().__init__(
            theme,
            w,
            parent,
            w("Write a file"),
            w("It holds everything of these inspections: entries, photos, checklists. Whoever takes it in lacks "
              "nothing, and what both wrote joins."),
            width=520,
        )  # fmt: skip
        self._bridge, self._then = bridge, then
        self.body.addWidget(label(w("Inspections"), "heading"))
        self.list = QListWidget()
        self.list.setAccessibleName(w("Inspections"))
        self.list.setFixedHeight(theme.px(132))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self._list_inspections()
        self.list.itemChanged.connect(lambda _: self._ready())
        listen_for_choice(self.list)
        self.body.addWidget(self.list)
        self.whom = ChoiceBox(12)  # the list shows the rest
        for code, said in self._recipients():
            self.whom.addItem(said, code)
        self.whom.currentIndexChanged.connect(lambda _: self._ready())
        self.body.addWidget(Field(theme, w("For whom"), self.whom))
        self.key = QLineEdit()
        self.key.textChanged.connect(lambda _: self._ready())
        self.key_field = Field(
            theme, w("Key of the team-mate's laptop"), self.key, hint=w("It stands on their exchange page, to copy.")
        )
        self.body.addWidget(self.key_field)
        self.file = FileLine(
            bridge, theme, w("Save to"), endings="*.auditpkg", kind=w("Inspections") + " (*.auditpkg)", saving=True
        )
        self.body.addWidget(self.file)
        self.end(w("Write"), icon="upload")
        self.file.changed.connect(self._ready)
        self.file.entered.connect(self.give)
        self.file.suggest(f"{NAME}-{bridge.desk.clock():%Y-%m-%d}.auditpkg")
        self._ready()

    def _list_inspections(self) -> None:
        """Those with something waiting are chosen; where nothing waits, the last changed."""
        rows = self._bridge.ask(listing.inspections) or []
        waiting = {row.id for row in rows} & set(self._bridge.ask(exchange.pending_each) or ())
        for n, row in enumerate(rows):
            item = QListWidgetItem(name_of(row))
            item.setData(Qt.ItemDataRole.UserRole, row.id)
            item.setToolTip(item.text())
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            chosen = row.id in waiting if waiting else n == 0
            item.setCheckState(Qt.CheckState.Checked if chosen else Qt.CheckState.Unchecked)
            self.list.addItem(item)
        if rows:
            self.list.setCurrentRow(0)

    def _recipients(self) -> list[tuple[str, str]]:
        w = self._bridge.words
        hub = [(HUB, w("Head office: only it can open the file"))] if self._hub_key() else []
        return [
            *hub,
            (MATE, w("A team-mate: only their laptop can open the file")),
            (ANYBODY, w("Anybody who has the file: it is not encrypted")),
        ]

    def _hub_key(self) -> str:
        return str(self._bridge.ask(roads.key_of_office) or "")

    @property
    def inspections(self) -> list[str]:
        every = [self.list.item(n) for n in range(self.list.count())]
        return [str(one.data(Qt.ItemDataRole.UserRole)) for one in every if one.checkState() is Qt.CheckState.Checked]

    def _ready(self) -> None:
        mate = self.whom.currentData() == MATE
        self.key_field.setVisible(mate)
        self.tell("")
        whole = bool(self.inspections) and self.file.path is not None and (not mate or bool(self.key.text().strip()))
        self.give_button.setEnabled(whole)
        self.fit()

    def give(self) -> None:
        path = self.file.path
        if not self.give_button.isEnabled() or path is None:
            return
        match self.whom.currentData():
            case "hub":
                keys = [self._hub_key()]
            case "mate":
                keys = [self.key.text().strip()]
            case _:
                keys = []
        try:
            for one in keys:
                sealing.read_key(one)
        except Trouble as trouble:
            self.tell(refusal(self.words, trouble))
            return
        inspections = self.inspections
        self.accept()
        self._then(path, inspections, keys)
