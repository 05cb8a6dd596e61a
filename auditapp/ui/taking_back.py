"""Undo and redo as commands of a page: their words name what would be taken back, a toast says what was, and the page
goes to where it was."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from auditapp.inspection.facts import split_place
from auditapp.inspection.state import Inspection
from auditapp.operations import look, withdraw
from auditapp.operations.withdraw import Undoable
from auditapp.ui.bridge import Bridge
from auditapp.ui.commands import Command
from auditapp.ui.places import Place
from auditapp.words import Trouble, say

Say = Callable[[str, str], object]
MOST = 28
"""Characters of an item's question that are told with its number."""


class TakingBack:
    """Undo and redo of one inspection. *tell* gets the toast, *may* says whether anything may be changed at all, *go*
    is called with the place of what was taken back. A page that keeps its own state gives: *known*, the inspection as
    it has it; *do*, how it does a deed; *before*, what commits what was typed."""

    def __init__(
        self,
        bridge: Bridge,
        inspection: str,
        tell: Say,
        may: Callable[[], bool],
        *,
        go: Callable[[Place], object] | None = None,
        known: Callable[[], Inspection] | None = None,
        do: Callable[[Callable[..., Any]], object] | None = None,
        before: Callable[[], object] | None = None,
    ) -> None:
        self.bridge, self.inspection, self._tell, self._may = bridge, inspection, tell, may
        self._go, self._known, self._before = go, known, before
        self._do = do or (lambda verb: bridge.do(verb, inspection))
        self._words: dict[str, str] = {}

    def commands(self) -> list[Command]:
        w, group = self.bridge.words, self.bridge.words("Inspection")
        return [
            Command("undo", w("Undo"), self.undo, ("Ctrl+Z",), "undo-2", group, "icon", self._may, menu="edit",
                    now=lambda: self._now("undo")),
            Command("redo", w("Redo"), self.redo, ("Ctrl+Shift+Z", "Ctrl+Y"), "redo-2", group, "icon", self._may,
                    menu="edit", now=lambda: self._now("redo")),
        ]  # fmt: skip

    def undo(self) -> None:
        self._step(withdraw.undo, withdraw.undoable, say("Undone: {deed}"))

    def redo(self) -> None:
        self._step(withdraw.redo, withdraw.redoable, say("Redone: {deed}"))

    def look_again(self) -> bool:
        """Something was written: find the names anew; tells whether they are others now. (Not at every key: a page
        asks when the keys are quiet.)"""
        w, before = self.bridge.words, dict(self._words)
        for code, question, words in (("undo", withdraw.undoable, say("Undo: {deed}")),
                                      ("redo", withdraw.redoable, say("Redo: {deed}"))):  # fmt: skip
            known = self._asked(question)
            self._words[code] = w(words, deed=self.deed(known)) if known is not None else ""
        return self._words != before

    def _now(self, code: str) -> str:
        """The words of a command at the moment, "" for its ordinary ones."""
        if not self._words:
            self.look_again()
        return self._words.get(code, "")

    def _asked(self, question: Callable[..., Undoable | None]) -> Undoable | None:
        """The answer of a question that nobody asked aloud: trouble is told when the deed is done."""
        try:
            return question(self.bridge.desk, self.inspection)
        except Trouble:
            return None

    def _step(self, verb: Callable[..., Any], question: Callable[..., Undoable | None], words: str) -> None:
        if self._before is not None:
            self._before()
        known = self._asked(question)
        where = self.place_of(known) if known is not None else None
        said = self.deed(known) if known is not None else ""
        if self._do(verb) is None or known is None:
            return
        self.look_again()
        where = self.place_of(known) or where
        if where is not None and self._go is not None:
            self._go(where)
        self._tell(self.bridge.words(words, deed=said), "ok")

    # -- in words ----------------------------------------------------------------------------------

    @property
    def found(self) -> Inspection:
        return self._known() if self._known is not None else look.fold(self.bridge.desk, self.inspection)

    def deed(self, known: Undoable) -> str:
        """ "answer at 3.5 No passwords on monitors" """
        w = self.bridge.words
        return w(known.sentence).format(**{**known.values, "subject": self.subject(known.kind, known.subject)})

    def subject(self, kind: str, subject: str) -> str:
        """What a deed was about, as people call it."""
        w, language, found = self.bridge.words, self.bridge.words.language, self.found
        checklist = look.checklist_of(self.bridge.desk, self.inspection)
        item = checklist.by_id.get(split_place(subject)[0])
        if item is not None:
            text = item.text.in_(language)
            text = f"{item.id} {text if len(text) <= MOST else text[: MOST - 1] + '…'}"
            code = split_place(subject)[1]
            sample = next((s for s in found.samples.get(item.set, ()) if s.code == code), None)
            return f"{text} · {sample.label if sample else code}" if code else text
        set_code, _, code = subject.partition("/")
        if kind.startswith("sample") and set_code in checklist.sets_by_code:
            title = checklist.sets_by_code[set_code].title.in_(language)
            sample = next((s for s in found.samples.get(set_code, ()) if s.code == code), None)
            return f"{title} {sample.label if sample else code}".strip()
        if kind == "setting" and subject in checklist.settings_by_code:
            return checklist.settings_by_code[subject].title.in_(language)
        if kind == "person" and subject in found.people:
            return found.people[subject].name
        if kind == "instrument" and subject in found.instruments:
            return found.instruments[subject].name
        if subject in ("opening", "closing"):
            return w("opening") if subject == "opening" else w("closing")
        return subject

    def place_of(self, known: Undoable) -> Place | None:
        """Where what it was about is shown; None where it cannot be gone to."""
        found, subject, kind = self.found, known.subject, known.kind
        here = self.inspection
        checklist = look.checklist_of(self.bridge.desk, here)
        if split_place(subject)[0] in checklist.by_id:
            return Place("inspection", here, subject)
        if kind.startswith(("finding.", "action", "comment", "note")):
            for finding in found.findings:
                if subject == finding.id or any(subject == action.id for action in finding.actions):
                    return Place("inspection", here, finding.at)
        if kind.startswith("photo") and subject in found.photos:
            return Place("inspection", here, found.photos[subject].place)
        if kind.startswith("sample"):
            set_code, _, code = subject.partition("/")
            asked = next((item for item in checklist.items() if item.set == set_code), None)
            if asked is not None:
                return Place("inspection", here, f"{asked.id}@{code}" if code else asked.id)
        if kind.startswith(("meeting.", "attendance", "person")):
            return Place("meetings", here, subject if kind != "person" else "team")
        return None
