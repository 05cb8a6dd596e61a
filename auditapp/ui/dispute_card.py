"""A dispute where it arose: what two people wrote into one place without seeing each other, and which of it holds.

For every page that shows something that may be disputed (an item, a finding, an action, a meeting, a sample, a detail
of the inspection). A page puts a `DisputeStack` where its subject is shown and tells it what to show::

    self.disputes = DisputeStack(bridge, theme, inspection_id)
    layout.addWidget(self.disputes)
    …
    self.disputes.show_disputes(at_finding(opened.inspection, finding))    # or any tuple of `state.Dispute`

The stack hides itself while nothing is disputed. Choosing (click, Enter, Space, or the version's digit while the focus
is in the card) calls `operations.answer.resolve` through the bridge, as `by=None`: the page hears ``bridge.changed``
like everybody else, redraws and calls `show_disputes` again. Both versions stay in the journal; undo takes the
decision back. `DisputeCard` alone is for whoever wants to do the deed himself: ``decided(kind, subject, entry)``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from auditapp.inspection.facts import split_place
from auditapp.inspection.state import Dispute, Finding, Inspection
from auditapp.operations import answer
from auditapp.ui import disputed
from auditapp.ui.bridge import Bridge
from auditapp.ui.disputed import Shown, Version
from auditapp.ui.parts.buttons import button
from auditapp.ui.parts.card import Card
from auditapp.ui.parts.flow import clear
from auditapp.ui.parts.labels import Paragraph, label
from auditapp.ui.theme import Theme
from auditapp.words import Words

__all__ = ["DisputeCard", "DisputeStack", "Shown", "Version", "at_finding", "at_place", "of_kinds"]


class DisputeCard(Card):
    """One disputed slot: what it is about, then each version with who and when and a button that keeps it."""

    decided = Signal(str, str, str)
    """(kind, subject, id of the entry that is kept)"""

    def __init__(
        self, theme: Theme, words: Words, shown: Shown, *, writable: bool = True, parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, tone="warn", name=shown.title, parent=parent)
        self.shown, self.words = shown, words
        self.keeps: list[QPushButton] = []
        w = words
        head = QHBoxLayout()
        head.setSpacing(theme.px(6))
        picture = label("")
        picture.setPixmap(theme.pixmap("git-merge", token="warn", size=16))
        head.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(label(shown.title, "strong", "warn", wrap=True), 1)
        self.body.addLayout(head)
        self.body.addWidget(
            label(w("Written without seeing each other. Keep one; the other stays in the history."), "meta", wrap=True)
        )
        for n, version in enumerate(shown.versions, start=1):
            self.body.addWidget(self._row(theme, n, version, writable and shown.decidable))

    def _row(self, theme: Theme, n: int, version: Version, writable: bool) -> QWidget:
        w = self.words
        row = QFrame()
        row.setProperty("role", "card")
        line = QHBoxLayout(row)
        line.setContentsMargins(theme.px(10), theme.px(6), theme.px(6), theme.px(6))
        line.setSpacing(theme.px(8))
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(Paragraph(theme, version.said))
        column.addWidget(label(w("{who}, {when}", who=version.who, when=version.when), "meta", wrap=True))
        line.addLayout(column, 1)
        keep = button(theme, w("Keep this"), name=w("Keep {answer} of {who}", answer=version.said, who=version.who),
                      pressed=lambda: self.keep(n))  # fmt: skip
        keep.setToolTip(str(n))
        keep.setEnabled(writable)
        line.addWidget(keep, 0, Qt.AlignmentFlag.AlignVCenter)
        self.keeps.append(keep)
        return row

    def keep(self, n: int) -> None:
        """Keep the version shown as number *n*, from 1."""
        if 0 < n <= len(self.keeps) and self.keeps[n - 1].isEnabled():
            self.decided.emit(self.shown.kind, self.shown.subject, self.shown.versions[n - 1].entry)

    def begin(self) -> None:
        """Put the focus on the first version."""
        if self.keeps:
            self.keeps[0].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Up and down between the versions, Enter or the digit keeps one."""
        at = next((n for n, one in enumerate(self.keeps) if one.hasFocus()), 0)
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down) and self.keeps:
            step = 1 if event.key() == Qt.Key.Key_Down else -1
            self.keeps[min(len(self.keeps) - 1, max(0, at + step))].setFocus(Qt.FocusReason.TabFocusReason)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.keep(at + 1)
        elif event.text().isdecimal() and 0 < int(event.text()) <= len(self.keeps):
            self.keep(int(event.text()))
        else:
            super().keyPressEvent(event)


class DisputeStack(QWidget):
    """The disputes of whatever a page shows; decides them through the bridge. Hidden while there are none."""

    resized = Signal()

    def __init__(
        self, bridge: Bridge, theme: Theme, inspection: str, parent: QWidget | None = None, *, reading: bool = False
    ) -> None:
        super().__init__(parent)
        self.bridge, self.theme, self.inspection, self.reading = bridge, theme, inspection, reading
        self.cards: list[DisputeCard] = []
        self._shown: tuple[Shown, ...] = ()
        self._writable = True
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(theme.px(8))
        self.hide()

    def show_disputes(self, disputes: Iterable[Dispute], *, known: Inspection | None = None) -> None:
        """Show these. *known*: the inspection as the page has it, so that nothing is folded anew."""
        given = tuple(disputes)
        if not given and not self.cards:
            return
        found = known if known is not None else self.bridge.opened(self.inspection).inspection
        shown = tuple(disputed.shown(self.bridge.desk, found, one) for one in given)
        writable = not (found.locked or self.reading)
        if shown == self._shown and writable is self._writable and len(self.cards) == len(shown):
            return
        self._shown, self._writable = shown, writable
        clear(self.column)
        self.cards = [DisputeCard(self.theme, self.bridge.words, one, writable=writable) for one in shown]
        for card in self.cards:
            card.decided.connect(self.decide)
            self.column.addWidget(card)
        self.setVisible(bool(shown))
        self.resized.emit()

    def decide(self, kind: str, subject: str, entry: str) -> None:
        """Keep one version. Both stay in the journal."""
        self.bridge.do(answer.resolve, self.inspection, subject, keep=entry, kind=kind)

    def begin(self) -> None:
        """Put the focus on the first version of the first dispute."""
        if self.cards:
            self.cards[0].begin()


# ----------------------------------------------------------------------------------------- which disputes


def of_kinds(found: Inspection, *kinds: str, subject: str | None = None) -> tuple[Dispute, ...]:
    """Disputes of some kinds of slot; a kind that ends in "." stands for its family ("meeting."). *subject*: only
    those of one subject."""
    return _those(found, lambda one: any(one.kind == k or (k.endswith(".") and one.kind.startswith(k)) for k in kinds)
                  and subject in (None, one.subject))  # fmt: skip


def at_finding(found: Inspection, finding: Finding) -> tuple[Dispute, ...]:
    """Everything disputed about one finding: its fields, its actions, the unit's comment, a note on it."""
    ids = {finding.id, *(action.id for action in finding.actions)}
    return _those(found, lambda one: one.subject in ids)


def at_place(found: Inspection, place: str) -> tuple[Dispute, ...]:
    """Everything disputed at an item place: answer, note, flag, its photos, its findings, and the sample itself."""
    photos = {photo.id for photo in found.photos.values() if photo.place == place}
    raised = [finding for finding in found.findings if finding.at == place]
    ids = {place, *photos, *(one.id for one in raised), *(action.id for one in raised for action in one.actions)}
    return _those(found, lambda one: one.subject in ids and one.kind not in ("sample", "sample-skip"))


def places(found: Inspection) -> frozenset[str]:
    """The item places at which anything is disputed."""
    if not found.disputes:
        return frozenset()
    of_photo = {photo.id: photo.place for photo in found.photos.values()}
    of_finding = {one.id: one.at for one in found.findings}
    of_finding |= {action.id: one.at for one in found.findings for action in one.actions}
    at = {
        of_photo.get(one.subject) or of_finding.get(one.subject) or one.subject
        for one in found.disputes
        if one.kind in ("answer", "note", "flag") or one.subject in of_photo or one.subject in of_finding
    }
    return frozenset(place for place in at if split_place(place)[0])


def _those(found: Inspection, wanted: Callable[[Dispute], bool]) -> tuple[Dispute, ...]:
    stands: Sequence[Dispute] = found.disputes
    return tuple(one for one in stands if wanted(one))
