"""What is still missing: every gap in words, grouped, each a press away from the place where it is closed."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QTreeView, QVBoxLayout, QWidget

from auditapp.inspection.gaps import Gap, GapKind
from auditapp.inspection.gaps import gaps as gaps_of
from auditapp.operations.changes import Changes
from auditapp.operations.look import Opened
from auditapp.ui.announced import listen_for_choice
from auditapp.ui.bridge import Bridge
from auditapp.ui.parts.buttons import button
from auditapp.ui.parts.chip import ChipRow
from auditapp.ui.parts.empty import EmptyState
from auditapp.ui.parts.labels import Paragraph
from auditapp.ui.places import Place
from auditapp.ui.theme import Theme
from auditapp.words import Words, say

GROUPS: Final = (
    ("must", say("Must be closed before signing"), frozenset[GapKind]()),
    (
        "answers",
        say("Answers"),
        frozenset(
            {
                GapKind.UNANSWERED,
                GapKind.REASON,
                GapKind.JUDGEMENT,
                GapKind.DISPUTED,
                GapKind.INSTRUMENT,
                GapKind.CALIBRATION,
            }
        ),
    ),
    ("samples", say("Samples"), frozenset({GapKind.SAMPLES, GapKind.SAMPLE_PLAN, GapKind.SAMPLE_REASON})),
    ("photos", say("Photos"), frozenset({GapKind.PHOTO, GapKind.PHOTO_CLEARANCE})),
    (
        "findings",
        say("Findings and actions"),
        frozenset({GapKind.FINDING_MISSING, GapKind.FINDING_INCOMPLETE, GapKind.INTERIM, GapKind.ACTION}),
    ),
    ("meetings", say("Meetings and team"), frozenset({GapKind.MEETING, GapKind.TEAM, GapKind.NEWER})),
)
"""Code, heading and kinds of each group; what must be closed comes first whatever its kind."""


def group_of(gap: Gap) -> str:
    if gap.must:
        return "must"
    return next((code for code, _, kinds in GROUPS if gap.kind in kinds), "answers")


def sentence(words: Words, gap: Gap) -> str:
    return words(gap.sentence, **gap.values)


def place_of(gap: Gap, opened: Opened) -> Place:
    """Where a gap is closed. A sample set's is at the first item that is asked of its samples."""
    inspection = opened.inspection
    id_ = inspection.id
    match gap.kind:
        case GapKind.MEETING:
            return Place("meetings", id_, gap.place)
        case GapKind.TEAM:
            return Place("meetings", id_, "team")
        case GapKind.PHOTO_CLEARANCE:
            return Place("photo", id_, gap.place)
        case GapKind.FINDING_INCOMPLETE | GapKind.INTERIM | GapKind.ACTION:
            return Place("findings", id_, gap.place)
        case GapKind.DISPUTED if gap.place.partition("@")[0] not in inspection.answers and (
            inspection.finding(gap.place) is not None
        ):
            return Place("findings", id_, gap.place)
        case GapKind.NEWER:
            return Place("history", id_)
        case GapKind.SAMPLES | GapKind.SAMPLE_PLAN | GapKind.SAMPLE_REASON:
            code = gap.place.partition("/")[0]
            first = next((line.place for line in opened.walk.visible if line.item.set == code), "")
            return Place("inspection", id_, first)
        case GapKind.CALIBRATION:
            used = (a.place for a in inspection.answers.values() if a.answer.instrument == gap.place)
            return Place("inspection", id_, next(used, ""))
        case _:
            return Place("inspection", id_, gap.place)


class GapTree(QTreeView):
    """Groups of gaps; Enter, Space or a press on one goes to it."""

    pressed_gap = Signal(object)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.go(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def go(self, index: QModelIndex) -> None:
        gap = index.data(Qt.ItemDataRole.UserRole)
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
        row = QHBoxLayout()
        self.photos_button = button(
            theme,
            w("Look at all photos…"),
            icon="eye",
            pressed=lambda: self.asked_for.emit(Place("clearance", inspection)),
        )
        row.addWidget(self.photos_button)
        row.addStretch(1)
        self.sign_button = button(
            theme,
            w("To the signatures"),
            role="primary",
            icon="signature",
            pressed=lambda: self.asked_for.emit(Place("sign_off", inspection)),
        )
        row.addWidget(self.sign_button)
        column.addLayout(row)
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
        return Place("completeness", self.inspection)

    def refresh(self) -> None:
        w = self.bridge.words
        opened = self.bridge.opened(self.inspection)
        self.gaps = gaps_of(opened.walk, opened.inspection)
        grouped = {code: [gap for gap in self.gaps if group_of(gap) == code] for code, _, _ in GROUPS}
        must = len(grouped["must"])
        self.summary.set_text(
            ("" if w.chinese else " ").join(
                part
                for part in (
                    w.count(
                        "{n} thing has to be closed before signing.",
                        "{n} things have to be closed before signing.",
                        must,
                    )
                    if must
                    else "",
                    w("The rest may stay open with a reason; the reason is printed.") if len(self.gaps) > must else "",
                )
                if part
            )
        )
        self.summary.setVisible(bool(self.gaps))
        chips = [("all", w("All {n}", n=len(self.gaps)))]
        chips += [(code, f"{w(said)} {len(grouped[code])}") for code, said, _ in GROUPS if grouped[code]]
        if self.filter not in dict(chips):
            self.filter = "all"
        self.chips.show_chips(chips, self.filter)
        scrolled = self.tree.verticalScrollBar().value()
        here = self.tree.currentIndex().data(Qt.ItemDataRole.UserRole)
        self.model.clear()
        held: QStandardItem | None = None
        for code, said, _ in GROUPS:
            if not grouped[code] or self.filter not in ("all", code):
                continue
            tone, icon = ("bad", "octagon-alert") if code == "must" else ("text2", "circle-dashed")
            heading = QStandardItem(w("{title} · {n}", title=w(said), n=len(grouped[code])))
            heading.setFont(self.theme.font(14, bold=True))
            self.model.appendRow(heading)
            for gap in grouped[code]:
                row = QStandardItem(self.theme.icon(icon, token=tone, size=16), sentence(w, gap))
                row.setData(gap, Qt.ItemDataRole.UserRole)
                row.setToolTip(sentence(w, gap))
                heading.appendRow(row)
                if gap == here:
                    held = row
        self.tree.expandAll()
        if held is not None:
            self.tree.setCurrentIndex(held.index())
        elif self.model.rowCount():
            self.tree.setCurrentIndex(self.model.index(0, 0, self.model.index(0, 0)))
        self.tree.verticalScrollBar().setValue(scrolled)
        self.stack.setCurrentIndex(0 if self.gaps else 1)
        self.chips.setVisible(bool(self.gaps))
        self.sign_button.setVisible(bool(self.gaps))
        self.photos_button.setVisible(any(gap.kind is GapKind.PHOTO_CLEARANCE for gap in self.gaps))
        self.retitled.emit()

    def _go(self, gap: Gap) -> None:
        self.asked_for.emit(place_of(gap, self.bridge.opened(self.inspection)))

    def _filter(self, code: str) -> None:
        self.filter = code
        self.refresh()

    def _changed(self, changes: Changes) -> None:
        if changes.inspection == self.inspection:
            self.refresh()
