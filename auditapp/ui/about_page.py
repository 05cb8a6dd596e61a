"""About: version, the parts it is made of with their licences, and the licences themselves."""

from __future__ import annotations

import platform
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, qVersion
from PySide6.QtWidgets import QGridLayout, QTextBrowser, QWidget

from auditapp import __version__
from auditapp.ui.bridge import Bridge
from auditapp.ui.help_page import dress
from auditapp.ui.parts.card import Card
from auditapp.ui.parts.chip import ChipRow
from auditapp.ui.parts.labels import ElidingLabel, Paragraph, label
from auditapp.ui.parts.scroll import by_finger
from auditapp.ui.parts.titled import TitledCard, scrolled_column
from auditapp.ui.places import Place
from auditapp.ui.theme import Theme
from auditapp.words import Words, resources, say


@dataclass(frozen=True)
class Part:
    """Something the program is made of. ``package`` as pip knows it, "" for what comes along as files."""

    name: str
    package: str
    licence: str
    use: str


PARTS: Final = (
    Part("Qt, PySide6", "PySide6", "LGPL-3.0", say("the window, the PDF preview, the camera")),
    Part("Noto Sans SC", "", "OFL-1.1", say("letters on screen and paper")),
    Part("Lucide", "", "ISC", say("icons")),
    Part("SQLCipher", "sqlcipher3", "BSD, zlib", say("the encrypted database")),
    Part("sqlite-utils", "sqlite-utils", "Apache-2.0", say("the form of the database")),
    Part("cryptography", "cryptography", "Apache-2.0, BSD", say("keys and encryption")),
    Part("ReportLab", "reportlab", "BSD", say("draws the report")),
    Part("pikepdf", "pikepdf", "MPL-2.0", say("makes it a PDF/A")),
    Part("pyHanko", "pyhanko", "MIT", say("signs and verifies PDFs")),
    Part("Pillow", "pillow", "MIT-CMU", say("photos")),
    Part("pi-heif", "pi-heif", "LGPL-3.0", say("HEIC photos of phones")),
    Part("openpyxl", "openpyxl", "MIT", say("Excel")),
    Part("Python", "", "PSF-2.0", say("the language it is written in")),
)
TEXTS: Final = {
    "Apache-2.0": "licences/Apache-2.0.txt",
    "LGPL-3.0": "licences/LGPL-3.0.txt",
    "GPL-3.0": "licences/GPL-3.0.txt",
    "OFL-1.1": "fonts/OFL.txt",
    "ISC": "icons/LICENSE.txt",
}
"""Licence -> its text in resources. The LGPL is written as additions to the GPL, so both are here."""


def version(part: Part) -> str:
    """The version at hand, "" when it has none of its own."""
    if part.package == "PySide6":
        return qVersion()
    if part.name == "Python":
        return platform.python_version()
    try:
        return metadata.version(part.package) if part.package else ""
    except metadata.PackageNotFoundError:
        return ""


def replacing_qt(words: Words) -> Path:
    """How to use the program with another Qt: what the LGPL asks us to tell."""
    return resources() / "licences" / f"replacing-qt.{'zh_CN' if words.chinese else 'en'}.md"


class AboutPage(QWidget):
    """``show_place`` with the name of a licence shows its text."""

    def __init__(self, bridge: Bridge, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge, self._theme = bridge, theme
        w = bridge.words
        _, column = scrolled_column(self, theme, w("About auditapp"))
        column.addWidget(self._program())
        column.addWidget(self._parts())
        column.addWidget(self._licences())
        self.setFocusProxy(self.which.chip("qt"))

    @property
    def title(self) -> str:
        return self._bridge.words("About auditapp")

    @property
    def place(self) -> Place:
        return Place("about")

    def _program(self) -> Card:
        w, theme = self._bridge.words, self._theme
        card = TitledCard(theme, f"auditapp {__version__}", gap=10)
        card.body.addWidget(
            Paragraph(
                theme, w("On-site inspections of customer service centres: answers, photos, findings, a signed PDF.")
            )
        )
        card.body.addWidget(
            Paragraph(theme, w("Everything stays on this laptop; nothing is sent anywhere."), role="secondary")
        )
        card.body.addWidget(
            Paragraph(
                theme,
                w("Licence: Apache-2.0. You may use, change and pass it on; it comes without any warranty."),
                role="secondary",
            )
        )
        where = Paragraph(theme, w("Desk: {folder}", folder=str(self._bridge.desk.store.folder)), role="meta")
        where.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        card.body.addWidget(where)
        return card

    def _parts(self) -> Card:
        w, theme = self._bridge.words, self._theme
        card = TitledCard(theme, w("What it is made of"), gap=10)
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(16))
        grid.setVerticalSpacing(theme.px(6))
        for n, part in enumerate(PARTS):
            grid.addWidget(ElidingLabel(f"{part.name} {version(part)}".strip(), role="strong"), n, 0)
            grid.addWidget(label(part.licence, "secondary"), n, 1)
            grid.addWidget(ElidingLabel(w(part.use), role="secondary"), n, 2)
        grid.setColumnStretch(0, 2)
        grid.setColumnStretch(2, 3)
        card.body.addLayout(grid)
        return card

    def _licences(self) -> Card:
        w, theme = self._bridge.words, self._theme
        card = TitledCard(theme, w("Licences"), gap=10)
        self.which = ChipRow(theme, name=w("Licences"), lines=0)
        self.which.show_chips([("qt", w("Replacing Qt")), *((code, code) for code in TEXTS)], "qt")
        self.which.chosen.connect(self.show_text)
        card.body.addWidget(self.which)
        self.text = QTextBrowser()
        by_finger(self.text)
        self.text.setProperty("role", "reading")
        self.text.setOpenLinks(False)
        self.text.setMinimumHeight(theme.px(320))
        self.text.document().setDocumentMargin(theme.px(12))
        card.body.addWidget(self.text)
        self.show_text("qt")
        return card

    def show_text(self, code: str) -> None:
        """A licence in full, or how to replace Qt."""
        w = self._bridge.words
        if code == "qt":
            self.text.setMarkdown(replacing_qt(w).read_text(encoding="utf-8"))
            dress(self.text.document(), self._theme)
            self.text.setAccessibleName(w("Replacing Qt"))
        else:
            self.text.setPlainText((resources() / TEXTS[code]).read_text(encoding="utf-8"))
            self.text.setAccessibleName(code)
