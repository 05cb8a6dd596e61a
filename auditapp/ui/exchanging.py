"""The rounds of one desk beside its work: begun by hand or by themselves, with progress, stopped, tried again.

A round runs on a lane of its own; what it writes hops to the desk's thread (`Bridge.on_desk`) between the strokes of a
key. When the next one is due says `office.retry`, driven by a timer: never the next answer. While photos come in it
waits where it is. What is not at head office yet is asked for a moment after a deed, never within it.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final, Protocol

from PySide6.QtCore import QObject, QTimer, Signal

from auditapp.operations.changes import Changes
from auditapp.ui.standing import Standing
from auditapp.words import Trouble, told_apart

if TYPE_CHECKING:
    from auditapp.office.retry import Retry
    from auditapp.operations.desk import Desk
    from auditapp.operations.exchange import Exchanged, Pending
    from auditapp.ui.background import Task
    from auditapp.ui.bridge import Bridge
    from auditapp.ui.intake import Load

LANE: Final = "exchange"
LATER: Final = 350
"""Milliseconds after a deed until the figures follow: not between two strokes of a key, and soon enough to be read."""
FIRST: Final = 4_000
"""Milliseconds after the window is seen until the first round: opening an inspection goes before."""
TOLD_EVERY: Final = 0.08
"""Seconds between two words about how far a round is: it may send a hundred pieces in one."""
WAITS: Final = 0.05
"""Seconds between two looks whether photos still come in."""
FOLDER: Final = "exchange.folder"
"""As in `operations.folders`, which takes longer to load than a desk that exchanges with nobody should wait."""
ITSELF: Final = "exchange.itself"
"""Preference: "no" where somebody wants rounds only by hand."""

NEEDS_A_PERSON: Final = frozenset(
    {
        "Head office has revoked this desk",
        "Head office does not know this desk",
        "Head office did not understand this program",
        "Head office speaks a newer language",
        "The hub is of another version",
        "The hub's certificate is not trusted",
        "The hub's certificate is out of date here",
        "This is another hub",
        "This is not the head office you enrolled at",
    }
)
"""Troubles that no waiting mends, by their titles."""


class Deed(Protocol):
    """A round by some road: runs on its lane, hops for what it writes, and tells how far it is."""

    def __call__(
        self, desk: Desk, /, *, on_desk: Callable[[Callable[[], Any]], Any], progress: Callable[[int, int, str], object]
    ) -> Exchanged | None: ...


class Exchanging(QObject):
    """All rounds of one bridge.

    ``moved()``: something that is shown is another now; ``ended(Exchanged | Trouble, by_hand)``: a round is over.
    """

    moved = Signal()
    ended = Signal(object, bool)

    def __init__(self, bridge: Bridge) -> None:
        super().__init__(bridge)
        self.bridge = bridge
        self.pending: Pending | None = None
        self.problem: Trouble | None = None
        """Why the last round did not go well; None when it did."""
        self.offline = ""
        """Since when head office cannot be reached (ISO 8601)."""
        self.exchanged: Exchanged | None = None
        """The last round of this sitting that came to its end."""
        self.said = ""
        """What the round is at, in the reader's words."""
        self._office = self._with = ""
        self._done = self._of = 0
        self._by_hand = self._watching = self._listens = False
        self._task: Task | None = None
        self._retry: Retry | None = None
        self._soon = self._timer(self.look)
        self._next = self._timer(self._due)
        bridge.saved.connect(self._stirred)
        bridge.closing.connect(self.rest)

    def _timer(self, deed: Callable[[], object]) -> QTimer:
        made = QTimer(self)
        made.setSingleShot(True)
        made.timeout.connect(deed)
        return made

    # -- what is shown -----------------------------------------------------------------------------

    @property
    def under_way(self) -> bool:
        return self._task is not None

    @property
    def progress(self) -> tuple[int, int]:
        """(done, of); of 0: nobody knows."""
        return self._done, self._of

    @property
    def somebody(self) -> bool:
        """Does this desk exchange with anybody? Asked after every deed, and before anything is loaded for it."""
        store = self.bridge.desk.store
        return bool(store.offices.all() or store.preference(FOLDER))

    @property
    def by_itself(self) -> bool:
        """Do rounds begin by themselves?"""
        return self.bridge.desk.store.preference(ITSELF) != "no"

    def set_by_itself(self, on: bool) -> None:
        try:
            self.bridge.desk.store.set_preference(ITSELF, "" if on else "no")
        except Trouble as trouble:
            self.bridge.failed.emit(trouble)
            self.moved.emit()  # what was ticked does not hold
        self._plan()

    @property
    def seen(self) -> bool:
        """Is a round shown as under way? One that began by itself only when something moves: else the footer would
        flicker every few minutes for nothing."""
        return self.under_way and (self._by_hand or self._of > 0)

    @property
    def standing(self) -> Standing:
        """How this desk stands, for the footer and the head of the page."""
        found = self.pending
        if found is None or not found.office:
            return Standing(office=self._with or self._office, under_way=self.seen, done=self._done, of=self._of)
        return Standing(
            road="hub" if found.signed else "folder",
            office=self._with if self.under_way and self._with else self._office,
            entries=found.entries,
            answers=found.answers,
            photos=found.photos,
            oldest=found.oldest,
            safe=found.signed and found.nothing and bool(found.last),
            last=found.last,
            offline=self.offline,
            problem=self._needs_a_person(),
            under_way=self.seen,
            done=self._done,
            of=self._of,
        )

    def _needs_a_person(self) -> str:
        """Trouble that no waiting mends; that head office cannot be reached is no such trouble."""
        w, trouble = self.bridge.words, self.problem
        if trouble is not None and not passes(trouble):
            return told_apart(trouble, w)[0]
        done = self.exchanged
        if done is not None and done.summary.quarantined:
            return w.count("{n} entry was put aside", "{n} entries were put aside", len(done.summary.quarantined))
        return ""

    def look(self) -> None:
        """Ask what is not there yet; it looks only at what changed."""
        self._soon.stop()
        if not self.somebody:
            self.pending, self._office, self.problem, self.offline = None, "", None, ""
            self.moved.emit()
            return
        from auditapp.operations import exchange, rounds

        if self._watching and not self._listens:
            self._listen()
        try:
            self.pending = exchange.pending(self.bridge.desk)
            self._office = rounds.name_of(self.bridge.desk)
        except Trouble:  # a disk that refuses is told by whoever writes
            return
        if self.pending.problem is None and not self.under_way:
            self.problem, self.offline = None, ""
        elif self.problem is None:
            self.problem = self.pending.problem
        self.moved.emit()

    def _stirred(self) -> None:
        """Something was written; begun anew at every key it would never ring while one works fast."""
        if self._retry is not None and not self._retry.news:
            self._retry = self._retry.written()
            self._plan(sooner=True)
        if not self._soon.isActive() and not self.bridge.closed:
            self._soon.start(LATER)

    # -- rounds ------------------------------------------------------------------------------------

    def watch(self, first: int = FIRST) -> None:
        """Rounds begin by themselves from now on, the first in a moment."""
        from auditapp.office.retry import Retry

        if self.bridge.closed:
            return
        self._watching = True
        self._retry = Retry()
        if self.somebody:
            self.bridge.later(lambda _: _load(), lambda _: self.look(), lane=LANE)
        self._next.start(first)

    def hurry(self) -> None:
        """A network is there again: no need to wait any longer."""
        if self._watching and not self.under_way:
            self._next.start(0)

    def _listen(self) -> None:
        """Hear of networks that come; where the system tells nothing, the timer does it alone."""
        from PySide6.QtNetwork import QNetworkInformation

        self._listens = True
        if QNetworkInformation.loadDefaultBackend():
            network = QNetworkInformation.instance()
            network.reachabilityChanged.connect(self._heard)

    def _heard(self, now: object) -> None:
        from PySide6.QtNetwork import QNetworkInformation

        lost = (QNetworkInformation.Reachability.Disconnected, QNetworkInformation.Reachability.Unknown)
        if self.offline and now not in lost:
            self.hurry()

    def begin(self, *, by_hand: bool = True) -> bool:
        """One round with whom this desk exchanges; False when one is under way."""
        from auditapp.operations import roads

        return self.begin_with(roads.exchange_usually, by_hand=by_hand)

    def begin_with(self, deed: Deed, *, by_hand: bool = True, name: str = "") -> bool:
        """One round by another road; *name* is what people call it."""
        if self.under_way:
            self._by_hand = self._by_hand or (by_hand and not name)  # somebody wants to see the one that is under way
            self.moved.emit()
            return False
        from auditapp.ui.intake import arrivals

        bridge, desk = self.bridge, self.bridge.desk
        loads = arrivals(bridge).loads
        self._next.stop()
        self._by_hand, self._with = by_hand, name
        self._done = self._of = 0
        self.said = bridge.words("Asking who is there")

        def job(task: Task) -> Exchanged | None:
            return deed(desk, on_desk=bridge.on_desk, progress=_Teller(task, loads))

        self._task = bridge.later(job, self._ended, failed=self._failed, progress=self._told, lane=LANE)
        self.moved.emit()
        return True

    def cancel(self) -> None:
        """Stop it; what arrived stays, whole, and the next round goes on there."""
        if self._task is None:
            return
        task, self._task = self._task, None
        task.cancel()
        self._plan()
        self.look()

    def rest(self) -> None:
        """The desk is about to be closed."""
        self._watching = False
        for timer in (self._soon, self._next):
            timer.stop()
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def _photos_come(self) -> bool:
        from auditapp.ui.intake import Arrivals

        coming = self.bridge.findChild(Arrivals)
        return coming is not None and bool(coming.loads)

    def _told(self, done: int, of: int, words: str) -> None:
        self._done, self._of = done, of
        self.said = self.bridge.words(words)
        self.moved.emit()

    def _ended(self, done: Exchanged | None) -> None:
        self._task = None
        if done is not None:
            self.exchanged = done
            if not self._with:
                self.problem, self.offline = None, ""
                if self._retry is not None:
                    self._retry = self._retry.succeeded()
            self._show_what_came(done)
        self.look()
        self._plan()
        if done is not None:
            self.ended.emit(done, self._by_hand)

    def _show_what_came(self, done: Exchanged) -> None:
        """Pages draw anew what others wrote."""
        if done.touched:
            self.bridge.forget()
        known = self.bridge.desk.knows
        self.bridge.tell_arrived([Changes(one, "exchanged") for one in done.touched if known(one)])

    def _failed(self, trouble: Trouble) -> None:
        self._task = None
        if not self._with:  # by another road than the usual one it says nothing of that
            self.problem = trouble
            if passes(trouble):
                self.offline = self.offline or self.bridge.desk.clock().isoformat(timespec="seconds")
            if self._retry is not None:
                self._retry = self._retry.failed()
        self.look()
        self._plan()
        self.ended.emit(trouble, self._by_hand)

    def _plan(self, *, sooner: bool = False) -> None:
        """When the next one begins by itself."""
        if not self._watching or self._retry is None or self.under_way or not self.by_itself:
            self._next.stop()
            return
        wait = round(self._retry.wait(random.random()) * 1000)
        if not (sooner and self._next.isActive() and self._next.remainingTime() <= wait):
            self._next.start(wait)

    def _due(self) -> None:
        if not self.by_itself:
            return
        if self._photos_come():
            self._plan()
            return
        if not self.somebody or not self.begin(by_hand=False):
            self._plan()


class _Teller:
    """How far a round is, told now and then; the moment to stop it, and to wait while photos come in."""

    def __init__(self, task: Task, loads: list[Load]) -> None:
        self._task, self._loads = task, loads
        self._last = 0.0

    def __call__(self, done: int, of: int, words: str) -> None:
        self._task.check()
        while self._loads:
            time.sleep(WAITS)
            self._task.check()
        now = time.monotonic()
        if now - self._last >= TOLD_EVERY:
            self._last = now
            self._task.progress(done, of, words)


def _load() -> None:
    """What a round needs takes a moment to load; it is done beside the window."""
    import auditapp.office.http  # noqa: F401
    import auditapp.operations.roads  # noqa: F401


def passes(trouble: Trouble) -> bool:
    """Is it trouble that a later round may find mended, without a person?"""
    return trouble.title not in NEEDS_A_PERSON


def exchanging(bridge: Bridge) -> Exchanging:
    """The one `Exchanging` of this bridge."""
    found = bridge.findChild(Exchanging)
    return found if found is not None else Exchanging(bridge)
