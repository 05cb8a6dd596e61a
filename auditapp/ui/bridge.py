"""The desk as Qt sees it: deeds go in, `changed` and `failed` come out. The only object the core is wrapped in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from auditapp.operations import saving
from auditapp.operations.changes import Changes
from auditapp.ui.background import Background, Task
from auditapp.ui.hops import Hops
from auditapp.ui.preferences import Remembered
from auditapp.words import Trouble, Words

if TYPE_CHECKING:
    from auditapp.inspection.state import Photo
    from auditapp.operations.desk import Desk
    from auditapp.operations.look import Opened


@dataclass(frozen=True)
class Unsaved:
    """A deed that the disk refused, kept until it takes it."""

    verb: Callable[..., Any]
    given: tuple[Any, ...]
    named: dict[str, Any]

    def instead_of(self, other: Unsaved) -> bool:
        """Is *other* about the same (the answer or note of the same item), so that only the newer counts?"""
        return self.verb is other.verb and self.given[:2] == other.given[:2]

    def texts(self) -> list[str]:
        """What a person typed into it."""
        return [one for one in (*self.given[1:], *self.named.values()) if isinstance(one, str) and one.strip()]


class Bridge(QObject):
    """One open desk for all pages.

    ``initiator`` is who asked for the deed that `changed` tells about (pass it to `do` as ``by=self``): a page that
    has drawn its own change already need not draw it again.
    """

    changed = Signal(object)
    """With `Changes`, after they are on the drive."""
    failed = Signal(object)
    """With `Trouble`; the window shows it."""
    saved = Signal()
    """Something was written just now; ``saved_at`` is when."""
    held = Signal()
    """What the disk refused (`unsaved`) is more or less now."""
    closing = Signal()
    """The desk is about to be closed: nothing begins any more."""

    def __init__(self, desk: Desk, parent: QObject | None = None, *, remembered: Remembered | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.remembered = remembered if remembered is not None else Remembered()
        self.kept: dict[str, dict[str, Any]] = {}
        """What was typed on a page and is no testimony yet, so that it survives the page: page -> values."""
        self.background = Background(self)
        self._hops = Hops(self)
        self.closed = False
        self.saved_at: datetime | None = None
        self.initiator: object = None
        self.to_follow = 0
        """So many more changes are told right after this one: who shows all inspections waits for the last."""
        self.unsaved: list[Unsaved] = []
        self.refusal: Trouble | None = None
        """Why the disk refused the last time."""
        self._opened: dict[str, Opened] = {}

    @property
    def words(self) -> Words:
        return self.desk.words

    @property
    def author(self) -> str:
        """Who usually works at this laptop."""
        return self.remembered.settings.author_name

    @property
    def author_role(self) -> str:
        return self.remembered.settings.author_role

    def do(self, verb: Callable[..., Any], *given: Any, by: object = None, **named: Any) -> Any:
        """Do a deed: ``do(answer.answer, inspection, place, value)`` calls ``answer.answer(desk, inspection, …)``.

        Returns what the verb returned, after `changed` was told; None when there was trouble (`failed` was told).
        """
        self._hops.wait_a_moment()
        try:
            found = verb(self.desk, *given, **named)
        except Trouble as trouble:
            if saving.disk_refuses(trouble):
                self._hold(Unsaved(verb, given, named), trouble)
            self.failed.emit(trouble)
            return None
        self.tell(found, by=by)
        if self.unsaved:  # the disk takes again
            self._let_go(Unsaved(verb, given, named))
            QTimer.singleShot(0, self, self.try_again)
        return found

    def _hold(self, deed: Unsaved, why: Trouble) -> None:
        self.unsaved = [*(one for one in self.unsaved if not deed.instead_of(one)), deed]
        self.refusal = why
        self.held.emit()

    def _let_go(self, deed: Unsaved) -> None:
        left = [one for one in self.unsaved if one is not deed and not deed.instead_of(one)]
        if len(left) != len(self.unsaved):
            self.unsaved = left
            self.held.emit()

    def try_again(self) -> bool:
        """Write what the disk refused, in order, until it refuses again; True when all of it is on the drive."""
        for deed in list(self.unsaved):
            try:
                found = deed.verb(self.desk, *deed.given, **deed.named)
            except Trouble as trouble:
                if not saving.disk_refuses(trouble):
                    self._let_go(deed)  # it can never be written now, and says why
                else:
                    self.refusal = trouble
                self.failed.emit(trouble)
                return False
            self._let_go(deed)
            self.tell(found)
        return True

    def ask(self, question: Callable[..., Any], *given: Any, **named: Any) -> Any:
        """Ask a question of the desk; None when there was trouble. Nothing is told as changed."""
        try:
            return question(self.desk, *given, **named)
        except Trouble as trouble:
            self.failed.emit(trouble)
            return None

    def tell(self, changes: object, *, by: object = None) -> None:
        """Tell everyone what changed (for deeds that were done some other way)."""
        if isinstance(changes, Changes):
            self._opened.pop(changes.inspection, None)
        self.saved_at = self.desk.clock()
        self.saved.emit()
        if isinstance(changes, Changes):
            with self._by(by):
                self.changed.emit(changes)

    def tell_arrived(self, every: Sequence[Changes]) -> None:
        """Tell everyone what others wrote, which came here: nobody saved anything here just now."""
        for changes in every:
            self._opened.pop(changes.inspection, None)
        for n, changes in enumerate(every, 1):
            self.to_follow = len(every) - n
            self.changed.emit(changes)

    @contextmanager
    def _by(self, initiator: object) -> Iterator[None]:
        before, self.initiator = self.initiator, initiator
        try:
            yield
        finally:
            self.initiator = before

    def opened(self, inspection: str) -> Opened:
        """The inspection as it is now; kept until something of it changes. Raises `Trouble`."""
        if inspection not in self._opened:
            from auditapp.operations import look

            self._opened[inspection] = look.look(self.desk, inspection)
        return self._opened[inspection]

    def forget(self) -> None:
        """Read everything anew (something arrived from elsewhere)."""
        self._opened.clear()

    def picture(self, sha256: str) -> bytes:
        """The bytes of a rendition. Raises `Trouble`."""
        from auditapp.operations import photos

        return photos.picture(self.desk, sha256)

    def thumbnail(self, photo: Photo) -> bytes:
        """A small JPEG of a photo. Raises `Trouble`."""
        from auditapp.operations import photos

        return photos.thumbnail(self.desk, photo)

    def later(
        self,
        job: Callable[[Task], Any],
        on_done: Callable[[Any], object],
        *,
        failed: Callable[[Trouble], object] | None = None,
        progress: Callable[[int, int, str], object] | None = None,
        lane: str = "work",
    ) -> Task:
        """Run *job(task)* off this thread (it must not touch the desk but by `Desk.apart` for reading and `on_desk` for
        writing); trouble goes to `failed` by default."""
        return self.background.run(job, on_done, failed=failed or self.failed.emit, progressed=progress, lane=lane)

    def ask_apart(self, question: Callable[[Desk], Any], done: Callable[[Any], object]) -> Task:
        """Ask the desk on another thread, as it stands now: for what looks through all inspections."""
        desk = self.desk

        def job(_: Task) -> Any:
            with desk.apart() as twin:
                return question(twin)

        return self.later(job, done, lane="figures")

    def on_desk(self, deed: Callable[[], Any]) -> Any:
        """For jobs on other threads: do this on the desk's thread, and return (or raise) what comes of it. It waits for
        a moment in which nobody answers; raises `background.Cancelled` when the desk is being closed."""
        return self._hops.do(deed)

    def close(self) -> None:
        self.closed = True
        self.closing.emit()
        self._hops.close()
        self.background.close()
