"""The program around the window: one per desk, the door, the lock, how it ended last time, faults, the sample."""

from __future__ import annotations

import gc
import logging
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QPushButton

from auditapp import app as app_room
from auditapp.app import Program
from auditapp.operations import begin, look
from auditapp.operations.desk import open_desk
from auditapp.ui.alone import Alone
from auditapp.ui.faults import FaultDialog, details_of
from auditapp.ui.marker import Marker
from auditapp.ui.new_page import NewPage
from auditapp.ui.places import Place
from auditapp.ui.preferences import FILE_NAME, Preferences, Remembered, read, write
from auditapp.ui.restoring import Restore
from auditapp.ui.sample import Sample
from auditapp.ui.unlock_page import UnlockPage
from auditapp.ui.watch import Watch, keep_log
from auditapp.ui.window import HOME, Window
from auditapp.words import Trouble
from tests.inspector import CHEAP, PASSPHRASE, Inspector, photo
from tests.ui.person import nameless, settled, type_text

Show = Callable[..., Any]


# -- arguments and surroundings -------------------------------------------------------------------------------


def test_the_arguments_are_a_file_a_folder_and_a_language() -> None:
    assert app_room._read(["a.auditpkg", "--data", "d", "--lang=en"]) == ("a.auditpkg", "d", "en")
    with pytest.raises(Trouble):
        app_room._read(["--nonsense"])


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems always have a screen")
def test_without_a_screen_it_says_so_instead_of_aborting(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    assert app_room.main([]) == 3
    assert "There is no screen" in capsys.readouterr().err


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="an affair of Linux")
def test_fcitx_speaks_through_ibus() -> None:
    surroundings = {"QT_IM_MODULE": "fcitx"}
    app_room.prepare(surroundings)
    assert surroundings["QT_IM_MODULE"] == "ibus"


# -- the door ---------------------------------------------------------------------------------------------------


def test_a_new_desk_asks_for_a_passphrase_typed_twice(program: Program, qtbot: Any) -> None:
    program.begin()
    door = program.door
    assert isinstance(door, UnlockPage)
    assert nameless(door) == []
    assert settled(door) == []
    type_text(door.typed, PASSPHRASE)
    type_text(door.again, "something else")
    door.try_it()
    assert not door.wrong.isHidden()
    door.again.clear()
    type_text(door.again, PASSPHRASE)
    door.try_it()
    qtbot.waitUntil(lambda: program.window is not None)
    assert program.window is not None
    assert program.window.place == HOME


def test_a_wrong_passphrase_is_said_and_may_be_tried_again(program: Program, qtbot: Any, tmp_path: Path) -> None:
    open_desk(program.folder, PASSPHRASE, keyring=False, marks=tmp_path / "marks", cost=CHEAP).close()
    program.begin()
    door = program.door
    assert isinstance(door, UnlockPage)
    type_text(door.typed, "wrong wrong wrong")
    door.try_it()
    qtbot.waitUntil(lambda: not door.wrong.isHidden())
    assert "Wrong passphrase" in door.wrong.accessibleName()
    assert program.window is None
    door.typed.clear()
    type_text(door.typed, PASSPHRASE)
    door.try_it()
    qtbot.waitUntil(lambda: program.window is not None)


def test_a_desk_that_is_open_elsewhere_is_told_in_a_dialog(
    program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def in_use(_passphrase: str) -> Any:
        raise Trouble(
            "This desk is already open",
            "Another window or command is working on {folder}.",
            "Wait until it is done or close it, then try again.",
            folder="x",
        )

    monkeypatch.setattr(program, "open_desk", in_use)
    program.begin()
    assert isinstance(program.door, FaultDialog)
    assert nameless(program.door) == []


# -- the lock ---------------------------------------------------------------------------------------------------


def test_the_lock_keeps_what_was_typed_and_opens_by_the_passphrase_only(at_work: Program, qtbot: Any) -> None:
    window = at_work.window
    assert window is not None
    window.go(Place("new"))
    page = window.page
    assert isinstance(page, NewPage)
    type_text(page.unit, "海棠人寿")
    at_work.lock()
    at_work.lock()
    cover = at_work.cover
    assert isinstance(cover, UnlockPage)
    type_text(cover.typed, "wrong wrong wrong")
    cover.try_it()
    qtbot.waitUntil(lambda: not cover.wrong.isHidden())
    assert at_work.cover is cover
    cover.typed.clear()
    type_text(cover.typed, PASSPHRASE)
    cover.try_it()
    qtbot.waitUntil(lambda: at_work.cover is None)
    assert page.unit.text() == "海棠人寿"
    assert window.page is page
    qtbot.waitUntil(lambda: not window.bridge.background.busy, timeout=20_000)


# -- a backup brought back ------------------------------------------------------------------------------------------


@pytest.fixture
def restorable(at_work: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Program:
    from auditapp.operations import backup

    real = backup.restore
    monkeypatch.setattr(backup, "restore", lambda *given, **named: real(*given, **named, marks=tmp_path / "marks"))
    assert at_work.bridge is not None
    at_work.bridge.do(begin.begin, "emergency", title="Q3", unit="海棠人寿")
    backup.backup(at_work.bridge.desk)
    at_work.bridge.do(begin.begin, "emergency", title="Q4", unit="海棠人寿")
    return at_work


def test_a_backup_is_brought_back_and_the_window_opens_again(restorable: Program) -> None:
    before = restorable.window
    restorable.restore(Restore(passphrase=PASSPHRASE))
    window = restorable.window
    assert window is not None and window is not before
    assert window.isVisible()
    assert "Restored from" in told_by(window)
    assert {row.title for row in window.bridge.ask(look.inspections)} == {"Q3", "Q4"}
    assert Marker(restorable.folder).found() == HOME


def test_a_wrong_passphrase_brings_nothing_back_and_opens_the_desk_as_it_was(
    restorable: Program, tmp_path: Path
) -> None:
    restorable.restore(Restore(passphrase="wrong wrong wrong"))
    assert restorable.window is not None
    assert "Wrong passphrase" in told_by(restorable.window)
    assert {row.title for row in restorable.window.bridge.ask(look.inspections)} == {"Q3", "Q4"}


def test_a_file_that_comes_while_it_is_locked_is_taken_in_when_it_is_open_again(
    at_work: Program, tmp_path: Path, qtbot: Any
) -> None:
    at_work.lock()
    at_work.asked(str(tmp_path / "notes.docx"))
    QApplication.processEvents()
    assert told_by(at_work.window) == ""
    at_work.unlock()
    assert "is no package" in told_by(at_work.window)


def test_when_nobody_is_at_the_keys_for_a_moment_a_backup_is_made(at_work: Program, qtbot: Any) -> None:
    from auditapp.operations import backup

    bridge = at_work.bridge
    assert bridge is not None
    at_work._idle.resting.emit()
    assert not bridge.background.busy
    bridge.do(begin.begin, "emergency", title="Q3", unit="海棠人寿")
    at_work._idle.resting.emit()
    qtbot.waitUntil(lambda: not bridge.background.busy, timeout=20_000)
    assert len(backup.backups(bridge.desk)) == 1
    assert bridge.desk.store.db.unsettled == 0
    gc.unfreeze()  # the other tests' memory is their own affair


def test_a_damaged_desk_may_be_brought_back_where_it_is_told(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    from auditapp.store import troubles

    asked: list[Restore] = []
    monkeypatch.setattr(program, "restore", asked.append)
    program.tell_trouble(troubles.damaged(program.folder))
    dialog = program.door
    assert isinstance(dialog, FaultDialog)
    next(one for one in dialog.findChildren(QPushButton) if one.text() == "Bring back the newest backup").click()
    assert asked == [Restore()]
    program.show_door(troubles.wrong_key(program.folder))
    door = program.door
    assert isinstance(door, UnlockPage)
    type_text(door.typed, PASSPHRASE)
    door.rescue.click()
    assert asked[-1] == Restore(passphrase=PASSPHRASE)


# -- language and look --------------------------------------------------------------------------------------------


def test_a_chosen_language_holds_now_and_the_next_time(at_work: Program) -> None:
    window = at_work.window
    assert window is not None
    window.go(Place("settings"))
    at_work.remembered.set(language="zh-CN")
    at_work.set_language("zh-CN")
    assert window.words.chinese
    assert window.place == Place("settings")
    assert Remembered(at_work.remembered.folder).settings.spoken(environ={}) == "zh-CN"


def test_a_chosen_look_holds_the_next_time(at_work: Program) -> None:
    at_work.theme.set_scale(125)
    assert read(at_work.remembered.folder / FILE_NAME).scale == 125


@pytest.mark.parametrize("broken", [b"{", b"[]", b'{"scale": "large", "look": 3}', b"\xff"])
def test_broken_preferences_are_as_if_never_chosen(tmp_path: Path, broken: bytes) -> None:
    (tmp_path / FILE_NAME).write_bytes(broken)
    assert read(tmp_path / FILE_NAME) == Preferences()


def test_preferences_come_back_as_written(tmp_path: Path) -> None:
    chosen = Preferences(look="dark", scale=150, density="touch", lock_after=5, splitters={"inspection": [200, 300]})
    assert write(chosen, tmp_path / "new" / FILE_NAME)
    assert read(tmp_path / "new" / FILE_NAME) == chosen


# -- one per desk -------------------------------------------------------------------------------------------------


def test_a_second_start_hands_its_file_to_the_first(tmp_path: Path, qapp: QApplication, qtbot: Any) -> None:
    first, second = Alone(tmp_path / "desk"), Alone(tmp_path / "desk")
    try:
        assert first.begin()
        assert not second.begin()
        first.listen()
        with qtbot.waitSignal(first.asked) as told:
            assert second.pass_on("/somewhere/检查.auditpkg")
        assert told.args == ["/somewhere/检查.auditpkg"]
        other = Alone(tmp_path / "another desk")
        assert other.begin()
        other.end()
    finally:
        first.end()
    assert second.begin()
    second.end()


@pytest.fixture
def handed(tmp_path: Path) -> tuple[Path, str]:
    """A package of another desk, with a photo, and the inspection's id."""
    from auditapp.operations import package

    with Inspector(tmp_path / "zhou") as zhou:
        zhou.begins("emergency").photographs("EM-1.1", photo(tmp_path))
        file = tmp_path / "zhou.auditpkg"
        package.export_package(zhou.desk, zhou.inspection, file)
        return file, zhou.inspection


def told_by(window: Window | None) -> str:
    """What the message says, "" when there is none."""
    assert window is not None
    return window._toast.accessibleName() if window._toast is not None else ""


def test_a_package_that_was_handed_over_is_taken_in(at_work: Program, handed: tuple[Path, str], qtbot: Any) -> None:
    file, inspection = handed
    at_work.asked(str(file))
    window = at_work.window
    assert window is not None
    assert window.underway.isVisible()
    qtbot.waitUntil(lambda: "taken in" in told_by(window), timeout=20_000)
    assert window.underway.isHidden()
    assert window.bridge.desk.knows(inspection)
    assert window.home.model.rowCount() == 1  # type: ignore[union-attr]


def dropped(window: Any, *files: Path) -> bool:
    """Drop files on the window as a file manager does; whether it wanted them."""
    from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
    from PySide6.QtGui import QDragEnterEvent, QDropEvent

    load = QMimeData()
    load.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    at, deeds = QPointF(50, 300), Qt.DropAction.CopyAction
    given = (deeds, load, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    enters = QDragEnterEvent(at.toPoint(), *given)
    QApplication.sendEvent(window, enters)
    if enters.isAccepted():
        QApplication.sendEvent(window, QDropEvent(at, *given))
    return enters.isAccepted()


def test_a_package_dropped_on_the_window_is_taken_in(at_work: Program, handed: tuple[Path, str], qtbot: Any) -> None:
    file, inspection = handed
    assert dropped(at_work.window, file)
    qtbot.waitUntil(lambda: "taken in" in told_by(at_work.window), timeout=20_000)
    assert at_work.window is not None
    assert at_work.window.bridge.desk.knows(inspection)


def test_taking_a_package_in_can_be_stopped_and_leaves_no_inspection(
    at_work: Program, handed: tuple[Path, str], qtbot: Any
) -> None:
    file, inspection = handed
    window = at_work.window
    assert window is not None
    at_work.asked(str(file))
    window.underway.cancelled.emit()
    assert "Nothing of zhou.auditpkg" in told_by(window)
    qtbot.waitUntil(lambda: not window.bridge.background.busy, timeout=20_000)
    QApplication.processEvents()
    assert not window.bridge.desk.knows(inspection)
    at_work.asked(str(file))
    qtbot.waitUntil(lambda: "taken in" in told_by(window), timeout=20_000)


def test_an_inspection_is_handed_over_as_a_file_that_another_desk_takes_in(
    at_work: Program, handed: tuple[Path, str], tmp_path: Path, qtbot: Any
) -> None:
    from auditapp.operations import package
    from auditapp.ui.handing_over import HandOverDialog

    at_work.asked(str(handed[0]))
    window = at_work.window
    assert window is not None
    qtbot.waitUntil(lambda: "taken in" in told_by(window), timeout=20_000)
    window.go(Place("inspection", handed[1]))
    next(one for one in window.commands() if one.id == "hand-over").do()
    dialog = next(one for one in window.findChildren(HandOverDialog) if one.isVisible())
    out = tmp_path / "to zhou.auditpkg"
    dialog.file.line.setText(str(tmp_path / "nowhere" / "x.auditpkg"))
    assert not dialog.give_button.isEnabled(), "that folder is not there"
    dialog.file.line.setText(str(out))
    dialog.give()
    qtbot.waitUntil(lambda: "Written" in told_by(window), timeout=20_000)
    assert window.underway.isHidden()
    with Inspector(tmp_path / "li") as li:
        assert package.import_package(li.desk, out).inspection == handed[1]


def test_handing_over_can_be_stopped_and_leaves_no_file(
    at_work: Program, handed: tuple[Path, str], tmp_path: Path, qtbot: Any
) -> None:
    from auditapp.ui.handing_over import HandingOver

    at_work.asked(str(handed[0]))
    window = at_work.window
    assert window is not None
    qtbot.waitUntil(lambda: "taken in" in told_by(window), timeout=20_000)
    over = HandingOver(window)
    over.give(handed[1], tmp_path / "stopped.auditpkg")
    window.underway.cancelled.emit()
    assert "was not written" in told_by(window)
    qtbot.waitUntil(lambda: not window.bridge.background.busy, timeout=20_000)
    assert not (tmp_path / "stopped.auditpkg").exists()


@pytest.mark.parametrize(
    ("name", "sentence"),
    [("notes.docx", "is no package"), ("IMG_1.JPG", "is a picture"), ("broken.auditpkg", "cannot be relied on")],
)
def test_another_file_is_answered_in_one_sentence(
    at_work: Program, tmp_path: Path, qtbot: Any, name: str, sentence: str
) -> None:
    (tmp_path / name).write_bytes(b"PK not really")
    assert dropped(at_work.window, tmp_path / name)
    qtbot.waitUntil(lambda: sentence in told_by(at_work.window), timeout=20_000)
    assert at_work.window is not None
    assert at_work.window.bridge.ask(look.inspections) == []
    assert at_work.window.footer.saved.text().startswith("Everything is saved")


def test_several_files_at_once_are_not_wanted(at_work: Program, tmp_path: Path) -> None:
    assert not dropped(at_work.window, tmp_path / "a.auditpkg", tmp_path / "b.auditpkg")


# -- how it ended -------------------------------------------------------------------------------------------------


def test_the_marker_is_there_while_the_program_runs_and_gone_when_it_ended_well(at_work: Program) -> None:
    marker = Marker(at_work.folder)
    assert marker.found() == HOME
    assert at_work.window is not None
    at_work.window.go(Place("settings"))
    QApplication.processEvents()
    assert marker.found() == Place("settings")
    at_work.end()
    assert marker.found() is None


def test_after_a_bad_end_it_comes_back_to_the_same_item(
    program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_desk(program.folder, PASSPHRASE, keyring=False, marks=tmp_path / "marks", cost=CHEAP) as desk:
        inspection = begin.begin(desk, "emergency", title="Q3", unit="海棠人寿").inspection
    Marker(program.folder).at(Place("inspection", inspection, "EM-1.1"))
    monkeypatch.setenv("AUDITAPP_PASSPHRASE", PASSPHRASE)
    program.begin()
    assert "ended unexpectedly" in told_by(program.window)
    assert program.window is not None
    assert program.window.place == Place("inspection", inspection, "EM-1.1")


def test_where_one_worked_last_is_remembered_for_the_next_time(at_work: Program) -> None:
    window, bridge = at_work.window, at_work.bridge
    assert window is not None and bridge is not None
    changes = bridge.do(begin.begin, "emergency", title="Q3", unit="海棠人寿")
    window.go(Place("inspection", changes.inspection, "WP-1.2"))
    QApplication.processEvents()
    at_work.end()
    assert read(at_work.remembered.folder / FILE_NAME).last == {"inspection": changes.inspection, "at": "WP-1.2"}


def test_killed_on_a_page_over_an_inspection_it_comes_back_to_the_item_below(at_work: Program) -> None:
    window, bridge = at_work.window, at_work.bridge
    assert window is not None and bridge is not None
    changes = bridge.do(begin.begin, "emergency", title="Q3", unit="海棠人寿")
    window.go(Place("inspection", changes.inspection, "WP-1.2"))
    QApplication.processEvents()
    window.show_help()
    QApplication.processEvents()
    assert window.place.page == "help"
    assert Marker(at_work.folder).found() == Place("inspection", changes.inspection, "WP-1.2")
    window.go(HOME)
    QApplication.processEvents()
    assert Marker(at_work.folder).found() == HOME


def test_a_place_where_it_ended_badly_again_and_again_is_only_offered(
    program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_desk(program.folder, PASSPHRASE, keyring=False, marks=tmp_path / "marks", cost=CHEAP) as desk:
        inspection = begin.begin(desk, "emergency", title="Q3", unit="海棠人寿").inspection
    marker = Marker(program.folder)
    marker.tries = 2
    marker.at(Place("inspection", inspection))
    monkeypatch.setenv("AUDITAPP_PASSPHRASE", PASSPHRASE)
    program.begin()
    assert program.window is not None
    assert program.window.place == HOME
    assert "ended unexpectedly" in told_by(program.window)


def test_a_place_where_something_was_saved_is_come_back_to_however_long_one_stays_there(tmp_path: Path) -> None:
    place = Place("inspection", "ab" * 16, "EM-1.1")
    for _ in range(5):  # killed five times, each time after something was saved, and never moved on
        marker = Marker(tmp_path)
        before = marker.found() or place
        assert before == place and marker.tries <= 1
        marker.back_at(before)
        assert Marker(tmp_path).found() == place
        marker.well()
    counted = Marker(tmp_path)
    assert counted.found() == place and counted.tries == 0


@pytest.mark.parametrize("broken", ["{", "[]", '{"page": "nowhere"}', '{"page": 3}'])
def test_a_broken_marker_leads_home(tmp_path: Path, broken: str) -> None:
    (tmp_path / "running.json").write_text(broken, encoding="utf-8")
    assert Marker(tmp_path).found() == HOME


# -- faults -------------------------------------------------------------------------------------------------------


def _fault() -> ZeroDivisionError:
    try:
        1 / 0  # noqa: B018
    except ZeroDivisionError as fault:
        return fault
    raise AssertionError


def test_a_fault_is_shown_once_with_what_is_safe_and_details_to_copy(
    at_work: Program, qtbot: Any, caplog: pytest.LogCaptureFixture
) -> None:
    at_work.tell_fault(_fault())
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, FaultDialog)
    assert nameless(dialog) == []
    assert settled(dialog) == []
    dialog.copies.click()
    assert "ZeroDivisionError" in QApplication.clipboard().text()
    dialog.shows.click()
    assert dialog.box.isVisible()
    dialog.close()


def test_faults_of_slots_and_threads_are_heard_once_each(
    qapp: QApplication, qtbot: Any, caplog: pytest.LogCaptureFixture
) -> None:
    heard: list[BaseException] = []
    watch = Watch(heard.append)
    watch.begin()
    try:
        fault = _fault()
        sys.excepthook(type(fault), fault, fault.__traceback__)
        sys.excepthook(type(fault), fault, fault.__traceback__)
    finally:
        watch.end()
    assert heard == [fault]
    assert "ZeroDivisionError" in caplog.text


def test_details_hold_no_words_of_the_person() -> None:
    written = "林若溪".encode().decode()
    with pytest.raises(ValueError, match=written) as told:
        raise ValueError(written)
    assert written not in details_of(told.value)


def test_a_log_that_cannot_be_kept_keeps_nobody_from_working(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert keep_log(tmp_path / "file" / "logs") is None
    before = list(logging.getLogger().handlers)
    assert keep_log(tmp_path / "logs") == tmp_path / "logs"
    for added in set(logging.getLogger().handlers) - set(before):
        logging.getLogger().removeHandler(added)
        added.close()


# -- work off the window's thread -----------------------------------------------------------------------------------


def test_slow_work_comes_back_on_the_windows_thread(bridge: Any, qtbot: Any) -> None:
    import threading

    seen: list[Any] = []
    bridge.later(lambda task: threading.get_ident(), lambda found: seen.append((found, threading.get_ident())))
    qtbot.waitUntil(lambda: bool(seen))
    worker, back = seen[0]
    assert worker != back == threading.get_ident()
    qtbot.waitUntil(lambda: not bridge.background.busy)


def test_trouble_in_slow_work_is_told_like_any_other(bridge: Any, qtbot: Any) -> None:
    def job(_task: Any) -> None:
        raise Trouble("No room", "There is none.")

    with qtbot.waitSignal(bridge.failed) as told:
        bridge.later(job, lambda _: None)
    assert told.args[0].title == "No room"
    qtbot.waitUntil(lambda: not bridge.background.busy)


def test_cancelled_work_brings_nothing_back(bridge: Any, qtbot: Any) -> None:
    import threading

    gate, seen = threading.Event(), []

    def job(task: Any) -> int:
        gate.wait(10)
        task.check()
        return 1

    task = bridge.later(job, seen.append)
    task.cancel()
    gate.set()
    qtbot.waitUntil(lambda: not bridge.background.busy)
    assert seen == []


@pytest.mark.parametrize("how", ["a method", "a function that uses the page", "a method with something given"])
def test_work_comes_back_to_no_page_that_was_left_meanwhile(bridge: Any, how: str, qtbot: Any) -> None:
    import threading
    from functools import partial

    from PySide6.QtWidgets import QLabel

    gate, seen = threading.Event(), []

    class Page(QLabel):
        def show_found(self, *found: object) -> None:
            seen.append(found)
            self.setText("found")

    page = Page()
    listeners = {
        "a method": page.show_found,
        "a function that uses the page": lambda found: page.show_found(found),
        "a method with something given": partial(page.show_found, "at"),
    }
    bridge.later(lambda task: gate.wait(10), listeners[how])
    page.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gate.set()
    qtbot.waitUntil(lambda: not bridge.background.busy)
    assert seen == []


# -- the sample -----------------------------------------------------------------------------------------------------


def fake_demo(code: int, folder: Path) -> list[str]:
    """Stands for `auditapp demo`, which takes half a minute."""
    script = (
        f"import pathlib,sys; p=pathlib.Path(sys.argv[1]); (p/'desk').mkdir(parents=True); "
        f"print('drawing'); sys.exit({code})"
    )
    return [sys.executable, "-c", script, str(folder)]


def test_the_sample_is_made_beside_the_desk_and_gone_with_one_click(
    tmp_path: Path, qapp: QApplication, qtbot: Any
) -> None:
    sample = Sample(tmp_path, "en")
    sample.command = lambda folder: fake_demo(0, folder)
    with qtbot.waitSignals([sample.told, sample.made], timeout=20_000):
        sample.make()
        assert sample.being_made
    assert sample.here
    with qtbot.waitSignal(sample.removed):
        sample.remove()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("how", ["fails", "is cancelled"])
def test_a_sample_that_is_not_finished_leaves_nothing(tmp_path: Path, qapp: QApplication, qtbot: Any, how: str) -> None:
    sample = Sample(tmp_path, "en")
    sample.command = lambda folder: fake_demo(1, folder)
    if how == "fails":
        with qtbot.waitSignal(sample.failed, timeout=20_000):
            sample.make()
    else:
        sample.make()
        sample.cancel()
    assert not sample.here
    assert not sample.being_made
    assert list(tmp_path.iterdir()) == []


def test_the_sample_opens_as_a_desk_of_its_own_and_closes_without_a_trace_in_ours(
    at_work: Program, tmp_path: Path
) -> None:
    from auditapp.operations.demo.tell import PASSPHRASE as DEMO

    own = at_work.window
    assert own is not None
    with open_desk(at_work._sample.desk, DEMO, keyring=False, marks=tmp_path / "marks", cost=CHEAP) as desk:
        begin.begin(desk, "emergency", title="Sample", unit="Sample centre")
    at_work.sample_asked("open")
    assert at_work.window is not own
    assert at_work.window is not None
    assert at_work.window.home.model.rowCount() == 1  # type: ignore[union-attr]
    at_work.sample_asked("remove")
    assert at_work.window is own
    assert own.home.model.rowCount() == 0  # type: ignore[union-attr]
    assert not at_work._sample.folder.exists()
