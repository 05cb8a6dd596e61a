"""The walk: what is asked, what was answered, what it amounts to."""

from __future__ import annotations

from datetime import date

from auditapp.checklist.model import (
    AnswerKind,
    Attribute,
    Band,
    Choice,
    Input,
    Limits,
    Measured,
    SampleSet,
    Setting,
    Severity,
    Text,
    Verdict,
)
from auditapp.inspection.site import Site, expired
from auditapp.inspection.state import Instrument
from auditapp.inspection.walk import LineState, sample_of
from tests.inspection.centre import DAY, Book, checklist, item, major

NUMBER = AnswerKind.NUMBER
COMPUTED = AnswerKind.COMPUTED


def limits(fail_below: str = "", fail_above: str = "", **more: str) -> Limits:
    return Limits(bands=(Band(fail_below=fail_below, fail_above=fail_above, **more),))


def test_lines_come_in_checklist_order_one_per_place() -> None:
    what = checklist(item("WP-1.1"), item("WP-1.2", set="door"), item("EM-1.1"))
    book = Book()
    book.samples("door", 2)
    walked = book.walk(what)
    assert [line.place for line in walked.lines] == ["WP-1.1", "WP-1.2@S1", "WP-1.2@S2", "EM-1.1"]
    assert [line.group.id for line in walked.lines] == ["WP-1", "WP-1", "WP-1", "EM-1"]
    assert walked.at("WP-1.2@S2") is walked.of_item("WP-1.2")[1]
    assert walked.at("XX-1.1") is None and walked.of_item("XX-1.1") == ()
    assert [len(walked.of_group(g)) for g in ("WP-1", "EM-1", "XX")] == [3, 1, 0]
    assert [len(walked.of_dimension(d)) for d in ("WP", "EM", "XX")] == [3, 1, 0]
    assert sample_of("WP-1.2@S2") == "S2" and sample_of("WP-1.1") == ""


def test_an_item_of_a_set_without_samples_is_one_line_that_needs_them() -> None:
    (line,) = Book().walk(checklist(item("WP-1.2", set="door"))).lines
    assert (line.state, line.sample, line.place) == (LineState.NEEDS_SAMPLES, None, "WP-1.2")
    assert line.asked and line.verdict is Verdict.PENDING


def test_a_skipped_sample_is_not_walked_and_its_answer_is_kept_elsewhere() -> None:
    what = checklist(item("WP-1.2", set="door"))
    book = Book()
    book.samples("door", 2)
    book.answer("WP-1.2@S1", "minor")
    book.answer("ZZ-1.1", "conform")
    book.write("sample-skip", "door/S1", {"reason": "bricked up"})
    walked = book.walk(what)
    assert [line.place for line in walked.lines] == ["WP-1.2@S2"]
    assert [a.place for a in walked.elsewhere] == ["WP-1.2@S1", "ZZ-1.1"]


def test_answers_have_their_state_and_verdict() -> None:
    what = checklist(
        *(item(f"WP-1.{n}") for n in range(1, 8)),
        item("WP-1.8", AnswerKind.PHOTO),
        item("WP-1.9", AnswerKind.PHOTO),
        item("WP-1.10", AnswerKind.YESNO, severity=Severity.MAJOR, good="yes"),
    )
    book = Book()
    for n, v in enumerate(("conform", "obs", "minor", "major"), 1):
        book.answer(f"WP-1.{n}", v)
    book.answer("WP-1.5", status="na", reason="no kitchen")
    book.answer("WP-1.6", status="unchecked", reason="no time")
    book.answer("WP-1.7")  # emptied again
    book.photo("WP-1.8")
    book.answer("WP-1.10", "no")
    walked = book.walk(what)
    assert [(line.state, line.verdict) for line in walked.lines] == [
        (LineState.ANSWERED, Verdict.CONFORM),
        (LineState.ANSWERED, Verdict.OBSERVATION),
        (LineState.ANSWERED, Verdict.MINOR),
        (LineState.ANSWERED, Verdict.MAJOR),
        (LineState.NOT_APPLICABLE, Verdict.NOT_APPLICABLE),
        (LineState.NOT_CHECKED, Verdict.NOT_CHECKED),
        (LineState.UNANSWERED, Verdict.PENDING),
        (LineState.ANSWERED, Verdict.CONFORM),
        (LineState.UNANSWERED, Verdict.PENDING),
        (LineState.ANSWERED, Verdict.MAJOR),
    ]
    assert len(walked.lines[7].photos) == 1


def test_photos_notes_and_findings_are_at_their_line() -> None:
    what = checklist(item("WP-1.1"), item("WP-1.2"))
    book = Book()
    photo = book.photo("WP-1.1")
    book.write("photo.place", photo, {"v": "WP-1.2"})
    book.write("note", "WP-1.2", {"v": "look again"})
    book.finding("WP-1.2", "minor", "F01")
    first, second = book.walk(what).lines
    assert (first.photos, first.note, first.findings) == ((), None, ())
    assert second.photos[0].id == photo and second.note is not None and second.findings[0].number == "F01"


# ------------------------------------------------------------------------------------------- conditions


def conditional() -> Book:
    return Book()


HOME = checklist(
    item("EM-5.1", AnswerKind.YESNO, good="yes"),
    item("EM-5.2", when="answer('EM-5.1') == 'yes'"),
    item("EM-5.3", when="answer('EM-5.2') == 'conform'"),
)


def states(book: Book) -> list[LineState]:
    return [line.state for line in book.walk(HOME).lines]


def test_a_condition_not_known_yet_shows_the_item_and_a_false_one_hides_it() -> None:
    book = Book()
    assert states(book) == [LineState.UNANSWERED] * 3
    book.answer("EM-5.1", "no")
    assert states(book)[1] is LineState.HIDDEN
    assert [line.place for line in book.walk(HOME).visible] == ["EM-5.1", "EM-5.3"]


def test_the_answer_of_a_hidden_item_is_kept_but_nobody_sees_it() -> None:
    book = Book()
    book.answer("EM-5.2", "minor")
    assert states(book) == [LineState.UNANSWERED, LineState.ANSWERED, LineState.HIDDEN]
    book.answer("EM-5.1", "no")
    walked = book.walk(HOME)
    assert walked.lines[1].state is LineState.HIDDEN and walked.lines[1].verdict is Verdict.PENDING
    assert walked.lines[1].answered is not None  # EM-5.3 is unknown again, so it is shown
    assert walked.lines[2].state is LineState.UNANSWERED


def test_conditions_that_turn_in_a_circle_end() -> None:
    what = checklist(
        item("WP-1.1", when="answer('WP-1.2') == 'conform'"),
        item("WP-1.2", when="answer('WP-1.1') == 'conform'"),
        item("WP-1.3", COMPUTED, calc="num('WP-1.4') + 1"),
        item("WP-1.4", COMPUTED, calc="num('WP-1.3') + 1"),
        item("WP-1.5", COMPUTED, calc="share_passing('WP-1.5')"),
    )
    assert [line.state for line in Book().walk(what).lines] == [
        LineState.UNANSWERED,
        LineState.UNANSWERED,
        LineState.COMPUTED,
        LineState.COMPUTED,
        LineState.COMPUTED,
    ]


def test_a_condition_may_ask_for_the_attribute_of_the_sample() -> None:
    sets = (
        SampleSet(
            "exit",
            Text("出口", "Exit"),
            attributes=(Attribute("kind", Text(), (Choice("fire", Text()), Choice("plain", Text()))),),
        ),
    )
    what = checklist(item("WP-4.1", set="exit", when="attribute('kind') == 'fire'"), sets=sets)
    book = Book()
    for code, kind in (("S1", "fire"), ("S2", "plain")):
        book.write("sample", f"exit/{code}", {"label": code, "attributes": {"kind": kind, "many": ["a", 3]}})
    walked = book.walk(what)
    assert [line.state for line in walked.lines] == [LineState.UNANSWERED, LineState.HIDDEN]
    assert walked.site is not None
    assert walked.site.attribute("exit", "S1", "many") == ("a",)
    assert walked.site.attribute("exit", "S9", "kind") is None


# ------------------------------------------------------------------------------------------- computed


def test_computed_items_are_worked_out_in_the_order_they_depend_on_each_other() -> None:
    what = checklist(
        item("WP-1.1", COMPUTED, calc="num('WP-1.2') * 2", limits=limits(fail_below="100")),
        item("WP-1.2", COMPUTED, calc="num('WP-1.3') / num('WP-1.4')"),
        item("WP-1.3", NUMBER),
        item("WP-1.4", NUMBER),
    )
    book = Book()
    assert book.walk(what).lines[0].verdict is Verdict.PENDING
    book.answer("WP-1.3", "100")
    book.answer("WP-1.4", "3")
    first = book.walk(what).lines[0]
    assert first.state is LineState.COMPUTED and first.verdict is Verdict.MINOR and not first.asked
    assert first.judged.number is not None and f"{first.judged.number:.3f}" == "66.667"
    book.answer("WP-1.4", "0")
    assert book.walk(what).lines[0].verdict is Verdict.PENDING


def test_a_computed_item_may_be_not_applicable_or_graded_by_hand() -> None:
    what = checklist(
        item("WP-1.1", COMPUTED, calc="num('WP-1.2')", limits=limits(fail_below="10")), item("WP-1.2", NUMBER)
    )
    book = Book()
    book.answer("WP-1.2", "5")
    book.answer("WP-1.1", verdict="obs", reason="just built")
    line = book.walk(what).lines[0]
    assert line.overridden and line.verdict is Verdict.OBSERVATION and line.judged.verdict is Verdict.MINOR
    book.rows.pop()
    book.answer("WP-1.1", status="na", reason="no seats")
    assert book.walk(what).lines[0].state is LineState.NOT_APPLICABLE


def test_the_same_sample_of_the_same_set_is_looked_up_and_inputs_are_read() -> None:
    what = checklist(
        item("EM-4.1", NUMBER, set="system"),
        item("EM-4.2", NUMBER, set="system"),
        item(
            "EM-4.3",
            COMPUTED,
            set="system",
            calc="num('EM-4.1') - num('EM-4.2') + input('spare')",
            limits=limits(fail_below="0"),
            inputs=(Input("spare", Text()),),
        ),
    )
    book = Book()
    book.samples("system", 2)
    for place, v in (("EM-4.1@S1", "60"), ("EM-4.2@S1", "30"), ("EM-4.1@S2", "60"), ("EM-4.2@S2", "90")):
        book.answer(place, v)
    book.answer("EM-4.3@S2", inputs={"spare": "10"})
    book.answer("EM-4.3@S1", inputs={"spare": "0"})
    assert [line.judged.number for line in book.walk(what).of_item("EM-4.3")] == [30, -20]


def test_settings_come_from_the_inspection_or_from_their_item() -> None:
    warm = Limits(bands=(Band(when="setting('season') == 'cooling'", fail_above="28"), Band(fail_above="24")))
    what = checklist(
        item(
            "WP-3.1",
            AnswerKind.CHOICE,
            severity=Severity.INFO,
            options=(Choice("cooling", Text()), Choice("heating", Text())),
        ),
        item("WP-3.2", NUMBER, limits=warm),
        settings=(Setting("season", Text(), item="WP-3.1"), Setting("night", Text())),
    )
    book = Book()
    book.answer("WP-3.2", "26")
    assert book.walk(what).at("WP-3.2").verdict is Verdict.PENDING  # type: ignore[union-attr]
    book.answer("WP-3.1", "cooling")
    assert book.walk(what).at("WP-3.2").verdict is Verdict.CONFORM  # type: ignore[union-attr]
    book.write("setting", "season", {"v": "heating"})
    assert book.walk(what).at("WP-3.2").verdict is Verdict.MINOR  # type: ignore[union-attr]
    site = Site(what, book.inspection, DAY)
    assert site.setting("night") is None and site.setting("unheard-of") is None and site.day == DAY
    book.write("setting", "season", {"v": "cooling"})
    assert book.walk(what).at("WP-3.2").verdict is Verdict.PENDING  # type: ignore[union-attr]


def test_ages_count_to_the_day_of_the_inspection() -> None:
    what = checklist(
        item("WP-4.1", AnswerKind.DATE, limits=Limits(measured=Measured.AGE_DAYS, bands=(Band(fail_above="365"),)))
    )
    book = Book()
    book.answer("WP-4.1", "2025-05-20")
    assert book.walk(what, date(2026, 5, 20)).lines[0].verdict is Verdict.CONFORM
    assert book.walk(what, date(2026, 5, 21)).lines[0].verdict is Verdict.MINOR


def test_look_ups_of_what_does_not_exist_are_not_known() -> None:
    site = Site(checklist(item("WP-1.1")), Book().inspection, DAY)
    assert site.answer_at("ZZ-1.1") is None and site.verdict_at("ZZ-1.1") is None
    assert site.input_at("WP-1.1", "", "x") is None and site.samples("door") == ()
    assert site.verdict_at("WP-1.1") is None


def test_a_hidden_item_has_no_verdict_for_others() -> None:
    what = checklist(item("WP-1.1", when="1 > 2"), item("WP-1.2", COMPUTED, calc="share_passing('WP-1.1')"))
    book = Book()
    book.answer("WP-1.1", "conform")
    assert book.walk(what).lines[1].verdict is Verdict.PENDING


# ------------------------------------------------------------------------------------------- verdicts


def test_the_inspectors_own_verdict_counts_and_the_computed_one_stays_visible() -> None:
    what = checklist(item("WP-2.2", NUMBER, limits=limits(fail_below="300")), item("WP-2.3", NUMBER))
    book = Book()
    book.answer("WP-2.2", "295", verdict="obs", reason="one lamp is being changed")
    book.answer("WP-2.3", "1", verdict="terrible")
    first, second = book.walk(what).lines
    assert (first.verdict, first.judged.verdict, first.overridden) == (Verdict.OBSERVATION, Verdict.MINOR, True)
    assert not second.overridden


def test_a_verdict_without_an_answer_is_no_answer() -> None:
    book = Book()
    book.answer("WP-1.1", verdict="major")
    (line,) = book.walk(checklist(item("WP-1.1"))).lines
    assert line.state is LineState.UNANSWERED and line.verdict is Verdict.PENDING


def test_a_disputed_answer_is_not_judged_and_expressions_do_not_see_it() -> None:
    what = checklist(item("WP-1.1", NUMBER), item("WP-1.2", COMPUTED, calc="num('WP-1.1')"))
    book = Book()
    book.answer("WP-1.1", "5")
    book.answer("WP-1.1", "6", inputs={"x": "1"})
    disputed, computed = book.walk(what).lines
    assert disputed.disputed and disputed.state is LineState.ANSWERED and disputed.verdict is Verdict.PENDING
    assert computed.verdict is Verdict.PENDING
    assert Site(what, book.inspection, DAY).input_at("WP-1.1", "", "x") is None


def test_not_applicable_against_a_minor_is_disputed_too() -> None:
    book = Book()
    book.answer("WP-1.1", "minor")
    book.answer("WP-1.1", status="na", reason="x")
    (line,) = book.walk(checklist(item("WP-1.1"))).lines
    assert line.state is LineState.ANSWERED and line.verdict is Verdict.PENDING


# ------------------------------------------------------------------------------------------- calibration

LIGHT = checklist(
    item("WP-2.2", NUMBER, set="workstation", limits=limits(fail_below="300")),
    item("WP-2.14", COMPUTED, calc="mean('WP-2.2')", limits=limits(fail_below="300")),
    item("WP-2.15", COMPUTED, calc="share_passing('WP-2.2')", limits=limits(fail_below="90")),
    item("WP-2.16", COMPUTED, calc="num('WP-2.14') * 1"),
    item("WP-2.17", COMPUTED, calc="num('WP-2.18')"),
    item("WP-2.18", NUMBER, limits=Limits(bands=(Band(fail_below="mean('WP-2.2')"),))),
)


def measured(due: str) -> Book:
    book = Book()
    book.write("instrument", "LUX", {"name": "Lux meter", "calibration_due": due})
    book.samples("workstation", 2)
    book.answer("WP-2.2@S1", "250", instrument="LUX")
    book.answer("WP-2.2@S2", "250", instrument="OTHER")
    book.answer("WP-2.18", "200")
    return book


def test_readings_of_an_expired_instrument_are_indicative_and_do_not_score() -> None:
    lines = {line.place: line for line in measured("2026-05-19").walk(LIGHT).lines}
    old, good = lines["WP-2.2@S1"], lines["WP-2.2@S2"]
    assert old.indicative and old.verdict is Verdict.MINOR and not old.scores and not old.nonconforming
    assert not good.indicative and good.scores and good.nonconforming


def test_a_number_made_of_indicative_readings_is_indicative_too() -> None:
    lines = {line.place: line for line in measured("2026-05-19").walk(LIGHT).lines}
    assert [lines[f"WP-2.{n}"].indicative for n in (14, 15, 16)] == [True, True, True]
    assert lines["WP-2.14"].judged.number == 250
    assert not lines["WP-2.18"].indicative and not lines["WP-2.17"].indicative  # a limit taints nothing


def test_on_the_due_day_the_calibration_still_holds() -> None:
    assert not any(line.indicative for line in measured("2026-05-20").walk(LIGHT).lines)
    assert expired(Instrument("L", "Lux", calibration_due="2026-05-19"), DAY)
    assert not expired(Instrument("L", "Lux", calibration_due="next spring"), DAY)


def test_a_critical_item_that_fails_is_major() -> None:
    book = Book()
    book.answer("WP-4.36", "minor")
    (line,) = book.walk(checklist(major("WP-4.36", critical=True))).lines
    assert line.verdict is Verdict.MAJOR
