"""Mark a photo: arrows, boxes and words, and covers that leave nothing of what is under them. All on a copy.

The tools and the sentence a person stands for; the drawing itself is `mark_canvas`.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QCheckBox, QLineEdit, QVBoxLayout, QWidget

from auditapp.inspection.state import Photo
from auditapp.operations import marking
from auditapp.operations.marking import MOST_WORDS, Mark, Tool
from auditapp.ui import labelled
from auditapp.ui.background import Task
from auditapp.ui.bridge import Bridge
from auditapp.ui.mark_canvas import MarkCanvas, said
from auditapp.ui.parts.buttons import button, icon_button
from auditapp.ui.parts.flow import FlowLayout
from auditapp.ui.parts.labels import Paragraph
from auditapp.ui.parts.scroll import scroll
from auditapp.ui.parts.segments import Segment, Segments
from auditapp.ui.theme import Theme
from auditapp.words import Trouble

LOW: Final = 300
"""Pixels at 100 % below which a window is low."""


class Written(QLineEdit):
    """The words of a mark; Esc leaves them as they were."""

    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class MarkingPane(QWidget):
    """Tools, canvas, and the sentence a person stands for by saving. ``finished(saved)``.

    What is drawn and not saved stays with the bridge (`Bridge.kept`): it is there when the photo is marked again.
    """

    finished = Signal(bool)

    def __init__(self, bridge: Bridge, theme: Theme, inspection: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bridge, self.theme, self.inspection = bridge, theme, inspection
        self.photo: Photo | None = None
        self._drawing: Task | None = None
        w = bridge.words
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        inside = QWidget()
        outer.addWidget(scroll(inside, name=w("Mark or cover…")))
        column = QVBoxLayout(inside)
        column.setContentsMargins(theme.px(20), theme.px(12), theme.px(20), theme.px(12))
        column.setSpacing(theme.px(10))
        self.canvas = MarkCanvas(theme, w)
        self.text = Written()
        self.text.setMaxLength(MOST_WORDS)
        self.text.setPlaceholderText(w("Words in the picture, then Enter"))
        self.text.setAccessibleName(w("Words in the picture"))
        self.text.hide()
        self._wanted: Mark | None = None
        self.sentence = Paragraph(
            theme,
            w(
                "Covers are filled solidly on a copy; the original is kept untouched. By "
                "saving you confirm that nothing "
                "else in this picture has to be covered."
            ),
            role="secondary",
        )
        self.column, self.top = column, self._tools()
        column.addWidget(self.top)
        column.addWidget(self.canvas, 1)
        column.addWidget(self.text)
        column.addWidget(self.sentence)
        foot = QWidget()
        deeds = FlowLayout(foot, spacing=theme.px(8))
        self.save_button = button(theme, w("Save copy"), role="primary", icon="check", pressed=self.save)
        self.leave_button = button(theme, w("Cancel"), pressed=self.discard)
        for one in (self.save_button, self.leave_button, self.afresh):
            deeds.addWidget(one)
        column.addWidget(foot)
        self.tools.chosen.connect(lambda code: self.canvas.choose(Tool(code)))
        self.tools.show_choice(Tool.COVER)
        self.canvas.tool_chosen.connect(lambda tool: self.tools.show_choice(tool))
        self.canvas.drawn.connect(self._ready)
        self.canvas.text_asked.connect(self._ask)
        self.text.returnPressed.connect(self._write)
        self.text.left.connect(self._wrote)
        self.afresh.toggled.connect(lambda *_: self._load())
        self._ready()

    def _tools(self) -> QWidget:
        w, theme = self.bridge.words, self.theme
        top = QWidget()
        tools = FlowLayout(top, spacing=theme.px(8))
        icons = {Tool.COVER: "square", Tool.ARROW: "move-right", Tool.BOX: "square-pen", Tool.TEXT: "type"}
        self.tools = Segments(
            theme, [Segment(tool, said(w, tool), "accent", icons[tool]) for tool in Tool], name=w("Tool")
        )
        self.undo_button = icon_button(theme, "undo-2", w("Take the last mark back"), pressed=self.canvas.take_back)
        self.redo_button = icon_button(theme, "redo-2", w("Put the mark back"), pressed=self.canvas.put_back)
        self.away_button = icon_button(theme, "trash-2", w("Remove the chosen mark"), pressed=self.canvas.take_away)
        self.afresh = QCheckBox(w("Begin again from the unmarked photo"))
        self.afresh.setAccessibleName(self.afresh.text())
        for one in (self.tools, self.undo_button, self.redo_button, self.away_button):
            tools.addWidget(one)
        return top

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """In a low window the picture comes first and fills it; tools have their keys, and are scrolled to."""
        super().resizeEvent(event)
        low = self.height() < self.theme.px(LOW)
        self.column.removeWidget(self.top)
        self.column.insertWidget(1 if low else 0, self.top)
        self.canvas.setMinimumHeight(
            max(self.theme.px(110), self.height() - self.theme.px(24)) if low else self.theme.px(120)
        )

    # -- what is marked ---------------------------------------------------------------------------
    def begin(self, photo: Photo) -> None:
        """Mark this photo, beginning with the copy there is, and with what was drawn on it and not saved."""
        self._stop()
        self.photo = photo
        kept = self.bridge.kept.get(_kept(photo), {})
        self.afresh.setVisible(photo.outgoing != photo.rendition)
        blocked = self.afresh.blockSignals(True)
        self.afresh.setChecked(bool(kept.get("afresh")))
        self.afresh.blockSignals(blocked)
        self._wrote()
        self._load()
        name = self.bridge.words("Photo: {name}", name=labelled.name_of_photo(self.bridge.words, photo))
        self.canvas.begin_with(name, tuple(kept.get("marks", ())))
        self.canvas.setFocus()

    @property
    def touched(self) -> bool:
        return bool(self.canvas.marks)

    def save(self) -> None:
        """Draw the copy beside the window; it is saved when it comes back. Left before, nothing was saved, and what
        was drawn is there when one comes back."""
        photo = self.photo
        if photo is None or not self.touched or self._drawing is not None:
            return
        photos, marks, afresh = self.bridge.desk.store.photos, list(self.canvas.marks), self.afresh.isChecked()
        self._drawing = self.bridge.later(
            lambda _: marking.copied(photos, photo, marks, afresh=afresh),
            self._saved,
            failed=self._refused,
            lane="photos",
        )
        self._ready()

    def _saved(self, copy: marking.Copy) -> None:
        self._drawing = None
        if self.photo is not None and self.photo.id == copy.photo.id:
            who = labelled.working(self.bridge.desk, self.bridge.opened(self.inspection).inspection)
            if self.bridge.do(marking.let_leave, self.inspection, copy, who) is not None:
                self._forget()
                self.finished.emit(True)
                return
        self._ready()

    def _refused(self, trouble: Trouble) -> None:
        self._drawing = None
        self._ready()
        self.bridge.failed.emit(trouble)

    def _stop(self) -> None:
        """What is being drawn is wanted no more."""
        if self._drawing is not None:
            self._drawing.cancel()
            self._drawing = None

    def discard(self) -> None:
        """Nothing of it is wanted."""
        self._stop()
        self._forget()
        self.finished.emit(False)

    def leave(self) -> None:
        """Away for now; what is drawn is there when one comes back."""
        self._stop()
        self.keep()
        self.finished.emit(False)

    def keep(self) -> None:
        if self.photo is not None and self.touched:
            self.bridge.kept[_kept(self.photo)] = {"marks": self.canvas.marks, "afresh": self.afresh.isChecked()}

    def _forget(self) -> None:
        if self.photo is not None:
            self.bridge.kept.pop(_kept(self.photo), None)
        self.photo = None

    def close_inner(self) -> bool:
        """Esc: the words being written, the chosen mark; False when nothing is open."""
        if self._wanted is not None:
            self._wrote()
            self.canvas.setFocus()
            return True
        return self.canvas.let_go()

    def _load(self) -> None:
        if self.photo is None:
            return
        sha256 = self.photo.rendition if self.afresh.isChecked() else self.photo.outgoing
        try:
            self.canvas.show_picture(self.bridge.picture(sha256))
        except Trouble as trouble:
            self.bridge.failed.emit(trouble)

    def _ask(self, mark: Mark) -> None:
        self._wanted = mark
        self.text.setText(mark.text)
        self.text.selectAll()
        self.text.show()
        self.text.setFocus()

    def _write(self) -> None:
        if self._wanted is not None:
            self.canvas.write(self._wanted, self.text.text())
        self._wrote()
        self.canvas.setFocus()

    def _wrote(self) -> None:
        self._wanted = None
        self.text.hide()

    def _ready(self) -> None:
        free = self._drawing is None
        self.canvas.setEnabled(free)
        self.afresh.setEnabled(free)
        self.save_button.setEnabled(self.touched and free)
        self.save_button.setText(self.bridge.words("Save copy") if free else self.bridge.words("Saving…"))
        self.away_button.setEnabled(self.touched and free)
        self.undo_button.setEnabled(self.canvas.may_take_back and free)
        self.redo_button.setEnabled(self.canvas.may_put_back and free)


def _kept(photo: Photo) -> str:
    return f"marks:{photo.id}"
