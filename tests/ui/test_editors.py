"""Every kind of answer has an editor that shows what stands, tells what is given, and keeps quiet when it is shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from auditapp.checklist.model import AnswerKind
from auditapp.inspection.walk import Line
from auditapp.ui.bridge import Bridge
from auditapp.ui.editing import Editor, Given
from auditapp.ui.editor_choice import EDITORS, editor_for
from auditapp.ui.editors.number import NumberEditor
from auditapp.ui.editors.photo import PhotoEditor
from auditapp.ui.inspection_page import InspectionPage
from auditapp.ui.places import Width
from auditapp.ui.theme import Look, Theme
from auditapp.words import speak
from tests.inspector import Inspector, photo
from tests.ui.person import name_of, settled, type_text

KINDS = {
    "ST-1.1": ("conform", "minor"),
    "ST-2.2": ("yesno", "no"),
    "WP-1.1": ("choice", "highrise"),
    "EM-1.4": ("multi", "fire, power"),
    "WP-1.7": ("number", "520.5"),
    "WP-1.5": ("count", "120"),
    "WP-3.17": ("text", "激光测距仪 7702"),
    "ST-2.1": ("date", "2026-03-05"),
}
"""An item of each kind that is answered, and an answer."""


@pytest.fixture
def page(bridge: Bridge, theme: Theme, lin: Inspector, show: Callable[..., Any]) -> Iterator[InspectionPage]:
    shown = show(InspectionPage(bridge, theme, lin.inspection), 1280, 800)
    yield shown
    shown.rest()


def again(page: InspectionPage) -> None:
    """Somebody wrote behind the page's back."""
    page.bridge.forget()
    page._look_again()


def editor_at(page: InspectionPage, place: str) -> Editor:
    line = page.walking.at(place)
    assert line is not None
    page.go_to(line)
    card = page.cards.card(place)
    assert card is not None and card.editor is not None
    return card.editor


def fresh(page: InspectionPage, place: str) -> Editor:
    line = page.walking.at(place)
    assert line is not None
    made = editor_for(page.bench, line)
    made.setParent(page, Qt.WindowType.Widget)
    return made


def heard(editor: Editor) -> list[Given]:
    told: list[Given] = []
    editor.changed.connect(told.append)
    return told


def test_every_kind_of_answer_has_an_editor() -> None:
    assert set(EDITORS) == set(AnswerKind)


@pytest.mark.parametrize("place", KINDS)
def test_an_editor_shows_what_stands_and_tells_nobody(page: InspectionPage, lin: Inspector, place: str) -> None:
    _, value = KINDS[place]
    lin.answers(place, value)
    again(page)
    editor = fresh(page, place)
    told = heard(editor)
    line = page.walking.at(place)
    assert line is not None
    editor.show_line(line)
    given = editor.value()
    assert given is not None
    assert [part.strip() for part in given.value.split(",")] == [part.strip() for part in value.split(",")]
    assert told == []


@pytest.mark.parametrize("place", KINDS)
def test_an_editor_that_is_cleared_has_no_value_and_tells_nobody(
    page: InspectionPage, lin: Inspector, place: str
) -> None:
    lin.answers(place, KINDS[place][1])
    again(page)
    editor = fresh(page, place)
    told = heard(editor)
    editor.clear()
    assert editor.value() is None and told == []


@pytest.mark.parametrize(("place", "key", "stored"), [
    ("ST-1.1", "1", "conform"), ("ST-1.1", "2", "obs"), ("ST-1.1", "3", "minor"), ("ST-1.1", "4", "major"),
    ("ST-2.2", "1", "yes"), ("ST-2.2", "2", "no"), ("WP-1.1", "2", "highrise"),
])  # fmt: skip
def test_one_key_answers(page: InspectionPage, lin: Inspector, place: str, key: str, stored: str) -> None:
    editor_at(page, place)
    page.press(key)
    assert lin.sees(place) == stored


def test_several_are_ticked_one_by_one(page: InspectionPage, lin: Inspector) -> None:
    editor_at(page, "EM-1.4")
    page.press("1")
    page.press("2")
    assert lin.sees("EM-1.4") == ["fire", "power"]
    page.press("1")
    assert lin.sees("EM-1.4") == ["power"]


def test_the_last_tick_taken_off_takes_the_answer_back(page: InspectionPage, lin: Inspector) -> None:
    editor_at(page, "EM-1.4")
    page.press("1")
    page.press("1")
    assert lin.sees("EM-1.4") is None


def test_a_number_is_judged_while_it_is_typed(page: InspectionPage, lin: Inspector) -> None:
    editor = editor_at(page, "WP-4.7")
    type_text(editor.field, "31.0")  # type: ignore[attr-defined]
    editor.field.textEdited.emit("31.0")  # type: ignore[attr-defined]
    assert editor.verdict.text() in ("Minor", "Major")  # type: ignore[attr-defined]
    assert editor.verdict.property("tone") == "bad"  # type: ignore[attr-defined]
    assert lin.sees("WP-4.7") is None
    QTest.keyClick(editor.field, Qt.Key.Key_Return)  # type: ignore[attr-defined]
    assert lin.sees("WP-4.7") == "31.0"


def test_a_number_shows_its_limits_and_its_unit(page: InspectionPage) -> None:
    editor = editor_at(page, "WP-4.7")
    assert "30" in editor.limits.text() and "m" in editor.unit.text()  # type: ignore[attr-defined]


def test_what_is_no_number_is_kept_and_told_and_not_written(page: InspectionPage, lin: Inspector) -> None:
    editor = editor_at(page, "WP-1.7")
    type_text(editor.field, "about 500")  # type: ignore[attr-defined]
    editor.commit()
    assert editor.field.text() == "about 500"  # type: ignore[attr-defined]
    assert editor.fault.text()  # type: ignore[attr-defined]
    assert lin.sees("WP-1.7") is None


def test_a_digit_on_a_number_card_begins_the_number(page: InspectionPage, lin: Inspector) -> None:
    editor = editor_at(page, "WP-1.7")
    page.press("5")
    QTest.keyClicks(editor.field, "20")  # type: ignore[attr-defined]
    QTest.keyClick(editor.field, Qt.Key.Key_Return)  # type: ignore[attr-defined]
    assert lin.sees("WP-1.7") == "520"


def test_several_readings_give_their_mean_with_instrument_and_place(page: InspectionPage, lin: Inspector) -> None:
    page.add_instrument("lux meter, LX-1, 2027-03-31")
    editor: Any = editor_at(page, "WP-4.7")
    editor.open(show=True)
    type_text(editor.about.readings, "1.2 1.3 1.4")
    editor.about.commit()
    code = next(iter(lin.now.instruments))
    editor = editor_at(page, "WP-4.7")
    editor.open(show=True)
    editor.about.instrument.setCurrentIndex(editor.about.instrument.findData(code))
    type_text(editor.about.position, "B row")
    editor.about.commit()
    answer = lin.now.answers["WP-4.7"].answer
    assert (answer.readings, answer.v, answer.instrument, answer.position) == (
        ("1.2", "1.3", "1.4"),
        "1.3",
        code,
        "B row",
    )


def test_a_count_is_counted_up_and_down(page: InspectionPage, lin: Inspector) -> None:
    editor: Any = editor_at(page, "WP-1.5")
    for _ in range(3):
        editor.more.click()
    editor.less.click()
    assert lin.sees("WP-1.5") == "2"


def test_text_comes_through_an_input_method(page: InspectionPage, lin: Inspector) -> None:
    editor: Any = editor_at(page, "WP-3.17")
    type_text(editor.field, "激光测距仪，编号7702")
    editor.commit()
    assert lin.sees("WP-3.17") == "激光测距仪，编号7702"


def test_a_date_is_read_as_people_write_it(page: InspectionPage, lin: Inspector) -> None:
    editor: Any = editor_at(page, "ST-2.1")
    type_text(editor.field, "2026年3月5日")
    editor.commit()
    assert lin.sees("ST-2.1") == "2026-03-05"


def test_a_computed_item_shows_its_number_and_takes_only_its_inputs(page: InspectionPage, lin: Inspector) -> None:
    lin.answers("WP-1.7", "600").answers("WP-1.6", "100")
    again(page)
    editor: Any = editor_at(page, "WP-1.8")
    assert editor.number.text().startswith("6")
    assert editor.value() is None
    assert editor.further is None


def test_a_computed_item_changes_with_what_it_is_computed_from(page: InspectionPage) -> None:
    editor: Any = editor_at(page, "WP-1.8")
    for place, value in (("WP-1.7", "600"), ("WP-1.6", "50")):
        page.write_answer(place, Given(value))
    assert page.cards.card("WP-1.8").editor.number.text().startswith("12")  # type: ignore[union-attr]
    assert editor is page.cards.card("WP-1.8").editor  # type: ignore[union-attr]


def test_further_numbers_of_a_computed_item_are_written(page: InspectionPage, lin: Inspector) -> None:
    editor: Any = editor_at(page, "EM-1.5")
    ((code, box),) = editor.further.boxes.items()
    type_text(box, "16")
    editor.commit()
    assert dict(lin.now.answers["EM-1.5"].answer.inputs) == {code: "16"}


@pytest.mark.parametrize(("key", "status"), [("0", "na"), ("9", "unchecked")])
@pytest.mark.parametrize("place", ["ST-1.1", "ST-2.2", "EM-1.4"])
def test_not_applicable_and_not_checked_wait_for_a_reason(
    page: InspectionPage, lin: Inspector, place: str, key: str, status: str
) -> None:
    editor_at(page, place)
    page.press(key)
    card: Any = page.cards.card(place)
    assert card.asking and lin.sees(place) is None and place not in lin.now.answers
    type_text(card._reason, "审计期间无访客")
    QTest.keyClick(card._reason, Qt.Key.Key_Return)
    answer = lin.now.answers[place].answer
    assert (answer.status, answer.reason) == (status, "审计期间无访客")


def test_a_reason_that_is_left_changes_nothing(page: InspectionPage, lin: Inspector) -> None:
    editor: Any = editor_at(page, "ST-1.1")
    page.press("1")
    editor_at(page, "ST-1.1")
    page.press("0")
    card: Any = page.cards.card("ST-1.1")
    assert page.step_back()
    assert not card.asking and editor.keys.codes == ("conform",) and lin.sees("ST-1.1") == "conform"


def test_own_grade_asks_why(page: InspectionPage, lin: Inspector) -> None:
    editor_at(page, "ST-2.2")
    page.press("2")
    editor_at(page, "ST-2.2")
    page.own_grade("obs")
    card: Any = page.cards.card("ST-2.2")
    type_text(card._reason, "only one chapter is missing")
    card._reasoned_and_done()
    line: Line | None = page.walking.at("ST-2.2")
    assert line is not None and str(line.verdict) == "obs" and line.overridden


@pytest.mark.parametrize("place", KINDS)
def test_every_field_of_an_editor_has_a_name(page: InspectionPage, place: str) -> None:
    editor = editor_at(page, place)
    stops = [
        one for one in editor.findChildren(QWidget) if one.focusPolicy() & Qt.FocusPolicy.TabFocus and one.isVisible()
    ]
    assert stops
    assert all(name_of(one).strip() for one in stops)


def test_an_answer_key_is_named_in_full(page: InspectionPage) -> None:
    editor: Any = editor_at(page, "ST-1.2")
    name = name_of(editor.keys.button("conform"))
    assert name.startswith("ST-1.2 ") and name.endswith(": Conforms")


@pytest.mark.parametrize(("place", "typed"), [("WP-1.7", "about 500"), ("ST-2.1", "last spring"), ("WP-1.5", "12.5")])
def test_wrong_input_stays_in_its_field_through_a_redraw_and_another_section(
    page: InspectionPage, lin: Inspector, place: str, typed: str
) -> None:
    editor: Any = editor_at(page, place)
    type_text(editor.field, typed)
    editor.commit()
    why = editor.fault.text()
    assert why and name_of(editor.field) and editor.field.accessibleDescription() == why
    page._focus_card()
    again(page)
    assert editor_at(page, place).field.text() == typed  # type: ignore[attr-defined]
    made: Any = fresh(page, place)
    assert (made.field.text(), made.fault.text()) == (typed, why) and lin.sees(place) is None
    made.clear()
    type_text(made.field, KINDS[place][1])
    made.commit()
    assert made.fault.text() == "" and place not in page.bench.kept


def test_what_the_verb_refuses_stays_in_the_field_with_the_reason(page: InspectionPage, lin: Inspector) -> None:
    editor: Any = editor_at(page, "WP-3.17")
    lin.signs_off()
    type_text(editor.field, "a long sentence that was typed for nothing")
    editor.commit()
    assert editor.field.toPlainText() == "a long sentence that was typed for nothing"
    assert "signed" in editor.fault.text()


def test_a_further_number_that_is_none_is_said_beside_it_and_stays(page: InspectionPage, lin: Inspector) -> None:
    editor: Any = editor_at(page, "EM-1.5")
    ((_, box),) = editor.further.boxes.items()
    type_text(box, "sixteen or so")
    editor.commit()
    assert editor.further.fault.text() and box.text() == "sixteen or so" and "EM-1.5" not in lin.now.answers
    again(page)
    assert editor_at(page, "EM-1.5").further.boxes.popitem()[1].text() == "sixteen or so"  # type: ignore[attr-defined]


def test_a_reading_that_is_none_is_said_and_stays(page: InspectionPage, lin: Inspector) -> None:
    editor: Any = editor_at(page, "WP-4.7")
    editor.open(show=True)
    type_text(editor.about.readings, "1.2 about 1.3")
    editor.about.commit()
    assert editor.about.fault.text() and lin.sees("WP-4.7") is None
    assert editor.about.readings.text() == "1.2 about 1.3"


def test_another_number_typed_over_a_mean_leaves_its_readings_behind(page: InspectionPage, lin: Inspector) -> None:
    editor: Any = editor_at(page, "WP-4.7")
    editor.open(show=True)
    type_text(editor.about.readings, "1.2；1.4")
    editor.about.commit()
    assert lin.now.answers["WP-4.7"].answer.v == "1.3"
    editor.field.setText("2.0")
    editor.commit()
    answer = lin.now.answers["WP-4.7"].answer
    assert (answer.v, answer.readings) == ("2.0", ())


def test_a_computed_item_shows_its_formula(page: InspectionPage) -> None:
    editor: Any = editor_at(page, "WP-1.8")
    line = page.walking.at("WP-1.8")
    assert line is not None and line.item.calc_text.en
    assert editor.formula.text() == line.item.calc_text.en and not editor.formula.isHidden()


def test_a_photo_editor_counts_photos_and_asks_for_one(page: InspectionPage, lin: Inspector, tmp_path: Any) -> None:
    line = page.walking.at("ST-1.1")
    assert line is not None
    asked = replace(line, item=replace(line.item, kind=AnswerKind.PHOTO))
    editor: Any = PhotoEditor(page.bench, asked)
    editor.setParent(page)
    wanted: list[str] = []
    editor.asked.connect(wanted.append)
    assert editor.value() is None and editor.many.text() == "0 photos"
    editor.take.click()
    assert wanted == ["photo"] and name_of(editor.take).endswith(": Add photo")
    lin.photographs("ST-1.1", photo(tmp_path), photo(tmp_path, "second.jpg", colour=10))
    again(page)
    taken = page.walking.at("ST-1.1")
    assert taken is not None
    editor.show_line(replace(asked, photos=taken.photos))
    assert editor.many.text() == "2 photos" and editor.value() == Given("2")


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_how_it_was_measured_is_not_cut_at_200_percent_on_a_small_screen(
    bridge: Bridge, lin: Inspector, qapp: QApplication, fonts: None, show: Callable[..., Any], language: str
) -> None:
    lin.desk.words = speak(language)
    large = Theme(look=Look.LIGHT, scale=200)
    large.apply(qapp)
    page = show(InspectionPage(bridge, large, lin.inspection), 960, 540)
    page.fit(Width.NARROW)
    editor = editor_at(page, "WP-1.7")
    assert isinstance(editor, NumberEditor)
    editor.open(show=True)
    assert settled(page) == []
    assert editor.about is not None
    edge = page.cards.card("WP-1.7")
    assert edge is not None
    for field in (editor.about.readings, editor.about.instrument, editor.about.position):
        right = field.mapTo(edge, field.rect().topRight()).x()
        assert 0 <= field.mapTo(edge, field.rect().topLeft()).x() < right <= edge.width()
    page.rest()
