"""The left pane: the ring of progress, and the sections with count, findings and bar; a rail of numbers when narrow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
)

from auditapp.checklist.model import Checklist
from auditapp.ui.announced import listen_for_choice
from auditapp.ui.ink import ink
from auditapp.ui.parts.card import Card
from auditapp.ui.parts.labels import ElidingLabel, label
from auditapp.ui.parts.pill import Pill
from auditapp.ui.parts.ring import Ring, Share
from auditapp.ui.parts.scroll import by_finger
from auditapp.ui.theme import Theme
from auditapp.ui.walking import Counts, Section
from auditapp.words import Words

Index = QModelIndex | QPersistentModelIndex
SECTION = Qt.ItemDataRole.UserRole + 1
COUNTS = Qt.ItemDataRole.UserRole + 2
HEAD = Qt.ItemDataRole.UserRole + 3
WHO = Qt.ItemDataRole.UserRole + 4


class Sections(QAbstractListModel):
    """Sections in the checklist's order, each dimension's name above its first."""

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self._sections: tuple[Section, ...] = ()
        self._heads: list[str] = []
        """Of each row the name of the dimension that begins there, else ""."""
        self._rows: dict[str, int] = {}
        self._counts: dict[str, Counts] = {}
        self._findings: dict[str, int] = {}
        self._who: dict[str, str] = {}
        """Section -> who looks at it; sections given to nobody in particular are left out."""

    def show_shared(self, who: Mapping[str, str]) -> None:
        if dict(who) == self._who:
            return
        self._who = dict(who)
        if self._sections:  # rows with a second line are higher
            self.dataChanged.emit(self.index(0), self.index(len(self._sections) - 1))

    def show_sections(self, sections: Sequence[Section]) -> None:
        self.beginResetModel()
        self._sections = tuple(sections)
        self._rows = {section.id: n for n, section in enumerate(self._sections)}
        self._heads = []
        before = ""
        for section in self._sections:
            title = section.dimension.title.in_(self._words.language)
            self._heads.append(title if section.dimension.id != before else "")
            before = section.dimension.id
        self.endResetModel()

    def show_counts(self, section: str, counts: Counts, findings: int) -> bool:
        """Keep the counts; tells whether they are others now. Views are told only where somebody listens to them:
        to a view it means that everything may be of another size, and it lays out all of its rows anew."""
        if self._counts.get(section) == counts and self._findings.get(section) == findings:
            return False
        self._counts[section], self._findings[section] = counts, findings
        if QAccessible.isActive():
            at = self.index(self.row_of(section))
            self.dataChanged.emit(at, at)
        return True

    def row_of(self, section: str) -> int:
        return self._rows.get(section, -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008
        return 0 if parent.isValid() else len(self._sections)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        section = self._sections[index.row()]
        counts = self._counts.get(section.id, Counts())
        w = self._words
        title = section.group.title.in_(w.language)
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return title
            case Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleTextRole:
                text = w(
                    "{section}: {n} of {of} answered",
                    section=f"{section.id} {title}",
                    n=counts.settled,
                    of=counts.asked,
                )
                if who := self._who.get(section.id, ""):
                    text = w("{text}, looked at by {name}", text=text, name=who)
                bad = self._findings.get(section.id, 0)
                return w("{text}, {bad} nonconforming", text=text, bad=bad) if bad else text
            case _ if role == SECTION:
                return section
            case _ if role == COUNTS:
                return (counts, self._findings.get(section.id, 0))
            case _ if role == HEAD:
                return self._heads[index.row()]
            case _ if role == WHO:
                return self._who.get(section.id, "")
        return None


class _Row(QStyledItemDelegate):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme, self.rail = theme, False

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802
        px = self.theme.px
        head = index.data(HEAD)
        above = px(26) if head and not self.rail else px(8) if head and index.row() else 0
        return QSize(px(40), (px(34) if self.rail else px(46) + self._below(index)) + above)

    def _below(self, index: Index) -> int:
        """Room for who looks at it."""
        return self.theme.px(17) if index.data(WHO) else 0

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme, px = self.theme, self.theme.px
        section: Section = index.data(SECTION)
        counts, bad = index.data(COUNTS)
        state = option.state
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        box = QRect(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        head = index.data(HEAD)
        if head and not self.rail:
            painter.setFont(ink(theme).font(12))
            painter.setPen(theme.token("text3"))
            room = QRect(box.left() + px(10), box.top() + px(6), box.width() - px(20), px(20))
            painter.drawText(
                room,
                int(Qt.AlignmentFlag.AlignVCenter),
                painter.fontMetrics().elidedText(head, Qt.TextElideMode.ElideRight, room.width()),
            )
            box.setTop(box.top() + px(26))
        elif head and index.row():
            box.setTop(box.top() + px(8))
        if self.rail:
            self._paint_rail(painter, box, section, counts, bad, chosen=chosen)
            painter.restore()
            return
        if chosen or state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.token("accent_bg" if chosen else "hover"))
            painter.drawRoundedRect(QRectF(box), px(8), px(8))
        if chosen and state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(theme.token("accent"))
            painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), px(8), px(8))
        line = QRect(box.left() + px(10), box.top() + px(6), box.width() - px(20), px(24))
        painter.setFont(ink(theme).font(13, bold=True))
        painter.setPen(theme.token("accent" if chosen else "text2"))
        number = section.id
        painter.drawText(line, int(Qt.AlignmentFlag.AlignVCenter), number)
        left = line.left() + painter.fontMetrics().horizontalAdvance(number) + px(8)
        right = self._paint_count(painter, line, counts)
        if bad:
            painter.setFont(ink(theme).font(12))
            wide = painter.fontMetrics().horizontalAdvance(str(bad)) + px(16)
            pill = QRectF(right - wide, line.top() + px(2), wide, px(20))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.token("bad_bg"))
            painter.drawRoundedRect(pill, px(10), px(10))
            painter.setPen(theme.token("bad"))
            painter.drawText(pill, int(Qt.AlignmentFlag.AlignCenter), str(bad))
            right -= wide + px(8)
        painter.setFont(ink(theme).font(14, bold=chosen))
        painter.setPen(theme.token("text"))
        room = QRect(left, line.top(), right - left, line.height())
        painter.drawText(
            room,
            int(Qt.AlignmentFlag.AlignVCenter),
            painter.fontMetrics().elidedText(str(index.data()), Qt.TextElideMode.ElideRight, room.width()),
        )
        if who := str(index.data(WHO) or ""):
            painter.setFont(ink(theme).font(12))
            painter.setPen(theme.token("text2"))
            below = QRect(left, line.bottom(), line.right() - left, px(18))
            painter.drawText(
                below,
                int(Qt.AlignmentFlag.AlignVCenter),
                painter.fontMetrics().elidedText(who, Qt.TextElideMode.ElideRight, below.width()),
            )
        bar = QRectF(line.left(), box.top() + px(35) + self._below(index), line.width(), px(3))
        self._paint_bar(painter, bar, counts)
        painter.restore()

    def _paint_count(self, painter: QPainter, line: QRect, counts: Counts) -> int:
        theme, px = self.theme, self.theme.px
        if counts.asked and not counts.open and not counts.disputed:
            size = px(17)
            painter.drawPixmap(
                QRect(line.right() - size, line.top() + (line.height() - size) // 2, size, size),
                ink(theme).icon("circle-check", "ok", 17),
            )
            return line.right() - size - px(8)
        painter.setFont(ink(theme).font(12))
        painter.setPen(theme.token("text3"))
        text = f"{counts.settled}/{counts.asked}"
        painter.drawText(line, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight), text)
        return line.right() - painter.fontMetrics().horizontalAdvance(text) - px(8)

    def _paint_bar(self, painter: QPainter, bar: QRectF, counts: Counts) -> None:
        theme = self.theme
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.token("na_bg"))
        painter.drawRect(bar)
        if counts.asked and counts.settled:
            whole = not counts.open and not counts.disputed
            painter.setBrush(theme.token("ok" if whole else "accent"))
            painter.drawRect(QRectF(bar.left(), bar.top(), bar.width() * counts.settled / counts.asked, bar.height()))

    def _paint_rail(
        self, painter: QPainter, box: QRect, section: Section, counts: Counts, bad: int, *, chosen: bool
    ) -> None:
        theme, px = self.theme, self.theme.px
        pill = QRectF(box).adjusted(px(2), px(2), -px(2), -px(2))
        painter.setBrush(theme.token("accent_bg" if chosen else "surface"))
        painter.setPen(theme.token("accent_bd" if chosen else "border"))
        painter.drawRoundedRect(pill, px(14), px(14))
        painter.setFont(ink(theme).font(12, bold=chosen))
        done = counts.asked and not counts.open and not counts.disputed
        painter.setPen(theme.token("accent" if chosen else "ok" if done else "text2"))
        painter.drawText(pill, int(Qt.AlignmentFlag.AlignCenter), section.id)
        if bad:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.token("bad"))
            painter.drawEllipse(QRectF(pill.right() - px(9), pill.top(), px(7), px(7)))


class _Rows(QListView):
    """The section looked at stays in sight when the pane becomes a rail or lower."""

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self.show_chosen()

    def show_chosen(self) -> None:
        """When the rows have their places."""
        self.doItemsLayout()
        self.scrollTo(self.currentIndex())


class SectionPane(QFrame):
    """``chosen(group)`` when a person picks a section."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__()
        self.theme, self.words = theme, words
        self._showing = False
        self.setProperty("role", "pane")
        self.setProperty("side", "left")
        column = QVBoxLayout(self)
        column.setSpacing(theme.px(6))
        self._column = column
        self.card = Card(theme, across=True)
        self.ring = Ring(theme, size=70)
        self.card.body.addWidget(self.ring)
        beside = QVBoxLayout()
        beside.setSpacing(theme.px(3))
        self.heading = label(words("Overall progress"), "strong")
        self.answered = ElidingLabel("", role="secondary")
        self.bad = Pill(tone="bad")
        beside.addStretch(1)
        beside.addWidget(self.heading)
        beside.addWidget(self.answered)
        beside.addWidget(self.bad)
        beside.addStretch(1)
        self.card.body.addLayout(beside, 1)
        column.addWidget(self.card)
        self.top = QHBoxLayout()
        self.top.setContentsMargins(theme.px(8), 0, theme.px(8), 0)
        self.title = ElidingLabel(words("Checklist"), role="meta")
        self.version = ElidingLabel("", role="meta")
        self.version.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.top.addWidget(self.title)
        self.top.addWidget(self.version, 1)
        column.addLayout(self.top)
        self.model = Sections(words)
        self.rows = _Row(theme)
        self.list = _Rows()
        by_finger(self.list)
        self.list.setModel(self.model)
        self.list.setItemDelegate(self.rows)
        self.list.setAccessibleName(words("Sections"))
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setProperty("role", "bare")
        self.list.setStyleSheet("QListView { background: transparent; border: none; }")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setMouseTracking(True)
        self.list.selectionModel().currentChanged.connect(self._picked)
        listen_for_choice(self.list)
        column.addWidget(self.list, 1)
        self.set_rail(False)

    def set_rail(self, rail: bool) -> None:
        """Only numbers, 64 px wide."""
        px = self.theme.px
        self.rows.rail = rail
        self.card.setVisible(not rail)
        self.title.setVisible(not rail)
        self.version.setVisible(not rail)
        self._column.setContentsMargins(*((px(4), px(8), px(4), px(8)) if rail else (px(12), px(14), px(12), px(8))))
        self.list.setVerticalScrollBarPolicy(
            Qt.ScrollBarPolicy.ScrollBarAlwaysOff if rail else Qt.ScrollBarPolicy.ScrollBarAsNeeded
        )
        if rail:
            self.setFixedWidth(px(76))
        else:
            self.setMinimumWidth(px(220))
            self.setMaximumWidth(px(420))
        self.list.scheduleDelayedItemsLayout()
        self.list.show_chosen()

    def show_checklist(self, checklist: Checklist, sections: Sequence[Section]) -> None:
        self.model.show_sections(sections)
        self.version.setText(f"{checklist.title.in_(self.words.language)} {checklist.version}")

    def show_shared(self, who: Mapping[str, str]) -> None:
        """Section -> the name of whoever looks at it; nothing is shown where nothing was shared out."""
        self.model.show_shared(who)

    def show_total(self, total: Counts) -> None:
        w = self.words
        shares = (
            Share(total.conform, "ok"),
            Share(total.observation, "warn"),
            Share(total.nonconforming, "bad"),
            Share(total.without, "na"),
        )
        name = w("{n} of {of} answered, {bad} nonconforming", n=total.settled, of=total.asked, bad=total.nonconforming)
        self.ring.show_shares(shares, total.asked, f"{total.percent}%", name)
        self.answered.setText(w("{n} of {of} answered", n=total.settled, of=total.asked))
        self.bad.say(w("{n} nonconforming", n=total.nonconforming), "bad")
        self.bad.setVisible(total.nonconforming > 0)

    def show_counts(self, section: str, counts: Counts) -> None:
        if self.model.show_counts(section, counts, counts.nonconforming):
            self.list.viewport().update(self.list.visualRect(self.model.index(self.model.row_of(section))))

    def show_current(self, section: str) -> None:
        """Show which section is looked at, without telling anyone."""
        row = self.model.row_of(section)
        if row >= 0 and self.list.currentIndex().row() != row:
            self._showing = True
            self.list.setCurrentIndex(self.model.index(row))
            self._showing = False
            self.list.scrollTo(self.model.index(row))

    def _picked(self, now: QModelIndex, before: QModelIndex) -> None:
        section = now.data(SECTION)
        if isinstance(section, Section) and not self._showing:
            self.chosen.emit(section.id)
