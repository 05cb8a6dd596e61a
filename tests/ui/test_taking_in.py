"""Many entries are taken in behind a dialog: the window lives, nothing else is written, one may stop; all or none."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from auditapp.operations import answer, package
from auditapp.ui import taking_in
from auditapp.ui.arriving import Arriving
from auditapp.ui.bridge import Bridge
from auditapp.ui.taking_in import TakingIn
from auditapp.ui.window import Window
from tests.inspector import Inspector
from tests.ui.person import nameless, settled

pytestmark = pytest.mark.short


@pytest.fixture
def arrived(tmp_path: Path, short_checklist: Path) -> tuple[package.Proven, str]:
    """The entries of another desk, proven, and the inspection's id."""
    with Inspector(tmp_path / "zhou") as zhou:
        zhou.begins(short_checklist)
        for _ in range(30):
            zhou.answers("EM-1.1", "minor").answers("EM-1.1", "conform")
        file = tmp_path / "zhou.auditpkg"
        package.export_package(zhou.desk, zhou.inspection, file)
        return package.proven(file), zhou.inspection


@pytest.fixture
def dialog(
    window: Window, bridge: Bridge, arrived: tuple[package.Proven, str], monkeypatch: pytest.MonkeyPatch
) -> TakingIn:
    """The dialog at its beginning; a step a turn, so that there are many turns."""
    monkeypatch.setattr(taking_in, "FEW", 0)
    monkeypatch.setattr(taking_in, "TURN", 0.0)
    proven, _ = arrived
    made = TakingIn(window, package.taking_in(bridge.desk, proven), of=package.steps_of(proven), told="Taking in x")
    arriving = Arriving(window)
    made.taken.connect(arriving._done)
    return made


def in_the_middle(dialog: TakingIn, deed: Callable[[], object]) -> None:
    """Do it when half of the steps are taken."""
    dialog.bar.valueChanged.connect(lambda at: deed() if at == dialog.bar.maximum() // 2 else None)


def test_the_window_lives_while_many_entries_are_written(
    dialog: TakingIn, bridge: Bridge, arrived: tuple[package.Proven, str], qtbot: Any
) -> None:
    turns: list[int] = []
    clock = QTimer(bridge)
    clock.timeout.connect(lambda: turns.append(dialog.bar.value()))
    clock.start(0)
    with qtbot.waitSignal(dialog.taken, timeout=20_000) as told:
        dialog.begin()
        assert dialog.isVisible()
        assert nameless(dialog) == []
        assert settled(dialog) == []
    clock.stop()
    assert len(set(turns)) > 50, "the bar was seen to go on"
    assert told.args[0].new == len(arrived[0].entries)
    assert bridge.desk.knows(arrived[1])
    assert bridge.desk.store.journals.standing_is_right(arrived[1])


def test_stopped_in_the_middle_nothing_of_it_is_here(
    dialog: TakingIn, bridge: Bridge, arrived: tuple[package.Proven, str], qtbot: Any
) -> None:
    in_the_middle(dialog, dialog.leave_button.click)
    with qtbot.waitSignal(dialog.left, timeout=20_000):
        dialog.begin()
    QApplication.processEvents()
    assert not bridge.desk.knows(arrived[1])
    again = package.take_in(bridge.desk, arrived[0])
    assert again.new == len(arrived[0].entries), "it can be taken in later"


def test_what_somebody_writes_meanwhile_is_kept_and_written_right_after(
    dialog: TakingIn, window: Window, bridge: Bridge, lin: Inspector, qtbot: Any
) -> None:
    told: list[str] = []

    def write() -> None:
        assert bridge.do(answer.answer, lin.inspection, "EM-1.1", "minor") is None
        told.append(window.banner.accessibleName())

    in_the_middle(dialog, write)
    with qtbot.waitSignal(dialog.taken, timeout=20_000):
        dialog.begin()
    assert "A package is being taken in" in told[0]
    qtbot.waitUntil(lambda: not bridge.unsaved, timeout=20_000)
    bridge.desk.memory.forget(lin.inspection)
    assert lin.now.answers["EM-1.1"].answer.v == "minor"
    assert window.banner.isHidden()


def test_few_entries_need_no_dialog(
    window: Window, bridge: Bridge, arrived: tuple[package.Proven, str], qtbot: Any
) -> None:
    proven, inspection = arrived
    made = TakingIn(window, package.taking_in(bridge.desk, proven), of=1, told="Taking in x")
    with qtbot.waitSignal(made.taken):
        made.begin()
    assert bridge.desk.knows(inspection)
