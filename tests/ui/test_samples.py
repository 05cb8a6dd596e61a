"""Samples of a set: a dozen are tabs, more are a grid; drawn, added, described, replaced and skipped by keys alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QWidget

from auditapp.operations import samples
from auditapp.ui.editing import Given
from auditapp.ui.inspection_page import InspectionPage
from auditapp.ui.parts.field import Field
from auditapp.ui.places import Place
from auditapp.ui.sample_form import DescribeForm, DrawForm, ReplaceForm, SkipForm
from auditapp.ui.sample_states import Stage, Tally
from auditapp.ui.samples_bar import SamplesBar
from auditapp.ui.window import Window
from tests.inspector import Inspector
from tests.ui.person import eventually, name_of, type_text


@pytest.fixture
def page(window: Window, lin: Inspector) -> Iterator[InspectionPage]:
    window.go(Place("inspection", lin.inspection, "section:WP-2"))
    QApplication.processEvents()
    found = window.page
    assert isinstance(found, InspectionPage)
    yield found
    found.rest()


def again(page: InspectionPage) -> None:
    page.bridge.forget()
    page._look_again()


def bar_of(page: InspectionPage, set_code: str = "workstation") -> SamplesBar:
    bar = page.cards.bar(set_code)
    assert bar is not None
    return bar


def press(window: Window, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(QApplication.focusWidget() or window, key, modifier)
    QApplication.processEvents()


SHIFT = Qt.KeyboardModifier.ShiftModifier


def put(field: Field, text: str) -> None:
    assert isinstance(field.editor, QLineEdit)
    field.editor.clear()
    type_text(field.editor, text)


def test_samples_are_drawn_by_keys_with_the_suggested_size_and_the_seed_is_shown(
    window: Window, page: InspectionPage, lin: Inspector
) -> None:
    press(window, Qt.Key.Key_D, SHIFT)
    bar = bar_of(page)
    form = bar.form
    assert isinstance(form, DrawForm)
    type_text(QApplication.focusWidget(), "120")  # type: ignore[arg-type]
    assert isinstance(form.many.editor, QLineEdit) and form.many.editor.placeholderText() == "5 suggested"
    press(window, Qt.Key.Key_Return)
    plan = lin.now.plans["workstation"]
    assert (plan.population, plan.size, plan.method) == (120, 5, "random")
    assert bar.form is None and len(bar.tabs) == 5
    assert plan.seed in bar.about.text() and "5 of 120 drawn" in bar.about.text()


def test_what_cannot_be_drawn_is_said_beside_the_field_and_stays(
    window: Window, page: InspectionPage, lin: Inspector
) -> None:
    bar = bar_of(page)
    bar.ask_draw()
    form: Any = bar.form
    put(form.population, "about 100")
    form.give()
    assert form.population.below.text() == "A whole number from 1." and form.population.editor.text() == "about 100"
    put(form.population, "10")
    put(form.many, "11")
    form.give()
    assert form.many.below.text() == "A whole number from 1 to 10." and not form.population.below.isVisible()
    assert bar.form is form and not lin.now.plans


def test_names_tell_how_many_there_are(window: Window, page: InspectionPage, lin: Inspector) -> None:
    bar = bar_of(page)
    bar.ask_draw()
    form: Any = bar.form
    type_text(form.names.editor, "A-01\nA-02\nA-03\nB-01\nB-02\nB-03")
    assert form.population.editor.text() == "6"
    put(form.many, "6")
    form.give()
    assert [s.label for s in lin.now.samples_in("workstation")] == ["A-01", "A-02", "A-03", "B-01", "B-02", "B-03"]


def test_a_sample_is_added_with_its_attributes_and_the_reason(
    window: Window, page: InspectionPage, lin: Inspector
) -> None:
    press(window, Qt.Key.Key_A, SHIFT)
    form: Any = bar_of(page).form
    assert isinstance(form, DescribeForm)
    form.give()
    assert form.name.below.text() == "This is needed."
    put(form.name, "工位 C-17")
    (box,) = form.findChildren(QComboBox)
    box.setCurrentIndex(box.findData("night"))
    put(form.why, "the cable on the floor was seen from the door")
    press(window, Qt.Key.Key_Return)
    (sample,) = lin.now.samples_in("workstation")
    assert (sample.label, sample.attributes, sample.reason) == (
        "工位 C-17",
        {"shift": "night"},
        "the cable on the floor was seen from the door",
    )
    assert page.chosen["workstation"] == sample.code
    assert "Night" in bar_of(page).about.text()


def test_a_sample_is_described_anew(window: Window, page: InspectionPage, lin: Inspector) -> None:
    lin.draws("workstation", of=40, size=3)
    again(page)
    press(window, Qt.Key.Key_E, SHIFT)
    form: Any = bar_of(page).form
    assert isinstance(form, DescribeForm)
    put(form.name, "by the window")
    form.give()
    assert lin.now.samples_in("workstation")[0].label == "by the window"
    assert "by the window" in bar_of(page).tabs["S1"].text()


def test_a_sample_is_replaced_by_the_next_of_the_draw(window: Window, page: InspectionPage, lin: Inspector) -> None:
    lin.draws("workstation", of=40, size=3)
    again(page)
    press(window, Qt.Key.Key_R, SHIFT)
    form: Any = bar_of(page).form
    assert isinstance(form, ReplaceForm)
    form.give()
    assert form.why.below.text() == "This is needed."
    put(form.why, "cleared out this morning")
    form.give()
    now = lin.now.samples_in("workstation")
    assert [s.code for s in now] == ["S2", "S3", "S4"] and now[-1].replaces == "S1"
    assert page.chosen["workstation"] == "S4"
    assert "cleared out this morning" in bar_of(page).about.text()


def test_a_replacement_that_the_draw_does_not_know_is_named(
    window: Window, page: InspectionPage, lin: Inspector
) -> None:
    lin.draws("zone", of=3, size=3)
    page.show_section("WP-3")
    again(page)
    bar = bar_of(page, "zone")
    bar.ask_replace()
    form: Any = bar.form
    put(form.why, "under repair")
    form.give()
    assert form.which.below.text() == "This is needed." and bar.form is form
    put(form.which, "the corridor behind")
    form.give()
    assert lin.now.samples_in("zone")[-1].label == "the corridor behind"


def test_a_skipped_sample_is_listed_with_its_reason_and_looked_at_after_all(
    window: Window, page: InspectionPage, lin: Inspector
) -> None:
    lin.draws("workstation", of=40, size=3)
    again(page)
    press(window, Qt.Key.Key_S, SHIFT)
    form: Any = bar_of(page).form
    assert isinstance(form, SkipForm)
    put(form.why, "the room was locked")
    press(window, Qt.Key.Key_Return)
    bar = bar_of(page)
    assert list(bar.tabs) == ["S2", "S3"] and bar.skips.count() == 1
    bar.deeds.skip("workstation/S1", "")
    assert list(bar.tabs) == ["S1", "S2", "S3"] and not bar.skips.count()


def test_a_section_without_samples_says_so(window: Window, page: InspectionPage) -> None:
    page.show_section("ST-1")
    said: list[str] = []
    page.said.connect(lambda text, _tone: said.append(text))
    press(window, Qt.Key.Key_D, SHIFT)
    assert said == ["No samples are looked at in this section."]


def test_escape_leaves_a_form_and_changes_nothing(window: Window, page: InspectionPage, lin: Inspector) -> None:
    lin.draws("workstation", of=40, size=3)
    again(page)
    bar = bar_of(page)
    bar.ask_skip()
    type_text(QApplication.focusWidget(), "half a reason")  # type: ignore[arg-type]
    press(window, Qt.Key.Key_Escape)
    assert bar.form is None and bar.held and len(lin.now.samples_in("workstation")) == 3


def test_more_than_a_dozen_are_a_grid_that_arrows_walk(window: Window, page: InspectionPage, lin: Inspector) -> None:
    lin.draws("workstation", of=400, size=32)
    again(page)
    bar = bar_of(page)
    assert bar.grid is not None and not bar.tabs and bar.grid.model().rowCount() == 32
    press(window, Qt.Key.Key_S)
    assert QApplication.focusWidget() is bar.grid
    press(window, Qt.Key.Key_Right)
    assert page.chosen["workstation"] == "S2" and QApplication.focusWidget() is bar.grid
    press(window, Qt.Key.Key_Down)
    below = int(page.chosen["workstation"].removeprefix("S"))
    assert below > 3 and all(place.endswith(f"@S{below}") for place in page.cards.places if "@" in place)
    press(window, Qt.Key.Key_Return)
    assert QApplication.focusWidget() is page.cards.card(page.at)


def test_a_cell_says_how_far_its_sample_is(window: Window, page: InspectionPage, lin: Inspector) -> None:
    lin.draws("workstation", of=400, size=20)
    again(page)
    bar = bar_of(page)
    asked = [line for line in page.walking.of_group("WP-2") if line.sample is not None and line.sample.code == "S1"]
    conforming = [line.place for line in asked if str(line.item.kind) == "conform"]
    lin.answers(conforming[0], "conform")
    again(page)
    assert bar.states["S1"].stage is Stage.BEGUN and bar.states["S2"].stage is Stage.OPEN
    lin.answers(conforming[1], "minor")
    again(page)
    assert bar.states["S1"].stage is Stage.FAILED
    assert bar.grid is not None
    cells = QAccessible.queryAccessibleInterface(bar.grid)
    said = cells.child(0).text(QAccessible.Text.Name)
    assert said.endswith(f": 2 of {len([one for one in asked if one.asked])} answered, 1 nonconforming")


def test_the_next_sample_that_is_not_finished_is_gone_to(window: Window, page: InspectionPage, lin: Inspector) -> None:
    lin.draws("workstation", of=40, size=3)
    again(page)
    for line in list(page.walking.of_group("WP-2")):
        if line.sample is not None and line.sample.code == "S2" and line.asked:
            lin.answers(line.place, "na", reason="a story")
    again(page)
    bar = bar_of(page)
    assert bar.states["S2"].stage is Stage.DONE and bar.title.text().endswith("1 of 3 finished")
    press(window, Qt.Key.Key_U, SHIFT)
    assert page.chosen["workstation"] == "S3"
    press(window, Qt.Key.Key_U, SHIFT)
    assert page.chosen["workstation"] == "S1"


def test_states_are_counted_again_only_where_a_line_is_another(page: InspectionPage, lin: Inspector) -> None:
    lin.draws("workstation", of=40, size=4)
    again(page)
    tally = Tally()
    before = tally.of(page.walking.of_group("WP-2"))
    place = next(line.place for line in page.walking.of_group("WP-2") if line.place.endswith("@S2")
                 and str(line.item.kind) == "conform")  # fmt: skip
    page.write_answer(place, Given("minor"))
    after = tally.of(page.walking.of_group("WP-2"))
    assert [code for code in after if after[code] is not before[code]] == ["S2"]


def test_tabs_say_set_sample_and_state(window: Window, page: InspectionPage, lin: Inspector) -> None:
    lin.draws("workstation", of=40, size=2)
    again(page)
    names = [name_of(tab) for tab in bar_of(page).tabs.values()]
    assert all(name.startswith("Sampled workstations ") and " answered" in name for name in names)


def test_after_sign_off_samples_are_only_looked_at(window: Window, page: InspectionPage, lin: Inspector) -> None:
    lin.draws("workstation", of=40, size=2).signs_off()
    again(page)
    bar = bar_of(page)
    bar.ask_skip()
    assert bar.form is None and not bar.add_button.isVisible() and not bar.skip_button.isVisible()


def test_no_form_flashes_up_as_a_window_of_its_own(
    window: Window, page: InspectionPage, lin: Inspector, qapp: QApplication
) -> None:
    lin.draws("workstation", of=40, size=2)
    again(page)
    shown: list[QObject] = []

    class Watch(QObject):
        def eventFilter(self, one: QObject, event: QEvent) -> bool:  # noqa: N802
            if event.type() == QEvent.Type.Show and isinstance(one, QWidget) and one.isWindow():
                shown.append(one)
            return False

    watch = Watch()
    qapp.installEventFilter(watch)
    bar = bar_of(page)
    for ask in (bar.ask_add, bar.ask_describe, bar.ask_replace, bar.ask_skip, bar.ask_draw, page.ask_finding):
        ask()
        QApplication.processEvents()
    page.next_open()
    qapp.removeEventFilter(watch)
    assert shown == []


@pytest.mark.parametrize("size", [(1280, 800), (960, 540)])
@pytest.mark.parametrize("form", ["", "ask_add", "ask_describe", "ask_replace", "ask_skip", "ask_draw"])
def test_bars_and_forms_have_names_and_nothing_is_cut(
    window: Window,
    page: InspectionPage,
    lin: Inspector,
    gate: Callable[[QWidget], None],
    form: str,
    size: tuple[int, int],
) -> None:
    if form != "ask_draw":
        lin.draws("workstation", of=400, size=20)
        samples.skip(lin.desk, lin.inspection, "workstation/S4", "locked")
        again(page)
    window.resize(*size)
    bar = bar_of(page)
    if form:
        getattr(bar, form)()
    assert eventually(lambda: page.cards.ready)
    gate(bar)
