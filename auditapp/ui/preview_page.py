"""The very PDF that will leave: drawn in its own process, read in `PdfReader`, saved and printed from here."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Final

from PySide6.QtCore import QDir, Qt, QTemporaryDir, QTimer, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QProgressBar, QStackedLayout, QVBoxLayout, QWidget

from auditapp.operations import documents, photos
from auditapp.operations.changes import Changes
from auditapp.operations.ink import unreadable
from auditapp.report.papers import Document, Rendered
from auditapp.ui import labelled, printing
from auditapp.ui.announced import call
from auditapp.ui.background import Task
from auditapp.ui.bridge import Bridge
from auditapp.ui.commands import Command
from auditapp.ui.file_line import FileLine, remember_folder
from auditapp.ui.parts.buttons import button, icon_button
from auditapp.ui.parts.card import Card
from auditapp.ui.parts.empty import EmptyState
from auditapp.ui.parts.flow import FlowLayout
from auditapp.ui.parts.labels import label
from auditapp.ui.pdf_reader import STEP, PdfReader
from auditapp.ui.places import Place, Width
from auditapp.ui.theme import Theme
from auditapp.words import Trouble, told_apart

LOW: Final = 400
"""Pixels at 100 %, below which the tools have one line only."""


class PreviewPage(QWidget):
    """A draft of any document. ``place.at`` names which one."""

    asked_for = Signal(object)
    left = Signal()
    retitled = Signal()
    said = Signal(str, str)
    shown = Signal()
    """A document is loaded and can be seen."""

    def __init__(self, bridge: Bridge, theme: Theme, inspection: str) -> None:
        super().__init__()
        self.bridge, self.theme, self.inspection = bridge, theme, inspection
        folder = QTemporaryDir(f"{QDir.tempPath()}/auditapp-preview-XXXXXX")
        self.folder = Path(folder.path())
        self._folder = folder  # gone with the page: a draft holds what the desk keeps encrypted
        self.destroyed.connect(lambda *_: folder.remove())
        self.task: Task | None = None
        self.seen: Path | None = None
        """The file that is shown; what is saved is this very one."""
        self.stale = False
        self._number = 0
        w = bridge.words
        self.reader = PdfReader(theme, w)
        self.document, self.view = self.reader.document, self.reader.view
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.tools = self._tools()
        column.addWidget(self.tools)
        column.addWidget(self._save_panel())
        holder = QWidget()
        self.stack = QStackedLayout(holder)
        self.stack.addWidget(self.reader)
        self.stack.addWidget(self._waiting())
        self.instead: EmptyState | None = None
        column.addWidget(holder, 1)
        self.reader.turned.connect(self._ready)
        self.which.activated.connect(lambda *_: self.draw())
        self.language.activated.connect(lambda *_: self.draw())
        bridge.changed.connect(self._changed)
        self.setFocusProxy(self.reader)
        self._ready()
        self._first = QTimer(self)
        self._first.setSingleShot(True)
        self._first.timeout.connect(self.draw)
        self._first.start(0)

    # -- its parts --------------------------------------------------------------------------------
    def _tools(self) -> QWidget:
        w, theme = self.bridge.words, self.theme
        self.which = QComboBox()
        call(self.which, w("Document"))
        for document in Document:
            self.which.addItem(labelled.document(w, document), document)
        self.language = QComboBox()
        call(self.language, w("Language of the document"))
        for code, name in (("zh-CN", "中文"), ("en", "English")):
            self.language.addItem(name, code)
        self.language.setCurrentIndex(0 if w.chinese else 1)
        self.search_button = icon_button(theme, "search", w("Search in the document"), pressed=self.reader.begin_search)
        self.print_button = icon_button(theme, "printer", w("Print…"), pressed=self.print)
        self.save_button = button(theme, w("Save as…"), icon="download", pressed=self.export)
        bar = QWidget()
        margins = QVBoxLayout(bar)
        margins.setContentsMargins(theme.px(20), theme.px(10), theme.px(20), theme.px(10))
        inside = QWidget()
        flow = FlowLayout(inside, spacing=theme.px(10))
        for part in (
            self.which,
            self.language,
            self.reader.pages,
            self.reader.sizes,
            self.search_button,
            self.print_button,
            self.save_button,
        ):
            flow.addWidget(part)
        margins.addWidget(inside)
        return bar

    def _save_panel(self) -> QWidget:
        """Opens below the tools: a path that is there already, Enter saves; nobody has to go through a dialog."""
        w, theme = self.bridge.words, self.theme
        self.panel = QWidget()
        margins = QVBoxLayout(self.panel)
        margins.setContentsMargins(theme.px(20), 0, theme.px(20), theme.px(10))
        card = Card(theme, name=w("Save as"))
        self.out = FileLine(self.bridge, theme, w("Save to"), endings="*.pdf", kind="PDF (*.pdf)", saving=True)
        self.out.entered.connect(self.save)
        self.out.changed.connect(self._ready)
        card.body.addWidget(self.out)
        row = QHBoxLayout()
        self.give_button = button(theme, w("Save"), role="primary", icon="download", pressed=self.save)
        row.addWidget(self.give_button)
        row.addWidget(button(theme, w("Cancel"), role="quiet", pressed=self.close_panel))
        row.addStretch(1)
        card.body.addLayout(row)
        margins.addWidget(card)
        self.panel.hide()
        return self.panel

    def _waiting(self) -> QWidget:
        w, theme = self.bridge.words, self.theme
        waiting = QWidget()
        middle = QVBoxLayout(waiting)
        middle.setContentsMargins(*(theme.px(40),) * 4)
        middle.addStretch(1)
        self.told = label(w("The document is being drawn…"), "subtitle", wrap=True)
        self.told.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setMaximumWidth(theme.px(420))
        self.bar.setAccessibleName(w("Drawing the document"))
        self.cancel_button = button(theme, w("Stop"), name=w("Stop drawing"), pressed=self.stop)
        middle.addWidget(self.told)
        across = QHBoxLayout()
        across.addStretch(1)
        across.addWidget(self.bar, 2)
        across.addStretch(1)
        middle.addLayout(across)
        middle.addWidget(self.cancel_button, 0, Qt.AlignmentFlag.AlignHCenter)
        middle.addStretch(2)
        return waiting

    # -- the page ---------------------------------------------------------------------------------
    @property
    def title(self) -> str:
        return self.bridge.words("Preview")

    @property
    def subtitle(self) -> str:
        w = self.bridge.words
        found = self.bridge.opened(self.inspection).inspection
        said = labelled.document(w, self.chosen)
        return f"{said} · {w('as it will be signed') if found.locked else w('draft, not signed')}"

    @property
    def place(self) -> Place:
        return Place("preview", self.inspection, str(self.chosen))

    @property
    def chosen(self) -> Document:
        return Document(self.which.currentData())

    def show_place(self, place: Place) -> None:
        index = next((n for n in range(self.which.count()) if str(self.which.itemData(n)) == place.at), -1)
        if index >= 0 and index != self.which.currentIndex():
            self.which.setCurrentIndex(index)
            self._first.start(0)

    def take_focus(self) -> None:
        """One begins at the pages."""
        self.view.setFocus()

    def commands(self) -> list[Command]:
        w, reader = self.bridge.words, self.reader
        group, there = w("Preview"), lambda: reader.there
        return [
            Command("print", w("Print…"), self.print, ("Ctrl+P",), "printer", group, possible=there, menu="file"),
            Command(
                "save-pdf", w("Save as…"), self.export, ("Ctrl+S",), "download", group, possible=there, menu="file"
            ),
            Command(
                "search",
                w("Search in the document"),
                reader.begin_search,
                ("Ctrl+F",),
                "search",
                group,
                possible=there,
                menu="edit",
            ),
            Command("page-after", w("Next page"), lambda: reader.turn(1), ("J",), group=group, possible=there),
            Command("page-before", w("Previous page"), lambda: reader.turn(-1), ("K",), group=group, possible=there),
            Command("nearer", w("Larger"), lambda: reader.zoom(STEP), ("+", "="), "zoom-in", group, possible=there),
            Command("farther", w("Smaller"), lambda: reader.zoom(1 / STEP), ("-",), "zoom-out", group, possible=there),
            Command("fit-width", w("Fit the width"), reader.fit_width, ("0",), "maximize", group, possible=there),
            Command(
                "to-signatures",
                w("To the signatures"),
                lambda: self.asked_for.emit(Place("sign_off", self.inspection)),
                (),
                "signature",
                group,
                "primary",
            ),
        ]

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Where there is little room the pages have it; turning, zoom, search, print and
        saving are left to keys and menu."""
        low, narrow = self.height() < self.theme.px(LOW), self.width() < self.theme.px(Width.MIDDLE)
        self.reader.sizes.setVisible(not low and not narrow)
        for one in (self.reader.pages, self.search_button, self.print_button):
            one.setVisible(not low)
        self.save_button.setVisible(not low or not narrow)

    def leaving(self) -> None:
        """Nothing is drawn for a page nobody sees; one that stays (it was only locked) goes on."""
        if self.task is not None:
            self.cancel()
            self.stale = True
            QTimer.singleShot(0, self, self._go_on)

    def _go_on(self) -> None:
        if self.stale and self.isVisible():
            self.draw()

    def step_back(self) -> bool:
        """Esc closes what is open above the pages."""
        if not self.panel.isHidden():
            self.close_panel()
            return True
        if self.reader.searching:
            self.reader.end_search()
            return True
        return False

    def _changed(self, changes: Changes) -> None:
        if changes.inspection == self.inspection:
            if self.isVisible():
                self.draw()
            else:
                self.stale = True

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        super().showEvent(event)
        if self.stale or (self.task is None and not self.reader.there):
            self._first.start(0)

    # -- drawing ----------------------------------------------------------------------------------
    def draw(self) -> None:
        """Draw the chosen document anew."""
        self.cancel()
        self.stale = False
        self._number += 1
        out = self.folder / f"{self._number}.pdf"
        try:
            order = documents.draft(
                self.bridge.desk,
                self.inspection,
                out,
                document=self.chosen,
                language=str(self.language.currentData()),
            )
        except Trouble as trouble:
            self._refuse(trouble)
            return
        self.stack.setCurrentIndex(1)
        self.bar.setRange(0, 0)
        self.task = self.bridge.later(
            lambda task: documents.make(order, progress=task.progress, apart=True),
            self._drawn,
            failed=self._refuse,
            progress=self._progress,
        )
        self.retitled.emit()

    def stop(self) -> None:
        """A person does not want to wait: what was shown before is shown again, or how to go on."""
        self.cancel()
        if self.seen is None:
            w = self.bridge.words
            self._show_instead(
                EmptyState(
                    self.theme,
                    icon="file-text",
                    title=w("Stopped"),
                    sentence=w("The document was not drawn; nothing was written."),
                    deeds=((w("Draw it again"), "primary", "refresh-cw", self.draw),),
                )
            )

    def cancel(self) -> None:
        """Stop drawing; what was shown before stays."""
        if self.task is not None:
            self.task.cancel()
            self.task = None
            self.stack.setCurrentIndex(0)

    def _progress(self, done: int, of: int, _: str) -> None:
        self.bar.setRange(0, of)
        self.bar.setValue(done)

    def _drawn(self, rendered: Rendered) -> None:
        self.task = None
        before, self.seen = self.seen, rendered.path
        self.reader.load(rendered.path)
        if before is not None:
            before.unlink(missing_ok=True)
        self.stack.setCurrentIndex(0)
        self.retitled.emit()
        self.shown.emit()

    def _refuse(self, trouble: Trouble) -> None:
        """It cannot be drawn: say why, and where to do something about it."""
        self.task = None
        w = self.bridge.words
        title, happened, self_help = told_apart(trouble, w)
        waiting = bool(photos.uncleared(self.bridge.opened(self.inspection).inspection))
        if waiting:
            deed = (w("Look at the photos"), "primary", "eye", self._to_photos)
            todo = w(
                "No photo leaves before somebody has looked at it: cover what must not be seen, or say that it may."
            )
        else:
            deed = (w("Try again"), "primary", "refresh-cw", self.draw)
            todo = self_help
        self._show_instead(
            EmptyState(
                self.theme,
                icon="file-warning",
                title=title,
                sentence=w.run_on(happened, todo),
                deeds=(deed,),
            )
        )

    @property
    def trouble(self) -> EmptyState | None:
        """What stands in place of the document."""
        return self.instead

    def _show_instead(self, one: EmptyState) -> None:
        if self.instead is not None:
            self.stack.removeWidget(self.instead)
            self.instead.deleteLater()
        self.instead = one
        self.stack.addWidget(one)
        self.stack.setCurrentWidget(one)
        self._ready()

    def _to_photos(self) -> None:
        self.asked_for.emit(Place("clearance", self.inspection))

    def _ready(self) -> None:
        if not hasattr(self, "stack"):
            return
        for one in (self.print_button, self.save_button, self.search_button):
            one.setEnabled(self.reader.there)
        self.give_button.setEnabled(self.reader.there and self.out.path is not None)

    # -- handing out ------------------------------------------------------------------------------
    def export(self) -> None:
        """Open the line to save to, with a name of its own for this document and language."""
        found = self.bridge.opened(self.inspection).inspection
        language = str(self.language.currentData()).partition("-")[0]
        state = "" if found.locked else "-draft"
        self.out.suggest(f"{found.number or found.id[:8]}-{self.chosen}-{language}{state}.pdf")
        self.tools.hide()  # a low screen has no room for both, and saving needs none of them
        self.panel.show()
        self.out.line.setFocus()

    def close_panel(self) -> None:
        self.panel.hide()
        self.tools.show()
        self.view.setFocus()

    def save(self) -> None:
        path = self.out.path
        if path is not None and self.export_to(path):
            self.close_panel()

    def export_to(self, out: Path) -> bool:
        """Save what is seen, byte for byte."""
        if self.seen is None:
            return False
        unfinished = out.with_name(f".{out.name}.part")
        try:
            shutil.copyfile(self.seen, unfinished)
            unfinished.replace(out)
        except OSError as error:
            unfinished.unlink(missing_ok=True)
            self.bridge.failed.emit(unreadable(out, error))
            return False
        remember_folder(self.bridge, out)
        self.said.emit(self.bridge.words("Saved: {file}", file=str(out)), "ok")
        return True

    def print(self) -> None:
        """Print what is seen, page by page, by the system's dialog."""
        printing.ask_printer(self.document, self, self.bridge.words, self.said.emit)
