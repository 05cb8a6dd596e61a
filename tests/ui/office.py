"""A desk of head office: inspections of several sites, signed and under way, reviewed and not, with findings, actions
in every state and remarks. The same to the last byte every time; told with the ordinary verbs."""

from __future__ import annotations

import random
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from auditapp.checklist.model import Text
from auditapp.operations import actions, answer, begin, findings, head_office, review, sign_off
from auditapp.operations.desk import Desk
from auditapp.words import Words, speak
from tests.inspector import Inspector

CHECKLIST: Final = Path(__file__).parent / "short-round.yaml"
SITES: Final = (
    Text("江城客户服务中心", "Jiangcheng service centre"),
    Text("滨海客户服务中心", "Binhai service centre"),
    Text("云岭客户服务中心", "Yunling service centre"),
    Text("松江客户服务中心", "Songjiang service centre"),
    Text("钱塘客户服务中心", "Qiantang service centre"),
    Text("岭南客户服务中心", "Lingnan service centre"),
)
LEADERS: Final = (Text("林若溪", "Lin Ruoxi"), Text("周玥喆", "Zhou Yuezhe"), Text("许知远", "Xu Zhiyuan"))
OWNERS: Final = (Text("赵启明", "Zhao Qiming"), Text("沈知堃", "Shen Zhikun"), Text("物业公司", "The building's owner"))
REVIEWER: Final = Text("顾清和", "Gu Qinghe")
TITLE: Final = Text("季度现场检查", "Quarterly on-site inspection")
FACTS: Final = {
    "WP-1.1": Text("东侧走道堆放纸箱11个，剩余净宽0.7 m。", "11 boxes stand in the eastern aisle; 0.7 m are left."),
    "WP-1.4": Text("B区第23号座椅扶手断裂，无法调节。", "The armrest of chair B-23 is broken; it cannot be adjusted."),
    "EM-1.1": Text("应急预案自2023年起未重新审批。", "The emergency plan has not been approved anew since 2023."),
}
REQUIRED: Final = {
    "WP-1.1": Text("清理走道，并建立每日巡查记录。", "Clear the aisle, and keep a record of a daily round."),
    "WP-1.4": Text("更换损坏座椅，抽查同批次。", "Replace the chair; look at the others of its batch."),
    "EM-1.1": Text("修订预案，经负责人批准后发布。", "Revise the plan and publish it once it is approved."),
}
REMARK: Final = Text(
    "照片看不出净宽，请补一张带尺的照片。", "The photo does not show the width; please add one with a ruler."
)
RETURNED: Final = Text(
    "第1.1项的证据不足，请补拍后重新签署。", "The evidence at 1.1 is too thin; add a photo and sign again."
)
MONTHS: Final = 9
"""Inspections reach back so far."""


class Office:
    """The desk and the ids of its inspections; it speaks for head office. Close it when done."""

    def __init__(self, folder: Path, language: str, *, visits: int = 3) -> None:
        self.folder, self.language = folder, language
        self.words: Words = speak(language)
        self.inspector = Inspector(folder / "office", words=self.words, pace=3.0, dice=f"office-{language}")
        self.desk: Desk = self.inspector.desk
        self._dice = random.Random(7)
        self.inspections: list[str] = []
        clock: Any = self.desk.clock
        today = clock.now
        head_office.act(self.desk, self.t(REVIEWER))
        for visit in range(visits):
            for n, site in enumerate(SITES):
                back = (visits - 1 - visit) * (MONTHS * 30 // visits) + 9 * n + 3
                clock.now = today - timedelta(days=back)
                self.inspections.append(self._visit(site, n, visit, last=visit == visits - 1))
        clock.now = today

    def close(self) -> None:
        self.desk.close()

    def t(self, text: Text) -> str:
        return text.in_(self.language)

    def _visit(self, site: Text, n: int, visit: int, *, last: bool) -> str:
        desk, t = self.desk, self.t
        begun = begin.begin(
            desk,
            CHECKLIST,
            title=t(TITLE),
            unit=t(site),
            unit_code=f"S{n + 1:02}",
            site=t(site),
            team=[
                begin.Member(t(LEADERS[n % len(LEADERS)]), "leader", ""),
                begin.Member(t(OWNERS[0]), "site_manager", ""),
            ],
        )
        id_ = begun.inspection
        self._answer(id_, n, visit)
        if last and n >= 4:
            return id_  # under way
        sign_off.sign_off(desk, id_, begun.codes[0], despite_gaps=t(Text("抽查。", "A spot check.")))
        self._follow_up(id_, n, visit, last=last)
        self._review(id_, n, last=last)
        return id_

    def _answer(self, id_: str, n: int, visit: int) -> None:
        desk, t = self.desk, self.t
        for place, value in (("WP-1.2", "120"), ("WP-1.3", str(self._dice.randint(260, 420)))):
            answer.answer(desk, id_, place, value)
        wrong = {"WP-1.1": n % 2 == 0, "WP-1.4": (n + visit) % 3 == 0, "EM-1.1": n == 3 or (n == 1 and visit == 0)}
        good = {"WP-1.1": ("conform", "major"), "WP-1.4": ("conform", "minor"), "EM-1.1": ("yes", "no")}
        for place, (well, ill) in good.items():
            answer.answer(desk, id_, place, ill if wrong[place] else well)
            if not wrong[place]:
                continue
            raised = findings.raise_finding(
                desk, id_, place, t(FACTS[place]), where=t(Text("东侧", "East side")), interim="—", person=t(OWNERS[0])
            )
            actions.add(desk, id_, raised.code, t(REQUIRED[place]), owner=t(OWNERS[(n + visit) % len(OWNERS)]))

    def _follow_up(self, id_: str, n: int, visit: int, *, last: bool) -> None:
        from auditapp.operations import look

        desk = self.desk
        done = ("confirmed", "issued", "under_way", "submitted", "closed")
        for k, finding in enumerate(look.fold(desk, id_).findings):
            for action in finding.actions:
                far = 5 if visit == 0 and not last else (n + k + visit) % 6
                for state in done[:far]:
                    check = self.t(Text("整改前后照片", "Before and after photo")) if state == "closed" else ""
                    actions.set_state(desk, id_, action.number, state, verification=check)
                if far == 3 and n % 2:
                    due = (self.desk.clock() + timedelta(days=90)).date().isoformat()
                    why = self.t(Text("配件到货需要两周。", "The part takes two weeks to arrive."))
                    actions.ask_extension(desk, id_, action.number, due, why)

    def _review(self, id_: str, n: int, *, last: bool) -> None:
        desk, t = self.desk, self.t
        if not last:
            review.set_state(desk, id_, "accepted")
        elif n == 0:
            review.remark(desk, id_, "WP-1.1", t(REMARK))
            review.set_state(desk, id_, "returned", t(RETURNED))
        elif n == 1:
            review.set_state(desk, id_, "under_review")
        elif n == 2:
            review.set_state(desk, id_, "received")
