"""Findings, actions, meetings, completeness, sign-off, preview and overview: what they show, keep and refuse."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from auditapp.ui.actions_page import ActionsPage
from auditapp.ui.bridge import Bridge
from auditapp.ui.completeness_view import CompletenessPage
from auditapp.ui.findings_page import FindingsPage
from auditapp.ui.meetings_page import MeetingsPage, SignIn
from auditapp.ui.overview_page import OverviewPage
from auditapp.ui.places import PAGES, Place, Width
from auditapp.ui.sign_off_page import SignOffPage
from auditapp.ui.signature_pad import SignaturePad
from auditapp.ui.theme import Theme
from auditapp.words import speak
from tests.inspector import Inspector

AT = "WP-4.8"
SIZES = ((1440, 836), (960, 476))


@pytest.fixture
def begun(lin: Inspector, bridge: Bridge) -> Inspector:
    """A finding with an action, both languages' words in it."""
    lin.answers(AT, "major").finds(AT, "楼梯间前室堆放纸箱11个，占用约1.1平方米", interim="清空", person="赵启明")
    lin.asks("F01", "清理前室并每日巡查")
    bridge.forget()
    return lin


@pytest.mark.parametrize("language", ["en", "zh-CN"])
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("page", [FindingsPage, ActionsPage, MeetingsPage, CompletenessPage, SignOffPage, OverviewPage])
def test_everything_has_a_name_and_no_word_is_cut(
    page: Any,
    size: tuple[int, int],
    language: str,
    begun: Inspector,
    bridge: Bridge,
    theme: Theme,
    show: Any,
    gate: Any,
) -> None:
    bridge.desk.words = speak(language)
    made = page(bridge, theme, begun.inspection)
    if hasattr(made, "fit"):
        made.fit(Width.WIDE if size[0] > 1000 else Width.NARROW)
    show(made, *size)
    gate(made)


@pytest.mark.parametrize("scale", [150, 200])
@pytest.mark.parametrize("page", [FindingsPage, ActionsPage, MeetingsPage, CompletenessPage, SignOffPage, OverviewPage])
def test_no_word_is_cut_when_text_is_large(
    page: Any, scale: int, begun: Inspector, bridge: Bridge, theme: Theme, show: Any, gate: Any
) -> None:
    theme.set_scale(scale)
    made = page(bridge, theme, begun.inspection)
    if hasattr(made, "fit"):
        made.fit(Width.NARROW)
    show(made, 1280, 720)
    gate(made)


def test_every_place_of_this_room_has_its_page(bridge: Bridge, theme: Theme, begun: Inspector, qtbot: Any) -> None:
    from auditapp.ui.places import make_page

    for name in ("findings", "actions", "meetings", "completeness", "sign_off", "overview", "photo", "clearance"):
        assert name in PAGES
        made = make_page(Place(name, begun.inspection), bridge, theme)
        assert isinstance(made, QWidget)
        qtbot.addWidget(made)


def test_a_meeting_is_held_agreed_and_signed_in(begun: Inspector, bridge: Bridge, theme: Theme, show: Any) -> None:
    page = show(MeetingsPage(bridge, theme, begun.inspection), 1440, 836)
    card = page.cards["opening"]
    card.now_button.click()
    card.consent_button.click()
    card.sign_in()
    dialog = card.findChild(SignIn)
    write(dialog.ink.pad)
    dialog.give()
    meeting = begun.now.meetings["opening"]
    assert meeting.held
    assert meeting.consent
    assert [a.name for a in meeting.attendance] == ["林若溪"]
    assert bridge.picture(meeting.attendance[0].ink)


def write(pad: SignaturePad) -> None:
    for x in (20, 120):
        QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=QPoint(x, 20))
        for step in range(1, 8):
            QTest.mouseMove(pad, QPoint(x + step * 9, 20 + (step % 3) * 25))
        QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=QPoint(x + 70, 60))


def test_ink_is_smooth_cut_to_its_size_and_taken_back_stroke_by_stroke(theme: Theme, show: Any) -> None:
    pad = show(SignaturePad(speak("en"), theme), 440, 150)
    assert pad.picture() == b""
    write(pad)
    image = QImage.fromData(pad.picture())
    assert image.width() > 3 * 150
    assert image.pixelColor(0, 0).name() == "#ffffff"
    greys = {image.pixelColor(x, y).red() for x in range(0, image.width(), 2) for y in range(0, image.height(), 2)}
    assert len(greys) > 10, "edges are smooth"
    QTest.keyClick(pad, Qt.Key.Key_Backspace)
    assert len(pad.strokes) == 1
    QTest.keyClick(pad, Qt.Key.Key_Delete)
    assert pad.empty
