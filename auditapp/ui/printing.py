"""Paper: a PDF, page by page, through the system's dialog; a sentence where there is no printer to be had."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QMarginsF, QRectF, QSizeF, Qt
from PySide6.QtGui import QPageLayout, QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QDialog, QWidget

from auditapp.words import Words

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

PRINTED_AT: Final = 200
"""Dots per inch that pages are printed with at most: photos have no more, and 300 doubles the time."""


def ask_printer(document: QPdfDocument, parent: QWidget, words: Words, told: Callable[[str, str], object]) -> bool:
    """Open the system's dialog; False when there is none to open, and *told* why."""
    try:
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
    except ImportError:  # without libcups2
        told(words("This computer cannot print; save the PDF and print it elsewhere."), "warn")
        return False
    if not QPrinterInfo.availablePrinterNames():
        told(words("No printer was found; save the PDF and print it elsewhere."), "warn")
        return False
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    dialog = QPrintDialog(printer, parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setMinMax(1, document.pageCount())
    dialog.accepted.connect(lambda: print_on(printer, document))
    QDialog.open(dialog)  # its own `open` wants a slot
    return True


def print_on(printer: QPrinter, document: QPdfDocument) -> None:
    """The chosen pages, each as large as the paper allows."""
    from PySide6.QtPrintSupport import QPrinter

    first, last = printer.fromPage() or 1, printer.toPage() or document.pageCount()
    printer.setPageMargins(QMarginsF(), QPageLayout.Unit.Millimeter)
    room = printer.pageRect(QPrinter.Unit.DevicePixel)
    with QPainter(printer) as p:
        for number in range(first - 1, min(last, document.pageCount())):
            if number > first - 1:
                printer.newPage()
            points = document.pagePointSize(number)
            wide = QSizeF(points).scaled(QSizeF(room.size()), Qt.AspectRatioMode.KeepAspectRatio)
            p.drawImage(QRectF(room.topLeft(), wide), document.render(number, (points * (PRINTED_AT / 72)).toSize()))
