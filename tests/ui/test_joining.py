"""Joining head office through the window, with a real hub on loopback: enrol, exchange, safe, gone, revoked, left."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication

from auditapp.hub import people
from auditapp.office import enrolment as invitations
from auditapp.office import http
from auditapp.operations import enrolment, exchange, identities
from auditapp.operations.exchange import SafeState
from auditapp.store import vault
from auditapp.ui.arriving import Arriving
from auditapp.ui.bridge import Bridge
from auditapp.ui.exchanging import exchanging
from auditapp.ui.places import Place
from auditapp.ui.rounds_told import RoundsTold
from auditapp.ui.theme import Theme
from auditapp.ui.window import HOME, Window
from tests.hub.served import NAME, InThread
from tests.inspector import KEY, Inspector, photo
from tests.ui.person import nameless, settled, type_text

pytestmark = pytest.mark.short
Show = Callable[..., Any]
LONG = 60_000


@pytest.fixture
def lin(lin: Inspector) -> Inspector:
    return lin.answers("EM-1.1", "conform")


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[InThread]:
    with InThread(tmp_path / "hub", tls=True) as made:
        yield made


@pytest.fixture
def window(bridge: Bridge, theme: Theme, show: Show, qtbot: Any) -> Iterator[Window]:
    made = Window(bridge, theme)
    made.file_asked.connect(Arriving(made).take)
    made.go(HOME)
    show(made, 1366, 768)
    RoundsTold(made)
    exchanging(bridge).look()
    yield made
    made.rest()
    exchanging(bridge).rest()
    qtbot.waitUntil(lambda: not bridge.background.busy, timeout=LONG)


def quiet(window: Window, qtbot: Any) -> None:
    qtbot.waitUntil(lambda: not window.bridge.background.busy, timeout=LONG)
    QApplication.processEvents()


def footer(window: Window) -> str:
    return window.footer.office.accessibleName()


def read(window: Window, line: str, qtbot: Any) -> Any:
    """The page with the invitation read."""
    window.go(Place("enrol"))
    page: Any = window.page
    page.line.setText(line)
    page._read_line()
    quiet(window, qtbot)
    return page


def test_a_laptop_joins_exchanges_and_is_safe_then_the_hub_goes_and_comes_back(
    window: Window, lin: Inspector, hub: InThread, tmp_path: Path, qtbot: Any
) -> None:
    lin.photographs("EM-1.1", photo(tmp_path))
    page = read(window, hub.invites("lin", "林若溪"), qtbot)
    assert page.whom.isVisible()
    assert page.company.text() == NAME
    assert hub.address in page.facts.accessibleName()
    assert enrolment.enrolled(lin.desk) is None, "nothing is sent before Join"
    assert nameless(page) == []
    assert settled(page) == []
    page.signing.setChecked(True)
    type_text(page.secret, KEY)
    page.join()
    quiet(window, qtbot)
    assert page.joined.isVisible(), page.refused.accessibleName()
    assert "You are 林若溪 there: team leader" in page.result.accessibleName()
    assert "The company certified your signature." in page.result.accessibleName()
    assert page.line.text() == page.secret.text() == ""
    assert [card.name for card in identities.identities(lin.desk)] == ["林若溪"]
    assert vault.ways_in(lin.desk.store.folder)["recovery"], "the choice was left as it stood"
    assert footer(window).startswith("1 answer and 1 photo not yet at head office")
    page.go_button.click()
    quiet(window, qtbot)
    assert window.place.page == "exchange"
    assert footer(window) == "Everything here is safe at head office"
    assert exchange.safe(lin.desk, lin.inspection).state is SafeState.SAFE
    there: Any = window.page
    qtbot.waitUntil(lambda: "safe at head office since" in there.view.lines[0].said, timeout=LONG)
    assert any(fact.startswith(NAME) for fact in there.view.facts)
    assert settled(there) == []


def test_the_hub_gone_is_counted_and_tried_again(
    window: Window, lin: Inspector, tmp_path: Path, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from auditapp.office import retry

    monkeypatch.setattr(retry.Retry, "wait", lambda self, chance=0.5: 0.1)
    with InThread(tmp_path / "hub", tls=True) as hub:
        hub.enrols(lin, "lin", "林若溪")
        exchanging(window.bridge).begin()
        quiet(window, qtbot)
        assert footer(window) == "Everything here is safe at head office"
    lin.answers("EM-1.2", "conform")
    exchanging(window.bridge).watch(first=10)
    qtbot.waitUntil(lambda: footer(window).startswith("Offline, 1 answer not yet at head office"), timeout=LONG)
    with InThread(tmp_path / "hub", tls=True):
        qtbot.waitUntil(lambda: footer(window) == "Everything here is safe at head office", timeout=LONG)
        exchanging(window.bridge).rest()
        quiet(window, qtbot)


def test_a_revoked_laptop_is_told_and_keeps_everything(
    window: Window, lin: Inspector, hub: InThread, qtbot: Any
) -> None:
    hub.enrols(lin, "lin", "林若溪")
    with hub.opened() as open_hub:
        people.revoke(open_hub, "lin", "the laptop was lost", by="test")
    exchanging(window.bridge).begin()
    quiet(window, qtbot)
    assert footer(window).startswith("Head office has revoked this desk")
    window.go(Place("exchange"))
    page: Any = window.page
    assert page.view.notices[0].code == "problem"
    assert lin.sees("EM-1.1") == "conform"


def test_joining_that_is_stopped_joins_nobody_even_when_head_office_answers_later(
    window: Window, lin: Inspector, hub: InThread, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, stopped, join = threading.Event(), threading.Event(), http.join

    def slowly(*given: Any, **named: Any) -> Any:
        found = join(*given, **named)
        asked.set()
        assert stopped.wait(LONG / 1000)
        return found

    page = read(window, hub.invites("lin", "林若溪"), qtbot)
    with monkeypatch.context() as slow:
        slow.setattr(http, "join", slowly)
        page.join()
        qtbot.waitUntil(asked.is_set, timeout=LONG)
        page.under_way.cancelled.emit()
        stopped.set()
        quiet(window, qtbot)
    assert enrolment.enrolled(lin.desk) is None
    assert page.whom.isVisible()
    page.join()
    quiet(window, qtbot)
    assert page.joined.isVisible(), page.refused.accessibleName()


def test_an_invitation_that_does_not_hold_is_said_below_the_button(
    window: Window, lin: Inspector, hub: InThread, qtbot: Any
) -> None:
    line = hub.invites("lin", "林若溪")
    with Inspector(lin.folder.parent / "zhou") as zhou:
        enrolment.enrol(zhou.desk, line)
    page = read(window, line, qtbot)
    page.join()
    quiet(window, qtbot)
    assert page.refused.isVisible()
    assert "new invitation" in page.refused.accessibleName()
    assert page.join_button.isEnabled()
    assert enrolment.enrolled(lin.desk) is None
    page.line.setText("auditapp-enrol:half")
    page._read_line()
    quiet(window, qtbot)
    assert page.whom.isHidden()
    assert "neither the line nor the file" in page.wrong.accessibleName()


@pytest.mark.parametrize("kind", ["json", "png"])
def test_an_invitation_is_dropped_as_a_file_or_a_picture_of_its_code(
    window: Window, hub: InThread, tmp_path: Path, kind: str, qtbot: Any
) -> None:
    invitation = invitations.read(hub.invites("lin", "林若溪"))
    file = tmp_path / f"invitation.{kind}"
    file.write_bytes(
        invitations.to_file(invitation) if kind == "json" else invitations.to_picture(invitation, kind="png")
    )
    if kind == "png":
        window.go(Place("enrol"))  # a picture alone may be anything
    dropped = QMimeData()
    dropped.setUrls([QUrl.fromLocalFile(str(file))])
    window.dropEvent(
        QDropEvent(
            QPoint(10, 10).toPointF(),
            Qt.DropAction.CopyAction,
            dropped,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )
    qtbot.waitUntil(lambda: window.place.page == "enrol", timeout=LONG)
    page: Any = window.page
    qtbot.waitUntil(lambda: page.whom.isVisible(), timeout=LONG)
    assert page.company.text() == NAME


def test_the_recovery_key_is_a_choice(window: Window, lin: Inspector, hub: InThread, qtbot: Any) -> None:
    page = read(window, hub.invites("lin", "林若溪"), qtbot)
    page.recovery.setChecked(False)
    page.join()
    quiet(window, qtbot)
    assert page.joined.isVisible()
    assert not vault.ways_in(lin.desk.store.folder)["recovery"]
    assert "recovery" not in page.result.accessibleName()


def test_leaving_asks_for_the_word_and_deletes_nothing(
    window: Window, lin: Inspector, hub: InThread, qtbot: Any
) -> None:
    hub.enrols(lin, "lin", "林若溪")
    exchanging(window.bridge).begin()
    quiet(window, qtbot)
    window.go(Place("exchange"))
    page: Any = window.page
    for given, left in (("no", False), ("leave", True)):
        page.leave_office()
        question: Any = QApplication.activeModalWidget()
        type_text(question.editor, given)
        question.give()
        assert (enrolment.enrolled(lin.desk) is None) is left
    quiet(window, qtbot)
    qtbot.waitUntil(lambda: footer(window) == "Works offline", timeout=LONG)
    assert lin.sees("EM-1.1") == "conform"
    qtbot.waitUntil(lambda: page.office.join_button.isVisibleTo(page), timeout=LONG)
