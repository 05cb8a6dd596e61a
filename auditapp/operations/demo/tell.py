"""Tell the story: two laptops, one inspection, a dispute, signatures, and the papers that come out.

Only the verbs of `operations` are used, as a person would use them; nothing is written any other way.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from auditapp.checklist.model import AnswerKind, Checklist, Item, Text
from auditapp.inspection.facts import place, split_place
from auditapp.inspection.state import Previous, PreviousFinding
from auditapp.operations import (
    about,
    actions,
    answer,
    begin,
    comments,
    documents,
    findings,
    identities,
    instruments,
    look,
    meetings,
    package,
    photos,
    samples,
    sign_off,
)
from auditapp.operations.demo import scenes, story
from auditapp.operations.desk import Desk, open_desk
from auditapp.report.papers import Document
from auditapp.words import Trouble, Words, say

PASSPHRASE = "demo-demo"
ROOM = Text("5层第一会议室", "Meeting room 1, floor 5")
"""Of both made-up desks and of the made-up signing identities; said aloud wherever the demonstration is shown."""

Step = Callable[[str], None]


@dataclass(frozen=True)
class Told:
    """Where the demonstration lies."""

    folder: Path
    desk: Path
    number: str
    report: Path
    notice: Path
    facts: Path
    blank: Path
    package: Path
    photos: int
    findings: int
    answered: int
    verdict: Any


class Clock:
    """A clock of the story: every look at it is some seconds later, so that the same story has the same times."""

    def __init__(self, start: datetime, pace: float) -> None:
        self.now, self.pace = start, timedelta(seconds=pace)

    def __call__(self) -> datetime:
        self.now += self.pace
        return self.now

    def set(self, day: int, hour: int, minute: int) -> None:
        """Move to a time of the story; never back."""
        moment = self.now.replace(day=day, hour=hour, minute=minute, second=0)
        self.now = max(self.now, moment)


def tell(folder: Path, words: Words, step: Step) -> Told:
    """Play the whole story into the new *folder*; *step* is told, in words, what is being done.

    Beside an earlier demonstration the next one gets a number (demo-2).
    Raises `Trouble`: the folder holds something else, disk full, …
    """
    folder = _free(folder)
    if folder.exists() and any(folder.iterdir()):
        raise Trouble(
            say("The folder is not empty"),
            say("{folder} already holds something."),
            say("Nothing was touched. Give a new folder."),
            code=2,
            folder=str(folder),
        )
    folder.mkdir(parents=True, exist_ok=True)
    teller = _Teller(folder, words, step)
    with teller.open("desk", 8, 0) as leader, teller.open("second-desk", 8, 20) as inspector:
        return teller.play(leader, inspector)


def _free(folder: Path) -> Path:
    """*folder*, or beside an earlier demonstration the next free number: what somebody tried out there stays."""
    n, chosen = 1, folder
    while (chosen / "report.pdf").exists() and (chosen / "desk").is_dir():
        n += 1
        chosen = folder.with_name(f"{folder.name}-{n}")
    return chosen


class _Teller:
    def __init__(self, folder: Path, words: Words, step: Step) -> None:
        self.folder, self.words, self.step = folder, words, step
        self.clocks: dict[str, Clock] = {}
        self.drawn: dict[str, list[str]] = {}
        self.checklist: Checklist
        self.inspection = ""
        self.shots = 0

    def t(self, text: Text) -> str:
        return text.in_(self.words.language)

    def open(self, name: str, hour: int, minute: int) -> Desk:
        zone = timezone(timedelta(hours=story.UTC_OFFSET_HOURS))
        first = story.FIRST_DAY
        clock = self.clocks[name] = Clock(datetime(first.year, first.month, first.day, hour, minute, tzinfo=zone), 9.0)
        return open_desk(self.folder / name, PASSPHRASE, clock=clock, words=self.words, keyring=False)

    # -- the day ----------------------------------------------------------------------------------
    def play(self, leader: Desk, inspector: Desk) -> Told:
        w = self.words
        second = story.FIRST_DAY.day + 1
        self.step(w("Opening meeting, site settings, instruments, sampling"))
        self.begin(leader)
        self.draw_samples(leader)
        handed_over = self.folder / "handed-over.auditpkg"
        package.export_package(leader, self.inspection, handed_over)
        package.import_package(inspector, handed_over)
        about.work_as(inspector, self.inspection, self.people["inspector"])
        mine, yours = self.shares()
        self.step(w.count("The team leader answers {n} place", "The team leader answers {n} places", len(mine)))
        self.answer_all(leader, mine)
        self.step(
            w.count(
                "The second inspector answers {n} place on another laptop",
                "The second inspector answers {n} places on another laptop",
                len(yours),
            )
        )
        self.answer_all(inspector, yours)
        self.step(w("Photos: drawn, taken in, looked at before they may leave"))
        self.photograph(leader, "leader")
        self.photograph(inspector, "inspector")
        self.step(w("Findings, with fact, place, criterion, evidence and what is to be done by when"))
        for problem in story.PROBLEMS:
            self.find(leader if problem.by == "leader" else inspector, problem)
        self.disagree(leader, inspector)
        self.step(
            w("The second laptop's work joins the first; both answers to one item are kept and the leader decides")
        )
        brought = self.folder / "brought-back.auditpkg"
        package.export_package(inspector, self.inspection, brought)
        package.import_package(leader, brought)
        where, _, keep, why = story.DISPUTE
        answer.resolve(leader, self.inspection, where, value=keep, reason=self.t(why))
        self.clocks["desk"].set(second, 15, 0)
        self.close_meeting(leader)
        self.step(w("Completeness check, sign-off, report"))
        return self.papers(leader)

    def last_visit(self) -> Previous:
        before = story.PREVIOUS
        return Previous(
            before.number,
            before.date,
            before.grade,
            before.score,
            tuple(PreviousFinding(f.number, f.item, f.grade, self.t(f.fact), "open") for f in before.findings),
        )

    def begin(self, desk: Desk) -> None:
        t = self.t
        team = [begin.Member(t(name), role, t(unit)) for _, name, role, unit in story.TEAM]
        extra = {
            field: t(text)
            for field, text in story.ABOUT.items()
            if field not in ("unit", "site.name", "site.address", "period")
        }
        begun = begin.begin(
            desk,
            "six-dimensions",
            title=t(story.TITLE),
            unit=t(story.ABOUT["unit"]),
            unit_code=story.UNIT_CODE,
            site=t(story.ABOUT["site.name"]),
            address=t(story.ABOUT["site.address"]),
            period=t(story.ABOUT["period"]),
            team=team,
            settings=story.SETTINGS,
            previous=self.last_visit(),
            about=extra,
        )
        self.inspection = begun.inspection
        self.people = dict(zip([key for key, *_ in story.TEAM], begun.codes, strict=True))
        self.checklist = look.look(desk, self.inspection).checklist
        for code, name, number, due, uncertainty in story.INSTRUMENTS:
            instruments.instrument(
                desk, self.inspection, code, t(name), number=number, calibration_due=due, uncertainty=uncertainty
            )
        self.clocks["desk"].set(story.FIRST_DAY.day, 8, 40)
        meetings.hold(desk, self.inspection, "opening", held="now", where=t(ROOM))
        meetings.consent(desk, self.inspection, t(story.CONSENT))
        self.attend(desk, "opening")

    def attend(self, desk: Desk, meeting: str) -> None:
        for _, name, role, unit in story.TEAM:
            meetings.attend(desk, self.inspection, meeting, self.t(name), role=role, unit=self.t(unit))

    def draw_samples(self, desk: Desk) -> None:
        for code, drawn in story.SAMPLES.items():
            labels = [self.t(text) for text in drawn.labels]
            if not labels and drawn.population <= 200:
                labels = [self.t(drawn.label).format(n=n) for n in range(1, drawn.population + 1)]
            changes = samples.draw(
                desk,
                self.inspection,
                code,
                population=drawn.population,
                size=drawn.size,
                labels=labels,
                seed=f"{story.UNIT_CODE}-{code}",
            )
            self.drawn[code] = list(changes.codes)
            for n, attributes in drawn.attributes.items():
                samples.describe(desk, self.inspection, f"{code}/{changes.codes[n - 1]}", attributes=attributes)

    # -- answers ----------------------------------------------------------------------------------
    def shares(self) -> tuple[list[tuple[Item, int]], list[tuple[Item, int]]]:
        """The places of the leader (workplace, strategy, people) and of the inspector (the other dimensions)."""
        mine: list[tuple[Item, int]] = []
        yours: list[tuple[Item, int]] = []
        for item in self.checklist.items():
            if item.kind is AnswerKind.COMPUTED and not item.inputs:
                continue
            hers = self.checklist.dimension_of[item.id].id in ("WP", "ST", "PM")
            numbers = range(1, len(self.drawn[item.set]) + 1) if item.set else (0,)
            (mine if hers else yours).extend((item, n) for n in numbers)
        return mine, yours

    def place(self, item: str, sample: int) -> str:
        set_code = self.checklist.by_id[item].set
        return place(item, self.drawn[set_code][sample - 1]) if set_code and sample else item

    def answer_all(self, desk: Desk, places: list[tuple[Item, int]]) -> None:
        told = {(p.item, p.sample): p.answer for p in story.PROBLEMS if p.grade != "good_practice"}
        hidden = self.hidden(desk)
        for item, sample in places:
            where = self.place(item.id, sample)
            if item.id in hidden or item.id == story.DISPUTE[0]:
                continue
            if item.id in story.NOT_CHECKED:
                answer.answer(desk, self.inspection, where, "unchecked", reason=self.t(story.NOT_CHECKED[item.id]))
                continue
            if item.id in story.NOT_APPLICABLE:
                answer.answer(desk, self.inspection, where, "na", reason=self.t(story.NOT_APPLICABLE[item.id]))
                continue
            value = told.get((item.id, sample)) or self.usual(item, sample)
            answer.answer(
                desk,
                self.inspection,
                where,
                value,
                instrument=story.INSTRUMENT_OF.get(item.id, ""),
                inputs=story.INPUTS.get(item.id),
            )
        for where, text in story.NOTES:
            if where in {item.id for item, _ in places}:
                answer.note(desk, self.inspection, self.place(where, 1), self.t(text))

    def hidden(self, desk: Desk) -> set[str]:
        from auditapp.inspection.walk import LineState

        opened = look.look(desk, self.inspection)
        return {line.item.id for line in opened.walk.lines if line.state is LineState.HIDDEN}

    def usual(self, item: Item, sample: int) -> str:
        """The answer of a place where nothing is wrong."""
        if item.id in story.VALUES:
            values = story.VALUES[item.id]
            return values[min(max(sample, 1), len(values)) - 1]
        match item.kind:
            case AnswerKind.CONFORM:
                return "conform"
            case AnswerKind.YESNO:
                return item.good or "yes"
            case AnswerKind.COMPUTED:
                return ""
            case _:
                raise LookupError(f"the story has no answer for {item.id}")

    # -- photos -----------------------------------------------------------------------------------
    def photograph(self, desk: Desk, who: str) -> None:
        """Further photos of things in order; the leader's dimensions by the leader."""
        hers = {i.id for i in self.checklist.items() if self.checklist.dimension_of[i.id].id in ("WP", "ST", "PM")}
        for item, sample, shot in story.SHOTS:
            if (item in hers) == (who == "leader"):
                self.shoot(desk, who, self.place(item, sample), shot)

    def caption(self, shot: scenes.Shot, where: str) -> str:
        """The words on the picture; in another language what the place is about."""
        if self.words.chinese:
            return shot.label.lstrip("!")
        return self.t(self.checklist.by_id[split_place(where)[0]].text)

    def shoot(self, desk: Desk, who: str, where: str, shot: scenes.Shot, *, redact: bool = False) -> str:
        """Draw, take in, and clear one photo; its id."""
        self.shots += 1
        folder = self.folder / "camera"
        folder.mkdir(exist_ok=True)
        moment = self.clocks["desk" if who == "leader" else "second-desk"].now
        file = folder / f"{self.shots:03d}-{shot.name}"
        file.write_bytes(scenes.draw(shot, taken=moment.isoformat(), seed=self.shots))
        added = photos.add(desk, self.inspection, where, [file], caption=self.caption(shot, where))
        photo = added.ids[0]
        if redact:
            box = photos.Box(
                round(shot.width * 0.68), round(shot.height * 0.45), round(shot.width * 0.22), round(shot.height * 0.26)
            )
            photos.redact(desk, self.inspection, photo, [box], self.people[who])
        else:
            photos.clear(desk, self.inspection, [photo], self.people[who])
        return photo

    # -- findings ---------------------------------------------------------------------------------
    def find(self, desk: Desk, problem: story.Problem) -> None:
        t, who = self.t, problem.by
        where = self.place(problem.item, problem.sample)
        evidence = [
            self.shoot(desk, who, where, shot, redact=problem.item == "WP-2.10" and shot.scene is scenes.monitor)
            for shot in (*problem.shots, *problem.after)
        ]
        raised = findings.raise_finding(
            desk,
            self.inspection,
            where,
            t(problem.fact),
            grade=problem.grade,
            where=t(problem.where),
            evidence=evidence,
            records=[t(problem.record)] if problem.record.en else [],
            interim=t(problem.interim),
            person=t(problem.person),
        )
        number = raised.code
        if problem.fixed.en:
            findings.fixed_on_the_spot(desk, self.inspection, number, t(problem.fixed))
        if problem.require.en:
            due = story.days(-problem.due_days)
            asked = actions.add(desk, self.inspection, number, t(problem.require), owner=t(problem.owner), due=due)
            state = "disputed" if problem.objection else "confirmed"
            actions.set_state(desk, self.inspection, asked.code, state)
        site = t(story.TEAM[2][1])
        if problem.comment.en:
            comments.comment(
                desk,
                self.inspection,
                t(problem.comment),
                name=site,
                role="site_manager",
                finding=number,
                stance="objection" if problem.objection else "comment",
            )
        if problem.grade != "good_practice" and not problem.objection:
            findings.confirm(desk, self.inspection, number, site)

    def disagree(self, leader: Desk, inspector: Desk) -> None:
        where, theirs, ours, _ = story.DISPUTE
        answer.answer(leader, self.inspection, where, ours)
        answer.answer(inspector, self.inspection, where, theirs)

    def close_meeting(self, desk: Desk) -> None:
        meetings.hold(desk, self.inspection, "closing", held="now", where=self.t(ROOM))
        self.attend(desk, "closing")
        for finding in look.fold(desk, self.inspection).findings:
            for action in finding.actions:
                if action.state == "confirmed":
                    actions.set_state(desk, self.inspection, action.number, "issued")
        comments.comment(
            desk,
            self.inspection,
            self.t(
                Text(
                    "对事实无异议，夜班演练时间请与我方商定。",
                    "No objection to the facts; please agree the date of the night drill with us.",
                )
            ),
            name=self.t(story.TEAM[2][1]),
            role="site_manager",
        )

    # -- papers -----------------------------------------------------------------------------------
    def papers(self, desk: Desk) -> Told:
        """Sign off, draw and sign the papers, draw a blank checklist, and pack one file to hand over."""
        t = self.t
        left = sign_off.gaps(desk, self.inspection)
        signers = []
        for key, name, _, unit in story.TEAM[:3]:
            card = identities.make(desk, t(name), unit=t(unit), passphrase=PASSPHRASE)
            signers.append((self.people[key], card))
        for n, (person, card) in enumerate(signers):
            sign_off.sign_off(
                desk,
                self.inspection,
                person,
                certificate=card.fingerprint,
                despite_gaps=t(
                    Text("演示检查，未补齐项目列于报告。", "A demonstration; what is missing is listed in the report.")
                )
                if left and not n
                else "",
            )
        signatures = [documents.Signature(person, card.code, PASSPHRASE) for person, card in signers]
        paths: dict[str, Path] = {}
        for document, called in ((Document.REPORT, "report"), (Document.NOTICE, "notice"), (Document.FACTS, "facts")):
            self.step(self.words("Drawing and signing: {document}", document=f"{called}.pdf"))
            paths[called] = self.folder / f"{called}.pdf"
            documents.issue(
                desk,
                self.inspection,
                paths[called],
                document=document,
                language=self.words.language,
                signatures=signatures if document is Document.REPORT else signatures[:1],
            )
        paths["blank"] = self.folder / "blank-checklist.pdf"
        documents.render(desk, self.inspection, paths["blank"], document=Document.BLANK, language=self.words.language)
        handed = self.folder / "inspection.auditpkg"
        package.export_package(desk, self.inspection, handed)
        self.step(self.words("Verifying the report as anybody can"))
        verdict = documents.verify_pdf(paths["report"])
        opened = look.look(desk, self.inspection)
        return Told(
            self.folder,
            self.folder / "desk",
            opened.inspection.number,
            paths["report"],
            paths["notice"],
            paths["facts"],
            paths["blank"],
            handed,
            len(opened.inspection.photos),
            len(opened.inspection.findings),
            len(opened.inspection.answers),
            verdict,
        )
