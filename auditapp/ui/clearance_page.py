"""No photo leaves unless somebody looked: every photo nobody has cleared, one after the other and large, one key each;
or side by side, many at once. What shows something is opened to be covered.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QComboBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from auditapp.inspection.facts import split_place
from auditapp.inspection.state import Inspection, Photo
from auditapp.operations import look, photos
from auditapp.operations.changes import Changes
from auditapp.ui import labelled
from auditapp.ui.announced import call
from auditapp.ui.bridge import Bridge
from auditapp.ui.commands import Command
from auditapp.ui.parts.buttons import button, icon_button
from auditapp.ui.parts.chip import ChipRow
from auditapp.ui.parts.empty import EmptyState
from auditapp.ui.parts.flow import FlowLayout
from auditapp.ui.parts.labels import ElidingLabel, Paragraph, label
from auditapp.ui.parts.pill import Pill
from auditapp.ui.parts.scroll import scroll
from auditapp.ui.photo_grid import Grid, PhotoList
from auditapp.ui.picture_view import PictureView
from auditapp.ui.pictures_ahead import PicturesAhead
from auditapp.ui.places import Place
from auditapp.ui.taking_back import TakingBack
from auditapp.ui.theme import Theme
from auditapp.words import Trouble

LOW: Final = 300
"""Pixels at 100 % below which a window is low."""


class OneByOne(PictureView):
    """The photo at hand, as large as there is room. Arrows and Space walk on while it is fitted."""

    stepped = Signal(int)
    opened = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        match event.key():
            case Qt.Key.Key_Right | Qt.Key.Key_Down | Qt.Key.Key_Space if not self.zoom:
                self.stepped.emit(1)
            case Qt.Key.Key_Left | Qt.Key.Key_Up if not self.zoom:
                self.stepped.emit(-1)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.opened.emit()
            case _:
                super().keyPressEvent(event)


class ClearancePage(QWidget):
    """The gate: photos on one side of it, reports on the other."""

    asked_for = Signal(object)
    left = Signal()
    retitled = Signal()
    said = Signal(str, str)

    def __init__(self, bridge: Bridge, theme: Theme, inspection: str) -> None:
        super().__init__()
        self.bridge, self.theme, self.inspection = bridge, theme, inspection
        self.filter = "waiting"
        self.row = 0
        self._seen = ""
        self.ahead = PicturesAhead(bridge, self)
        w = bridge.words
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        inside = QWidget()
        outer.addWidget(scroll(inside, name=w("Clear the photos")))
        column = QVBoxLayout(inside)
        column.setContentsMargins(theme.px(20), theme.px(12), theme.px(20), theme.px(12))
        column.setSpacing(theme.px(10))
        self.chips = ChipRow(theme, name=w("Which photos"))
        self.chips.chosen.connect(self._filter)
        self.column = column
        self.model = PhotoList(bridge, self)
        self.grid = Grid(self.model, theme, w("Photos"))
        self.grid.opened.connect(self.open)
        self.grid.selectionModel().selectionChanged.connect(lambda *_: self._ready())
        self.done = EmptyState(
            theme,
            icon="shield-check",
            title=w("Every photo was looked at"),
            sentence=w("Nothing keeps the photos from the report any more."),
            deeds=(
                (
                    w("Completeness check"),
                    "primary",
                    "list-checks",
                    lambda: self.asked_for.emit(Place("completeness", inspection)),
                ),
            ),
        )
        self.large = self._large()
        self.ways = QVBoxLayout()  # no stack: it would be as high as the highest of them
        for one in (self.large, self.grid, self.done):
            self.ways.addWidget(one, 1)
        column.addLayout(self.ways, 1)
        column.addWidget(self._deeds())
        self.intro = Paragraph(
            theme,
            w(
                "No photo enters a report before somebody looked at it. Look for customer data "
                "on screens and paper, names, "
                "faces, badges, door codes and reflections; cover them, or confirm that there is nothing to cover."
            ),
            role="secondary",
        )
        column.addWidget(self.intro)
        self._low: bool | None = None
        self._arrange(low=False)
        self._taking_back = TakingBack(bridge, inspection, self.said.emit, self._may)
        bridge.changed.connect(self._changed)
        self.refresh()

    def _large(self) -> QWidget:
        w, theme = self.bridge.words, self.theme
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(6))
        self.view = OneByOne(theme)
        self.view.setMinimumHeight(theme.px(140))
        self.view.stepped.connect(self.step)
        self.view.opened.connect(self.open_at_hand)
        line = QHBoxLayout()
        line.setSpacing(theme.px(8))
        self.before_button = icon_button(theme, "chevron-left", w("Previous photo"), pressed=lambda: self.step(-1))
        self.after_button = icon_button(theme, "chevron-right", w("Next photo"), pressed=lambda: self.step(1))
        self.number = label("", "secondary")
        self.words_of_photo = ElidingLabel("", role="strong")
        self.state_pill = Pill()
        line.addWidget(self.before_button)
        line.addWidget(self.number)
        line.addWidget(self.after_button)
        line.addWidget(self.words_of_photo, 1)
        line.addWidget(self.state_pill)
        column.addWidget(self.view, 1)
        column.addLayout(line)
        return made

    def _deeds(self) -> QWidget:
        w, theme = self.bridge.words, self.theme
        made = QWidget()
        row = FlowLayout(made, spacing=theme.px(8))
        self.clear_button = button(theme, w("Nothing to cover"), role="primary", icon="check", pressed=self.clear)
        self.cover_button = button(
            theme, w("Cover…"), icon="eye-off", name=w("Mark or cover this photo"), pressed=self.cover
        )
        self.way_button = button(theme, w("Side by side"), icon="grid-2x2", pressed=self.change_way)
        self.by = QComboBox()
        call(self.by, w("Confirmed by"))
        self.by.setMinimumContentsLength(8)
        for one in (self.clear_button, self.cover_button, self.way_button, self.by):
            row.addWidget(one)
        self.deeds = made
        return made

    def _arrange(self, *, low: bool) -> None:
        """In a low window the photo comes first; what is pressed once a visit is scrolled to."""
        if low != self._low:
            self._low = low
            self.column.removeWidget(self.chips)
            self.column.insertWidget(2 if low else 0, self.chips)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        low = self.height() < self.theme.px(LOW)
        self._arrange(low=low)
        room = self.height() - self.theme.px(12 + 6 + 34)
        for one in (self.view, self.grid):
            one.setMinimumHeight(max(self.theme.px(110), room) if low else self.theme.px(140))

    # -- the page ---------------------------------------------------------------------------------
    @property
    def title(self) -> str:
        return self.bridge.words("Clear the photos")

    @property
    def subtitle(self) -> str:
        n = len(photos.uncleared(self._found))
        return self.bridge.words.count("{n} photo not looked at yet", "{n} photos not looked at yet", n)

    @property
    def place(self) -> Place:
        return Place("clearance", self.inspection)

    @property
    def keys_shown(self) -> str:
        return self.bridge.words("U nothing to cover, next    M cover    J / K next, before    G side by side")

    def commands(self) -> list[Command]:
        w = self.bridge.words
        group = w("Photo")

        def clears() -> bool:
            return self.clear_button.isEnabled()

        def covers() -> bool:
            return self.cover_button.isEnabled()

        return [
            Command("clear-photos", w("Nothing to cover"), self.clear, ("U",), "check", group, possible=clears),
            Command(
                "cover-photo", w("Mark or cover this photo"), self.cover, ("M",), "eye-off", group, possible=covers
            ),
            Command("photo-after", w("Next photo"), lambda: self.step(1), ("J", "PgDown"), "chevron-right", group),
            Command("photo-before", w("Previous photo"), lambda: self.step(-1), ("K", "PgUp"), "chevron-left", group),
            Command("side-by-side", w("Side by side"), self.change_way, ("G",), "grid-2x2", group),
            Command("all-photos", w("Choose all"), self.choose_all, ("Ctrl+A",), "", group),
            *self._taking_back.commands(),
        ]

    @property
    def _found(self) -> Inspection:
        return look.fold(self.bridge.desk, self.inspection)  # no figures are shown here: nothing need be judged

    _side_by_side = False

    @property
    def at_hand(self) -> Photo | None:
        return self.model.photos[self.row] if 0 <= self.row < len(self.model.photos) else None

    @property
    def chosen(self) -> list[Photo]:
        """What a deed is done to: those chosen in the grid, or the one that is shown."""
        if self._side_by_side:
            return self.grid.chosen
        return [self.at_hand] if self.at_hand is not None else []

    # -- what is shown ----------------------------------------------------------------------------
    def refresh(self) -> None:
        w, found = self.bridge.words, self._found
        every = tuple(found.photos.values())
        waiting = photos.uncleared(found)
        self.chips.show_chips(
            [("waiting", w("Not looked at yet {n}", n=len(waiting))), ("all", w("All {n}", n=len(every)))], self.filter
        )
        shown = waiting if self.filter == "waiting" else every
        if shown != self.model.photos:
            row = max(0, self.grid.currentIndex().row())
            self.model.show_photos(shown)
            self.row = min(self.row, max(0, len(shown) - 1))
            if shown:
                self.grid.setCurrentIndex(self.model.index(min(row, len(shown) - 1), 0))
        self._show_people(found)
        self._show_way()
        self._ready()
        self.retitled.emit()

    def _show_people(self, found: Inspection) -> None:
        w = self.bridge.words
        chosen = self.by.currentData() or labelled.working(self.bridge.desk, found)
        self.by.clear()
        for person in labelled.team(found):
            named = w("{name} ({role})", name=person.name, role=labelled.role(w, person.role))
            self.by.addItem(w("Confirmed by {name}", name=named), person.code)
        self.by.setCurrentIndex(max(0, self.by.findData(chosen)))

    def _show_way(self) -> None:
        some = bool(self.model.photos)
        shown = self.done if not some else self.grid if self._side_by_side else self.large
        within = QApplication.focusWidget()
        here = within is not None and self.isAncestorOf(within)
        for one in (self.large, self.grid, self.done):
            one.setVisible(one is shown)
        onward = self.done.findChild(QPushButton) if shown is self.done else None
        self.setFocusProxy(onward or (self.grid if self._side_by_side else self.view))
        if here and within is not None and not within.isVisibleTo(self):
            self.setFocus()  # what was at hand is gone: to what one does next
        self.deeds.setVisible(some)
        self.intro.setVisible(some)
        self.way_button.setText(
            self.bridge.words("One by one") if self._side_by_side else self.bridge.words("Side by side")
        )
        self.way_button.setAccessibleName(self.way_button.text())
        if some and not self._side_by_side:
            self._show_large()

    def _show_large(self) -> None:
        photo = self.at_hand
        if photo is None:
            return
        w, of = self.bridge.words, len(self.model.photos)
        words, tone, _ = labelled.clearance(w, photo)
        name = labelled.name_of_photo(w, photo)
        if self._seen != photo.outgoing:
            self._seen = photo.outgoing
            try:
                self.view.show_image(self.ahead.image(photo.outgoing))
            except Trouble as trouble:
                self.view.show_picture(b"")
                self.bridge.failed.emit(trouble)
        self.view.setAccessibleName(
            w("Photo {n} of {of}: {name}, {state}", n=self.row + 1, of=of, name=f"{photo.place} {name}", state=words)
        )
        self.ahead.prepare(one.outgoing for one in self.model.photos[self.row + 1 : self.row + 3])
        item = look.checklist_of(self.bridge.desk, self.inspection).by_id.get(split_place(photo.place)[0])
        title = item.text.in_(w.language) if item is not None else ""
        where = f"{photo.place} {title}".strip() or w("The whole inspection")
        self.number.setText(w("{n} of {of}", n=self.row + 1, of=of))
        self.words_of_photo.setText(f"{where} · {name}")
        self.state_pill.say(words, tone)
        self.before_button.setEnabled(self.row > 0)
        self.after_button.setEnabled(self.row < of - 1)

    def _ready(self) -> None:
        w = self.bridge.words
        chosen = self.chosen
        many = sum(photo.uncleared for photo in chosen)
        self.clear_button.setEnabled(self._may() and many > 0 and self.by.count() > 0)
        self.clear_button.setText(w("Nothing to cover in {n}", n=many) if many > 1 else w("Nothing to cover"))
        self.clear_button.setAccessibleName(self.clear_button.text())
        self.cover_button.setEnabled(self._may() and len(chosen) == 1)

    def _may(self) -> bool:
        return not self._found.locked

    def _filter(self, code: str) -> None:
        self.filter = code
        self.row = 0
        self.refresh()

    def _changed(self, changes: Changes) -> None:
        if changes.inspection == self.inspection:
            self._taking_back.look_again()
            self.refresh()

    # -- deeds ------------------------------------------------------------------------------------
    def step(self, by: int) -> None:
        """The next photo or the one before."""
        if self._side_by_side:
            row = min(max(0, self.grid.currentIndex().row() + by), len(self.model.photos) - 1)
            self.grid.setCurrentIndex(self.model.index(row, 0))
        elif 0 <= self.row + by < len(self.model.photos):
            self.row += by
            self._show_large()
            self._ready()
            self.retitled.emit()

    def change_way(self) -> None:
        """One after the other and large, or side by side."""
        held = self.view.hasFocus() or self.grid.hasFocus()
        if self._side_by_side:
            self.row = max(0, self.grid.currentIndex().row())
        elif self.model.photos:
            self.grid.setCurrentIndex(self.model.index(self.row, 0))
        self._side_by_side = not self._side_by_side
        self._show_way()
        self._ready()
        if held:
            self.setFocus()

    def choose_all(self) -> None:
        if not self._side_by_side:
            self.change_way()
        self.grid.selectAll()

    def clear(self) -> None:
        """Whoever is named confirms that nothing has to be covered; then comes the next one."""
        ids = [photo.id for photo in self.chosen if photo.uncleared]
        on = 1 if self.filter == "all" and not self._side_by_side else 0
        if ids and self.bridge.do(photos.clear, self.inspection, ids, str(self.by.currentData())) is not None:
            if on:
                self.step(on)
            w = self.bridge.words
            if len(ids) > 1:
                self.said.emit(w.count("{n} photo cleared", "{n} photos cleared", len(ids)), "ok")

    def cover(self) -> None:
        if len(self.chosen) == 1:
            self.asked_for.emit(Place("photo", self.inspection, f"{self.chosen[0].id}#mark"))

    def open(self, photo: Photo) -> None:
        self.asked_for.emit(Place("photo", self.inspection, photo.id))

    def open_at_hand(self) -> None:
        if self.at_hand is not None:
            self.open(self.at_hand)
