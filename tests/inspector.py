"""The driver of stories, in the field's words: what an inspector does at a desk, through operations.

with Inspector(folder) as lin:
    lin.begin().draws("workstation", of=120, size=3).answers("WP-2.3@S1", "minor").finds("WP-2.3@S1", "…")
"""

from __future__ import annotations

import hashlib
import io
import random
from datetime import datetime, timedelta, timezone
from pathlib import Path
from types import TracebackType
from typing import Any

from auditapp.inspection.state import Inspection, fold
from auditapp.operations import (
    about,
    actions,
    answer,
    begin,
    comments,
    findings,
    identities,
    look,
    meetings,
    package,
    photos,
    samples,
    sign_off,
    withdraw,
)
from auditapp.operations.changes import Changes
from auditapp.operations.desk import Desk, open_desk
from auditapp.store.vault import Cost
from auditapp.words import Words, speak

PASSPHRASE = "correct horse battery"
KEY = "the key's own words"
CHEAP = Cost(memory_kib=64, passes=1, lanes=1)
FACT = "The chair of this workstation is broken and cannot be adjusted"


class Clock:
    """A clock that goes on by a second at every look; it may also be told to stand still."""

    def __init__(self, pace: float = 1.0) -> None:
        self.now = datetime(2026, 9, 17, 9, 0, tzinfo=timezone(timedelta(hours=8)))
        self.pace = timedelta(seconds=pace)

    def __call__(self) -> datetime:
        self.now += self.pace
        return self.now


class Dice:
    """Randomness that a test can repeat."""

    def __init__(self, seed: str) -> None:
        self.dice = random.Random(hashlib.sha256(seed.encode()).digest())

    def __call__(self, count: int) -> bytes:
        return self.dice.randbytes(count)


class Inspector:
    """Somebody at a desk. Deeds return the inspector, so that a story reads in one breath; ``last`` has the changes."""

    def __init__(
        self, folder: Path, *, words: Words | None = None, pace: float = 1.0, dice: str = "", **named: Any
    ) -> None:
        self.folder = folder
        self.desk: Desk = open_desk(
            folder / "desk",
            PASSPHRASE,
            clock=Clock(pace),
            randomness=Dice(dice or str(folder)),
            words=words or speak("en"),
            keyring=False,
            marks=folder / "marks",
            cost=CHEAP,
            **named,
        )
        self.inspection = ""
        self.last = Changes("", "")

    def __enter__(self) -> Inspector:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.desk.close()

    @property
    def now(self) -> Inspection:
        """The inspection as it is."""
        return look.fold(self.desk, self.inspection)

    def sees(self, place: str) -> Any:
        """The standing answer at a place, as it is stored; None when there is none."""
        answered = self.now.answers.get(place)
        return answered.answer.v if answered else None

    def _did(self, changes: Changes) -> Inspector:
        self.last = changes
        if changes.inspection:  # what is remembered between deeds is what stands, after every deed of every story
            stands = self.desk.store.journals.standing(changes.inspection)
            assert look.fold(self.desk, changes.inspection) == fold(changes.inspection, stands)
        return self

    def begins(self, checklist: Path | str = "six-dimensions", **named: Any) -> Inspector:
        team = (begin.Member("林若溪", "leader", "总部"), begin.Member("赵启明", "site_manager", "江城中心"))
        given = {"title": "Q3", "unit": "海棠人寿", "unit_code": "JC01", "team": team, **named}
        self._did(begin.begin(self.desk, checklist, **given))
        self.inspection = self.last.inspection
        return self

    def works_as(self, person: str) -> Inspector:
        about.work_as(self.desk, self.inspection, person)
        return self

    def answers(self, place: str, value: str, **named: Any) -> Inspector:
        return self._did(answer.answer(self.desk, self.inspection, place, value, **named))

    def notes(self, where: str, text: str, **named: Any) -> Inspector:
        return self._did(answer.note(self.desk, self.inspection, where, text, **named))

    def draws(self, set_code: str, *, of: int, **named: Any) -> Inspector:
        return self._did(samples.draw(self.desk, self.inspection, set_code, population=of, **named))

    def photographs(self, place: str, *files: Path, **named: Any) -> Inspector:
        return self._did(photos.add(self.desk, self.inspection, place, files, **named))

    def clears_photos(self) -> Inspector:
        return self._did(photos.clear(self.desk, self.inspection, ["all"], "林若溪"))

    def finds(self, place: str, fact: str = FACT, **named: Any) -> Inspector:
        return self._did(findings.raise_finding(self.desk, self.inspection, place, fact, **named))

    def asks(self, finding: str, requirement: str, **named: Any) -> Inspector:
        return self._did(actions.add(self.desk, self.inspection, finding, requirement, **named))

    def hears(self, text: str, **named: Any) -> Inspector:
        return self._did(comments.comment(self.desk, self.inspection, text, name="赵启明", **named))

    def meets(self, meeting: str) -> Inspector:
        meetings.hold(self.desk, self.inspection, meeting)
        return self._did(meetings.attend(self.desk, self.inspection, meeting, "林若溪", role="leader"))

    def undoes(self) -> Inspector:
        return self._did(withdraw.undo(self.desk, self.inspection))

    def redoes(self) -> Inspector:
        return self._did(withdraw.redo(self.desk, self.inspection))

    def signs_off(self, by: str = "林若溪", **named: Any) -> Inspector:
        given = {"despite_gaps": "a story of a few minutes", **named}
        return self._did(sign_off.sign_off(self.desk, self.inspection, by, **given))

    def amends(self, reason: str = "the chair was repaired") -> Inspector:
        return self._did(sign_off.amend(self.desk, self.inspection, reason))

    def has_identity(self, name: str = "林若溪") -> identities.IdentityCard:
        return identities.make(self.desk, name, unit="总部", passphrase=KEY)

    def hands_over(self, to: Inspector) -> package.Imported:
        """Give the inspection to another desk as a file."""
        file = self.folder / f"handed-{len(list(self.folder.glob('handed-*')))}.auditpkg"
        package.export_package(self.desk, self.inspection, file)
        to.inspection = self.inspection
        return package.import_package(to.desk, file)


def photo(folder: Path, name: str = "chair.jpg", *, size: tuple[int, int] = (640, 480), colour: int = 90) -> Path:
    """A photo on the camera's card."""
    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", size, (colour, 120, 160)).save(out, "JPEG")
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / name
    file.write_bytes(out.getvalue())
    return file
