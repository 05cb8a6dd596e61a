"""One photo looked at closely: zoom, caption, order, another item, whether it may leave, marking and covering."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLineEdit, QStackedLayout, QVBoxLayout, QWidget

from auditapp.inspection.state import Photo
from auditapp.operations import originals, photos
from auditapp.operations.changes import Changes
from auditapp.ui import labelled
from auditapp.ui.annotate import MarkingPane
from auditapp.ui.bridge import Bridge
from auditapp.ui.commands import Command
from auditapp.ui.fetching import fetching
from auditapp.ui.original_facts import OriginalFacts
from auditapp.ui.parts.buttons import button, icon_button
from auditapp.ui.parts.empty import EmptyState
from auditapp.ui.parts.field import Field
from auditapp.ui.parts.flow import flowing
from auditapp.ui.parts.labels import Paragraph, label
from auditapp.ui.parts.pill import Pill
from auditapp.ui.parts.scroll import Column, scroll
from auditapp.ui.photo_leaving import ask_to_take_away
from auditapp.ui.picture_view import STEP, PictureView
from auditapp.ui.pictures_ahead import PicturesAhead
from auditapp.ui.place_picker import PlacePicker
from auditapp.ui.places import Place, Width
from auditapp.ui.taking_back import TakingBack
from auditapp.ui.theme import Theme
from auditapp.words import Trouble

MARK = "#mark"
"""After a photo's id in a place: open it for marking at once."""


class PhotoPage(QWidget):
    """Look at the photos of an item place one after the other."""

    asked_for = Signal(object)
    left = Signal()
    retitled = Signal()
    said = Signal(str, str)

    def __init__(self, bridge: Bridge, theme: Theme, inspection: str) -> None:
        super().__init__()
        self.bridge, self.theme, self.inspection = bridge, theme, inspection
        self.photo_id = ""
        self.picker: PlacePicker | None = None
        self.ahead = PicturesAhead(bridge, self)
        w = bridge.words
        self.stack = QStackedLayout(self)
        self.stack.setContentsMargins(0, 0, 0, 0)
        looking = QWidget()
        self.across = QBoxLayout(QBoxLayout.Direction.LeftToRight, looking)
        self.across.setContentsMargins(0, 0, 0, 0)
        self.across.setSpacing(0)
        self.across.addWidget(self._picture(), 1)
        self.across.addWidget(self._side())
        self.looking = scroll(looking, name=w("Photo"))
        self.marking = MarkingPane(bridge, theme, inspection)
        self.marking.finished.connect(self._marked)
        self.gone = EmptyState(
            theme,
            icon="image",
            title=w("This photo is not here any more"),
            sentence=w("It was removed, or another desk has it."),
            deeds=((w("Back"), "primary", "arrow-left", self.left.emit),),
        )
        for one in (self.looking, self.marking, self.gone):
            self.stack.addWidget(one)
        self._taking_back = TakingBack(bridge, inspection, self.said.emit, self._may)
        bridge.changed.connect(self._changed)
        fetching(bridge).ended.connect(self._fetched)
        self.refresh()

    def _picture(self) -> QWidget:
        w, theme = self.bridge.words, self.theme
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(theme.px(20), theme.px(12), theme.px(20), theme.px(12))
        column.setSpacing(theme.px(8))
        self.view = PictureView(theme)
        self.view.setAccessibleName(w("Photo"))
        bar = QHBoxLayout()
        bar.setSpacing(theme.px(4))
        self.before_button = icon_button(theme, "chevron-left", w("Previous photo"), pressed=lambda: self.step(-1))
        self.after_button = icon_button(theme, "chevron-right", w("Next photo"), pressed=lambda: self.step(1))
        self.share = button(
            theme, w("{percent}%", percent=100), role="quiet", name=w("Zoom: fit or true size"), pressed=self.toggle_fit
        )
        self.number = label("", "secondary")
        bar.addWidget(self.before_button)
        bar.addWidget(self.number)
        bar.addWidget(self.after_button)
        bar.addStretch(1)
        bar.addWidget(icon_button(theme, "zoom-out", w("Smaller"), pressed=lambda: self.view.zoom_by(1 / STEP)))
        bar.addWidget(self.share)
        bar.addWidget(icon_button(theme, "zoom-in", w("Larger"), pressed=lambda: self.view.zoom_by(STEP)))
        column.addWidget(self.view, 1)
        column.addLayout(bar)
        self.view.zoomed.connect(self._zoomed)
        return made

    def _side(self) -> QWidget:
        w, theme = self.bridge.words, self.theme
        side = Column(theme, gap=12)
        self.name = Paragraph(theme, role="subtitle")
        self.state_pill = Pill()
        self.by = Paragraph(theme, role="meta")
        self.caption = QLineEdit()
        self.caption.editingFinished.connect(self._keep_caption)
        self.at = Paragraph(theme)
        self.move_button = button(theme, w("Move…"), name=w("Move to another item"), pressed=self.ask_place)
        self.goto_button = button(
            theme, w("Go to the item"), role="link", icon="arrow-up-right", pressed=self.go_to_item
        )
        self.facts = OriginalFacts(self.bridge, theme)
        self.elsewhere = Paragraph(theme, role="secondary", tone="accent")
        self.fetch_button = button(theme, w("Fetch the original"), icon="download", pressed=self.fetch)
        self.mark_button = button(theme, w("Mark or cover…"), role="primary", icon="pen-tool", pressed=self.mark)
        self.clear_button = button(theme, w("Nothing to cover"), icon="eye", pressed=self.clear)
        self.earlier_button = button(
            theme, w("Move earlier"), icon="arrow-left", name=w("Earlier in the row"), pressed=lambda: self.arrange(-1)
        )
        self.later_button = button(
            theme, w("Move later"), icon="arrow-right", name=w("Later in the row"), pressed=lambda: self.arrange(1)
        )
        self.withdraw_button = button(theme, w("Remove…"), role="danger", icon="trash-2", pressed=self.withdraw)
        state = QHBoxLayout()
        state.addWidget(self.state_pill)
        state.addStretch(1)
        side.body.addWidget(self.name)
        side.body.addLayout(state)
        side.body.addWidget(self.by)
        side.body.addWidget(flowing(theme, self.mark_button, self.clear_button))
        side.body.addWidget(Field(theme, w("Caption (printed in the report)"), self.caption))
        side.body.addWidget(label(w("Item"), "heading"))
        side.body.addWidget(self.at)
        side.body.addWidget(flowing(theme, self.move_button, self.goto_button))
        side.body.addWidget(label(w("In the row"), "heading"))
        side.body.addWidget(flowing(theme, self.earlier_button, self.later_button))
        side.body.addWidget(label(w("The original"), "heading"))
        side.body.addWidget(self.facts)
        side.body.addWidget(self.elsewhere)
        side.body.addWidget(flowing(theme, self.fetch_button))
        side.body.addWidget(flowing(theme, self.withdraw_button))
        side.body.addStretch(1)
        self.inside = side
        self.side = QFrame()
        self.side.setProperty("role", "pane")
        self.side.setProperty("side", "right")
        inside = QVBoxLayout(self.side)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(scroll(side, name=w("Details")))
        self.side.setFixedWidth(theme.px(360))
        return self.side

    # -- the page ---------------------------------------------------------------------------------
    @property
    def title(self) -> str:
        photo = self.photo
        return (
            self.bridge.words("Photo at {place}", place=photo.place)
            if photo and photo.place
            else self.bridge.words("Photo")
        )

    @property
    def subtitle(self) -> str:
        ids = [one.id for one in self.siblings]
        if self.photo_id not in ids:
            return ""
        return self.bridge.words("{n} of {of}", n=ids.index(self.photo_id) + 1, of=len(ids))

    @property
    def place(self) -> Place:
        return Place("photo", self.inspection, self.photo_id + (MARK if self._marking else ""))

    @property
    def keys_shown(self) -> str:
        w = self.bridge.words
        if self._marking:
            return w("Space new mark    arrows move    Shift+arrows resize    C A B T tool    Esc back")
        return w("J / K next, before    M mark or cover    U nothing to cover    F2 caption    Z zoom")

    def show_place(self, place: Place) -> None:
        self.photo_id, _, wish = place.at.partition("#")
        self.stack.setCurrentWidget(self.looking)
        self.refresh()
        if wish:
            self.mark()
        else:
            self.view.setFocus()

    def commands(self) -> list[Command]:
        w = self.bridge.words
        group = w("Photo")

        def unseen() -> bool:
            return self._may() and self.photo is not None and self.photo.uncleared

        def deed(
            code: str, words: str, do: Callable[[], object], icon: str, *keys: str, may: Callable[[], bool] = self._may
        ) -> Command:
            return Command(f"photo-{code}", words, do, keys, icon, group, possible=may)

        looks = self._looks
        return [
            deed("before", w("Previous photo"), lambda: self.step(-1), "chevron-left", "PgUp", "K", may=looks),
            deed("after", w("Next photo"), lambda: self.step(1), "chevron-right", "PgDown", "J", may=looks),
            deed("mark", w("Mark or cover…"), self.mark, "pen-tool", "M"),
            deed("clear", w("Nothing to cover"), self.clear, "eye", "U", may=unseen),
            deed("caption", w("Caption"), self.caption.setFocus, "pencil-line", "F2"),
            deed("item", w("Move to another item"), self.ask_place, "arrow-up-right", "I"),
            deed("earlier", w("Earlier in the row"), lambda: self.arrange(-1), "arrow-left", "Ctrl+Left"),
            deed("later", w("Later in the row"), lambda: self.arrange(1), "arrow-right", "Ctrl+Right"),
            deed("fit", w("Fit or true size"), self.toggle_fit, "maximize", "Z", may=looks),
            deed("away", w("Remove…"), self.withdraw, "trash-2", "Del", "Ctrl+Del"),
            *self._taking_back.commands(),
        ]

    def step_back(self) -> bool:
        if not self._marking:
            return False
        if not self.marking.close_inner():
            if self.marking.touched:
                self.said.emit(
                    self.bridge.words("Not saved. What you drew is there when you mark this photo again."), "warn"
                )
            self.marking.leave()
        return True

    def leaving(self) -> None:
        self._keep_caption()
        if self._marking:
            self.marking.keep()

    def fit(self, width: Width) -> None:
        """Narrow: the picture above everything about it, and the page scrolls; else side by side."""
        narrow = width is Width.NARROW
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self.across.setDirection(down if narrow else across)
        self.side.setMinimumWidth(0 if narrow else self.theme.px(360))
        self.side.setMaximumWidth(16_777_215 if narrow else self.theme.px(360))
        self._narrow = narrow
        self._fit_side()

    _narrow = False
    _seen = ""
    """SHA-256 of the picture that is shown."""

    def _fit_side(self) -> None:
        """Below the picture the side is as high as everything in it: the page scrolls, not a pane within it."""
        layout = self.inside.layout()
        wide = self.width() - self.theme.px(24)
        high = layout.totalHeightForWidth(wide) if layout is not None and self._narrow else 0
        self.side.setMinimumHeight(max(0, high))
        room = self.height() - self.theme.px(110)
        self.view.setMinimumHeight(max(self.theme.px(110), room) if self._narrow else self.theme.px(120))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._fit_side()

    # -- what is shown ----------------------------------------------------------------------------
    @property
    def photo(self) -> Photo | None:
        return self.bridge.opened(self.inspection).inspection.photos.get(self.photo_id)

    @property
    def siblings(self) -> tuple[Photo, ...]:
        photo = self.photo
        return self.bridge.opened(self.inspection).inspection.photos_at(photo.place) if photo else ()

    @property
    def _marking(self) -> bool:
        return self.stack.currentWidget() is self.marking

    def refresh(self) -> None:
        w, photo = self.bridge.words, self.photo
        if photo is None:
            self.stack.setCurrentWidget(self.gone)
            self.retitled.emit()
            return
        if self.stack.currentWidget() is self.gone:
            self.stack.setCurrentWidget(self.looking)
        opened = self.bridge.opened(self.inspection)
        siblings = self.siblings
        ids = [one.id for one in siblings]
        here = ids.index(photo.id)
        self._show_picture(photo)
        self.ahead.prepare(one.outgoing for one in siblings[here + 1 : here + 2])
        words, tone, _ = labelled.clearance(w, photo)
        name = labelled.name_of_photo(w, photo)
        self.view.setAccessibleName(
            w("Photo {n} of {of}: {name}, {state}", n=here + 1, of=len(ids), name=name, state=words)
        )
        self.number.setText(w("{n} of {of}", n=here + 1, of=len(ids)))
        self.name.set_text(name)
        self.state_pill.say(words, tone)
        by = opened.inspection.people.get(photo.clearance.by) if photo.clearance else None
        self.by.set_text(w("Confirmed by {name}", name=by.name) if by else "")
        self.by.setVisible(by is not None)
        if not self.caption.hasFocus():
            self.caption.setText(photo.caption)
            self.caption.setCursorPosition(0)
        line = opened.walk.at(photo.place)
        title = line.item.text.in_(w.language) if line is not None else ""
        self.at.set_text(f"{photo.place}  {title}".strip() if photo.place else w("The whole inspection"))
        self.facts.show_photo(photo)
        self._show_elsewhere(photo)
        may = not opened.inspection.locked
        for one in (self.mark_button, self.withdraw_button, self.move_button, self.clear_button):
            one.setEnabled(may)
        self.caption.setReadOnly(not may)
        self.clear_button.setVisible(photo.uncleared)
        self.earlier_button.setEnabled(may and here > 0)
        self.later_button.setEnabled(may and here < len(ids) - 1)
        self.before_button.setEnabled(here > 0)
        self.after_button.setEnabled(here < len(ids) - 1)
        self.goto_button.setVisible(bool(photo.place))
        self._fit_side()
        self.retitled.emit()

    def _show_elsewhere(self, photo: Photo) -> None:
        """The original may be at head office only: a person removed it here."""
        w = self.bridge.words
        removed = originals.at_office(self.bridge.desk, photo)
        if removed is not None:
            day = labelled.day(w, removed.at[:10])
            told = w("The original is at head office. {name} removed it from this laptop on {day}.", name=removed.by,
                     day=day)  # fmt: skip
            self.elsewhere.set_text(told)
        self.elsewhere.setVisible(removed is not None)
        self.fetch_button.setVisible(removed is not None)
        self.fetch_button.setEnabled(not fetching(self.bridge).under_way)

    def _show_picture(self, photo: Photo) -> None:
        """(A caption or another place changes nothing of the picture: how it is zoomed stays.)"""
        if self._seen == photo.outgoing and not self.view.pixmap.isNull():
            return
        self._seen = photo.outgoing
        try:
            self.view.show_image(self.ahead.image(photo.outgoing))
        except Trouble as trouble:
            self.view.show_picture(b"")
            self.bridge.failed.emit(trouble)

    def _zoomed(self, percent: int) -> None:
        self.share.setText(self.bridge.words("{percent}%", percent=percent))
        self.view.setAccessibleDescription(self.bridge.words("Shown at {percent}%", percent=percent))

    def _looks(self) -> bool:
        return self.photo is not None and not self._marking

    def _may(self) -> bool:
        return self._looks() and not self.bridge.opened(self.inspection).inspection.locked

    def _changed(self, changes: Changes) -> None:
        if changes.inspection != self.inspection:
            return
        self._taking_back.look_again()
        if not self._marking:
            self.refresh()

    # -- deeds ------------------------------------------------------------------------------------
    def fetch(self) -> None:
        """Bring the original back from head office, beside the work."""
        if self.photo is not None:
            fetching(self.bridge).fetch([self.photo.sha256])
            self.fetch_button.setEnabled(False)

    def _fetched(self, many: int) -> None:
        if many:
            self.said.emit(self.bridge.words("The original is here again."), "ok")
        if not self._marking:
            self.facts.told.clear()  # what it tells about itself was not to be read before
            self.refresh()

    def step(self, by: int) -> None:
        """The photo before or after, at the same place."""
        ids = [one.id for one in self.siblings]
        if self.photo_id in ids and 0 <= ids.index(self.photo_id) + by < len(ids):
            self._keep_caption()
            self.photo_id = ids[ids.index(self.photo_id) + by]
            self.refresh()

    def toggle_fit(self) -> None:
        if self.view.zoom:
            self.view.fit()
        else:
            self.view.true_size()

    def mark(self) -> None:
        if self._may() and self.photo is not None:
            self.stack.setCurrentWidget(self.marking)
            self.marking.begin(self.photo)
            self.retitled.emit()

    def clear(self) -> None:
        if self._may():
            who = labelled.working(self.bridge.desk, self.bridge.opened(self.inspection).inspection)
            self.bridge.do(photos.clear, self.inspection, [self.photo_id], who)

    def arrange(self, steps: int) -> None:
        photo, ids = self.photo, [one.id for one in self.siblings]
        if photo is None:
            return
        here = ids.index(photo.id)
        there = min(max(here + steps, 0), len(ids) - 1)
        if here != there:
            ids.insert(there, ids.pop(here))
            self.bridge.do(photos.arrange, self.inspection, photo.place, ids)

    def withdraw(self) -> None:
        photo = self.photo
        if photo is None or not self._may():
            return
        ids = [one.id for one in self.siblings]
        here = ids.index(photo.id)
        following = (ids[here + 1 : here + 2] or ids[max(0, here - 1) : here] or [""])[0]

        def away() -> None:
            if following:
                self.photo_id = following
                self.refresh()
            else:
                self.left.emit()
            self.said.emit(self.bridge.words("The photo was removed; undo puts it back."), "ok")

        ask_to_take_away(self.bridge, self.theme, self, self.inspection, photo, away)

    def go_to_item(self) -> None:
        if self.photo is not None:
            self.asked_for.emit(Place("inspection", self.inspection, self.photo.place))

    def ask_place(self) -> None:
        """Which item it belongs to."""
        if self._may():
            self.picker = PlacePicker(self.bridge, self.theme, self.inspection, self)
            self.picker.chosen.connect(self.move_to)
            self.picker.show()
            self.picker.field.setFocus()

    def move_to(self, place: Place) -> None:
        photo = self.photo
        if photo is None or place.at == photo.place:
            return
        if self.bridge.do(photos.move, self.inspection, photo.id, place.at) is not None:
            w = self.bridge.words
            self.said.emit(w("Moved to {place}", place=place.at or w("The whole inspection")), "ok")

    def _keep_caption(self) -> None:
        photo = self.photo
        locked = photo is None or self.bridge.opened(self.inspection).inspection.locked
        if photo is not None and not locked and self.caption.text().strip() != photo.caption:
            self.bridge.do(photos.caption, self.inspection, photo.id, self.caption.text())

    def _marked(self, saved: bool) -> None:
        self.stack.setCurrentWidget(self.looking)
        self.refresh()
        self.view.setFocus()
        if saved:
            self.said.emit(self.bridge.words("The copy is saved; the original is untouched."), "ok")


__all__ = ["MARK", "PhotoPage"]
