"""The desk as Qt sees it: deeds go in, `changed` and `failed` come out. The only object the core is wrapped in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from auditapp.operations.changes import Changes
from auditapp.ui.background import Background, Task
from auditapp.ui.preferences import Remembered
from auditapp.words import Trouble, Words

if TYPE_CHECKING:
    from auditapp.inspection.state import Photo
    from auditapp.operations.desk import Desk
    from auditapp.operations.look import Opened


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

    def __init__(self, desk: Desk, parent: QObject | None = None, *, remembered: Remembered | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.remembered = remembered if remembered is not None else Remembered()
        self.kept: dict[str, dict[str, Any]] = {}
        """What was typed on a page and is no testimony yet, so that it survives the page: page -> values."""
        self.background = Background(self)
        self.saved_at: datetime | None = None
        self.initiator: object = None
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
        try:
            found = verb(self.desk, *given, **named)
        except Trouble as trouble:
            self.failed.emit(trouble)
            return None
        self.tell(found, by=by)
        return found

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
        """Run *job(task)* off this thread (it must not touch the desk); trouble goes to `failed` by default."""
        return self.background.run(job, on_done, failed=failed or self.failed.emit, progressed=progress, lane=lane)

    def close(self) -> None:
        self.background.close()
