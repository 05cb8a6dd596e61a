"""Head office on the command line: given out, walked, received, remarked, returned, amended, accepted, followed up."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.cli.test_day import well

ROUND = Path(__file__).parents[1] / "ui" / "short-round.yaml"
SITE = "江城客户服务中心"
FACT = "东楼梯间前室堆放纸箱11个，剩余净宽0.7米"


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_from_the_assignment_to_the_repeat_at_the_next_visit(
    run: Run, tmp_path: Path, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AUDITAPP_LANG", language)
    assert run("assign", "new", "某某人寿").code == 2 and run("list", "--json").json == []  # for nobody
    well(run, "review", "act", "梅清")
    digest = run("release", "give", ROUND, "--note", "from May on", "--json").json["codes"][0]
    assert digest[:12] in well(run, "release")
    given = ("--checklist", "short-round", "--site-name", SITE, "--person", "林若溪", "--user", "lin")
    first = run("assign", "new", "某某人寿", *given, "--due", "2027-01-01", "--json").json["number"]
    assert "lin" in well(run, "assign")
    assert run("checklist", "list", "--json").code == 0
    # the inspector walks it and signs
    well(run, "person", "me", "林若溪")
    item = walked(run)
    well(run, "finding", "raise", item, FACT)
    well(run, "action", "add", "F01", "清理通道", "--owner", "赵启明", "--due", "2027-02-01")
    well(run, "sign", "--by", "林若溪", "--level", "paper", "--despite-gaps", "a story")
    assert first in well(run, "review", "inbox")
    # head office receives it, remarks and returns it
    well(run, "review", "set", "received")
    assert run("review", "set", "returned").code == 2
    well(run, "remark", "add", "F01", "哪一层的楼梯？")
    well(run, "remark", "add", ".", "请补充照片")
    assert "accepted" not in well(run, "review")
    well(run, "review", "set", "returned", "--reason", "请说明楼层")
    assert first not in well(run, "review", "inbox")
    # the inspector amends, answers and signs again
    well(run, "amend", "--reason", "请说明楼层")
    assert any(gap["kind"] == "remark" for gap in run("show", "--gaps", "--json").json)
    well(run, "finding", "edit", "F01", "place", "二层东楼梯")
    well(run, "remark", "reply", "1", "二层")
    well(run, "remark", "reply", "2", "已补充")
    well(run, "sign", "--by", "林若溪", "--level", "paper", "--despite-gaps", "a story")
    # accepted
    for n in ("1", "2"):
        well(run, "remark", "settle", n)
    well(run, "review", "set", "accepted")
    told = run("review", "--json").json
    assert [(r, one["state"]) for r, one in told["review"].items()] == [("1", "returned"), ("2", "accepted")]
    # the action is extended, verified and closed
    for state in ("confirmed", "issued"):
        well(run, "action", "state", "F01-A1", state)
    well(run, "action", "extend", "F01-A1", "2027-03-01", "配件未到")
    well(run, "action", "grant", "F01-A1", "同意")
    [action] = run("overview", "actions", "--json").json
    assert (action["due"], action["state"], action["overdue"]) == ("2027-03-01", "under_way", False)
    well(run, "action", "state", "F01-A1", "submitted", "--reply", "已清理")
    well(run, "action", "state", "F01-A1", "closed", "--verification", "现场查看")
    assert run("overview", "actions", "--json").json == []
    # the next visit finds it again
    second = run("assign", "new", "某某人寿", *given, "--json").json["number"]
    well(run, "person", "me", "林若溪", "-i", second)
    assert walked(run, second) == item
    well(run, "finding", "raise", item, FACT, "-i", second)
    well(run, "sign", "--by", "林若溪", "--level", "paper", "--despite-gaps", "a story", "-i", second)
    [repeat] = run("overview", "findings", "--repeats", "--json").json
    assert (repeat["visits"], repeat["of"]) == (2, second)
    # looked over
    figures = well(run, "overview")
    assert ("Inspections: 2" in figures, "检查2次" in figures) == (language == "en", language != "en")
    assert SITE in well(run, "overview", "findings")
    assert "%" in well(run, "overview", "visits", SITE, "--items")
    assert run("search", "纸箱11").code == 0 and run("search", "无此词").code == 1
    assert first in well(run, "search", "楼")
    assert "2" in well(run, "overview", "rebuild")
    well(run, "extract", tmp_path / "all.xlsx")
    well(run, "extract", tmp_path / "all.jsonl", "--site", SITE)
    lines = [json.loads(line) for line in (tmp_path / "all.jsonl").read_text("utf-8").splitlines()]
    assert {line["table"] for line in lines} >= {"inspections", "answers", "findings", "actions", "remarks"}
    # the checklist goes out of use; what runs goes on
    well(run, "release", "withdraw", digest[:8], "--reason", "有错误")
    assert run("assign", "new", "某某人寿", *given).code == 2
    assert run("show", "-i", second).code == 0


def walked(run: Run, number: str = "") -> str:
    """Answer the first item of the round, as not conforming; its id."""
    which = ("-i", number) if number else ()
    items = run("show", "--items", "--json", *which).json
    item = next(one["place"] for one in items if one["kind"] == "conform")
    well(run, "answer", item, "minor", *which)
    return str(item)
