"""The very PDF that will leave, page by page: drawn in its own process, shown by QtPdf, printed and saved from here."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Final

from PySide6.QtCore import QDir, QMarginsF, QPointF, QSizeF, Qt, QTemporaryDir, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QPageLayout, QPainter, QResizeEvent
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QProgressBar,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from auditapp.operations import documents
from auditapp.operations.changes import Changes
from auditapp.operations.ink import unreadable
from auditapp.report.papers import Document, Rendered
from auditapp.ui import labelled
from auditapp.ui.announced import call
from auditapp.ui.background import Task
from auditapp.ui.bridge import Bridge
from auditapp.ui.commands import Command
from auditapp.ui.parts.buttons import button, icon_button
from auditapp.ui.parts.empty import EmptyState
from auditapp.ui.parts.labels import label
from auditapp.ui.parts.scroll import by_finger
from auditapp.ui.places import Place
from auditapp.ui.theme import Theme
from auditapp.words import Trouble, in_words

PRINTED_AT: Final = 200
"""Dots per inch that pages are printed with at most: photos have no more, and 300 doubles the time."""


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
        self.stale = False
        self._number = 0
        w = bridge.words
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        bar = QHBoxLayout()
        bar.setContentsMargins(theme.px(20), theme.px(10), theme.px(20), theme.px(10))
        bar.setSpacing(theme.px(6))
        self.which = QComboBox()
        call(self.which, w("Document"))
        for document in Document:
            self.which.addItem(labelled.document(w, document), document)
        self.language = QComboBox()
        call(self.language, w("Language of the document"))
        for code, name in (("zh-CN", "中文"), ("en", "English")):
            self.language.addItem(name, code)
        self.language.setCurrentIndex(0 if w.chinese else 1)
        self.page_label = label("", "secondary")
        self.before_button = icon_button(theme, "chevron-up", w("Previous page"), pressed=lambda: self.turn(-1))
        self.after_button = icon_button(theme, "chevron-down", w("Next page"), pressed=lambda: self.turn(1))
        self.print_button = icon_button(theme, "printer", w("Print…"), pressed=self.print)
        self.save_button = button(theme, w("Save as…"), icon="download", pressed=self.export)
        bar.addWidget(self.which)
        bar.addWidget(self.language)
        bar.addStretch(1)
        bar.addWidget(self.before_button)
        bar.addWidget(self.page_label)
        bar.addWidget(self.after_button)
        bar.addStretch(1)
        bar.addWidget(icon_button(theme, "zoom-out", w("Smaller"), pressed=lambda: self.zoom(1 / 1.2)))
        bar.addWidget(icon_button(theme, "maximize", w("Fit the width"), pressed=self.fit_width))
        bar.addWidget(icon_button(theme, "zoom-in", w("Larger"), pressed=lambda: self.zoom(1.2)))
        bar.addWidget(self.print_button)
        bar.addWidget(self.save_button)
        column.addLayout(bar)
        self.document = QPdfDocument(self)
        self.view = QPdfView(self)
        by_finger(self.view)
        self.view.setDocument(self.document)
        self.view.setPageMode(QPdfView.PageMode.MultiPage)
        self.view.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        self.view.setAccessibleName(w("Pages of the document"))
        self.view.setFrameShape(QPdfView.Shape.NoFrame)
        self.view.pageNavigator().currentPageChanged.connect(lambda *_: self._count())
        waiting = QWidget()
        middle = QVBoxLayout(waiting)
        middle.setContentsMargins(*(theme.px(40),) * 4)
        middle.addStretch(1)
        self.told = label(w("The document is being drawn…"), "subtitle")
        self.told.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setMaximumWidth(theme.px(420))
        self.bar.setAccessibleName(w("Drawing the document"))
        self.cancel_button = button(theme, w("Stop"), name=w("Stop drawing"), pressed=self.cancel)
        middle.addWidget(self.told)
        across = QHBoxLayout()
        across.addStretch(1)
        across.addWidget(self.bar, 2)
        across.addStretch(1)
        middle.addLayout(across)
        middle.addWidget(self.cancel_button, 0, Qt.AlignmentFlag.AlignHCenter)
        middle.addStretch(2)
        holder = QWidget()
        self.stack = QStackedLayout(holder)
        self.stack.addWidget(self.view)
        self.stack.addWidget(waiting)
        self.trouble: EmptyState | None = None
        column.addWidget(holder, 1)
        self.which.activated.connect(lambda *_: self.draw())
        self.language.activated.connect(lambda *_: self.draw())
        bridge.changed.connect(self._changed)
        self._count()
        self._first = QTimer(self)
        self._first.setSingleShot(True)
        self._first.timeout.connect(self.draw)
        self._first.start(0)

    # -- the page ---------------------------------------------------------------------------------
    @property
    def title(self) -> str:
        return self.bridge.words("Preview")

    @property
    def subtitle(self) -> str:
        w = self.bridge.words
        found = self.bridge.opened(self.inspection).inspection
        return labelled.document(w, self.chosen) + ("" if found.locked else " · " + w("draft, not signed"))

    @property
    def place(self) -> Place:
        return Place("preview", self.inspection, str(self.chosen))

    @property
    def chosen(self) -> Document:
        return Document(self.which.currentData())

    def show_place(self, place: Place) -> None:
        index = self.which.findData(place.at)
        if index < 0:
            index = next((n for n in range(self.which.count()) if str(self.which.itemData(n)) == place.at), -1)
        if index >= 0 and index != self.which.currentIndex():
            self.which.setCurrentIndex(index)
            self._first.start(0)

    def commands(self) -> list[Command]:
        w = self.bridge.words
        group = w("Preview")
        return [
            Command("print", w("Print…"), self.print, ("Ctrl+P",), "printer", group, possible=self._there, menu="file"),
            Command(
                "save-pdf",
                w("Save as…"),
                self.export,
                ("Ctrl+S",),
                "download",
                group,
                possible=self._there,
                menu="file",
            ),
            Command("page-after", w("Next page"), lambda: self.turn(1), ("J",), group=group, possible=self._there),
            Command(
                "page-before", w("Previous page"), lambda: self.turn(-1), ("K",), group=group, possible=self._there
            ),
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

    def leaving(self) -> None:
        self.cancel()

    def _there(self) -> bool:
        return self.document.pageCount() > 0

    def _changed(self, changes: Changes) -> None:
        if changes.inspection == self.inspection:
            if self.isVisible():
                self.draw()
            else:
                self.stale = True

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
        self.cancel_button.setEnabled(True)
        self.task = self.bridge.later(
            lambda task: documents.make(order, progress=task.progress, apart=True),
            self._drawn,
            failed=self._refuse,
            progress=self._progress,
        )
        self.retitled.emit()

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
        page = self.view.pageNavigator().currentPage()
        self.document.load(str(rendered.path))
        self.stack.setCurrentIndex(0)
        if 0 < page < self.document.pageCount():
            self.view.pageNavigator().jump(page, QPointF())
        self._count()
        self.retitled.emit()
        self.shown.emit()

    def _refuse(self, trouble: Trouble) -> None:
        """It cannot be drawn: say why, and where to do something about it."""
        self.task = None
        w = self.bridge.words
        if self.trouble is not None:
            self.stack.removeWidget(self.trouble)
            self.trouble.deleteLater()
        waiting = any(p.clearance is None for p in self.bridge.opened(self.inspection).inspection.photos.values())
        deeds = (
            (
                (
                    w("Look at the photos"),
                    "primary",
                    "eye",
                    lambda: self.asked_for.emit(Place("clearance", self.inspection)),
                ),
            )
            if waiting
            else ((w("Try again"), "primary", "refresh-cw", self.draw),)
        )
        self.trouble = EmptyState(
            self.theme,
            icon="file-warning",
            title=w(trouble.title).format(**trouble.values),
            sentence=in_words(trouble, w),
            deeds=deeds,
        )
        self.stack.addWidget(self.trouble)
        self.stack.setCurrentWidget(self.trouble)
        self._count()

    def _count(self) -> None:
        pages = self.document.pageCount()
        page = self.view.pageNavigator().currentPage()
        w = self.bridge.words
        self.page_label.setText(w("Page {n} of {of}", n=page + 1, of=pages) if pages > 0 else "")
        self.before_button.setEnabled(pages > 0 and page > 0)
        self.after_button.setEnabled(pages > 0 and page < pages - 1)
        for one in (self.print_button, self.save_button):
            one.setEnabled(pages > 0)

    # -- looking ----------------------------------------------------------------------------------
    def turn(self, by: int) -> None:
        navigator = self.view.pageNavigator()
        page = navigator.currentPage() + by
        if 0 <= page < self.document.pageCount():
            navigator.jump(page, QPointF())

    def zoom(self, by: float) -> None:
        if self.view.zoomMode() is not QPdfView.ZoomMode.Custom:
            points = self.document.pagePointSize(self.view.pageNavigator().currentPage()).width() or 595.0
            inch = self.logicalDpiX() / 72
            self.view.setZoomFactor(max(0.1, self.view.viewport().width() / (points * inch)))
            self.view.setZoomMode(QPdfView.ZoomMode.Custom)
        self.view.setZoomFactor(min(6.0, max(0.2, self.view.zoomFactor() * by)))

    def fit_width(self) -> None:
        self.view.setZoomMode(QPdfView.ZoomMode.FitToWidth)

    # -- handing out ------------------------------------------------------------------------------
    def export(self) -> None:
        w = self.bridge.words
        found = self.bridge.opened(self.inspection).inspection
        name = f"{found.number or found.id[:8]}-{self.chosen}{'' if found.locked else '-draft'}.pdf"
        dialog = QFileDialog(self, w("Save as"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters(["PDF (*.pdf)"])
        dialog.setDefaultSuffix("pdf")
        dialog.selectFile(name)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda chosen: self.export_to(Path(chosen)))
        dialog.open()

    def export_to(self, out: Path) -> bool:
        """Save what is seen, byte for byte."""
        w = self.bridge.words
        source = self.folder / f"{self._number}.pdf"
        unfinished = out.with_name(f".{out.name}.part")
        try:
            shutil.copyfile(source, unfinished)
            unfinished.replace(out)
        except OSError as error:
            unfinished.unlink(missing_ok=True)
            self.bridge.failed.emit(unreadable(out, error))
            return False
        self.said.emit(w("Saved: {file}", file=str(out)), "ok")
        return True

    def open_outside(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.folder / f"{self._number}.pdf")))

    def print(self) -> None:
        """Print what is seen, page by page, by the system's dialog."""
        w = self.bridge.words
        try:
            from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
        except ImportError:  # without libcups2
            self.said.emit(w("This computer cannot print; save the PDF and print it elsewhere."), "warn")
            return
        if not QPrinterInfo.availablePrinterNames():
            self.said.emit(w("No printer was found; save the PDF and print it elsewhere."), "warn")
            return
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        dialog = QPrintDialog(printer, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setMinMax(1, self.document.pageCount())
        dialog.accepted.connect(lambda: self.print_on(printer))
        QDialog.open(dialog)  # its own `open` wants a slot

    def print_on(self, printer: object) -> None:
        from PySide6.QtPrintSupport import QPrinter

        if not isinstance(printer, QPrinter):
            return
        first, last = printer.fromPage() or 1, printer.toPage() or self.document.pageCount()
        printer.setPageMargins(QMarginsF(), QPageLayout.Unit.Millimeter)
        with QPainter(printer) as p:
            for number in range(first - 1, last):
                if number > first - 1:
                    printer.newPage()
                points = self.document.pagePointSize(number)
                size = (points * (PRINTED_AT / 72)).toSize()
                target = QSizeF(points).scaled(
                    QSizeF(printer.pageRect(QPrinter.Unit.DevicePixel).size()), Qt.AspectRatioMode.KeepAspectRatio
                )
                p.drawImage(
                    printer.pageRect(QPrinter.Unit.DevicePixel).adjusted(
                        0,
                        0,
                        target.width() - printer.pageRect(QPrinter.Unit.DevicePixel).width(),
                        target.height() - printer.pageRect(QPrinter.Unit.DevicePixel).height(),
                    ),
                    self.document.render(number, size),
                )

    def showEvent(self, event: object) -> None:  # noqa: N802
        super().showEvent(event)  # type: ignore[arg-type]
        if self.stale:
            self._first.start(0)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._count()
