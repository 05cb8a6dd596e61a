"""Windows without a screen: a theme, a desk with a begun inspection behind a bridge, and how a person types.

The fixtures of tests/ui; conftest.py brings them in. Type with `type_text` (as an input method does, so Chinese
arrives too), never with keyClicks of anything but ASCII.
`gate(widget)` is the test every page must pass: names for those who listen, nothing clipped.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_LOGGING_RULES", "qt.multimedia.symbolsresolver=false")

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QLayout, QWidget

from auditapp.app import Program
from auditapp.operations import checklists
from auditapp.operations.desk import open_desk
from auditapp.ui.announced import announce
from auditapp.ui.bridge import Bridge
from auditapp.ui.inspection_page import InspectionPage
from auditapp.ui.places import Place
from auditapp.ui.preferences import Remembered
from auditapp.ui.theme import Density, Look, Theme, load_fonts
from auditapp.ui.window import HOME, Window
from auditapp.words import Words, speak
from tests.inspector import CHEAP, PASSPHRASE, Inspector
from tests.ui.person import nameless, settled


@pytest.fixture(scope="session")
def qapp_args() -> list[str]:
    return ["auditapp"]


@pytest.fixture(scope="session")
def fonts(qapp: QApplication) -> None:
    """The fonts of the program, once."""
    announce()
    load_fonts()
    qapp.setCursorFlashTime(0)


@pytest.fixture(autouse=True)
def swept(qapp: QApplication) -> Iterator[None]:
    """No widget outlives its test. What is deleted later goes when an event loop ends, and the tests run none: the
    windows of all tests before would stay, and every new style sheet would dress them all again."""
    yield
    while popup := QApplication.activePopupWidget():  # a list still open over a field outlives it badly
        popup.close()
    QApplication.processEvents()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def theme(qapp: QApplication, fonts: None) -> Iterator[Theme]:
    """Light, 100 %, normal; put on the program."""
    made = Theme(look=Look.LIGHT, scale=100, density=Density.NORMAL)
    made.apply(qapp)
    yield made
    made.deleteLater()


@pytest.fixture(scope="session")
def checklist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The six dimensions as a stored document, which reads faster than its sources."""
    out = tmp_path_factory.mktemp("checklist") / "six.json"
    checklists.convert(checklists.named("six-dimensions"), out)
    return out


@pytest.fixture(scope="session")
def short_checklist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A third as many items, for tests of the frame (they are marked ``short``)."""
    out = tmp_path_factory.mktemp("checklist") / "emergency.json"
    checklists.convert(checklists.named("emergency"), out)
    return out


@pytest.fixture
def lin(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Inspector]:
    """Lin at her desk with a begun inspection; for tests that write."""
    asked = "short_checklist" if request.node.get_closest_marker("short") else "checklist"
    with Inspector(tmp_path / "lin", words=speak("en")) as inspector:
        yield inspector.begins(request.getfixturevalue(asked))


@pytest.fixture
def bridge(lin: Inspector, qapp: QApplication) -> Iterator[Bridge]:
    """Lin's desk as Qt sees it. ``lin.inspection`` is the inspection's id."""
    made = Bridge(lin.desk, remembered=Remembered(lin.folder / "settings"))
    yield made
    made.close()


@pytest.fixture
def empty_bridge(tmp_path: Path, qapp: QApplication) -> Iterator[Bridge]:
    """A desk with nothing on it."""
    with Inspector(tmp_path / "empty", words=speak("en")) as inspector:
        made = Bridge(inspector.desk, remembered=Remembered(tmp_path / "settings"))
        yield made
        made.close()


@pytest.fixture
def show(qtbot: Any) -> Callable[..., Any]:
    """Show a widget at a size and wait until it is drawn: ``show(page, 1440, 900)``."""

    def shown(widget: QWidget, width: int = 1280, height: int = 800) -> QWidget:
        qtbot.addWidget(widget)
        layout = widget.layout()
        if layout is not None:  # a page gives the window no least size, so it gives none where it stands alone
            layout.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        widget.resize(width, height)
        widget.show()
        qtbot.waitExposed(widget)
        QApplication.processEvents()
        return widget

    return shown


@pytest.fixture
def window(bridge: Bridge, theme: Theme, lin: Inspector, show: Callable[..., Any]) -> Iterator[Window]:
    """A window at home; `page` opens the inspection in it."""
    made = Window(bridge, theme)
    made.go(HOME)
    show(made, 1440, 900)
    yield made
    made.rest()


@pytest.fixture
def page(window: Window, lin: Inspector) -> Iterator[InspectionPage]:
    """The page of the begun inspection, open in `window`."""
    window.go(Place("inspection", lin.inspection))
    QApplication.processEvents()
    found = window.page
    assert isinstance(found, InspectionPage)
    yield found
    found.rest()


@pytest.fixture
def program(qapp: QApplication, fonts: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Program]:
    """A program at a desk whose passphrase is cheap to guess at, so that tests are quick."""

    def quickly(folder: Path, passphrase: str | None = None, *, words: Words, **named: Any) -> Any:
        return open_desk(
            folder, passphrase, words=words, marks=tmp_path / "marks", cost=CHEAP, **{**named, "keyring": False}
        )

    monkeypatch.setattr("auditapp.operations.desk.open_desk", quickly)
    made = Program(qapp, tmp_path / "data", language="en", settings_folder=tmp_path / "settings")
    made.app.setQuitOnLastWindowClosed(False)
    yield made
    made.end()
    for one in (made.door, made.window):
        if one is not None:
            one.close()
            one.deleteLater()
    if made._idle is not None:
        made._idle.end()
    QApplication.processEvents()


@pytest.fixture
def at_work(program: Program, monkeypatch: pytest.MonkeyPatch) -> Program:
    """The same with its window open."""
    monkeypatch.setenv("AUDITAPP_PASSPHRASE", PASSPHRASE)
    program.begin()
    return program


@pytest.fixture
def gate() -> Callable[[QWidget], None]:
    """Every widget that takes the focus has a name, and no text is cut without dots."""

    def passed(widget: QWidget) -> None:
        assert nameless(widget) == []
        assert settled(widget) == []

    return passed
