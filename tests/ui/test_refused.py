"""A disk that refuses while one answers: nothing typed is lost, the banner says it, and all is written later."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QPushButton

from auditapp.operations import answer
from auditapp.store import troubles
from auditapp.ui.places import Place
from auditapp.ui.rescue import UnsavedTexts, copy_elsewhere
from auditapp.ui.window import HOME, Window
from auditapp.words import Trouble
from tests.inspector import Inspector
from tests.ui.person import nameless, settled

pytestmark = pytest.mark.short
Show = Callable[..., Any]


class Disk:
    """A disk that may be full or read only, as the store tells it."""

    def __init__(self, lin: Inspector, monkeypatch: pytest.MonkeyPatch) -> None:
        self.why: Callable[[Path], Trouble] | None = None
        journals = lin.desk.store.journals
        append = journals.append

        def guarded(*given: Any, **named: Any) -> Any:
            if self.why is not None:
                raise self.why(lin.folder)
            return append(*given, **named)

        monkeypatch.setattr(journals, "append", guarded)


@pytest.fixture
def disk(lin: Inspector, monkeypatch: pytest.MonkeyPatch) -> Disk:
    return Disk(lin, monkeypatch)


def first_place(window: Window, lin: Inspector) -> str:
    return window.bridge.opened(lin.inspection).walk.lines[0].place


def deed(window: Window, words: str) -> QPushButton:
    return next(one for one in window.banner.findChildren(QPushButton) if one.text() == words)


@pytest.mark.parametrize("why", [troubles.disk_full, troubles.read_only])
def test_what_the_disk_refuses_is_told_until_it_is_written(
    window: Window, lin: Inspector, disk: Disk, why: Callable[[Path], Trouble]
) -> None:
    place = first_place(window, lin)
    disk.why = why
    window.bridge.do(answer.note, lin.inspection, place, "便签一处")
    window.bridge.do(answer.note, lin.inspection, place, "便签一处，已移除")
    window.bridge.do(answer.flag, lin.inspection, place, True)
    assert window.banner.isVisible()
    assert "2 entries are not saved yet" in window.banner.accessibleName()
    assert window.footer.saved.text().startswith("Not saved")
    assert window._toast is None
    assert nameless(window) == []
    assert settled(window) == []
    deed(window, "Try again").click()
    assert window.banner.isVisible()
    disk.why = None
    deed(window, "Try again").click()
    assert window.banner.isHidden()
    assert lin.now.notes[place].text == "便签一处，已移除"
    assert place in lin.now.flags
    assert window.footer.saved.text().startswith("Saved")
    assert len(lin.desk.store.journals.history(lin.inspection, "note", place)) == 1


def test_once_the_disk_takes_the_next_answer_it_takes_the_others_too(
    window: Window, lin: Inspector, disk: Disk, qtbot: Any
) -> None:
    place = first_place(window, lin)
    disk.why = troubles.disk_full
    window.bridge.do(answer.note, lin.inspection, place, "kept")
    disk.why = None
    window.bridge.do(answer.flag, lin.inspection, place, True)
    qtbot.waitUntil(lambda: window.banner.isHidden())
    assert lin.now.notes[place].text == "kept"


def test_a_typed_note_stays_on_the_screen_and_is_written_when_there_is_room(
    window: Window, lin: Inspector, disk: Disk
) -> None:
    window.go(Place("inspection", lin.inspection))
    page: Any = window.page
    page.show_details()
    page.detail.note.setPlainText("typed while the disk was full")
    disk.why = troubles.disk_full
    page.detail.commit()
    QApplication.processEvents()
    assert page.detail.note.toPlainText() == "typed while the disk was full"
    assert window.banner.isVisible()
    disk.why = None
    deed(window, "Try again").click()
    assert [note.text for note in lin.now.notes.values()] == ["typed while the disk was full"]


def test_other_trouble_is_no_banner(window: Window, lin: Inspector) -> None:
    window.bridge.do(answer.answer, lin.inspection, "NO-9.9", "conform")
    assert window.banner.isHidden()
    assert window.bridge.unsaved == []


def test_a_copy_elsewhere_holds_the_desk_and_what_was_not_saved(
    window: Window, lin: Inspector, disk: Disk, tmp_path: Path
) -> None:
    disk.why = troubles.disk_full
    window.bridge.do(answer.note, lin.inspection, first_place(window, lin), "便签一处")
    stick = tmp_path / "stick"
    stick.mkdir()
    copy_elsewhere(window, window.bridge, window.say, stick)
    texts = [file.read_text(encoding="utf-8") for file in stick.glob("auditapp-unsaved-*.txt")]
    assert len(texts) == 1
    assert "便签一处" in texts[0]
    assert len(list(stick.glob("*.db"))) == 1
    shown = UnsavedTexts(window.theme, window.words, window.bridge, window)
    shown.copy()
    assert "便签一处" in QApplication.clipboard().text()
    assert nameless(shown) == []
    shown.close()


def test_closing_tells_once_what_would_be_lost(window: Window, lin: Inspector, disk: Disk) -> None:
    disk.why = troubles.disk_full
    window.bridge.do(answer.note, lin.inspection, first_place(window, lin), "not yet")
    first = QCloseEvent()
    window.closeEvent(first)
    assert not first.isAccepted()
    assert window._toast is not None
    assert "would be lost" in window._toast.accessibleName()
    second = QCloseEvent()
    window.closeEvent(second)
    assert second.isAccepted()


def test_closing_writes_what_the_disk_takes_now(window: Window, lin: Inspector, disk: Disk) -> None:
    place = first_place(window, lin)
    disk.why = troubles.disk_full
    window.bridge.do(answer.note, lin.inspection, place, "at last")
    disk.why = None
    event = QCloseEvent()
    window.closeEvent(event)
    assert event.isAccepted()
    assert lin.now.notes[place].text == "at last"


# -- faults of a page -----------------------------------------------------------------------------------------------


@pytest.fixture
def faults(monkeypatch: pytest.MonkeyPatch) -> list[BaseException]:
    """What the program would show as its own fault."""
    heard: list[BaseException] = []
    monkeypatch.setattr("sys.excepthook", lambda _kind, fault, _trace: heard.append(fault))
    return heard


def test_a_page_that_cannot_be_made_leaves_the_window_where_it_is(
    window: Window, monkeypatch: pytest.MonkeyPatch, faults: list[BaseException]
) -> None:
    def broken(*_given: Any) -> Any:
        raise ZeroDivisionError

    monkeypatch.setattr("auditapp.ui.settings_page.SettingsPage.__init__", broken)
    window.go(Place("settings"))
    assert window.place == HOME
    assert window.isVisible()
    assert [type(one) for one in faults] == [ZeroDivisionError]


@pytest.mark.parametrize("what", ["leaving", "commands", "title", "step_back", "fit"])
def test_a_page_with_a_fault_can_be_left(
    window: Window, monkeypatch: pytest.MonkeyPatch, faults: list[BaseException], what: str
) -> None:
    def broken(*_given: Any) -> Any:
        raise ZeroDivisionError

    monkeypatch.setattr(
        f"auditapp.ui.settings_page.SettingsPage.{what}", property(broken) if what == "title" else broken, raising=False
    )
    window.go(Place("settings"))
    window.resize(1000, 700)
    QApplication.processEvents()
    window.back()
    assert window.place == HOME
    assert faults
    assert {type(one) for one in faults} == {ZeroDivisionError}
