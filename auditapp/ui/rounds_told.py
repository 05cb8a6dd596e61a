"""What a round did is told to whoever sits at the window: in the footer always, in a message when it matters."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer

from auditapp.ui import standing
from auditapp.ui.exchanging import exchanging, passes
from auditapp.ui.places import Place
from auditapp.ui.standing import Told
from auditapp.words import Trouble, told_apart

if TYPE_CHECKING:
    from auditapp.operations.exchange import Exchanged
    from auditapp.ui.window import Window

MINUTE: Final = 60_000
"""Milliseconds: "oldest 3 h" goes on while nobody does anything."""


class RoundsTold(QObject):
    """For one window."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window, self._bridge = window, window.bridge
        self._exchanging = exchanging(window.bridge)
        self._disputes: dict[str, int] = {}
        self._aside = 0
        self._told_problem = ""
        window.standing = self._standing
        self._exchanging.moved.connect(window.show_standing)
        self._exchanging.ended.connect(self._ended)
        self._minute = QTimer(self)
        self._minute.setInterval(MINUTE)
        self._minute.timeout.connect(window.show_standing)
        self._minute.start()
        window.show_standing()

    def _standing(self) -> Told:
        return standing.told(self._window.words, self._exchanging.standing, self._bridge.desk.clock())

    def _ended(self, found: Exchanged | Trouble, by_hand: bool) -> None:
        if isinstance(found, Trouble):
            self._failed(found, by_hand)
        else:
            self._told_problem = ""
            self._done(found, by_hand)

    def _failed(self, trouble: Trouble, by_hand: bool) -> None:
        """Trouble of the road is in the footer; only who asked for the round is told more. What needs a person is
        told once."""
        if by_hand:
            self._window.show_trouble(trouble)
        elif not passes(trouble) and trouble.title != self._told_problem:
            self._window.say(told_apart(trouble, self._window.words)[0], "bad", self._show())
        self._told_problem = trouble.title

    def _done(self, done: Exchanged, by_hand: bool) -> None:
        from auditapp.ui.exchange_view import said_of_round

        w, summary = self._window.words, done.summary
        fresh = {one: n for one, n in done.disputes.items() if n > self._disputes.get(one, 0)}
        self._disputes = {**self._disputes, **done.disputes}
        aside, before = len(summary.quarantined), self._aside
        self._aside = aside
        if done.late:
            told = w.count("{n} entry came in after the signature", "{n} entries came in after the signature",
                           sum(done.late.values()))  # fmt: skip
            to = Place("sign_off", next(iter(done.late)))
            self._window.say(told, "bad", (w("To the signatures"), lambda: self._window.go(to)))
        elif fresh:
            n = sum(fresh.values())
            told = w.count(
                "{n} answer differs between desks and has to be decided.",
                "{n} answers differ between desks and have to be decided.",
                n,
            )
            first = next(iter(fresh))
            go = Place("completeness", first, "disputed:")
            self._window.say(told, "warn", (w("Decide"), lambda: self._window.go(go)))
        elif aside and (by_hand or aside > before):
            said = w.count("Head office put {n} entry aside.", "Head office put {n} entries aside.", aside)
            self._window.say(said, "warn", self._show())
        elif by_hand:
            moved = said_of_round(w, summary.given, summary.taken, summary.files_given, summary.files_taken)
            self._window.say(w("Exchanged with {office}: {what}.", office=summary.name, what=moved))

    def _show(self) -> tuple[str, Callable[[], object]]:
        return self._window.words("Show"), lambda: self._window.go(Place("exchange"))
