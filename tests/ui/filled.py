"""A desk in the middle of its work, the same to the last byte every time: what the pages are looked at with.

Three inspections of the made-up centre of the demonstration (`auditapp.operations.demo.story`): one under way with
everything a page can show (samples, instruments, photos cleared and not, findings, actions, a dispute, the opening
meeting), one signed and issued, one just begun. Told with the ordinary verbs; clock and dice are fixed.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from auditapp.checklist.model import AnswerKind, Item, Text
from auditapp.inspection.facts import place
from auditapp.inspection.state import Previous, PreviousFinding
from auditapp.inspection.walk import LineState
from auditapp.operations import (
    about,
    actions,
    answer,
    begin,
    comments,
    documents,
    findings,
    head_office,
    identities,
    instruments,
    look,
    meetings,
    package,
    photos,
    review,
    samples,
    sign_off,
)
from auditapp.operations.demo import scenes, story
from auditapp.operations.desk import Desk
from auditapp.report.papers import Document, Rendered
from auditapp.words import Words, speak
from tests.inspector import KEY, Inspector

DRAWN = ("zone", "exit", "extinguisher", "workstation")
"""Sample sets that are drawn; the others wait for it, which the pages show too."""
ANSWERED = ("WP-1", "WP-2", "WP-3", "WP-4")
LEFT_OPEN = frozenset({"WP-4.30", "WP-4.31", "WP-3.16", "WP-2.12"})
PHOTOS = (
    ("WP-1.10", 1, scenes.tape, "1.32 m"),
    ("WP-4.18", 1, scenes.gauge, "1.2 MPa"),
    ("WP-4.2", 1, scenes.clear_exit, "E1 安全出口"),
    ("WP-2.4", 2, scenes.chair, "B-23"),
    ("WP-3.2", 1, scenes.meter, "25.4 ℃"),
)
UNTOUCHED = 2
"""Photos at the end of `PHOTOS` nobody has looked at."""
RAISED = ("WP-4.8", "WP-4.18", "WP-2.10")
CONSENTED = Text("5层第一会议室", "Meeting room 1, floor 5")


class Filled:
    """The desk, and the ids of its inspections. Close it when done."""

    def __init__(self, folder: Path, checklist: Path, short: Path, language: str) -> None:
        self.folder, self.language = folder, language
        self.words: Words = speak(language)
        self.shots = 0
        self.documents: dict[tuple[str, str, str], Rendered] = {}
        """What was drawn of it: (inspection, document, language) -> the file. See `pages.Stage`."""
        self.leader = Inspector(folder / "leader", words=self.words, pace=7.0, dice=f"filled-{language}")
        self.desk: Desk = self.leader.desk
        with Inspector(folder / "second", words=self.words, pace=7.0, dice=f"second-{language}") as second:
            self.signed = self._signed(short)
            self.begun = self._begun(short)
            self.under_way = self._under_way(checklist, second)
        self._review()

    def close(self) -> None:
        self.desk.close()

    def t(self, text: Text) -> str:
        return text.in_(self.language)

    # -- the three inspections --------------------------------------------------------------------

    def _under_way(self, checklist: Path, second: Inspector) -> str:
        t, desk = self.t, self.desk
        before = story.PREVIOUS
        begun = begin.begin(
            desk,
            checklist,
            title=t(story.TITLE),
            unit=t(story.ABOUT["unit"]),
            unit_code=story.UNIT_CODE,
            site=t(story.ABOUT["site.name"]),
            address=t(story.ABOUT["site.address"]),
            period=t(story.ABOUT["period"]),
            team=[begin.Member(t(name), role, t(unit)) for _, name, role, unit in story.TEAM],
            settings=story.SETTINGS,
            previous=Previous(
                before.number,
                before.date,
                before.grade,
                before.score,
                tuple(PreviousFinding(f.number, f.item, f.grade, t(f.fact), "open") for f in before.findings),
            ),
            about={"purpose": t(story.ABOUT["purpose"])},
        )
        self.at, self.codes = begun.inspection, list(begun.codes)
        for code, name, number, due, uncertainty in story.INSTRUMENTS:
            instruments.instrument(
                desk, self.at, code, t(name), number=number, calibration_due=due, uncertainty=uncertainty
            )
        meetings.hold(desk, self.at, "opening", held="now", where=t(CONSENTED))
        meetings.consent(desk, self.at, t(story.CONSENT))
        for _, name, role, unit in story.TEAM[:3]:
            meetings.attend(desk, self.at, "opening", t(name), role=role, unit=t(unit))
        self._draw()
        self._answer()
        for where, text in story.NOTES[:1]:
            answer.note(desk, self.at, where, t(text))
        answer.flag(desk, self.at, "WP-3.15")
        self._photograph()
        self._find()
        self._disagree(second)
        return self.at

    def _signed(self, short: Path) -> str:
        t, desk = self.t, self.desk
        place_ = Text("滨海客户服务中心", "Binhai service centre")
        begun = begin.begin(
            desk,
            short,
            title=t(Text("应急管控专项检查", "Inspection of emergency control")),
            unit=t(place_),
            unit_code="BH02",
            site=t(place_),
            period="2026-09-16",
            team=[begin.Member(t(name), role, t(unit)) for _, name, role, unit in story.TEAM[:3]],
        )
        id_ = begun.inspection
        for line in tuple(look.look(desk, id_).walk.visible)[:40]:
            if line.item.kind is AnswerKind.CONFORM and line.state is LineState.UNANSWERED:
                answer.answer(desk, id_, line.place, "conform")
        card = identities.make(desk, t(story.TEAM[0][1]), unit=t(story.TEAM[0][3]), passphrase=KEY)
        sign_off.sign_off(
            desk,
            id_,
            begun.codes[0],
            certificate=card.fingerprint,
            despite_gaps=t(Text("专项检查只看应急广播。", "Only the announcements were looked at.")),
        )
        documents.issue(
            desk,
            id_,
            self.folder / "report.pdf",
            document=Document.REPORT,
            language=self.language,
            signatures=[documents.Signature(begun.codes[0], card.code, KEY)],
        )
        self.report = self.folder / "report.pdf"
        return id_

    def _begun(self, short: Path) -> str:
        unit = self.t(Text("云岭客户服务中心", "Yunling service centre"))
        begun = begin.begin(
            self.desk,
            short,
            title=self.t(Text("消防与应急抽查", "Spot check of fire safety and emergency plans")),
            unit=unit,
            unit_code="YL03",
            site=unit,
            team=[begin.Member(self.t(story.TEAM[0][1]), "leader", "")],
        )
        return begun.inspection

    def _review(self) -> None:
        """Head office has returned the signed one, with a remark."""
        desk, t = self.desk, self.t
        self.reviewer = t(Text("顾清和", "Gu Qinghe"))
        head_office.act(desk, self.reviewer)
        review.remark(
            desk,
            self.signed,
            "EM-1.1",
            t(Text("请补充最近一次审批的日期。", "Please add the date of the last approval.")),
        )
        review.set_state(
            desk,
            self.signed,
            "returned",
            t(Text("预案审批的证据不足。", "The evidence that the plan was approved is too thin.")),
        )
        head_office.act_no_more(desk)

    # -- the one under way ------------------------------------------------------------------------

    def _draw(self) -> None:
        self.drawn: dict[str, list[str]] = {}
        for code in DRAWN:
            drawn = story.SAMPLES[code]
            labels = [self.t(one) for one in drawn.labels] or [
                self.t(drawn.label).format(n=n) for n in range(1, drawn.population + 1)
            ]
            changes = samples.draw(
                self.desk, self.at, code, population=drawn.population, size=drawn.size, labels=labels, seed=code
            )
            self.drawn[code] = list(changes.codes)
            for n, attributes in drawn.attributes.items():
                samples.describe(self.desk, self.at, f"{code}/{changes.codes[n - 1]}", attributes=attributes)

    def _place(self, item: Item, sample: int) -> str:
        return place(item.id, self.drawn[item.set][sample - 1]) if item.set and sample else item.id

    def _answer(self) -> None:
        opened = look.look(self.desk, self.at)
        told = {(p.item, p.sample): p.answer for p in story.PROBLEMS if p.grade != "good_practice"}
        numbers = {code: {one: n for n, one in enumerate(codes, 1)} for code, codes in self.drawn.items()}
        for line in opened.walk.lines:
            item = line.item
            if line.group.id not in ANSWERED or line.state is not LineState.UNANSWERED or item.id in LEFT_OPEN:
                continue
            n = numbers[item.set][line.sample.code] if line.sample else 0
            if item.id in story.NOT_APPLICABLE:
                answer.answer(self.desk, self.at, line.place, "na", reason=self.t(story.NOT_APPLICABLE[item.id]))
                continue
            value = told.get((item.id, n)) or self._usual(item, n)
            if value:
                answer.answer(
                    self.desk,
                    self.at,
                    line.place,
                    value,
                    instrument=story.INSTRUMENT_OF.get(item.id, ""),
                    inputs=story.INPUTS.get(item.id),
                )

    def _usual(self, item: Item, sample: int) -> str:
        if item.id in story.VALUES:
            values = story.VALUES[item.id]
            return values[min(max(sample, 1), len(values)) - 1]
        return {AnswerKind.CONFORM: "conform", AnswerKind.YESNO: item.good or "yes"}.get(item.kind, "")

    def _shoot(self, where: str, shot: scenes.Shot) -> str:
        self.shots += 1
        small = replace(shot, width=shot.width // 2, height=shot.height // 2)
        file = self.folder / "camera" / f"{self.shots:03d}-{shot.name}"
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(scenes.draw(small, taken=f"2026-09-17T10:{self.shots:02d}:00", seed=self.shots))
        return photos.add(self.desk, self.at, where, [file], caption=shot.label.lstrip("!")).ids[0]

    def _photograph(self) -> None:
        checklist = look.look(self.desk, self.at).checklist
        taken = [
            self._shoot(
                self._place(checklist.by_id[item], n), scenes.Shot(f"{scene.__name__}.jpg", scene, label, 1200, 900)
            )
            for item, n, scene, label in PHOTOS
        ]
        photos.clear(self.desk, self.at, taken[:-UNTOUCHED], self.codes[0])

    def _find(self) -> None:
        t, desk = self.t, self.desk
        checklist = look.look(desk, self.at).checklist
        for problem in (p for p in story.PROBLEMS if p.item in RAISED and p.grade != "good_practice"):
            where = self._place(checklist.by_id[problem.item], problem.sample)
            evidence = [self._shoot(where, shot) for shot in problem.shots]
            photos.clear(desk, self.at, evidence, self.codes[0])
            raised = findings.raise_finding(
                desk,
                self.at,
                where,
                t(problem.fact),
                grade=problem.grade,
                where=t(problem.where),
                evidence=evidence,
                interim=t(problem.interim),
                person=t(problem.person),
            )
            due = story.days(-problem.due_days)
            asked = actions.add(desk, self.at, raised.code, t(problem.require), owner=t(problem.owner), due=due)
            actions.set_state(desk, self.at, asked.code, "confirmed")
            if problem.comment.en:
                comments.comment(
                    desk, self.at, t(problem.comment), name=t(story.TEAM[2][1]), role="site_manager",
                    finding=raised.code,
                )  # fmt: skip

    def _disagree(self, second: Inspector) -> None:
        """Two laptops answer the same place without seeing each other; nobody has decided yet."""
        where, theirs, ours, _ = story.DISPUTE
        out, back = self.folder / "out.auditpkg", self.folder / "back.auditpkg"
        package.export_package(self.desk, self.at, out)
        package.import_package(second.desk, out)
        about.work_as(second.desk, self.at, self.codes[1])
        answer.answer(second.desk, self.at, where, theirs)
        answer.answer(self.desk, self.at, where, ours)
        package.export_package(second.desk, self.at, back)
        package.import_package(self.desk, back)
