"""A PDF that left, and what any reader will find in it: who signed, whether it holds, its hash, where it lies."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from auditapp.operations import documents, enrolment
from auditapp.report.examination import ASKED, Answer, Examination, Verdict
from auditapp.ui import labelled
from auditapp.ui.background import Task
from auditapp.ui.bridge import Bridge
from auditapp.ui.parts.buttons import button
from auditapp.ui.parts.card import Card
from auditapp.ui.parts.flow import FlowLayout, clear
from auditapp.ui.parts.labels import ElidingLabel, Paragraph, label
from auditapp.ui.theme import Theme, tell
from auditapp.words import Trouble, in_words

SIGNS = {
    Verdict.VALID: ("circle-check", "ok"),
    Verdict.UNKNOWN: ("circle-help", "warn"),
    Verdict.INVALID: ("circle-x", "bad"),
}


class IssuedView(Card):
    """Shows one file; `verify` judges it off the window's thread, in the terms of `report.examination`."""

    judged = Signal(object)
    """With the `Examination`."""

    def __init__(self, bridge: Bridge, theme: Theme) -> None:
        super().__init__(theme, name=bridge.words("Signed PDF"))
        self.bridge, self.theme = bridge, theme
        self.pdf: Path | None = None
        self.task: Task | None = None
        w = bridge.words
        head = QHBoxLayout()
        head.setSpacing(theme.px(8))
        self.sign = QLabel()
        self.file = ElidingLabel("", role="strong")
        head.addWidget(self.sign, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.file, 1)
        self.body.addLayout(head)
        self.verdict = Paragraph(theme)
        self.body.addWidget(self.verdict)
        self.checking = QWidget()
        across = QHBoxLayout(self.checking)
        across.setContentsMargins(0, 0, 0, 0)
        across.addWidget(label(w("The signatures are being checked…"), "secondary"))
        bar = QProgressBar()
        bar.setRange(0, 0)
        bar.setTextVisible(False)
        bar.setAccessibleName(w("Checking the signatures"))
        across.addWidget(bar, 1)
        self.stop_button = button(theme, w("Stop"), name=w("Stop checking"), pressed=self.cancel)
        across.addWidget(self.stop_button)
        self.body.addWidget(self.checking)
        self.answers = QVBoxLayout()
        self.answers.setSpacing(theme.px(6))
        self.body.addLayout(self.answers)
        self.hash = Paragraph(theme, role="meta")
        self.body.addWidget(self.hash)
        deeds = QWidget()
        flow = FlowLayout(deeds, spacing=theme.px(8))
        self.open_button = button(theme, w("Open the PDF"), icon="external-link", pressed=self.open)
        self.folder_button = button(theme, w("Open the folder"), icon="folder-open", pressed=self.open_folder)
        self.copy_button = button(theme, w("Copy the SHA-256"), icon="copy", pressed=self.copy_hash)
        self.check_button = button(theme, w("Check again"), icon="shield-check", pressed=self.verify)
        for one in (self.open_button, self.folder_button, self.copy_button, self.check_button):
            flow.addWidget(one)
        self.body.addWidget(deeds)
        self.hide()

    def show_file(self, pdf: Path, sha256: str) -> None:
        """This file; judge it at once."""
        from auditapp.report.identity import for_reading  # loads X.509

        w = self.bridge.words
        self.cancel()
        self.pdf, self.sha256 = pdf, sha256
        self.file.setText(pdf.name)
        self.file.setToolTip(str(pdf))
        self.hash.set_text(w("SHA-256 {sha256}", sha256=for_reading(sha256)) if sha256 else "")
        self.hash.setVisible(bool(sha256))
        self.copy_button.setVisible(bool(sha256))
        self.show()
        self.verify()

    def verify(self) -> None:
        """Judge the file as any reader would."""
        if self.pdf is None:
            return
        self.cancel()
        pdf, known = self.pdf, self.known
        company = enrolment.vouching(self.bridge.desk)
        self.verdict.hide()
        self.sign.clear()
        clear(self.answers)
        self.checking.show()
        self.check_button.setEnabled(False)
        self.task = self.bridge.later(
            lambda _: documents.verify_pdf(pdf, known=known, company=company), self._judged, failed=self._failed
        )

    known: tuple[str, ...] = ()
    """Fingerprints of the certificates that this inspection was signed off with."""

    def cancel(self) -> None:
        if self.task is not None:
            self.task.cancel()
            self._over()

    def _over(self) -> None:
        self.task = None
        self.checking.hide()
        self.check_button.setEnabled(True)

    def _failed(self, trouble: Trouble) -> None:
        self._over()
        self.verdict.set_text(in_words(trouble, self.bridge.words))
        tell(self.verdict, tone="bad")
        self.verdict.show()

    def _judged(self, found: Examination) -> None:
        self._over()
        w, theme = self.bridge.words, self.theme
        icon, tone = SIGNS[found.verdict]
        self.sign.setPixmap(theme.pixmap(icon, token=tone, size=20))
        self.verdict.set_text(w(found.sentence))
        tell(self.verdict, tone=tone)
        self.verdict.show()
        for signer in found.signers:
            self.answers.addWidget(
                self._line(
                    signer.verdict,
                    w(
                        "{name}: {level}, {time} by the signer's clock",
                        name=signer.name,
                        level=w(signer.level),
                        time=labelled.moment(w, signer.when.isoformat()) if signer.when else "–",
                    ),
                    "",
                )
            )
        for stamp in found.stamps:
            when = labelled.moment(w, stamp.when.isoformat())
            told = w("Time stamp of {authority}, {time}", authority=stamp.authority, time=when)
            self.answers.addWidget(self._line(stamp.verdict, told, ""))
        for answer in found.answers:
            self.answers.addWidget(self._line(answer.verdict, w(ASKED[answer.question]), self._said(answer)))
        self.judged.emit(found)

    def _said(self, answer: Answer) -> str:
        return answer.said(self.bridge.words)

    def _line(self, verdict: Verdict, asked: str, said: str) -> QWidget:
        icon, tone = SIGNS[verdict]
        row = QWidget()
        across = QHBoxLayout(row)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(self.theme.px(8))
        picture = QLabel()
        picture.setPixmap(self.theme.pixmap(icon, token=tone, size=16))
        across.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(label(asked, "secondary", wrap=True))
        if said:
            column.addWidget(label(said, "meta", wrap=True))
        across.addLayout(column, 1)
        return row

    # -- going on with it -------------------------------------------------------------------------
    def open(self) -> None:
        if self.pdf is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.pdf)))

    def open_folder(self) -> None:
        if self.pdf is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.pdf.parent)))

    def copy_hash(self) -> None:
        QGuiApplication.clipboard().setText(self.sha256)
