"""Ctrl+K: find an item, a note, a finding or another inspection, by words, numbers or the first letters of pinyin."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final, Protocol

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QDialog,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from auditapp.checklist.model import Checklist
from auditapp.inspection.facts import place as place_of
from auditapp.inspection.state import Inspection
from auditapp.inspection.walk import Line, LineState
from auditapp.operations.look import Opened, inspections
from auditapp.ui import office_rooms
from auditapp.ui.bridge import Bridge
from auditapp.ui.parts.labels import label
from auditapp.ui.parts.scroll import by_finger
from auditapp.ui.pinyin import initials
from auditapp.ui.places import Place
from auditapp.ui.theme import Theme
from auditapp.words import Words

if TYPE_CHECKING:
    from auditapp.operations.search import Hit

MOST: Final = 60
"""Hits shown; who sees that many types one more letter."""
MOST_BEYOND: Final = 30
"""Of those, from other inspections."""
ICONS: Final = {
    "section": "layout-list", "item": "list-checks", "sample": "monitor", "note": "message-square-text",
    "finding": "triangle-alert", "action": "wrench", "photo": "image", "inspection": "clipboard-list",
    "comment": "message-circle", "remark": "clipboard-check",
}  # fmt: skip


@dataclass(frozen=True)
class Entry:
    """Something that can be found: its kind (`ICONS`), two lines, and where it is."""

    kind: str
    title: str
    below: str
    place: Place
    rank: int = 0

    @cached_property
    def folded(self) -> str:
        return f"{self.title} {self.below}".casefold()

    @cached_property
    def letters(self) -> str:
        """First letters of the pinyin, worked out when somebody looks for letters."""
        return initials(f"{self.title} {self.below}")


class Asked(Protocol):
    """What the finder looks into: the inspection as a page has it (`Walking`), or as it was opened (`OfOpened`)."""

    @property
    def inspection(self) -> Inspection: ...
    @property
    def checklist(self) -> Checklist: ...
    def at(self, place: str) -> Line | None: ...
    def of_item(self, item: str) -> tuple[Line, ...]: ...


@dataclass(frozen=True)
class OfOpened:
    """An opened inspection, from a page that walks nothing."""

    opened: Opened

    @property
    def inspection(self) -> Inspection:
        return self.opened.inspection

    @property
    def checklist(self) -> Checklist:
        return self.opened.checklist

    def at(self, place: str) -> Line | None:
        return self.opened.walk.at(place)

    def of_item(self, item: str) -> tuple[Line, ...]:
        return self.opened.walk.of_item(item)


def entries(w: Words, asked: Asked) -> Iterator[Entry]:
    """Everything of one inspection."""
    found, language = asked.inspection, w.language
    here = found.id
    of_set: dict[str, str] = {}
    for group in asked.checklist.groups():
        title = group.title.in_(language)
        yield Entry("section", f"{group.id} {title}", w("Section"), Place("inspection", here, f"section:{group.id}"), 1)
        for item in group.items:
            lines = asked.of_item(item.id)
            if not lines or all(line.state is LineState.HIDDEN for line in lines):
                continue
            if item.set:
                of_set.setdefault(item.set, item.id)
            yield Entry(
                "item", f"{item.id} {item.text.in_(language)}", title, Place("inspection", here, lines[0].place)
            )
    for code, item_id in of_set.items():
        title = asked.checklist.sets_by_code[code].title.in_(language)
        for sample in found.samples_in(code):
            yield Entry("sample", sample.label, title, Place("inspection", here, place_of(item_id, sample.code)), 2)
    for note in found.notes.values():
        line = asked.at(note.subject)
        if line is not None:
            yield Entry("note", note.text, f"{line.place} {line.item.text.in_(language)}",
                        Place("inspection", here, note.subject), 2)  # fmt: skip
    for finding in found.findings:
        yield Entry(
            "finding", f"{finding.number} {finding.fact}", finding.at, Place("findings", here, finding.number), 1
        )
        for action in finding.actions:
            below = " · ".join(part for part in (action.owner, action.due, finding.number) if part)
            yield Entry("action", f"{action.number} {action.requirement}", below,
                        Place("actions", here, action.number), 2)  # fmt: skip
    for photo in found.photos.values():
        if photo.caption:
            yield Entry("photo", photo.caption, photo.place, Place("photo", here, photo.id), 3)


def of_desk(w: Words, bridge: Bridge, besides: str = "") -> Iterator[Entry]:
    """The other inspections on this desk."""
    for row in bridge.ask(inspections) or ():
        if row.id != besides:
            yield Entry("inspection", f"{row.site} {row.title}", f"{row.number} · {row.opened[:10]}",
                        Place("inspection", row.id), 3)  # fmt: skip


def ask(
    bridge: Bridge,
    theme: Theme,
    parent: QWidget,
    inspection: str,
    go: Callable[[Place], object],
    *,
    asked: Asked | None = None,
) -> Finder:
    """Open the finder over *parent*; *go* is called with the place that was chosen. *inspection* "" = only the desk's
    inspections; *asked*: the inspection as the page has it, so that nothing is looked at anew."""
    w = bridge.words
    if asked is None and inspection:
        asked = OfOpened(bridge.opened(inspection))
    known = [*(entries(w, asked) if asked is not None else ()), *of_desk(w, bridge, inspection)]
    made = Finder(bridge, theme, known, parent, beyond=lambda text: beyond(bridge, text, besides=inspection))
    made.chosen.connect(go)
    made.show()
    made.field.setFocus()
    return made


def beyond(bridge: Bridge, text: str, *, besides: str = "") -> list[Entry]:
    """What people wrote in the other inspections of this desk."""
    from auditapp.operations import search

    found = bridge.ask(search.search, text, most=MOST_BEYOND)
    w, page = bridge.words, "review" if office_rooms.may(bridge.desk) else "inspection"
    return [
        Entry(
            hit.kind,
            hit.line,
            " · ".join(filter(None, (w(search.KINDS.get(hit.kind, hit.kind)), hit.site, hit.number))),
            place_of_hit(hit, page),
            4,
        )
        for hit in (found.hits if found is not None else ())
        if hit.inspection != besides and hit.kind != "inspection"
    ]


def place_of_hit(hit: Hit, page: str) -> Place:
    """Where a hit is shown; *page*: the one that shows an inspection here (inspection, review)."""
    if hit.kind == "action":
        return Place("actions", hit.inspection, hit.at)
    return Place(page, hit.inspection, hit.at)


def matching(wanted: str, known: Iterable[Entry], most: int = MOST) -> list[Entry]:
    """Entries that hold every word of *wanted*; whole words before first letters, the beginning before the middle."""
    words = wanted.casefold().split()
    if not words:  # nothing is looked for yet: where one could go
        return [entry for entry in known if entry.kind in ("section", "inspection")][:most]
    plain = "".join(words)
    latin = plain.isascii() and plain.isalnum() and not plain.isdigit()
    ranked: list[tuple[int, int, int, Entry]] = []
    for n, entry in enumerate(known):
        if all(word in entry.folded for word in words):
            ranked.append((0 if entry.folded.startswith(words[0]) else 1, entry.rank, n, entry))
        elif latin and len(plain) >= 2 and plain in entry.letters:
            ranked.append((2, entry.rank, n, entry))
    ranked.sort(key=lambda one: one[:3])
    return [entry for *_, entry in ranked[:most]]


class _Hit(QStyledItemDelegate):
    """What was found on the first line, where it is on the second, both ending in … when there is no room."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:  # noqa: N802
        return QSize(self.theme.px(200), self.theme.px(50))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        theme, shape = self.theme, option
        rect: QRect = shape.rect
        chosen = bool(shape.state & QStyle.StateFlag.State_Selected)
        entry: Entry = index.data(Qt.ItemDataRole.UserRole)
        painter.save()
        if chosen:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setBrush(theme.token("accent_bg"))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawRoundedRect(rect.adjusted(2, 1, -2, -1), theme.px(6), theme.px(6))
        side = theme.px(16)
        icon = theme.pixmap(ICONS[entry.kind], token="accent" if chosen else "text2", size=16)
        painter.drawPixmap(QRect(rect.left() + theme.px(10), rect.center().y() - side // 2, side, side), icon)
        room = rect.adjusted(theme.px(36), theme.px(5), -theme.px(10), -theme.px(5))
        half = room.height() // 2
        for text, size, token, top in ((entry.title, 14, "text", 0), (entry.below, 12, "text3", half)):
            painter.setFont(theme.font(size))
            painter.setPen(theme.token(token))
            line = QRect(room.left(), room.top() + top, room.width(), half)
            said = painter.fontMetrics().elidedText(" ".join(text.split()), Qt.TextElideMode.ElideRight, line.width())
            painter.drawText(line, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), said)
        painter.restore()


class Finder(QDialog):
    """``chosen(Place)``; Esc leaves everything as it was."""

    chosen = Signal(object)

    def __init__(
        self,
        bridge: Bridge,
        theme: Theme,
        known: Sequence[Entry],
        parent: QWidget,
        *,
        beyond: Callable[[str], Sequence[Entry]] = lambda _: (),
    ) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.bridge, self.theme, self.known, self._beyond = bridge, theme, list(known), beyond
        w = self._words = bridge.words
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName(w("Find"))
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.px(12),) * 4)
        column.setSpacing(theme.px(8))
        self.field = QLineEdit()
        self.field.setPlaceholderText(w("Items, notes, findings, actions, inspections; pinyin initials work too"))
        self.field.setAccessibleName(w("Find items, notes, findings and inspections"))
        self.field.addAction(theme.icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self.field.installEventFilter(self)
        self.field.textChanged.connect(self.show_hits)
        self.list = QListWidget()
        by_finger(self.list)
        self.list.setAccessibleName(w("Found"))
        self.list.setItemDelegate(_Hit(theme, self.list))
        self.list.setUniformItemSizes(True)
        self.list.itemActivated.connect(self._activated)
        self.list.itemClicked.connect(self._activated)
        self.none = label(w("Nothing matches."), "secondary", wrap=True)
        self.none.hide()
        column.addWidget(self.field)
        column.addWidget(self.list, 1)
        column.addWidget(self.none)
        self.setFocusProxy(self.field)
        window = parent.window()
        wide = min(theme.px(640), window.width() - theme.px(40))
        self.resize(wide, min(theme.px(460), window.height() - theme.px(80)))
        self.move(window.mapToGlobal(window.rect().topLeft()).x() + (window.width() - wide) // 2,
                  window.mapToGlobal(window.rect().topLeft()).y() + theme.px(56))  # fmt: skip
        self.hits: list[Entry] = []
        self.show_hits("")

    def show_hits(self, wanted: str) -> None:
        self.hits = matching(wanted, self.known)
        if wanted.strip() and len(self.hits) < MOST:
            self.hits += list(self._beyond(wanted))[: MOST - len(self.hits)]
        self.list.clear()
        for entry in self.hits:
            item = QListWidgetItem(f"{entry.title}\n{entry.below}".strip())
            item.setData(Qt.ItemDataRole.UserRole, entry)
            item.setToolTip(entry.title)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, self._words.listed(entry.title, entry.below))
            self.list.addItem(item)
        if self.hits:
            self.list.setCurrentRow(0)
        self.none.setVisible(bool(wanted.strip()) and not self.hits)

    def _activated(self, item: QListWidgetItem) -> None:
        row = self.list.row(item)
        if 0 <= row < len(self.hits):
            place = self.hits[row].place
            self.close()
            self.chosen.emit(place)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Up, down and Enter in the field are for the list."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
                step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -8}.get(Qt.Key(event.key()), 8)
                row = min(self.list.count() - 1, max(0, self.list.currentRow() + step))
                self.list.setCurrentRow(row)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                if self.list.currentItem() is not None:
                    self._activated(self.list.currentItem())
                return True
        return False
