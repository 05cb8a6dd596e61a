# ruff: noqa: F811 fixtures are taken by name
"""The preview is the very PDF: read, searched, saved by a typed path, printed or told why not."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from auditapp.report.papers import Document
from auditapp.ui import printing
from auditapp.ui.bridge import Bridge
from auditapp.ui.file_line import remember_folder
from auditapp.ui.places import Place
from auditapp.ui.preview_page import PreviewPage
from auditapp.ui.theme import Theme
from tests.inspector import Inspector, photo
from tests.ui.found import AT, begun, lin  # noqa: F401 fixtures
from tests.ui.person import type_text

LONG = 120_000


@pytest.fixture
def page(begun: Inspector, bridge: Bridge, theme: Theme, show: Any, qtbot: Any, tmp_path: Path) -> PreviewPage:
    """A Chinese draft of the report, loaded."""
    remember_folder(bridge, tmp_path / "last.pdf")
    made = PreviewPage(bridge, theme, begun.inspection)
    made.language.setCurrentIndex(made.language.findData("zh-CN"))
    with qtbot.waitSignal(made.shown, timeout=LONG):
        show(made, 1366, 768)
    return made


def text_of(document: QPdfDocument) -> str:
    pages = (document.getAllText(n).text() for n in range(document.pageCount()))
    return "".join(pages).replace("\r", "").replace("\n", "")


def test_the_preview_is_the_very_pdf_and_its_chinese_can_be_read(page: PreviewPage, gate: Any) -> None:
    assert "检查报告" in text_of(page.document)
    assert "楼梯间前室堆放纸箱11个" in text_of(page.document)
    first = page.document.getAllText(0).text()
    assert "草稿" in first, "a draft says so at once"
    assert page.view.accessibleDescription(), "the page can be listened to"
    gate(page)


def test_it_is_turned_by_keys_and_by_number(page: PreviewPage) -> None:
    commands = {one.id: one for one in page.commands()}
    commands["page-after"].do()
    assert page.reader.page.value() == 2
    page.reader.page.setValue(page.document.pageCount())
    assert page.view.pageNavigator().currentPage() == page.document.pageCount() - 1
    assert not page.reader.after_button.isEnabled()
    commands["page-before"].do()
    assert page.reader.page.value() == page.document.pageCount() - 1


def test_it_comes_nearer_and_fits_the_width_again(page: PreviewPage) -> None:
    fitting = page.reader.percent.text()
    page.reader.larger_button.click()
    assert int(page.reader.percent.text()[:-1]) > int(fitting[:-1])
    page.reader.fit_button.click()
    assert page.view.zoomMode() is QPdfView.ZoomMode.FitToWidth
    assert abs(int(page.reader.percent.text()[:-1]) - int(fitting[:-1])) <= 3


def test_words_are_found_round_and_round(page: PreviewPage, qtbot: Any) -> None:
    page.search_button.click()
    type_text(page.reader.line, "纸箱")
    qtbot.waitUntil(lambda: page.reader.hits.text().startswith("1 of"), timeout=LONG)
    last = page.reader.hits.text().split()[-1]
    QTest.keyClick(page.reader.line, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert page.reader.hits.text() == f"{last} of {last}"
    page.reader.line.clear()
    type_text(page.reader.line, "没有这个词")
    assert page.reader.hits.text() == "Not found"
    assert page.step_back(), "Esc closes the search first"
    assert not page.reader.searching


def test_it_is_saved_byte_for_byte_to_the_path_in_the_line(page: PreviewPage, tmp_path: Path, qtbot: Any) -> None:
    page.save_button.click()
    assert page.out.path is not None
    assert page.out.path.name.endswith("-report-zh-draft.pdf")
    with qtbot.waitSignal(page.said):
        QTest.keyClick(page.out.line, Qt.Key.Key_Return)
    saved = next(tmp_path.glob("*-draft.pdf"))
    assert page.seen is not None
    assert hashlib.sha256(saved.read_bytes()).digest() == hashlib.sha256(page.seen.read_bytes()).digest()
    assert page.panel.isHidden()
    page.save_button.click()
    assert "replaced" in page.out.below.text(), "it is said that the file is there already"
    page.out.line.setText(str(tmp_path / "no such folder" / "out.pdf"))
    assert not page.give_button.isEnabled()


def test_without_a_printer_a_sentence_says_what_to_do(page: PreviewPage, qtbot: Any) -> None:
    with qtbot.waitSignal(page.said) as said:
        page.print_button.click()
    assert "save the PDF" in said.args[0]


def test_the_pages_are_printed_as_they_are_seen(page: PreviewPage, tmp_path: Path) -> None:
    print_support = pytest.importorskip("PySide6.QtPrintSupport")
    printer = print_support.QPrinter(print_support.QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(print_support.QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    printer.setFromTo(1, 2)
    printing.print_on(printer, page.document)
    printed = QPdfDocument()
    printed.load(str(tmp_path / "printed.pdf"))
    assert printed.pageCount() == 2
    printed.close()


def test_what_changes_is_drawn_anew_and_another_document_too(page: PreviewPage, begun: Inspector, qtbot: Any) -> None:
    with qtbot.waitSignal(page.shown, timeout=LONG):
        page.which.setCurrentIndex(page.which.findData(Document.FACTS))
        page.which.activated.emit(page.which.currentIndex())
    assert "事实" in text_of(page.document)
    assert page.place == Place("preview", begun.inspection, str(Document.FACTS))


def test_a_preview_that_is_stopped_leaves_nothing_and_can_be_drawn_again(
    begun: Inspector, bridge: Bridge, theme: Theme, show: Any, qtbot: Any
) -> None:
    page = PreviewPage(bridge, theme, begun.inspection)
    show(page, 1366, 768)
    page.draw()
    page.cancel_button.click()
    qtbot.waitUntil(lambda: not bridge.background.busy, timeout=LONG)
    assert not page.reader.there
    assert list(page.folder.iterdir()) == []
    assert not page.save_button.isEnabled()
    assert page.trouble is not None
    with qtbot.waitSignal(page.shown, timeout=LONG):
        page.trouble.findChild(QPushButton).click()
    assert page.reader.there


def test_uncleared_photos_keep_the_preview_shut_and_lead_to_the_gate(
    begun: Inspector, bridge: Bridge, theme: Theme, show: Any, qtbot: Any, tmp_path: Path
) -> None:
    begun.photographs(AT, photo(tmp_path))
    bridge.forget()
    page = PreviewPage(bridge, theme, begun.inspection)
    show(page, 1366, 768)
    page.draw()
    assert page.trouble is not None
    with qtbot.waitSignal(page.asked_for) as asked:
        page.trouble.findChild(QPushButton).click()
    assert asked.args[0].page == "clearance"
