"""Head office and an inspector at two desks, a folder on a share between them: from the assignment to the repeat."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from auditapp.operations import (
    actions,
    assignments,
    begin,
    checklists,
    disputes,
    findings,
    head_office,
    look,
    overview,
    releases,
    review,
    search,
)
from auditapp.operations.exchange import exchange
from auditapp.operations.folders import folder_office
from auditapp.words import Trouble
from tests.inspector import Inspector

ROUND = Path(__file__).parents[1] / "ui" / "short-round.yaml"
FACT = "东楼梯间前室堆放纸箱11个，剩余净宽0.7米"


def meet(share: Path, *people: Inspector) -> None:
    """Everybody exchanges with the share, twice, so that all have everything."""
    for _ in range(2):
        for somebody in people:
            with closing(folder_office(somebody.desk, share)) as office:
                exchange(somebody.desk, office)


def assert_alike(*people: Inspector) -> None:
    """All desks say the same of the inspection, and their lists what the journals say."""
    one, other = (look.fold(somebody.desk, somebody.inspection) for somebody in people)
    assert one == other
    for somebody in people:
        look.catch_up(somebody.desk)
        assert overview.differs(somebody.desk, somebody.inspection) == ""
        assert overview.sums_are_right(somebody.desk)


def given(mei: Inspector, lin: Inspector, share: Path) -> str:
    """Mei begins an inspection and gives it to Lin, who finds it on her desk; its first item."""
    mei.inspection = assignments.give_out(
        mei.desk,
        "short-round",
        users=["lin"],
        person=begin.Member("林若溪", "leader"),
        due="2026-10-01",
        title="Q3",
        unit="海棠人寿",
        site="江城中心",
    ).inspection
    meet(share, mei, lin)
    lin.inspection = mei.inspection
    lin.works_as("林若溪")
    what = look.checklist_of(lin.desk, lin.inspection)
    assert assignments.mine(lin.desk, lin.inspection) == {g.id for d in what.dimensions for g in d.groups}
    return next(item.id for item in what.items() if item.kind == "conform" and not item.set)


def test_from_the_assignment_to_the_repeat_at_the_next_visit(tmp_path: Path) -> None:
    share = tmp_path / "share"
    share.mkdir()
    with Inspector(tmp_path / "mei") as mei, Inspector(tmp_path / "lin", pace=7) as lin:
        head_office.act(mei.desk, "梅清")
        digest = releases.release(mei.desk, ROUND).code
        item = given(mei, lin, share)
        assert [one.digest for one in releases.offered(lin.desk)] == [digest], "the document came along"
        # the inspector walks it and signs
        lin.answers(item, "minor").finds(item, FACT)
        finding = lin.last.code
        lin.asks(finding, "清理通道", owner="赵启明", due="2026-09-30")
        action = lin.last.code
        lin.signs_off()
        assert not overview.inbox(mei.desk).rows
        meet(share, lin, mei)
        [row] = overview.inbox(mei.desk).rows
        assert (row.id, row.assigned, row.due) == (mei.inspection, "林若溪 lin", "2026-10-01")
        # head office receives, remarks and returns it
        review.set_state(mei.desk, mei.inspection, "received")
        review.remark(mei.desk, mei.inspection, finding, "哪一层的楼梯？")
        review.set_state(mei.desk, mei.inspection, "returned", "请说明楼层")
        assert not overview.inbox(mei.desk).rows
        with pytest.raises(Trouble, match="role of head office"):
            review.settle(lin.desk, lin.inspection, "1")
        meet(share, mei, lin)
        assert [one.id for one in overview.inspections(lin.desk, review="returned").rows] == [lin.inspection]
        back = review.returned(lin.now)
        assert back is not None and back.reason == "请说明楼层"
        # the inspector amends and signs again
        lin.amends(back.reason)
        findings.edit(lin.desk, lin.inspection, finding, "place", "二层东楼梯")
        review.reply(lin.desk, lin.inspection, "1", "二层")
        lin.signs_off()
        assert review.returned(lin.now) is None
        meet(share, lin, mei)
        # accepted
        review.settle(mei.desk, mei.inspection, "1")
        review.set_state(mei.desk, mei.inspection, "accepted")
        # the action is extended, verified and closed
        for state in ("confirmed", "issued"):
            actions.set_state(lin.desk, lin.inspection, action, state)
        actions.ask_extension(lin.desk, lin.inspection, action, "2026-10-31", "配件未到")
        meet(share, lin, mei)
        [asked] = overview.actions(mei.desk, state="extension_asked").rows
        assert (asked.row.until, asked.row.owner) == ("2026-10-31", "赵启明")
        actions.grant_extension(mei.desk, mei.inspection, action, "同意")
        actions.set_state(mei.desk, mei.inspection, action, "submitted", reply="已清理")
        actions.set_state(mei.desk, mei.inspection, action, "closed", verification="现场查看")
        meet(share, mei, lin)
        assert_alike(mei, lin)
        assert overview.actions(lin.desk).total == 0
        done = actions.action_of(lin.now, action)
        assert (done.state, done.due, done.verification) == ("closed", "2026-10-31", "现场查看")
        # a newer checklist is given out; the next visit is begun with it and finds the same again
        newer = tmp_path / "newer.yaml"
        newer.write_text(ROUND.read_text("utf-8").replace("version: '1.0'", "version: '1.1'"), encoding="utf-8")
        second = releases.release(mei.desk, newer).code
        assert lin.now.checklist == digest
        first = lin.inspection
        assert given(mei, lin, share) == item
        assert lin.now.checklist == second and lin.inspection != first
        lin.answers(item, "minor").finds(item, FACT)
        lin.signs_off()
        meet(share, lin, mei)
        assert_alike(mei, lin)
        [repeat] = overview.findings(mei.desk, repeats=True).rows
        assert (repeat.visits, repeat.row.inspection) == (2, mei.inspection)
        told = overview.compare_visits(mei.desk, [first, mei.inspection])
        assert [column.repeats for column in told.columns] == [0, 1]
        assert overview.figures(mei.desk).all.repeats == 1
        assert {hit.inspection for hit in search.search(mei.desk, "纸箱").hits} == {first, mei.inspection}
        assert checklists.installed(lin.desk)


def test_two_of_head_office_who_disagree_are_told_and_nothing_is_accepted(tmp_path: Path) -> None:
    share = tmp_path / "share"
    share.mkdir()
    with Inspector(tmp_path / "mei") as mei, Inspector(tmp_path / "fang", pace=7) as fang:
        for somebody, name in ((mei, "梅清"), (fang, "方远")):
            head_office.act(somebody.desk, name)
        mei.begins(ROUND).signs_off()
        meet(share, mei, fang)
        fang.inspection = mei.inspection
        review.set_state(mei.desk, mei.inspection, "accepted")
        review.set_state(fang.desk, fang.inspection, "returned", "照片不清")
        meet(share, mei, fang)
        for somebody in (mei, fang):
            now = somebody.now
            assert now.reviewed is not None and now.reviewed.state == "returned"
            assert [one.kind for one in now.disputes] == ["review.state"]
        assert_alike(mei, fang)
        head_office.act_no_more(fang.desk)
        [one] = disputes.disputes(fang.desk, fang.inspection)
        with pytest.raises(Trouble, match="role of head office"):
            disputes.keep(fang.desk, fang.inspection, one.versions[0].entry)
        review.set_state(mei.desk, mei.inspection, "under_review")
        meet(share, mei, fang)
        assert not fang.now.disputes
