"""Originals go by a person's word and never otherwise; they are told as at head office, and come back byte by byte."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from auditapp.operations import exchange, originals
from auditapp.ui.bridge import Bridge
from auditapp.ui.exchanging import exchanging
from auditapp.ui.home_page import ELSEWHERE
from auditapp.ui.places import Place
from auditapp.ui.theme import Theme
from auditapp.ui.window import HOME, Window
from tests.inspector import Inspector, photo
from tests.ui.offices import Reached, belongs, reached_by, unreachable
from tests.ui.person import nameless, settled, type_text

pytestmark = pytest.mark.short
Show = Callable[..., Any]
LONG = 30_000


@pytest.fixture
def lin(lin: Inspector, tmp_path: Path) -> Inspector:
    return lin.photographs("EM-1.1", photo(tmp_path, size=(1600, 1200))).clears_photos().signs_off()


@pytest.fixture
def office(lin: Inspector, monkeypatch: pytest.MonkeyPatch) -> Reached:
    """Head office signed for everything, and a month has gone by on both clocks."""
    made = Reached(clock=lin.desk.clock)
    belongs(lin.desk, made)
    reached_by(made, monkeypatch)
    exchange.exchange(lin.desk, made)
    clock: Any = lin.desk.clock
    clock.now += timedelta(days=31)
    exchange.exchange(lin.desk, made)
    return made


@pytest.fixture
def window(bridge: Bridge, office: Reached, theme: Theme, show: Show, qtbot: Any) -> Iterator[Window]:
    made = Window(bridge, theme)
    made.go(HOME)
    show(made, 1366, 768)
    yield made
    made.rest()
    exchanging(bridge).rest()
    qtbot.waitUntil(lambda: not bridge.background.busy, timeout=LONG)


def sha256(lin: Inspector) -> str:
    return next(iter(lin.now.photos.values())).sha256


def test_originals_go_by_name_and_only_they(window: Window, lin: Inspector, qtbot: Any) -> None:
    window.go(Place("exchange"))
    page: Any = window.page
    qtbot.waitUntil(lambda: page.view.removable == 1, timeout=LONG)
    page.room_button.click()
    there: Any = window.page
    assert [one.inspection for one in there.offered] == [lin.inspection]
    assert nameless(there) == []
    assert settled(there) == []
    there.ask(there.offered[0], "it")
    question: Any = QApplication.activeModalWidget()
    assert not question.give_button.isEnabled(), "not without a name"
    type_text(question.editor, "林若溪")
    question.give()
    files = lin.desk.store.photos
    found = next(iter(lin.now.photos.values()))
    assert not files.has(found.sha256)
    assert files.has(found.rendition), "what reports are made from stays"
    assert originals.removed(lin.desk)[found.sha256].by == "林若溪"
    assert there.offered == []
    window.go(HOME)
    home: Any = window.home
    assert home.model.index(0).data(ELSEWHERE)


def test_nothing_may_go_without_a_receipt_that_is_old_enough(
    window: Window, lin: Inspector, office: Reached, qtbot: Any
) -> None:
    clock: Any = lin.desk.clock
    clock.now -= timedelta(days=25)
    window.go(Place("originals"))
    page: Any = window.page
    assert page.offered == []
    assert page.nothing.isVisible()
    assert lin.desk.store.photos.has(sha256(lin))


def test_a_photo_says_that_its_original_is_at_head_office_and_fetches_it(
    window: Window, lin: Inspector, office: Reached, qtbot: Any
) -> None:
    exchange.remove_files(lin.desk, lin.inspection, "林若溪")
    window.bridge.forget()
    at = next(iter(lin.now.photos))
    window.go(Place("photo", lin.inspection, at))
    page: Any = window.page
    assert "林若溪 removed it from this laptop" in page.elsewhere.accessibleName()
    assert settled(page) == []
    office.trouble = None
    page.fetch_button.click()
    qtbot.waitUntil(lambda: page.fetch_button.isHidden(), timeout=LONG)
    assert lin.desk.store.photos.has(sha256(lin))
    assert originals.removed(lin.desk) == {}
    assert page.elsewhere.isHidden()


def test_all_of_an_inspection_come_back_and_trouble_changes_nothing(
    window: Window, lin: Inspector, office: Reached, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    exchange.remove_files(lin.desk, lin.inspection, "林若溪")
    window.go(Place("originals"))
    page: Any = window.page
    assert page.gone.isVisible()
    told: list[Any] = []
    window.bridge.failed.connect(told.append)

    def refused(_sha256: str, *, offset: int = 0) -> Any:
        raise unreachable()

    with monkeypatch.context() as broken:
        broken.setattr(office, "get", refused)
        page._fetching.fetch(list(originals.removed(lin.desk)))
        qtbot.waitUntil(lambda: bool(told), timeout=LONG)
    assert not lin.desk.store.photos.has(sha256(lin))
    with qtbot.waitSignal(page._fetching.ended, timeout=LONG):
        page._fetching.fetch(list(originals.removed(lin.desk)))
    assert lin.desk.store.photos.has(sha256(lin))
    assert page.gone.isHidden()
