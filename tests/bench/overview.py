"""10,000 inspections of 200 items on one desk: dashboard, pages of lists, search in Chinese; against a plain scan.

The inspections are made by a fast generator that writes what counting them would write (`Overview.put`), not their
journals: what is measured here reads nothing else. Milliseconds are those of the processor, for these questions wait
for nothing (what they read is in memory), and other programs then do not count.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import islice
from pathlib import Path

from auditapp.operations import look, overview, search
from auditapp.operations.desk import Desk
from auditapp.store import found_words
from auditapp.store.overview import ActionRow, Counts, FindingRow, Judged, Projection, Scope, TextRow
from tests.bench import fixtures
from tests.bench.measure import Line, against, at_most, median, peak

INSPECTIONS = 10_000
ITEMS = 200
ROUNDS = 30
WORDS = ("消", "消防", "灭火器", "疏散通道堆放")
_FACTS = (
    "东楼梯间前室堆放纸箱{n}个，剩余净宽{m} m，疏散通道堆放杂物未清理。",
    "{n}号灭火器压力不足，检查卡缺{m}个月记录，消防器材台账与现场不一致。",
    "座席区照度实测{n} lx，低于要求；灯具损坏{m}处，报修记录未见闭环。",
    "应急照明{n}处不亮，疏散指示标志被遮挡{m}处，控制室值班记录缺签字。",
    "录音抽查{n}条，其中{m}条未按话术核对身份，质检台账未登记整改情况。",
    "机房温湿度记录缺{n}天，空调滤网{m}个月未清洗，巡检签字不全。",
)


def lines(folder: Path) -> Iterator[Line]:
    with fixtures.desk(folder) as desk:
        began = time.perf_counter()
        fill(desk, INSPECTIONS)
        made = time.perf_counter() - began
        size = desk.store.db.path.stat().st_size / 2**20
        yield Line(f"made {INSPECTIONS:,} inspections of {ITEMS} items", f"{made:.0f} s, {size:.0f} MB")
        yield from measured(desk)
        yield at_most("memory of the process with all of it, peak", peak(), 200)


def measured(desk: Desk) -> Iterator[Line]:
    db = desk.store.db

    def floor() -> None:
        db.rows("SELECT state, count(*) FROM inspection WHERE state NOT IN ('', 'company') GROUP BY state")

    def page_floor() -> None:
        db.rows("SELECT * FROM inspection LIMIT 50")

    a_site = overview.sites(desk)[7]
    questions: dict[str, tuple[Callable[[], object], float]] = {
        "the whole dashboard": (lambda: overview.figures(desk), 50),
        "the dashboard of a year": (lambda: overview.figures(desk, Scope(since="2025-01", until="2025-12")), 50),
        "the dashboard of a site": (lambda: overview.figures(desk, Scope(site=a_site)), 50),
        "two sites side by side": (lambda: overview.compare_sites(desk, overview.sites(desk)[:2]), 50),
        "a page of inspections": (lambda: overview.inspections(desk), 16),
        "a page of inspections, signed and of grade B": (
            lambda: overview.inspections(desk, state="signed", grade="B"),
            16,
        ),
        "a page of what waits for head office": (lambda: overview.inbox(desk), 16),
        "a page of open actions": (lambda: overview.actions(desk), 16),
        "a page of overdue actions": (lambda: overview.actions(desk, overdue=True), 16),
        "a page of findings": (lambda: overview.findings(desk), 16),
        "a page of repeat findings": (lambda: overview.findings(desk, repeats=True), 16),
    }
    for what, (question, most) in questions.items():
        least = page_floor if "page" in what else floor
        ours, plain = in_turns(ROUNDS, question, least)
        yield within(what, median(ours), median(plain), most)
    for words in WORDS:
        ours, plain = in_turns(ROUNDS, lambda w=words: search.search(desk, w), page_floor)  # type: ignore[misc]
        scan, _ = in_turns(2, lambda w=words: plain_scan(desk, w), page_floor)  # type: ignore[misc]
        right = [n for n, _, _ in desk.store.overview.search(words, 10**6)] == plain_scan(desk, words)
        found = len(plain_scan(desk, words))
        note = f"{'right' if right else 'WRONG'}, {found:,} found; a plain scan {median(scan) * 1000:.0f} ms"
        line = within(f"search of {len(words)} characters ({note})", median(ours), median(plain), 16)
        yield line if right else Line(line.what, line.ours, line.floor, line.ratio, line.aim, met=False)


def in_turns(rounds: int, *deeds: Callable[[], object]) -> tuple[list[float], ...]:
    """As `measure.in_turns`, in seconds of the processor."""
    taken: tuple[list[float], ...] = tuple([] for _ in deeds)
    for turn in range(rounds + 1):
        for deed, kept in zip(deeds, taken, strict=True):
            start = time.process_time()
            deed()
            if turn:
                kept.append(time.process_time() - start)
    return taken


def within(what: str, ours: float, floor: float, most: float) -> Line:
    told = against(what, ours, floor)
    return Line(what, told.ours, told.floor, told.ratio, f"<= {most:g} ms", ours * 1000 <= most)


def plain_scan(desk: Desk, text: str) -> list[int]:
    """The texts in which all words stand, found by reading every text."""
    words = found_words.words_in(text)
    return [
        n
        for n, said in desk.store.overview.every_text()
        if all(word in folded for folded in (found_words.folded(said),) for word in words)
    ]


def fill(desk: Desk, count: int, *, seed: int = 4) -> None:
    """Write what *count* counted inspections amount to: 190 sites, 36 months, 5 findings each."""
    dice = random.Random(seed)
    fixtures.begun(desk)
    what = look.checklist_of(desk, desk.store.journals.inspections()[0].id)
    items = [(d.id, g.id, item.id) for d in what.dimensions for g in d.groups for item in g.items][:ITEMS]
    sites = [f"{name}客户服务中心" for name in islice(_names(), 190)]
    every = iter(range(count))
    while portion := list(islice(every, 250)):
        with desk.store.db.atomic():
            for n in portion:
                made = inspection(dice, n, items, sites, what.id)
                id_ = f"{n:032x}"
                desk.store.db.run("INSERT INTO inspection (id, opened, changed) VALUES (?, ?, ?)", (id_, "", ""))
                desk.store.overview.put(id_, made)


def inspection(
    dice: random.Random, n: int, items: list[tuple[str, str, str]], sites: list[str], profile: str
) -> Projection:
    id_, site = f"{n:032x}", dice.choice(sites)
    day = date(2023, 10, 1) + timedelta(days=dice.randrange(3 * 365))
    judged = tuple(Judged(*place, _counts(dice)) for place in items)
    failing = [one for one in judged if one.counts[2] or one.counts[3]]
    month = day.isoformat()[:7]
    place = (month, site, profile)
    findings, actions, texts = [], [], [TextRow("inspection", "", f"JC-{n:05}\n第{n}次现场检查\n{site}\n江城大道{n}号")]
    for f, one in enumerate(dice.sample(failing, min(5, len(failing))), 1):
        fact = dice.choice(_FACTS).format(n=dice.randrange(1, 90), m=dice.randrange(1, 9))
        grade = "major" if one.counts[3] else "minor"
        key = f"{n:032x}{f:032x}"
        repeat = f"F{f:02}" if dice.random() < 0.1 else ""
        findings.append(FindingRow(id_, key, *place, f"F{f:02}", one.item, one.item, grade, fact, "", 0, repeat, 1, 1))
        state = dice.choice(("issued", "under_way", "submitted", "closed", "closed", "closed", "closed"))
        due = (day + timedelta(days=30)).isoformat()
        told = ("立即清理并加强巡检", dice.choice(("赵启明", "林若溪", "周晓岚")), due, "", state, "", "")
        actions.append(ActionRow(id_, key, *place, f"F{f:02}-A1", f"F{f:02}", one.item, grade, *told))
        texts += [
            TextRow("finding", key, f"F{f:02}\n{fact}"),
            TextRow("action", key, f"F{f:02}-A1\n立即清理并加强巡检"),
        ]
    for _ in range(10):
        texts.append(TextRow("note", dice.choice(items)[2], dice.choice(_FACTS).format(n=n, m=dice.randrange(9))))
    row: dict[str, str | int] = {
        "number": f"JC-{n:05}",
        "title": f"第{n}次现场检查",
        "site": site,
        "profile": profile,
        "state": "signed" if dice.random() < 0.9 else "open",
        "review": dice.choice(("", "received", "accepted", "accepted", "accepted", "returned")),
        "opened": f"{day}T09:00:00+08:00",
        "changed": f"{day}T17:00:{n % 60:02}+08:00",
        "day": day.isoformat(),
        "findings": len(findings),
        "majors": sum(f.grade == "major" for f in findings),
        "minors": sum(f.grade == "minor" for f in findings),
        "repeats": sum(bool(f.repeat_of) for f in findings),
        "actions": len(actions),
        "open_actions": sum(a.state != "closed" for a in actions),
        "score": f"{dice.uniform(60, 100):.1f}",
        "grade": dice.choice("AABBBCCD"),
        "previous": f"JC-{n - 1:05}" if n else "",
    }
    return Projection(row, month, site, profile, tuple(findings), tuple(actions), judged, tuple(texts))


def _counts(dice: random.Random) -> Counts:
    at = dice.random()
    if at < 0.85:
        return (1, 0, 0, 0, 0, 0)
    return (
        0,
        *((1, 0, 0, 0, 0), (0, 1, 0, 0, 0), (0, 0, 1, 0, 0), (0, 0, 0, 1, 0), (0, 0, 0, 0, 1))[int(at * 100) % 5],
    )


def _names() -> Iterator[str]:
    for first in "江海云青长安平宁福嘉瑞华兴永泰和":
        for second in "城州阳山湖川门原溪港泉岭":
            yield first + second
