"""What the footer says of head office: the most important thing, never "safe" without a receipt, in any room."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from auditapp.ui.parts.footing import Footer
from auditapp.ui.standing import Standing, ago, told
from auditapp.ui.theme import Theme
from auditapp.words import speak

NOW = datetime.fromisoformat("2026-09-17T14:32:00+08:00")
EARLIER = (NOW - timedelta(hours=3, minutes=20)).isoformat()
W = speak("en")
WAITING = Standing("hub", "Haitang", entries=260, answers=212, photos=37, oldest=EARLIER)


def said(one: Standing) -> str:
    return told(W, one, NOW).whole


def test_what_is_not_there_yet_is_counted_with_the_age_of_the_oldest() -> None:
    from dataclasses import replace

    assert said(WAITING) == "212 answers and 37 photos not yet at head office, oldest 3 h"
    offline = told(W, replace(WAITING, offline=EARLIER), NOW)
    assert offline.whole == "Offline, 212 answers and 37 photos not yet at head office, oldest 3 h"
    assert offline.icon == "cloud-off"
    assert offline.forms[-1] == "Offline, 249 waiting"
    assert said(Standing("hub", entries=2, oldest=EARLIER)) == "2 entries not yet at head office, oldest 3 h"
    assert said(Standing("hub", entries=1, answers=1, oldest=EARLIER)).startswith("1 answer not yet")


def test_in_chinese_too() -> None:
    chinese = told(speak("zh-CN"), WAITING, NOW).whole
    assert "212" in chinese and "37" in chinese and "总部" in chinese
    assert "answers" not in chinese


@pytest.mark.parametrize(
    ("one", "begins"),
    [
        (Standing(), "Works offline"),
        (Standing("hub", safe=True, last=EARLIER), "Everything here is safe at head office"),
        (Standing("hub", last=EARLIER), "Not exchanged yet"),
        (Standing("folder", "share", last=EARLIER), "Everything is in the folder share"),
        (Standing("folder", "share", entries=3, answers=3), "3 answers not yet in the folder share"),
        (Standing("hub", problem="Head office has revoked this desk"), "Head office has revoked this desk"),
        (Standing("hub", "Haitang", under_way=True, done=3, of=4), "Exchanging with Haitang 75%"),
        (Standing("hub", offline=EARLIER), "Offline, nothing is waiting"),
    ],
)
def test_the_most_important_thing_is_said(one: Standing, begins: str) -> None:
    assert said(one).startswith(begins)


def test_safe_is_never_said_of_a_folder_nor_while_something_waits() -> None:
    for one in (
        Standing("folder", "share", safe=True, last=EARLIER),
        Standing("hub", safe=True, entries=1, oldest=EARLIER),
        Standing("hub", last=EARLIER),
    ):
        assert not any("safe" in form.lower() for form in told(W, one, NOW).forms)


@pytest.mark.parametrize(
    ("gone", "words"),
    [
        (timedelta(seconds=20), "just now"),
        (timedelta(minutes=-90), "just now"),
        (timedelta(minutes=20), "20 min"),
        (timedelta(hours=3, minutes=59), "3 h"),
        (timedelta(hours=47), "47 h"),
        (timedelta(days=3), "3 days"),
    ],
)
def test_ages_are_said_as_people_say_them(gone: timedelta, words: str) -> None:
    assert ago(W, (NOW - gone).isoformat(), NOW) == words
    assert ago(W, "", NOW) == "just now"


def test_the_footer_says_as_much_as_there_is_room_for_and_tells_the_whole_to_who_listens(
    theme: Theme, show: Any, qtbot: Any
) -> None:
    footer = Footer(theme, W)
    show(footer, 1366, 32)
    footer.show_keys("1 conforms  2 observation  3 minor  4 major")
    one = told(W, WAITING, NOW)
    footer.show_office(one.forms, one.icon, one.token)
    QApplication.processEvents()
    assert footer.office.text() == one.forms[0]
    for width in (640, 560, 460, 380):
        footer.resize(width, 32)
        QApplication.processEvents()
        assert footer.office.text() in one.forms
        assert footer.office.width() >= footer.office.room - 1
        assert footer.office.accessibleName() == one.whole
    assert footer.office.text() == one.forms[-1]
    assert footer.office.toolTip() == one.whole
    footer.resize(1366, 32)
    QApplication.processEvents()
    assert footer.office.text() == one.forms[0], "it says more again when there is room"
    with qtbot.waitSignal(footer.exchange_asked):
        footer.office.click()
