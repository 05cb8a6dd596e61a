"""One photo looked at closely: zoom, caption, order, another item, whether it may leave, marking and covering."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QBoxLayout,
    QComboBox,
    QCompleter,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from auditapp.inspection.state import Photo
from auditapp.inspection.walk import LineState
from auditapp.operations import photos, withdraw
from auditapp.operations.changes import Changes
from auditapp.ui import labelled
from auditapp.ui.annotate import MarkingPane
from auditapp.ui.asking import Question
from auditapp.ui.bridge import Bridge
from auditapp.ui.commands import Command
from auditapp.ui.parts.buttons import button, icon_button
from auditapp.ui.parts.empty import EmptyState
from auditapp.ui.parts.field import Field
from auditapp.ui.parts.flow import FlowLayout
from auditapp.ui.parts.labels import Paragraph
from auditapp.ui.parts.pill import Pill
from auditapp.ui.parts.scroll import Column, scroll
from auditapp.ui.picture_view import STEP, PictureView
from auditapp.ui.places import Place, Width
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
        w = bridge.words
        self.stack = QStackedLayout(self)
        self.stack.setContentsMargins(0, 0, 0, 0)
        looking = QWidget()
        self.across = QBoxLayout(QBoxLayout.Direction.LeftToRight, looking)
        self.across.setContentsMargins(0, 0, 0, 0)
        self.across.setSpacing(0)
        left = QVBoxLayout()
        left.setContentsMargins(theme.px(20), theme.px(12), theme.px(20), theme.px(12))
        left.setSpacing(theme.px(8))
        self.view = PictureView(theme)
        self.view.setAccessibleName(w("Photo"))
        bar = QHBoxLayout()
        bar.setSpacing(theme.px(4))
        self.before_button = icon_button(theme, "chevron-left", w("Previous photo"), pressed=lambda: self.step(-1))
        self.after_button = icon_button(theme, "chevron-right", w("Next photo"), pressed=lambda: self.step(1))
        self.share = button(theme, "100%", role="quiet", name=w("Zoom: fit or true size"), pressed=self.toggle_fit)
        bar.addWidget(self.before_button)
        bar.addWidget(self.after_button)
        bar.addStretch(1)
        bar.addWidget(icon_button(theme, "zoom-out", w("Smaller"), pressed=lambda: self.view.zoom_by(1 / STEP)))
        bar.addWidget(self.share)
        bar.addWidget(icon_button(theme, "zoom-in", w("Larger"), pressed=lambda: self.view.zoom_by(STEP)))
        left.addWidget(self.view, 1)
        left.addLayout(bar)
        self.view.zoomed.connect(lambda percent: self.share.setText(f"{percent}%"))
        self.across.addLayout(left, 1)
        self.across.addWidget(self._side())
        self.marking = MarkingPane(bridge, theme, inspection)
        self.marking.finished.connect(self._marked)
        self.gone = EmptyState(
            theme,
            icon="image",
            title=w("This photo is not here any more"),
            sentence=w("It was taken away, or another desk has it."),
            deeds=((w("Back"), "primary", "arrow-left", self.left.emit),),
        )
        for one in (looking, self.marking, self.gone):
            self.stack.addWidget(one)
        bridge.changed.connect(self._changed)
        self.refresh()

    def _side(self) -> QWidget:
        w, theme = self.bridge.words, self.theme
        side = Column(theme, gap=12)
        self.name = Paragraph(theme, role="subtitle")
        self.state_pill = Pill()
        self.by = Paragraph(theme, role="meta")
        self.caption = QLineEdit()
        self.caption.editingFinished.connect(self._keep_caption)
        self.at = QComboBox()
        self.at.setEditable(True)
        self.at.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.at.setAccessibleName(w("Item"))
        completer = self.at.completer() or QCompleter(self.at)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        line = self.at.lineEdit()
        if line is not None:
            line.setAccessibleName(w("Item"))
        self.at.activated.connect(lambda *_: self._move())
        self.facts = Paragraph(theme, role="meta")
        deeds = QWidget()
        flow = FlowLayout(deeds, spacing=theme.px(8))
        self.mark_button = button(theme, w("Mark or cover…"), role="primary", icon="pen-tool", pressed=self.mark)
        self.clear_button = button(theme, w("Nothing to cover"), icon="eye", pressed=self.clear)
        self.earlier_button = button(
            theme, w("Move earlier"), icon="arrow-left", name=w("Earlier in the row"), pressed=lambda: self.arrange(-1)
        )
        self.later_button = button(
            theme, w("Move later"), icon="arrow-right", name=w("Later in the row"), pressed=lambda: self.arrange(1)
        )
        self.goto_button = button(
            theme, w("Go to the item"), role="link", icon="arrow-up-right", pressed=self.go_to_item
        )
        self.withdraw_button = button(theme, w("Remove…"), role="danger", icon="trash-2", pressed=self.withdraw)
        for one in (self.mark_button, self.clear_button, self.earlier_button, self.later_button, self.withdraw_button):
            flow.addWidget(one)
        state = QHBoxLayout()
        state.addWidget(self.state_pill)
        state.addStretch(1)
        side.body.addWidget(self.name)
        side.body.addLayout(state)
        side.body.addWidget(self.by)
        side.body.addWidget(Field(theme, w("Caption (printed in the report)"), self.caption))
        side.body.addWidget(Field(theme, w("Item"), self.at))
        side.body.addWidget(self.goto_button, 0, Qt.AlignmentFlag.AlignLeft)
        side.body.addWidget(deeds)
        side.body.addWidget(self.facts)
        side.body.addStretch(1)
        self.side = QFrame()
        self.side.setProperty("role", "pane")
        self.side.setProperty("side", "right")
        inside = QVBoxLayout(self.side)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(scroll(side))
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
        return Place("photo", self.inspection, self.photo_id)

    def show_place(self, place: Place) -> None:
        self.photo_id, _, wish = place.at.partition("#")
        self.stack.setCurrentIndex(0)
        self.refresh()
        if wish:
            self.mark()

    def commands(self) -> list[Command]:
        w = self.bridge.words
        group = w("Photo")
        return [
            Command("photo-before", w("Previous photo"), lambda: self.step(-1), ("PgUp", "K"), group=group),
            Command("photo-after", w("Next photo"), lambda: self.step(1), ("PgDown", "J"), group=group),
            Command("photo-mark", w("Mark or cover…"), self.mark, ("M",), "pen-tool", group, possible=self._may),
            Command(
                "photo-clear",
                w("Nothing to cover"),
                self.clear,
                ("U",),
                "eye",
                group,
                possible=lambda: self._may() and self.photo is not None and self.photo.clearance is None,
            ),
            Command("photo-caption", w("Caption"), self.caption.setFocus, ("F2",), "pencil-line", group),
            Command("photo-fit", w("Fit or true size"), self.toggle_fit, ("Z",), "maximize", group),
            Command("photo-away", w("Remove…"), self.withdraw, ("Ctrl+Del",), "trash-2", group, possible=self._may),
        ]

    def step_back(self) -> bool:
        if self.stack.currentWidget() is self.marking:
            self.marking.leave()
            return True
        return False

    def leaving(self) -> None:
        self._keep_caption()

    def fit(self, width: Width) -> None:
        narrow = width is Width.NARROW
        self.side.setFixedWidth(self.theme.px(280 if narrow else 360))

    # -- what is shown ----------------------------------------------------------------------------
    @property
    def photo(self) -> Photo | None:
        return self.bridge.opened(self.inspection).inspection.photos.get(self.photo_id)

    @property
    def siblings(self) -> tuple[Photo, ...]:
        photo = self.photo
        return self.bridge.opened(self.inspection).inspection.photos_at(photo.place) if photo else ()

    def refresh(self) -> None:
        w, photo = self.bridge.words, self.photo
        if photo is None:
            self.stack.setCurrentWidget(self.gone)
            self.retitled.emit()
            return
        if self.stack.currentWidget() is self.gone:
            self.stack.setCurrentIndex(0)
        found = self.bridge.opened(self.inspection).inspection
        try:
            self.view.show_picture(self.bridge.picture(photo.outgoing))
        except Trouble as trouble:
            self.view.show_picture(b"")
            self.bridge.failed.emit(trouble)
        words, tone, _ = labelled.clearance(w, photo)
        self.view.setAccessibleName(w("Photo: {name}, {state}", name=labelled.name_of_photo(w, photo), state=words))
        self.name.set_text(labelled.name_of_photo(w, photo))
        self.state_pill.say(words, tone)
        by = found.people.get(photo.clearance.by) if photo.clearance else None
        self.by.set_text(w("Confirmed by {name}", name=by.name) if by else "")
        self.by.setVisible(by is not None)
        if not self.caption.hasFocus():
            self.caption.setText(photo.caption)
        self._list_items(photo.place)
        self.facts.set_text(
            "\n".join(
                part
                for part in (
                    w("File: {name}", name=photo.name),
                    w("Taken: {time}", time=labelled.moment(w, photo.taken)) if photo.taken else "",
                    w(
                        "Original: {width} × {height} pixels, {kib} KiB, kept untouched",
                        width=photo.width,
                        height=photo.height,
                        kib=-(-photo.bytes // 1024),
                    ),
                    f"SHA-256 {photo.sha256[:16]}…",
                )
                if part
            )
        )
        ids = [one.id for one in self.siblings]
        here = ids.index(photo.id)
        may = self._may()
        for one in (self.mark_button, self.withdraw_button):
            one.setEnabled(may)
        self.caption.setReadOnly(not may)
        self.at.setEnabled(may)
        self.clear_button.setVisible(photo.clearance is None)
        self.clear_button.setEnabled(may)
        self.earlier_button.setEnabled(may and here > 0)
        self.later_button.setEnabled(may and here < len(ids) - 1)
        self.before_button.setEnabled(here > 0)
        self.after_button.setEnabled(here < len(ids) - 1)
        self.goto_button.setVisible(bool(photo.place))
        self.retitled.emit()

    def _list_items(self, at: str) -> None:
        """The item places a photo may be moved to, each with its title."""
        w = self.bridge.words
        blocked = self.at.blockSignals(True)
        self.at.clear()
        self.at.addItem(w("The whole inspection"), "")
        for line in self.bridge.opened(self.inspection).walk.lines:
            if line.state not in (LineState.HIDDEN, LineState.COMPUTED, LineState.NEEDS_SAMPLES):
                title = line.item.text.in_(w.language)
                self.at.addItem(f"{line.place}  {title}", line.place)
        self.at.setCurrentIndex(max(0, self.at.findData(at)))
        self.at.setMinimumContentsLength(12)
        self.at.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        line_edit = self.at.lineEdit()
        if line_edit is not None:
            line_edit.setCursorPosition(0)
        self.at.blockSignals(blocked)

    def _may(self) -> bool:
        return self.photo is not None and not self.bridge.opened(self.inspection).inspection.locked

    def _changed(self, changes: Changes) -> None:
        if changes.inspection == self.inspection:
            self.refresh()

    # -- deeds ------------------------------------------------------------------------------------
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
        ids.insert(there, ids.pop(here))
        self.bridge.do(photos.arrange, self.inspection, photo.place, ids)

    def withdraw(self) -> None:
        w, photo = self.bridge.words, self.photo
        if photo is None:
            return
        ids = [one.id for one in self.siblings]
        here = ids.index(photo.id)
        following = (ids[here + 1 : here + 2] or ids[max(0, here - 1) : here] or [""])[0]

        def away(why: str) -> None:
            if self.bridge.do(withdraw.withdraw, self.inspection, photo.id, why) is None:
                return
            if following:
                self.photo_id = following
                self.refresh()
            else:
                self.left.emit()

        Question(
            self.theme,
            w,
            self,
            title=w("Remove this photo?"),
            danger=True,
            deed=w("Remove"),
            sentence=w("It leaves the inspection and the report. The journal keeps it with your reason."),
            field=w("Reason"),
            then=away,
        ).open()

    def go_to_item(self) -> None:
        if self.photo is not None:
            self.asked_for.emit(Place("inspection", self.inspection, self.photo.place))

    def _keep_caption(self) -> None:
        photo = self.photo
        if photo is not None and self._may() and self.caption.text().strip() != photo.caption:
            self.bridge.do(photos.caption, self.inspection, photo.id, self.caption.text())

    def _move(self) -> None:
        photo, to = self.photo, self.at.currentData()
        if photo is None or not isinstance(to, str) or to == photo.place:
            return
        if self.bridge.do(photos.move, self.inspection, photo.id, to) is not None:
            self.said.emit(self.bridge.words("Moved to {place}", place=to or "—"), "ok")

    def _marked(self, saved: bool) -> None:
        self.stack.setCurrentIndex(0)
        self.refresh()
        self.view.setFocus()
        if saved:
            self.said.emit(self.bridge.words("The copy is saved; the original is untouched."), "ok")
