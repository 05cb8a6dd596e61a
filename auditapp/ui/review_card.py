"""What head office says of an inspection, above its items: state, reason, open remarks, and the way on.

The inspector is led to the new revision and from remark to remark; head office sees the figures it judges by.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from auditapp.inspection.state import Inspection
from auditapp.operations import review
from auditapp.operations.late import late
from auditapp.operations.look import Opened
from auditapp.report import dates
from auditapp.ui import labelled
from auditapp.ui.asking import Asking
from auditapp.ui.bridge import Bridge
from auditapp.ui.parts.buttons import button
from auditapp.ui.parts.card import Card
from auditapp.ui.parts.labels import ElidingLabel, Paragraph, label
from auditapp.ui.remarks import RemarkStack
from auditapp.ui.theme import Theme


class ReviewCard(Card):
    """Hidden while head office has said nothing. ``amend_asked``, ``next_asked`` (the next open remark)."""

    amend_asked = Signal()
    next_asked = Signal()
    whole_asked = Signal()
    """The remarks about the whole are to be shown."""

    def __init__(self, bridge: Bridge, theme: Theme, *, reading: bool = False) -> None:
        w = bridge.words
        super().__init__(theme, name=w("Review by head office"))
        self.bridge, self.theme, self.reading = bridge, theme, reading
        self._shown: tuple[object, ...] = ()
        self._last: tuple[Inspection, Opened | None] | None = None
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        self.sign = label("")
        row.addWidget(self.sign, 0, Qt.AlignmentFlag.AlignTop)
        texts = QVBoxLayout()
        texts.setSpacing(theme.px(2))
        self.head = ElidingLabel("", role="strong")
        self.reason = Paragraph(theme)
        self.figures = Paragraph(theme, role="secondary")
        for one in (self.head, self.reason, self.figures):
            texts.addWidget(one)
        row.addLayout(texts, 1)
        self.body.addLayout(row)
        self.deeds = QWidget()
        column = QVBoxLayout(self.deeds)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(6))
        self.amend = button(theme, w("Open a new revision…"), icon="pencil-line", pressed=self.amend_asked.emit)
        self.next = button(theme, w("Next open remark"), icon="message-square-text", pressed=self.next_asked.emit)
        self.whole = button(theme, w("Remarks on the whole"), icon="clipboard-list", pressed=self.whole_asked.emit)
        for deed in (self.amend, self.next, self.whole):
            column.addWidget(deed)
        row.addWidget(self.deeds, 0, Qt.AlignmentFlag.AlignTop)
        self._narrow = False
        self.hide()

    def fit(self, *, narrow: bool) -> None:
        """Where there is little room, one line; the deeds have their keys and stand in the menu."""
        if narrow is not self._narrow:
            self._narrow, self._shown = narrow, ()
            across, down = (10, 4) if narrow else (14, 10)
            self.body.setContentsMargins(*(self.theme.px(m) for m in (across, down, across, down)))
            if self._last is not None:
                self.show_review(*self._last)

    def show_review(self, found: Inspection, opened: Opened | None = None) -> None:
        """What stands now; *opened* where the figures are shown too."""
        back = review.returned(found)
        now = found.reviewed
        about = back if back is not None and not self.reading else now
        waiting = len(found.open_remarks)
        whole = len(found.remarks_on(""))
        came = len(late(self.bridge.desk, found.id)) if self.reading else 0
        shown = (
            about,
            waiting,
            whole,
            came,
            found.locked,
            opened.score if opened else None,
            self.bridge.words.language,
        )
        if shown == self._shown:
            return
        self._shown, self._last = shown, (found, opened)
        w = self.bridge.words
        state = about.state if about is not None else ""
        icon, tone = labelled.review_sign(state)
        self.set_tone("bad" if came else "" if tone == "na" else tone)
        self.sign.setPixmap(self.theme.pixmap(icon, token=tone, size=18))
        reason = about.reason if about is not None else ""
        parts = [labelled.review(w, state), reason if self._narrow else ""]
        if about is not None:
            parts += [about.name, labelled.moment(w, about.stood.wall)]
        self.head.setText(" · ".join(part for part in parts if part))
        self.reason.set_text(reason)
        self.reason.setVisible(bool(reason) and not self._narrow)
        said = self._figures(opened) if opened is not None else []
        if came:
            said.insert(0, w.count("{n} entry came in after the signature", "{n} entries came in after the signature",
                                   came))  # fmt: skip
        if waiting:
            said.append(w.count("{n} open remark", "{n} open remarks", waiting))
        self.figures.set_text(" · ".join(said))
        self.figures.setVisible(bool(said) and not self._narrow)
        self.amend.setVisible(back is not None and found.locked and not self.reading)
        self.next.setVisible(waiting > 0)
        self.whole.setVisible(whole > 0)
        self.deeds.setVisible(
            not self._narrow and not (self.amend.isHidden() and self.next.isHidden() and self.whole.isHidden())
        )
        self.setVisible(about is not None or bool(found.remarks) or self.reading)

    def _figures(self, opened: Opened) -> list[str]:
        w, found, score = self.bridge.words, opened.inspection, opened.score
        grave = sum(one.grade in ("critical", "major") for one in found.findings)
        said = [
            w("{percent} conforming", percent=dates.percent(score.percent)),
            w("grade {grade}", grade=score.grade or "—"),
            w("{percent} answered", percent=dates.percent(opened.progress.coverage)),
            w.count("{n} finding", "{n} findings", len(found.findings)),
        ]
        if grave:
            said.append(w.count("{n} critical or major", "{n} critical or major", grave))
        return said


class WholeRemarks(Asking):
    """Remarks about the inspection as a whole, in a dialog: they hang on no item."""

    def __init__(self, bridge: Bridge, theme: Theme, inspection: str, parent: QWidget, *, writes: bool = False) -> None:
        w = bridge.words
        super().__init__(theme, w, parent, w("Remarks on the whole"))
        self.bridge, self.inspection = bridge, inspection
        self.stack = RemarkStack(bridge, theme, inspection, writes=writes)
        self.body.addWidget(self.stack)
        self.end(w("Close"))
        self.leave_button.hide()
        bridge.changed.connect(self._changed)
        self.stack.show_remarks(bridge.opened(inspection).inspection, "")
        self.give_button.setFocus()
        if writes:
            self.stack.begin()

    def give(self) -> None:
        self.stack.write()
        self.accept()

    def _changed(self, _changes: object) -> None:
        if self.isVisible():
            self.stack.show_remarks(self.bridge.opened(self.inspection).inspection, "")
            self.fit()
