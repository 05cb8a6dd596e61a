"""What went wrong, told so that a person can act: title, sentence, what is safe, what to do, and details to copy.

`Trouble` (the world) is a toast with its sentence; a fault of ours is written to the log (`watch`) and shown once in
this dialog.
"""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, QUrl, qVersion
from PySide6.QtGui import QDesktopServices, QGuiApplication, QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

import auditapp
from auditapp.ui.parts.buttons import button
from auditapp.ui.parts.flow import FlowLayout
from auditapp.ui.parts.labels import Paragraph, label
from auditapp.ui.theme import Theme
from auditapp.words import Trouble, Words, told_apart


def details_of(fault: BaseException) -> str:
    """Where it happened, without what anybody wrote: the code's lines and the kind of the fault."""
    import platform

    frames = "".join(traceback.format_list(traceback.extract_tb(fault.__traceback__)))
    return (
        f"auditapp {auditapp.__version__}\nPython {sys.version.split()[0]}, Qt {qVersion()}, {platform.platform()}\n"
        f"{datetime.now().astimezone().isoformat(timespec='seconds')}\n{frames}"
        f"{type(fault).__module__}.{type(fault).__qualname__}"
    )


def details_of_trouble(trouble: Trouble) -> str:
    """Title and exit code in English, for whoever helps; the sentence's values may hold folders, no answers."""
    import platform

    return f"auditapp {auditapp.__version__}, {platform.platform()}\n{trouble} ({trouble.code})"


class FaultDialog(QDialog):
    """Title, sentence, what is safe, what to do; details behind a button, to copy."""

    def __init__(
        self,
        theme: Theme,
        words: Words,
        *,
        title: str,
        sentence: str,
        safe: str,
        todo: str,
        details: str,
        logs: Path | None = None,
        deed: tuple[str, Callable[[], object]] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.details = details
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.px(24),) * 4)
        column.setSpacing(theme.px(12))
        first = QHBoxLayout()
        picture = QLabel()
        picture.setPixmap(theme.pixmap("triangle-alert", token="bad", size=24))
        first.addWidget(picture)
        first.addWidget(label(title, "subtitle", wrap=True), 1)
        column.addLayout(first)
        column.addWidget(Paragraph(theme, sentence))
        if safe:
            row = QHBoxLayout()
            shield = QLabel()
            shield.setPixmap(theme.pixmap("shield-check", token="ok", size=18))
            row.addWidget(shield, 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(Paragraph(theme, safe, tone="ok"), 1)
            column.addLayout(row)
        if todo:
            column.addWidget(Paragraph(theme, todo))
        self.box = QPlainTextEdit(details)
        self.box.setReadOnly(True)
        self.box.setAccessibleName(words("Details"))
        self.box.setVisible(False)
        self.box.setMinimumHeight(theme.px(160))
        column.addWidget(self.box, 1)
        self.shows = button(theme, words("Show details"), role="quiet", pressed=self._toggle)
        self.copies = button(theme, words("Copy details"), icon="copy", pressed=self.copy)
        close = button(theme, words("Close"), role="primary", pressed=self.close)
        deeds = [self.shows]
        if logs is not None:
            opened = QUrl.fromLocalFile(str(logs))
            deeds.append(
                button(
                    theme,
                    words("Open log folder"),
                    role="quiet",
                    icon="folder-open",
                    pressed=lambda: QDesktopServices.openUrl(opened),
                )
            )
        if deed is not None:
            words_of_deed, do = deed
            deeds.append(button(theme, words_of_deed, pressed=lambda: (self.close(), do())))
        foot = QWidget()
        flow = FlowLayout(foot, spacing=theme.px(8))  # with large text on a small screen they take further lines
        for one in (*deeds, self.copies, close):
            flow.addWidget(one)
        column.addWidget(foot)
        most = parent.width() - theme.px(32) if parent is not None else theme.px(560)
        self.setFixedWidth(min(theme.px(560), max(theme.px(320), most)))
        self._settle()
        close.setFocus()

    def copy(self) -> None:
        QGuiApplication.clipboard().setText(self.details)

    def _toggle(self) -> None:
        self.box.setVisible(self.box.isHidden())
        self._settle()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        super().showEvent(event)
        QTimer.singleShot(0, self, self._settle)  # paragraphs know their height once they have a width

    def _settle(self) -> None:
        """As high as the words need at this width."""
        layout = self.layout()
        if layout is not None:
            layout.activate()
            self.resize(self.width(), layout.totalHeightForWidth(self.width()))


def fault_dialog(
    theme: Theme, words: Words, fault: BaseException, logs: Path | None, parent: QWidget | None
) -> FaultDialog:
    """The dialog for a fault of ours."""
    return FaultDialog(
        theme,
        words,
        title=words("This is a fault of the program"),
        sentence=words(
            "Something happened that the program did not expect. It goes on; if it behaves oddly, close it "
            "and open it again."
        ),
        safe=words("What was shown as saved is saved on this laptop."),
        todo=words(
            "Please copy the details and send them to whoever looks after the program. "
            "They hold no answers, notes or names."
        ),
        details=details_of(fault),
        logs=logs,
        parent=parent,
    )


def trouble_dialog(
    theme: Theme,
    words: Words,
    trouble: Trouble,
    parent: QWidget | None,
    *,
    deed: tuple[str, Callable[[], object]] | None = None,
) -> FaultDialog:
    """The dialog for trouble in the world; *deed* is what can be done about it from here."""
    title, sentence, todo = told_apart(trouble, words)
    return FaultDialog(
        theme,
        words,
        title=title,
        sentence=sentence,
        safe=words("What was shown as saved is saved on this laptop."),
        todo=todo,
        details=details_of_trouble(trouble),
        deed=deed,
        parent=parent,
    )
