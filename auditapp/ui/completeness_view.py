"""What is still missing: every gap in words, grouped, each a press away from the place where it is closed."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QHeaderView, QStackedLayout, QTreeView, QVBoxLayout, QWidget

from auditapp.inspection.gaps import Gap, GapKind
from auditapp.inspection.gaps import gaps as gaps_of
from auditapp.operations.changes import Changes
from auditapp.operations.look import Opened
from auditapp.ui.announced import listen_for_choice
from auditapp.ui.bridge import Bridge
from auditapp.ui.commands import Command
from auditapp.ui.gap_places import GROUPS, about, group_of, key_of, place_of, sentence
from auditapp.ui.parts.chip import ChipRow
from auditapp.ui.parts.empty import EmptyState
from auditapp.ui.parts.labels import Paragraph
from auditapp.ui.places import Place
from auditapp.ui.theme import Theme

LOW: Final = 300
ROOMY: Final = 760
"""Pixels at 100 % from which on the places' own words have a column."""


class GapTree(QTreeView):
    """Groups of gaps; Enter, Space or a press on one goes to it."""

    pressed_gap = Signal(object)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.go(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def go(self, index: QModelIndex) -> None:
        gap = index.siblingAtColumn(0).data(Qt.ItemDataRole.UserRole)
        if isinstance(gap, Gap):
            self.pressed_gap.emit(gap)


class CompletenessPage(QWidget):
    """The completeness check. It only lists; whoever signs decides."""

    asked_for = Signal(object)
    left = Signal()
    retitled = Signal()
    said = Signal(str, str)

    def __init__(self, bridge: Bridge, theme: Theme, inspection: str) -> None:
        super().__init__()
        self.bridge, self.theme, self.inspection = bridge, theme, inspection
        self.filter = "all"
        self.gaps: tuple[Gap, ...] = ()
        w = bridge.words
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(20), theme.px(16), theme.px(20), theme.px(12))
        column.setSpacing(theme.px(10))
        self.summary = Paragraph(theme, role="secondary")
        self.chips = ChipRow(theme, name=w("Which gaps"))
        self.chips.chosen.connect(self._filter)
        self.model = QStandardItemModel(self)
        self.tree = GapTree()
        self.tree.setModel(self.model)
        self.tree.setHeaderHidden(True)
        self.tree.setIconSize(QSize(theme.px(16), theme.px(16)))
        self.tree.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.tree.setAllColumnsShowFocus(True)
        self.tree.setAccessibleName(w("What is still missing"))
        self.tree.setUniformRowHeights(True)
        self.tree.setRootIsDecorated(True)
        self.tree.setEditTriggers(QTreeView.EditTrigger.NoEditTriggers)
        self.tree.clicked.connect(self.tree.go)
        listen_for_choice(self.tree)
        self.tree.pressed_gap.connect(self._go)
        self.whole = EmptyState(
            theme,
            icon="circle-check",
            title=w("Nothing is missing"),
            sentence=w("Every item is settled, every photo was looked at, the meetings are recorded."),
            deeds=(
                (
                    w("To the signatures"),
                    "primary",
                    "signature",
                    lambda: self.asked_for.emit(Place("sign_off", inspection)),
                ),
            ),
        )
        holder = QWidget()
        self.stack = QStackedLayout(holder)
        self.stack.addWidget(self.tree)
        self.stack.addWidget(self.whole)
        column.addWidget(self.summary)
        column.addWidget(self.chips)
        column.addWidget(holder, 1)
        self.setFocusProxy(self.tree)
        bridge.changed.connect(self._changed)
        self.refresh()

    @property
    def title(self) -> str:
        return self.bridge.words("Completeness check")

    @property
    def subtitle(self) -> str:
        return self.bridge.words.count("{n} thing is missing", "{n} things are missing", len(self.gaps))

    @property
    def place(self) -> Place:
        """With the gap at hand, so that one comes back to it."""
        gap = self.tree.currentIndex().siblingAtColumn(0).data(Qt.ItemDataRole.UserRole)
        return Place("completeness", self.inspection, key_of(gap) if isinstance(gap, Gap) else "")

    def show_place(self, place: Place) -> None:
        """The gap of this key; when it was closed meanwhile, the next of its kind."""
        same = (row for row in self._rows() if key_of(row.data(Qt.ItemDataRole.UserRole)) == place.at)
        row = next(same, None) or self._after(place.at)
        if row is not None:
            self.tree.setCurrentIndex(row.index())
            self.tree.scrollTo(row.index())

    def _after(self, key: str) -> QStandardItem | None:
        """The first gap of the same kind at a later item; of a kind alone ("disputed:") the first there is."""
        kind, _, rest = key.partition(":")
        if not rest:
            return next((row for row in self._rows() if str(row.data(Qt.ItemDataRole.UserRole).kind) == kind), None)
        visible = self.bridge.opened(self.inspection).walk.visible
        order = {line.place: n for n, line in enumerate(visible)}
        here = order.get(rest.partition(":")[0], len(order))
        for row in self._rows():
            gap = row.data(Qt.ItemDataRole.UserRole)
            if str(gap.kind) == kind and order.get(gap.place, -1) > here:
                return row
        return None

    def take_focus(self) -> None:
        """One begins at the list."""
        self.tree.setFocus()

    def commands(self) -> list[Command]:
        w = self.bridge.words
        group = w("Completeness check")
        return [
            Command("next-gap", w("Next gap"), lambda: self.step(1), ("J",), group=group),
            Command("gap-before", w("Previous gap"), lambda: self.step(-1), ("K",), group=group),
            Command(
                "clearance",
                w("Look at all photos…"),
                lambda: self.asked_for.emit(Place("clearance", self.inspection)),
                ("L",),
                "eye",
                group,
                "button",
                possible=lambda: any(gap.kind is GapKind.PHOTO_CLEARANCE for gap in self.gaps),
            ),
            Command(
                "sign",
                w("To the signatures"),
                lambda: self.asked_for.emit(Place("sign_off", self.inspection)),
                ("Ctrl+Shift+Return",),
                "signature",
                w("Inspection"),
                "primary",
            ),
        ]

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._columns()
        self._show_summary()

    def _show_summary(self) -> None:
        """On a low screen the list has its room; the header counts too."""
        self.summary.setVisible(bool(self.gaps) and self.height() >= self.theme.px(LOW))

    def _columns(self) -> None:
        """The places' own words have a column where there is room, else only their tooltip."""
        tight = self.width() < self.theme.px(ROOMY)
        self.tree.setColumnHidden(1, tight)
        mode = QHeaderView.ResizeMode.Stretch if tight else QHeaderView.ResizeMode.ResizeToContents
        self.tree.header().setSectionResizeMode(0, mode)

    def step(self, by: int) -> None:
        rows = self._rows()
        here = self.tree.currentIndex().siblingAtColumn(0).data(Qt.ItemDataRole.UserRole)
        at = next((n for n, row in enumerate(rows) if row.data(Qt.ItemDataRole.UserRole) == here), -1) + by
        if 0 <= at < len(rows):
            self.tree.setCurrentIndex(rows[at].index())

    def _rows(self) -> list[QStandardItem]:
        """Every gap that is listed, in its order."""
        heads = [self.model.item(n) for n in range(self.model.rowCount())]
        return [head.child(n) for head in heads for n in range(head.rowCount())]

    def refresh(self) -> None:
        w = self.bridge.words
        opened = self.bridge.opened(self.inspection)
        self.gaps = gaps_of(opened.walk, opened.inspection)
        grouped = {code: [gap for gap in self.gaps if group_of(gap) == code] for code, _, _ in GROUPS}
        must = len(grouped["must"])
        self.summary.set_text(
            w.run_on(
                w.count(
                    "{n} thing has to be closed before signing.", "{n} things have to be closed before signing.", must
                )
                if must
                else "",
                w("The rest may stay open with a reason; the reason is printed.") if len(self.gaps) > must else "",
            )
        )
        self._show_summary()
        chips = [("all", w("All {n}", n=len(self.gaps)))]
        chips += [(code, f"{w(said)} {len(grouped[code])}") for code, said, _ in GROUPS if grouped[code]]
        if self.filter not in dict(chips):
            self.filter = "all"
        self.chips.show_chips(chips, self.filter)
        self._list(grouped, opened)
        self.stack.setCurrentIndex(0 if self.gaps else 1)
        self.chips.setVisible(bool(self.gaps))
        self.retitled.emit()

    def _list(self, grouped: dict[str, list[Gap]], opened: Opened) -> None:
        """Anew, with the eye kept where it was: on the same gap, or on the one that took its place."""
        w = self.bridge.words
        scrolled = self.tree.verticalScrollBar().value()
        here = self.tree.currentIndex().siblingAtColumn(0).data(Qt.ItemDataRole.UserRole)
        before = [row.data(Qt.ItemDataRole.UserRole) for row in self._rows()]
        self.model.clear()
        self.model.setColumnCount(2)
        for code, said, _ in GROUPS:
            if not grouped[code] or self.filter not in ("all", code):
                continue
            tone, icon = ("bad", "octagon-alert") if code == "must" else ("text2", "circle-dashed")
            heading = QStandardItem(w("{title} · {n}", title=w(said), n=len(grouped[code])))
            heading.setFont(self.theme.font(14, bold=True))
            heading.setSelectable(False)
            self.model.appendRow(heading)
            for gap in grouped[code]:
                what, where = sentence(w, gap), about(w, gap, opened)
                row = QStandardItem(self.theme.icon(icon, token=tone, size=16), what)
                row.setData(gap, Qt.ItemDataRole.UserRole)
                row.setData(f"{what} {where}".strip(), Qt.ItemDataRole.AccessibleTextRole)
                row.setToolTip(f"{what}\n{where}".strip())
                place = QStandardItem(where)
                place.setForeground(self.theme.token("text3"))
                place.setToolTip(row.toolTip())
                heading.appendRow([row, place])
        self.tree.expandAll()
        self.tree.header().setStretchLastSection(True)
        self._columns()
        for n in range(self.model.rowCount()):
            self.tree.setFirstColumnSpanned(n, QModelIndex(), True)
        rows = self._rows()
        now = [row.data(Qt.ItemDataRole.UserRole) for row in rows]
        at = now.index(here) if here in now else min(before.index(here), len(now) - 1) if here in before else 0
        self.tree.verticalScrollBar().setValue(scrolled)
        if rows:
            self.tree.setCurrentIndex(rows[max(0, at)].index())

    def _go(self, gap: Gap) -> None:
        self.asked_for.emit(place_of(gap, self.bridge.opened(self.inspection)))

    def _filter(self, code: str) -> None:
        self.filter = code
        self.refresh()

    def _changed(self, changes: Changes) -> None:
        if changes.inspection == self.inspection:
            self.refresh()
