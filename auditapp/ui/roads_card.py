"""Without a network: a folder that several laptops or head office see (a share, a stick), and one file by mail."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QCheckBox

from auditapp.ui.bridge import Bridge
from auditapp.ui.exchange_view import View
from auditapp.ui.file_line import FolderLine
from auditapp.ui.parts.buttons import button
from auditapp.ui.parts.flow import flowing
from auditapp.ui.parts.labels import Paragraph, label
from auditapp.ui.parts.titled import TitledCard
from auditapp.ui.parts.underway import Underway
from auditapp.ui.theme import Theme


class RoadsCard(TitledCard):
    """``folder_given(Path, bool)``: exchange with it, and from now on or only once; ``file_asked()``: write one file;
    ``open_asked()``: take one in; ``folder_left()``: no folder any more."""

    folder_given = Signal(object, bool)
    folder_left = Signal()
    file_asked = Signal()
    open_asked = Signal()
    cancelled = Signal()
    """The file that is being written is wanted no more."""

    def __init__(self, bridge: Bridge, theme: Theme) -> None:
        w = bridge.words
        super().__init__(
            theme,
            w("Without a network"),
            w("Everything travels as with a network: entries, photos, receipts where there are any. What was exchanged "
              "already is not sent twice."),
        )  # fmt: skip
        self._bridge = bridge
        self.body.addWidget(label(w("A folder: a share or a stick"), "heading"))
        self.folder = FolderLine(
            bridge,
            theme,
            w("Folder"),
            hint=w("Laptops and head office that use the same folder find what the others left there."),
        )
        self.folder.setMaximumWidth(theme.px(620))
        self.body.addWidget(self.folder)
        self.always = QCheckBox(w("Exchange with this folder by itself from now on"))
        self.body.addWidget(self.always)
        self.folder_button = button(theme, w("Exchange with the folder"), icon="folder-open", pressed=self._give_folder)
        self.leave_button = button(
            theme, w("Use it no more"), role="quiet", name=w("Use the folder no more"), pressed=self.folder_left.emit
        )
        self.body.addWidget(flowing(theme, self.folder_button, self.leave_button))
        self.body.addSpacing(theme.px(6))
        self.body.addWidget(label(w("One file by mail"), "heading"))
        self.body.addWidget(
            Paragraph(
                theme,
                w("A file for head office, or encrypted for one team-mate, whose laptop alone can open it. A file that "
                  "came is dropped onto this window or opened here."),
                role="secondary",
            )
        )  # fmt: skip
        self.write_button = button(theme, w("Write a file…"), icon="upload", pressed=self.file_asked.emit)
        self.open_button = button(theme, w("Take a file in…"), icon="download", pressed=self.open_asked.emit)
        self.body.addWidget(flowing(theme, self.write_button, self.open_button))
        self.under_way = Underway(theme, w)
        self.under_way.cancelled.connect(self.cancelled)
        self.body.addWidget(self.under_way)
        self.key = Paragraph(theme, "", role="meta")
        self.key.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.body.addWidget(self.key)
        self.copy_button = button(theme, w("Copy this laptop's key"), role="quiet", icon="copy", pressed=self._copy_key)
        self.body.addWidget(flowing(theme, self.copy_button))
        self._key = ""
        self.folder.changed.connect(self._ready)
        self.folder.entered.connect(self._give_folder)
        self._ready()

    def show_view(self, view: View) -> None:
        if view.folder and not self.folder.line.text():
            self.folder.show_path(Path(view.folder))
        w = self._bridge.words
        self._key = view.key
        groups = " ".join(view.key[n : n + 4] for n in range(0, len(view.key), 4))  # so that it can go on in a new line
        self.key.set_text(w("Key of this laptop, for a team-mate who encrypts a file for it: {key}", key=groups))
        self.leave_button.setVisible(bool(view.folder))
        self.always.setVisible(view.road != "hub" and not view.folder)

    def busy(self, on: bool) -> None:
        """A round is under way: one at a time."""
        self._busy = on
        self._ready()
        for one in (self.write_button, self.open_button):
            one.setEnabled(not on)

    def tell(self, text: str, done: int = 0, of: int = 0) -> None:
        """How far the file is; "" when none is written."""
        if text:
            self.under_way.tell(text, done, of)
        else:
            self.under_way.hide()

    def _copy_key(self) -> None:
        QGuiApplication.clipboard().setText(self._key)

    _busy = False

    def _ready(self) -> None:
        self.folder_button.setEnabled(self.folder.path is not None and not self._busy)

    def _give_folder(self) -> None:
        path = self.folder.path
        if path is not None and self.folder_button.isEnabled():
            self.folder_given.emit(path, self.always.isChecked() and self.always.isVisibleTo(self))
