"""What lists over all inspections show is what the journals say, after any deed and any exchange."""

from __future__ import annotations

import random
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditapp.operations import (
    actions,
    answer,
    checklists,
    doctor,
    findings,
    head_office,
    look,
    overview,
    review,
    search,
    withdraw,
)
from auditapp.operations.overview import Scope
from auditapp.store import found_words
from auditapp.words import Trouble
from tests.inspector import FACT, Inspector


@pytest.fixture
def round_(tmp_path: Path) -> Path:
    """A short round of eight questions."""
    return Path(__file__).parents[1] / "ui" / "short-round.yaml"


@pytest.fixture
def mei(tmp_path: Path, round_: Path) -> Iterator[Inspector]:
    """Mei's desk with three visits of two sites."""
    with Inspector(tmp_path / "mei") as inspector:
        head_office.act(inspector.desk, "梅清")
        for site, verdicts in (("江城", "mc"), ("江城", "mm"), ("海州", "cc")):
            inspector.begins(round_, site=site)
            for item, verdict in zip(conforming(inspector), verdicts, strict=False):
                inspector.answers(item, {"m": "minor", "c": "conform"}[verdict])
                if verdict == "m":
                    inspector.finds(item, f"{site}的消防通道堆放纸箱11个，{FACT}")
                    number = inspector.last.code
                    inspector.asks(number, "清理消防通道", owner="赵启明", due="2026-10-01")
            inspector.signs_off()
        yield inspector


def conforming(inspector: Inspector) -> list[str]:
    what = look.checklist_of(inspector.desk, inspector.inspection)
    return [item.id for item in what.items() if item.kind == "conform" and not item.set]


def assert_right(desk: Inspector) -> None:
    look.catch_up(desk.desk)
    for row in desk.desk.store.journals.inspections():
        assert overview.differs(desk.desk, row.id) == ""
    assert overview.sums_are_right(desk.desk)


# ------------------------------------------------------------------------------------------- figures


def test_the_figures_are_those_of_the_inspections(mei: Inspector) -> None:
    told = overview.figures(mei.desk)
    assert (told.all.inspections, told.all.findings, told.all.minors, told.behind) == (3, 3, 3, 0)
    assert [(one.code, one.inspections) for one in told.states] == [("signed", 3)]
    assert [(one.code, one.inspections) for one in told.months] == [("2026-09", 3)]
    assert [(one.code, one.inspections, one.findings) for one in told.sites] == [("江城", 2, 3), ("海州", 1, 0)]
    [first, *_] = told.worst
    assert (first.conform, first.minor, first.percent) == (1, 2, Decimal("33.3"))
    assert first.title and told.dimensions[0].title
    assert sum(one.judged for one in told.dimensions) == sum(one.judged for one in told.sections) == 6
    assert (told.actions.open, told.actions.overdue, told.actions.states) == (3, 0, {"draft": 3})
    one_site = overview.figures(mei.desk, Scope(site="海州"))
    assert (one_site.all.inspections, sum(one.conform for one in one_site.dimensions)) == (1, 2)
    assert overview.figures(mei.desk, Scope(since="2026-10")).all.inspections == 0
    assert overview.figures(mei.desk, Scope(until="2026-09")).all.inspections == 3
    assert (overview.sites(mei.desk), overview.profiles(mei.desk)) == (["江城", "海州"], ["short-round"])


def test_a_desk_without_inspections_has_figures_too(zhou: Inspector) -> None:
    told = overview.figures(zhou.desk)
    assert (told.all.inspections, told.worst, told.actions.open) == (0, (), 0)
    assert overview.inspections(zhou.desk).rows == () and search.search(zhou.desk, "消").hits == ()


def test_what_repeats_from_visit_to_visit_is_counted(mei: Inspector) -> None:
    repeats = overview.findings(mei.desk, repeats=True)
    assert repeats.total == 1 and [one.visits for one in repeats.rows] == [2]
    assert overview.figures(mei.desk).all.repeats == 1
    [_, second, first] = overview.visits_of(mei.desk, "江城") + overview.visits_of(mei.desk, "海州")
    assert {row.site for row in (second, first)} == {"江城", "海州"}
    assert [one.visits for one in overview.findings(mei.desk).rows].count(1) == 2


def test_overdue_is_told_by_the_desks_day(mei: Inspector) -> None:
    assert overview.actions(mei.desk, overdue=True).total == 0
    mei.desk.clock.now = mei.desk.clock.now.replace(month=10, day=2)  # type: ignore[attr-defined]
    late = overview.actions(mei.desk, overdue=True)
    assert late.total == 3 and all(one.overdue for one in late.rows)
    assert overview.figures(mei.desk).actions.overdue == 3
    one = late.rows[0].row
    for state in ("confirmed", "issued", "submitted"):
        actions.set_state(mei.desk, one.inspection, one.number, state)
    assert overview.actions(mei.desk, overdue=True).total == 2
    assert overview.actions(mei.desk, owner="赵").total == 3
    assert overview.actions(mei.desk, state="submitted").rows[0].inspection
    assert overview.actions(mei.desk, due_by="2026-09-30").total == 0


def test_lists_come_in_pages_that_leave_nothing_out(mei: Inspector) -> None:
    seen, after = [], ""
    while True:
        page = overview.inspections(mei.desk, most=2, after=after)
        seen += [row.id for row in page.rows]
        after = page.next
        if not after:
            break
    assert sorted(seen) == sorted(row.id for row in look.inspections(mei.desk)) and len(seen) == 3
    assert overview.inspections(mei.desk, state="open").total == 0
    assert overview.inspections(mei.desk, after="no such place").rows
    pages = overview.actions(mei.desk, most=2)
    assert len(pages.rows) == 2 and len(overview.actions(mei.desk, most=2, after=pages.next).rows) == 1


def test_the_inbox_is_what_waits_for_head_office(mei: Inspector) -> None:
    assert overview.inbox(mei.desk).total == 3
    review.set_state(mei.desk, mei.inspection, "received")
    assert overview.inbox(mei.desk).total == 3
    review.set_state(mei.desk, mei.inspection, "returned", "the exit")
    assert overview.inbox(mei.desk).total == 2
    [row] = overview.inspections(mei.desk, review="returned").rows
    assert row.id == mei.inspection
    mei.amends().signs_off()
    assert overview.inbox(mei.desk).total == 3


# ------------------------------------------------------------------------------------------- comparison


def test_sites_stand_side_by_side(mei: Inspector) -> None:
    told = overview.compare_sites(mei.desk, ["江城", "海州"])
    assert [(one.code, one.inspections, one.findings) for one in told.columns] == [("江城", 2, 3), ("海州", 1, 0)]
    item = told.of("item")[0]
    assert [(cell.conform, cell.minor) for cell in item.cells] == [(0, 2), (1, 0)]
    assert item.spread == 100 and overview.worst_verdict(item.cells[0]) == "minor"
    assert [line.level for line in told.lines[:3]] == ["dimension", "section", "item"]
    for wrong in (["江城"], ["江城", "江城"], ["江城", "无"]):
        with pytest.raises(Trouble):
            overview.compare_sites(mei.desk, wrong)


def test_visits_stand_side_by_side(mei: Inspector) -> None:
    visits = [row.id for row in overview.visits_of(mei.desk, "江城")][::-1]
    told = overview.compare_visits(mei.desk, visits)
    assert [one.findings for one in told.columns] == [1, 2]
    assert [[overview.worst_verdict(cell) for cell in line.cells] for line in told.of("item")] == [
        ["minor", "minor"],
        ["conform", "minor"],
    ]
    with pytest.raises(Trouble, match="no inspection"):
        overview.compare_visits(mei.desk, [visits[0], "f" * 32])


# ------------------------------------------------------------------------------------------- words


def test_words_of_any_length_are_found_where_they_stand(mei: Inspector) -> None:
    for words, kinds in (
        ("消", {"finding", "action"}),
        ("消防", {"finding", "action"}),
        ("防通道", {"finding", "action"}),
        ("消防通道堆放", {"finding"}),
        ("纸箱１１个", {"finding"}),
        ("纸箱 BROKEN", {"finding"}),
        ("江", {"finding", "inspection"}),
        ("F01-a1", {"action"}),
    ):
        found = search.search(mei.desk, words)
        assert {hit.kind for hit in found.hits} == kinds, words
        assert found.total == len(found.hits) and not found.many
        for hit in found.hits:
            marked = [hit.line[begin:end] for begin, end in hit.marks]
            assert {found_words.folded(one) for one in marked} == set(found_words.words_in(words))
    assert not search.search(mei.desk, "消通").hits and not search.search(mei.desk, "  ").hits


def test_what_was_taken_back_is_found_no_more(mei: Inspector) -> None:
    mei.amends()
    answer.note(mei.desk, mei.inspection, "", "临时备忘")
    assert [hit.kind for hit in search.search(mei.desk, "备忘").hits] == ["note"]
    withdraw.undo(mei.desk, mei.inspection)
    assert not search.search(mei.desk, "备忘").hits


def test_search_goes_on_where_it_ended(mei: Inspector) -> None:
    first = search.search(mei.desk, "消", most=4)
    rest = search.search(mei.desk, "消", most=4, after=first.next)
    assert (len(first.hits), len(rest.hits), rest.next) == (4, 2, 0) and first.total == 6


TEXTS = st.text(alphabet="消防通道 aBé龘𰻝１f\n，", max_size=12)


@given(texts=st.lists(TEXTS, max_size=6), wish=TEXTS)
def test_the_pairs_find_what_a_plain_scan_finds(texts: list[str], wish: str) -> None:
    import sqlcipher3

    db = sqlcipher3.connect(":memory:")
    db.execute("CREATE VIRTUAL TABLE f USING fts5(grams, content = '', tokenize = 'ascii', prefix = '6')")
    for n, text in enumerate(texts):
        db.execute("INSERT INTO f (rowid, grams) VALUES (?, ?)", (n, found_words.grams(text)))
    words = found_words.words_in(wish)
    question = found_words.question(wish)
    found = {n for (n,) in db.execute("SELECT rowid FROM f WHERE f MATCH ?", (question,))} if question else set()
    db.close()
    right = {n for n, text in enumerate(texts) if all(word in found_words.folded(text) for word in words)}
    assert found == (right if words else set())


# ------------------------------------------------------------------------------------------- projections


@pytest.mark.parametrize("seed", [7, *(pytest.param(n, marks=pytest.mark.long) for n in range(20))])
def test_after_any_deeds_and_exchanges_the_lists_are_what_the_journals_say(
    tmp_path: Path, round_: Path, seed: int
) -> None:
    dice = random.Random(seed)
    with Inspector(tmp_path / "a") as a, Inspector(tmp_path / "b") as b:
        head_office.act(a.desk, "梅清")
        head_office.act(b.desk, "梅清")
        a.begins(round_, site="江城")
        a.hands_over(b)
        for n in range(60):
            somebody = dice.choice((a, b))
            deed(somebody, dice, n)
            if n % 10 == 9:
                a.hands_over(b)
                b.hands_over(a)
            if dice.random() < 0.3:
                assert_right(somebody)
        assert_right(a)
        assert_right(b)
        before = kept(a)
        assert overview.rebuild(a.desk) == 1
        assert kept(a) == before


def deed(somebody: Inspector, dice: random.Random, n: int) -> None:
    """Something a person does; what the rules refuse is not done."""
    desk, inspection = somebody.desk, somebody.inspection
    items = conforming(somebody)
    where, found = dice.choice(items), look.fold(desk, inspection)
    numbers = [f.number for f in found.findings]
    deeds = [
        lambda: somebody.answers(where, dice.choice(("conform", "minor", "major", "na")), reason="so"),
        lambda: answer.note(desk, inspection, where, dice.choice(("", "消防", f"note {n}"))),
        lambda: somebody.finds(where, f"{FACT} {n}"),
        lambda: somebody.asks(dice.choice(numbers), f"mend {n}", owner="赵", due="2026-10-01"),
        lambda: findings.edit(desk, inspection, dice.choice(numbers), "grade", dice.choice(("major", "good_practice"))),
        lambda: review.remark(desk, inspection, where, f"why {n}"),
        lambda: review.settle(desk, inspection, "1"),
        lambda: somebody.undoes(),
        lambda: somebody.signs_off(dice.choice(("林若溪", "赵启明"))),
        lambda: review.set_state(desk, inspection, dice.choice(("received", "returned")), "again"),
        lambda: somebody.amends(f"because {n}"),
        lambda: withdraw.withdraw(desk, inspection, dice.choice(found.findings).id, "no such thing"),
    ]
    try:
        dice.choice(deeds)()
    except (Trouble, IndexError):
        return


def kept(somebody: Inspector) -> object:
    store = somebody.desk.store
    return (
        [store.overview.kept(row.id) for row in store.journals.inspections()],
        store.overview.verdicts(Scope()),
        store.overview.by_site(Scope()),
    )


def test_an_erased_text_is_nowhere_at_once(mei: Inspector) -> None:
    mei.amends()
    answer.note(mei.desk, mei.inspection, "", "身份证号码")
    assert search.search(mei.desk, "身份").hits
    entry = mei.desk.store.journals.slot(mei.inspection, "note", "")[0].id
    mei.desk.store.journals._empty(mei.inspection, entry)
    db = mei.desk.store.db
    assert not db.one("SELECT count(*) FROM text_row WHERE text LIKE '%身份%'")
    pair = found_words.grams("身份").split()[0].encode()
    assert not any(pair in bytes(block) for (block,) in db.rows("SELECT block FROM text_found_data"))
    mei.desk.memory.forget(mei.inspection)
    assert_right(mei)


def test_the_doctor_sees_a_list_that_does_not_agree(mei: Inspector) -> None:
    said = [line.trouble.title for line in doctor.doctor(mei.desk) if line.trouble]
    assert "A list does not agree with the journals" not in said
    mei.desk.store.db.run("UPDATE finding_row SET grade = 'minor' WHERE inspection = ?", (mei.inspection,))
    mei.desk.store.db.run("UPDATE action_row SET owner = 'nobody'")
    said = [line.trouble.title for line in doctor.doctor(mei.desk) if line.trouble]
    assert "A list does not agree with the journals" in said
    overview.rebuild(mei.desk)
    assert_right(mei)


def test_an_inspection_that_came_before_its_checklist_is_counted_when_it_is_there(
    mei: Inspector, zhou: Inspector, round_: Path
) -> None:
    zhou.desk.store.journals.receive(mei.inspection, mei.desk.store.journals.read(mei.inspection))
    [row] = look.inspections(zhou.desk)
    assert (row.site, row.profile, row.score) == ("海州", "", "") and overview.differs(zhou.desk, row.id) == ""
    checklists.install(zhou.desk, round_)
    [row] = look.inspections(zhou.desk)
    assert (row.profile, row.conforming) == ("short-round", 2)
    assert_right(zhou)


def test_catching_up_stops_when_its_time_is_over_and_goes_on_later(mei: Inspector) -> None:
    mei.desk.store.overview.clear()
    assert look.catch_up(mei.desk, seconds=0) == 2
    seen: list[tuple[int, int]] = []
    assert look.catch_up(mei.desk, progress=lambda n, of: seen.append((n, of))) == 0
    assert seen == [(0, 2), (1, 2)]
    with mei.desk.apart() as twin:
        assert overview.figures(twin).all.inspections == 3
    assert_right(mei)
