"""An inspection as head office reads it: every item with its evidence, nothing that could be changed, room for a remark
at each item and each finding, and the word on the whole: taken up, returned with reasons, accepted."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Final

from auditapp.operations import review
from auditapp.ui import labelled
from auditapp.ui.asking import Question
from auditapp.ui.commands import Command
from auditapp.ui.inspection_page import InspectionPage

ONLY_INSPECTORS: Final = frozenset(
    {
        *("na", "unchecked", "clear", "enter", "accept", "note", "photo", "files", "paste-photo", "flag", "finding"),
        *("draw-samples", "add-sample", "describe-sample", "replace-sample", "skip-sample"),
        *("undo", "redo", "sign", "reply", "completeness", "next-open", "stopwatch"),
    }
)
"""Deeds of the page that somebody who only reads has no use for."""


class ReviewPage(InspectionPage):
    """The inspection page, read only, with head office's deeds."""

    reading = True
    page_name = "review"

    @property
    def state(self) -> tuple[str, str]:
        now = self.walking.inspection.reviewed
        code = now.state if now is not None else ""
        return labelled.review(self.bridge.words, code), labelled.review_sign(code)[1]

    @property
    def keys_shown(self) -> str:
        return self.bridge.words("J / K move    R remark    W next open remark    Ctrl+Enter accept")

    def commands(self) -> list[Command]:
        w = self.bridge.words
        group = w("Review")
        shared = [
            replace(one, shown="" if one.shown == "button" else one.shown)
            for one in super().commands()
            if one.id not in ONLY_INSPECTORS and not one.id.startswith("answer-")
        ]

        def may(state: str) -> bool:
            return state in review.possible(self.bridge.desk, self.walking.inspection)

        return [
            *shared,
            Command("remark", w("Remark on the item"), self.remark, ("R",), "message-square-text", group),
            Command(
                "remark-whole",
                w("Remarks on the whole"),
                self.show_whole,
                ("Shift+R",),
                "clipboard-list",
                group,
            ),
            Command(
                "settle",
                w("Settle the remark at hand"),
                self.settle,
                ("X",),
                "check",
                group,
                possible=lambda: bool(self.walking.inspection.open_remarks),
            ),
            Command(
                "take-up",
                w("Take up the review"),
                self.take_up,
                ("T",),
                "eye",
                group,
                "menu",
                lambda: may("under_review"),
            ),
            Command(
                "return",
                w("Return…"),
                self.send_back,
                ("Ctrl+Shift+Return",),
                "undo-2",
                group,
                "button",
                lambda: may("returned"),
            ),
            Command(
                "accept-review",
                w("Accept"),
                self.accept_all,
                ("Ctrl+Return",),
                "circle-check",
                group,
                "primary",
                lambda: may("accepted"),
                tip=w("Accept: possible once it is signed, no remark is open, and nothing came in after the signature"),
            ),
        ]

    def _first_open(self) -> str:
        """One reads from the beginning."""
        return self.walking.sections[0].id if self.walking.sections else ""

    def _show_review(self) -> None:
        self.review.show_review(self.walking.inspection, self.bridge.opened(self.inspection))

    # -- deeds ------------------------------------------------------------------------------------
    def remark(self) -> None:
        """Into a new remark on the item at hand."""
        self.reply()

    def settle(self) -> None:
        """The first open remark on the item at hand, or on a finding there."""
        found, w = self.walking.inspection, self.bridge.words
        about = {self.at, *(one.id for one in found.findings if one.at == self.at)}
        waiting = next((one for one in found.open_remarks if one.subject in about), None)
        if waiting is None:
            self.said.emit(w("No open remark here. W goes to the next one."), "ok")
        elif self.bridge.do(review.settle, self.inspection, waiting.id) is not None:
            self.said.emit(w("Settled: {text}", text=waiting.text), "ok")

    def take_up(self) -> None:
        """Head office has begun to read."""
        self._say("under_review", "")

    def send_back(self) -> None:
        """Return it; the reason is the first thing the inspector reads."""
        w, waiting = self.bridge.words, len(self.walking.inspection.open_remarks)
        sentence = w("The inspector reads the reason first, and opens a new revision with it.")
        if waiting:
            sentence = w.run_on(
                sentence,
                w.count("{n} open remark goes along.", "{n} open remarks go along.", waiting),
            )
        Question(
            self.theme,
            w,
            self,
            title=w("Return the inspection"),
            long=True,
            sentence=sentence,
            field=w("What has to be put right"),
            deed=w("Return"),
            then=partial(self._say, "returned"),
        ).open()

    def accept_all(self) -> None:
        """Nothing is left to be put right."""
        self._say("accepted", "")

    def _say(self, state: str, reason: str) -> None:
        w = self.bridge.words
        if self.bridge.do(review.set_state, self.inspection, state, reason) is not None:
            self.said.emit(w("The inspection is “{state}” now.", state=labelled.review(w, state)), "ok")
