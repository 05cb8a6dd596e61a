"""Everything of all inspections, in tables, for whoever reckons elsewhere: which form, which inspections, to which
file. Written beside the work, with progress; stopped, it leaves nothing behind."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QComboBox, QWidget

from auditapp.operations import extract, overview
from auditapp.operations.extract import Extracted, Order
from auditapp.ui.announced import call
from auditapp.ui.background import Task
from auditapp.ui.bridge import Bridge
from auditapp.ui.commands import Command
from auditapp.ui.file_line import FileLine, remember_folder, usual_folder
from auditapp.ui.office_page import OfficePage, month_words, months, scope_of
from auditapp.ui.parts.buttons import button
from auditapp.ui.parts.choice_box import ChoiceBox
from auditapp.ui.parts.field import Field
from auditapp.ui.parts.flow import FlowLayout, flowing
from auditapp.ui.parts.labels import Paragraph
from auditapp.ui.parts.scroll import Column, scroll
from auditapp.ui.parts.segments import Segment, Segments
from auditapp.ui.parts.titled import TitledCard, middle_column
from auditapp.ui.parts.underway import Underway
from auditapp.ui.places import Place
from auditapp.ui.theme import Theme
from auditapp.words import Trouble, Words, what_happened

WIDEST: Final = 760
ENDINGS: Final = {"xlsx": ".xlsx", "csv": "", "jsonl": ".jsonl"}
"""Form -> ending of the file; tables as CSV are a folder."""


class ExtractPage(OfficePage):
    """One export at a time; one may go elsewhere meanwhile, and comes back to it."""

    page_name = "extract"

    def __init__(self, bridge: Bridge, theme: Theme) -> None:
        super().__init__(bridge, theme)
        w = bridge.words
        self._writing: Task | None = None
        self._out = Path()
        inside = Column(theme, margin=0, gap=14)
        column = middle_column(theme, inside, widest=WIDEST)
        self.column.addWidget(scroll(inside, name=w("Export everything")), 1)
        card = TitledCard(
            theme,
            w("Export everything"),
            w("Inspections, answers, findings, actions, remarks, samples and the list of photos, each a table. No "
              "photo leaves."),
            gap=14,
        )  # fmt: skip
        self.form = Segments(
            theme,
            [
                Segment("xlsx", w("Workbook (XLSX)"), "accent", "grid-2x2"),
                Segment("csv", w("Folder of CSV files"), "accent", "folder-open"),
                Segment("jsonl", w("JSON lines"), "accent", "file-text"),
            ],
            name=w("Form"),
        )
        self.form.show_choice("xlsx")
        self.form.chosen.connect(lambda *_: self.suggest())
        card.body.addWidget(Field(theme, w("Form"), self.form))
        self.boxes: dict[str, QComboBox] = {}
        choices = QWidget()
        flow = FlowLayout(choices, spacing=theme.px(12))
        for code, name, options in self._choices(w):
            box = ChoiceBox(16)
            call(box, name)
            for option, words in options:
                box.addItem(words, option)
            self.boxes[code] = box
            flow.addWidget(Field(theme, name, box))
        card.body.addWidget(choices)
        self.file = FileLine(bridge, theme, w("Save to"), endings="*.xlsx", kind=w("Tables"), saving=True)
        self.file.changed.connect(self._ready)
        self.file.entered.connect(self.give)
        card.body.addWidget(self.file)
        self.give_button = button(theme, w("Export"), role="primary", icon="download", pressed=self.give)
        self.folder_button = button(theme, w("Open the folder"), icon="folder-open", pressed=self.open_folder)
        card.body.addWidget(flowing(theme, self.give_button, self.folder_button))
        self.under_way = Underway(theme, w)
        self.under_way.cancelled.connect(self.stop)
        card.body.addWidget(self.under_way)
        self.told = Paragraph(theme, role="secondary")
        card.body.addWidget(self.told)
        self.told.hide()
        self.folder_button.hide()
        column.addWidget(card)
        self.suggest()

    def _choices(self, w: Words) -> list[tuple[str, str, list[tuple[str, str]]]]:
        desk = self.bridge.desk
        every = [(month, month_words(w, month)) for month in months(desk)]
        return [
            ("site", w("Site"), [("", w("all sites")), *((one, one) for one in self.bridge.ask(overview.sites) or [])]),
            ("profile", w("Checklist"),
             [("", w("all checklists")), *((one, one) for one in self.bridge.ask(overview.profiles) or [])]),
            ("since", w("From month"), [("", w("from the beginning")), *every]),
            ("until", w("To month"), [("", w("until now")), *every]),
        ]  # fmt: skip

    def take_focus(self) -> None:
        self.form.button(self.form.choice or "xlsx").setFocus()

    def commands(self) -> list[Command]:
        w = self.bridge.words
        return [
            Command("export", w("Export"), self.give, ("Ctrl+Return",), "download", self.title, "primary",
                    lambda: self.give_button.isEnabled(), menu="office"),
        ]  # fmt: skip

    def refresh(self) -> None:
        """Nothing here shows what changes."""

    def rest(self) -> None:
        super().rest()
        if self._writing is not None:
            self._writing.cancel()
            self._writing = None

    def suggest(self) -> None:
        """A name of its own for every export: nothing is overwritten."""
        day = self.bridge.desk.clock().strftime("%Y%m%d-%H%M")
        form = self.form.choice or "xlsx"
        self.file.endings = f"*{ENDINGS[form]}" if ENDINGS[form] else "*"
        self.file.show_path(usual_folder(self.bridge) / f"auditapp-{day}{ENDINGS[form]}")

    def _ready(self) -> None:
        path = self.file.path
        there = path is not None and path.exists()
        if there:
            self.file.refuse(self.bridge.words("This is there already. Give another name."))
        self.give_button.setEnabled(path is not None and not there and self._writing is None)
        self.retitled.emit()

    # -- the deed ---------------------------------------------------------------------------------
    def give(self) -> None:
        """Write what was chosen."""
        out = self.file.path
        if out is None or not self.give_button.isEnabled():
            return
        chosen = {code: str(box.currentData()) for code, box in self.boxes.items()}
        try:
            order = extract.prepare(self.bridge.desk, out, form=self.form.choice or "xlsx", scope=scope_of(chosen))
        except Trouble as trouble:
            self.file.refuse(what_happened(trouble, self.bridge.words))
            return
        remember_folder(self.bridge, out)
        self._out = out
        self.told.hide()
        self.folder_button.hide()
        self._tell(0, len(order.inspections), "")
        self._writing = self.bridge.later(
            partial(_written, order), self._done, failed=self._failed, progress=self._tell
        )
        self._ready()

    def stop(self) -> None:
        """Nothing is left behind."""
        if self._writing is not None:
            self._writing.cancel()
            self._end()
            self.said.emit(self.bridge.words("Stopped. {file} was not written.", file=self._out.name), "warn")

    def open_folder(self) -> None:
        folder = self._out if self._out.is_dir() else self._out.parent
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))

    def _tell(self, done: int, of: int, _words: str) -> None:
        self.under_way.tell(self.bridge.words("Writing {file}", file=self._out.name), done, of)

    def _done(self, found: Extracted) -> None:
        self._end()
        w = self.bridge.words
        said = w.count("{n} inspection is in {file}.", "{n} inspections are in {file}.", found.inspections,
                       file=str(found.out))  # fmt: skip
        rows = w("{rows} rows in all.", rows=f"{sum(found.rows.values()):,}")
        self.told.set_text(w.run_on(said, rows))
        self.told.show()
        self.folder_button.show()
        self.said.emit(said, "ok")
        self.file.show_path(found.out)

    def _failed(self, trouble: Trouble) -> None:
        self._end()
        self.bridge.failed.emit(trouble)

    def _end(self) -> None:
        self._writing = None
        self.under_way.hide()
        self._ready()

    @property
    def place(self) -> Place:
        return Place("extract")


def _written(order: Order, task: Task) -> Extracted:
    return extract.make(order, progress=lambda n, of: task.progress(n, of))
