"""Looking after the desk: health, backups and bringing one back, the passphrase, the support file."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from auditapp.operations import backup, ways_in
from auditapp.operations.ways_in import Ways
from auditapp.store import vault
from auditapp.ui.bridge import Bridge
from auditapp.ui.care_page import CarePage
from auditapp.ui.places import Place
from auditapp.ui.restoring import Restore
from auditapp.ui.theme import Theme
from auditapp.words import speak
from tests.inspector import PASSPHRASE, Inspector
from tests.ui.person import name_of, nameless, settled, type_text

Show = Callable[..., Any]
LONG = 20_000


@pytest.fixture
def lin(tmp_path: Path, short_checklist: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Inspector]:
    monkeypatch.setattr(vault, "system_ring", lambda: None)
    with Inspector(tmp_path / "lin", words=speak("en")) as inspector:
        yield inspector.begins(short_checklist)


@pytest.fixture
def page(bridge: Bridge, theme: Theme, show: Show, qtbot: Any) -> CarePage:
    made = CarePage(bridge, theme)
    show(made, 1100, 900)
    qtbot.waitUntil(lambda: not bridge.background.busy, timeout=LONG)
    return made


def lines(page: CarePage) -> list[str]:
    return [one.accessibleName() for one in page.health.findChildren(QLabel) if one.accessibleName()]


def test_health_is_looked_at_at_once_and_says_what_to_do(page: CarePage) -> None:
    assert page.health.summary.accessibleName() == "It works; something should be seen to."
    assert any("There is no backup yet" in one for one in lines(page))
    assert nameless(page) == []
    assert settled(page) == []


def test_everything_is_checked_when_asked_beside_the_work(page: CarePage, bridge: Bridge, qtbot: Any) -> None:
    bridge.desk.store.backups.make()
    page.health.look_button.click()
    assert page.health.under_way.isVisible()
    assert not page.health.look_button.isEnabled()
    qtbot.waitUntil(lambda: "Everything is well." in page.health.summary.accessibleName(), timeout=LONG)
    assert page.health.under_way.isHidden()
    assert any("was checked" in one for one in lines(page))


def test_checking_can_be_stopped(page: CarePage, bridge: Bridge, qtbot: Any) -> None:
    page.health.look()
    page.health.stop()
    assert page.health.look_button.isEnabled()
    qtbot.waitUntil(lambda: not bridge.background.busy, timeout=LONG)
    assert page.health.summary.accessibleName() == "It works; something should be seen to."


def test_a_backup_is_made_beside_the_desk_and_on_a_stick(
    page: CarePage, bridge: Bridge, tmp_path: Path, qtbot: Any
) -> None:
    with qtbot.waitSignal(page.said, timeout=LONG):
        page.backups.make_button.click()
    assert len(backup.backups(bridge.desk)) == 1
    stick = tmp_path / "stick"
    stick.mkdir()
    with qtbot.waitSignal(page.said, timeout=LONG) as told:
        page.backups.make(stick)
    assert str(stick) in told.args[0]
    assert len(list(stick.glob("*.db"))) == 1
    QApplication.processEvents()
    again = [one for one in page.backups.findChildren(QPushButton) if one.text() == "Bring back" and one.isVisible()]
    assert len(again) == 1
    assert name_of(again[0]).startswith("Bring back the backup of 17 Sep 2026")


def test_bringing_back_asks_for_the_passphrase_and_goes_to_the_program(
    page: CarePage, bridge: Bridge, qtbot: Any
) -> None:
    made = backup.backup(bridge.desk)
    page.backups.bring_back(made)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not None, timeout=LONG)
    question: Any = QApplication.activeModalWidget()
    type_text(question.editor, PASSPHRASE)
    with qtbot.waitSignal(page.restore_asked) as told:
        question.give()
    assert told.args == [Restore(made, PASSPHRASE)]


# -- the passphrase -------------------------------------------------------------------------------------------------


def test_a_passphrase_is_changed_and_the_old_one_opens_no_more(
    page: CarePage, bridge: Bridge, lin: Inspector, qtbot: Any
) -> None:
    ways = page.ways
    assert ways.set_button.isHidden() and ways.change_button.isVisible() and ways.remove_button.isHidden()
    assert "only with it" in ways.state.accessibleName()
    ways.change_button.click()
    assert ways.form.isVisible()
    type_text(ways.current, PASSPHRASE)
    type_text(ways.new, "four new words here")
    type_text(ways.again, "four other words")
    ways.give()
    assert ways.wrong.accessibleName() == "The two passphrases are not the same."
    assert ways.new.text() == "four new words here"
    ways.again.clear()
    type_text(ways.again, "four new words here")
    with qtbot.waitSignal(page.said, timeout=LONG):
        ways.give()
    qtbot.waitUntil(lambda: not bridge.background.busy, timeout=LONG)
    assert ways.form.isHidden()
    assert ways.new.text() == ""
    assert not vault.fits(lin.folder / "desk", PASSPHRASE)
    assert vault.fits(lin.folder / "desk", "four new words here")


@pytest.mark.parametrize(
    ("current", "new", "said"), [("wrong wrong wrong", "four new words", "Wrong passphrase"), (PASSPHRASE, "short", "")]
)
def test_what_is_wrong_with_a_passphrase_is_said_below_it_and_nothing_changes(
    page: CarePage, lin: Inspector, qtbot: Any, current: str, new: str, said: str
) -> None:
    page.ways.ask("set")
    type_text(page.ways.current, current)
    type_text(page.ways.new, new)
    type_text(page.ways.again, new)
    page.ways.give()
    qtbot.waitUntil(lambda: page.ways.wrong.isVisible(), timeout=LONG)
    assert said in page.ways.wrong.accessibleName()
    assert page.ways.form.isVisible()
    assert vault.fits(lin.folder / "desk", PASSPHRASE)
    assert settled(page) == []


@pytest.mark.parametrize(
    ("ways", "shown"),
    [
        (Ways(passphrase=False, keyring=True, recovery=False, has_keyring=True), {"Set a passphrase…"}),
        (Ways(passphrase=True, keyring=True, recovery=True, has_keyring=True), {"Change it…", "Take it away…"}),
        (Ways(passphrase=True, keyring=False, recovery=False, has_keyring=True), {"Change it…"}),
    ],
)
def test_only_what_is_possible_is_offered(page: CarePage, ways: Ways, shown: set[str]) -> None:
    page.ways._show(ways)
    buttons = (page.ways.set_button, page.ways.change_button, page.ways.remove_button)
    assert {one.text() for one in buttons if one.isVisible()} == shown
    assert page.ways.at_start.isVisible() == (ways.passphrase and ways.has_keyring)
    assert page.ways.at_start.isChecked() == (not ways.keyring) or not ways.passphrase
    assert settled(page) == []


def test_taking_the_passphrase_away_is_asked_of_the_core(
    page: CarePage, monkeypatch: pytest.MonkeyPatch, qtbot: Any
) -> None:
    given: list[str] = []
    monkeypatch.setattr(ways_in, "remove_passphrase", lambda _desk, current: given.append(current))
    page.ways._show(Ways(passphrase=True, keyring=True, recovery=False, has_keyring=True))
    page.ways.remove_button.click()
    assert not page.ways.new_field.isVisible()
    type_text(page.ways.current, PASSPHRASE)
    with qtbot.waitSignal(page.said, timeout=LONG):
        page.ways.give()
    assert given == [PASSPHRASE]


# -- the support file -----------------------------------------------------------------------------------------------


def test_a_support_file_shows_first_what_goes_in_and_holds_nothing_else(
    page: CarePage, tmp_path: Path, lin: Inspector, qtbot: Any
) -> None:
    lin.notes("WP-1.1", "便签一处")
    page.support.show_button.click()
    assert page.support.inside.isVisible()
    shown = [one.text() for one in page.support.inside.findChildren(QLabel)]
    out = tmp_path / "support.zip"
    with qtbot.waitSignal(page.said, timeout=LONG):
        page.support.collect(out)
    with zipfile.ZipFile(out) as archive:
        names = archive.namelist()
        content = b"".join(archive.read(name) for name in names).decode()
    assert all(any(line.startswith(f"{name}:") for line in shown) for name in names)
    assert "便签" not in content
    assert "海棠" not in content


def test_the_menu_leads_to_the_support_file(page: CarePage) -> None:
    page.show_place(Place("care", "", "support"))
    assert page.support.inside.isVisible()
