"""Signing identities as a person gets them: made here under a passphrase of their own, or kept from a file."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from auditapp.operations import identities
from auditapp.ui.asking import Asking
from auditapp.ui.bridge import Bridge
from auditapp.ui.file_line import FileLine
from auditapp.ui.parts.field import Field
from auditapp.ui.theme import Theme

CERTIFICATES = "*.p12 *.pfx"


class NewIdentity(Asking):
    """Make an identity on this desk: name, unit, a passphrase typed twice."""

    made = Signal(object, str)
    """(card, passphrase)"""

    def __init__(self, bridge: Bridge, theme: Theme, name: str, unit: str, parent: QWidget) -> None:
        w = bridge.words
        super().__init__(
            theme,
            w,
            parent,
            w("New signing identity"),
            w(
                "A key is made on this laptop and kept encrypted. "
                "Only the signer should know its passphrase; it cannot be "
                "recovered."
            ),
        )
        self.bridge = bridge
        self.name, self.unit = QLineEdit(name), QLineEdit(unit)
        self.passphrase, self.again = QLineEdit(), QLineEdit()
        for one in (self.passphrase, self.again):
            one.setEchoMode(QLineEdit.EchoMode.Password)
        self.body.addWidget(Field(theme, w("Name"), self.name))
        self.body.addWidget(Field(theme, w("Unit"), self.unit))
        self.body.addWidget(
            Field(
                theme,
                w("Passphrase of the key"),
                self.passphrase,
                hint=w(
                    "At least {n} characters; a few words that belong together only for you.", n=identities.SHORTEST
                ),
            )
        )
        self.again_field = Field(theme, w("Passphrase again"), self.again)
        self.body.addWidget(self.again_field)
        self.end(w("Make identity"))
        for one in (self.name, self.passphrase, self.again):
            one.textChanged.connect(lambda *_: self._ready())
            one.returnPressed.connect(self.give)
        self._ready()
        (self.passphrase if name else self.name).setFocus()

    def _ready(self) -> None:
        w = self.bridge.words
        same = self.passphrase.text() == self.again.text()
        self.again_field.refuse("" if same or not self.again.text() else w("The two passphrases are not the same."))
        self.give_button.setEnabled(
            same and len(self.passphrase.text()) >= identities.SHORTEST and bool(self.name.text().strip())
        )

    def give(self) -> None:
        if not self.give_button.isEnabled():
            return
        card = self.deed(
            self.bridge, identities.make, self.name.text(), unit=self.unit.text(), passphrase=self.passphrase.text()
        )
        if card is not None:
            passphrase = self.passphrase.text()
            self.accept()
            self.made.emit(card, passphrase)


class KeepIdentity(Asking):
    """Keep the identity of a PKCS#12 file on this desk, under the file's own passphrase."""

    made = Signal(object, str)
    """(card, passphrase)"""

    def __init__(self, bridge: Bridge, theme: Theme, parent: QWidget) -> None:
        w = bridge.words
        super().__init__(
            theme, w, parent, w("Keep a certificate file here"), w("It is kept encrypted under the same passphrase.")
        )
        self.bridge = bridge
        self.file = FileLine(
            bridge,
            theme,
            w("Certificate file"),
            endings=CERTIFICATES,
            kind=w("PKCS#12 files ({endings})", endings=CERTIFICATES),
        )
        self.passphrase = QLineEdit()
        self.passphrase.setEchoMode(QLineEdit.EchoMode.Password)
        self.passphrase_field = Field(theme, w("Passphrase of the file"), self.passphrase)
        self.body.addWidget(self.file)
        self.body.addWidget(self.passphrase_field)
        self.end(w("Keep"))
        self.file.changed.connect(self._ready)
        self.file.entered.connect(self.passphrase.setFocus)
        self.passphrase.textChanged.connect(lambda *_: self._ready())
        self.passphrase.returnPressed.connect(self.give)
        self._ready()
        self.file.line.setFocus()

    def _ready(self) -> None:
        self.give_button.setEnabled(self.file.path is not None)

    def give(self) -> None:
        path: Path | None = self.file.path
        if path is None:
            return
        card = self.deed(self.bridge, identities.import_pkcs12, path, password=self.passphrase.text())
        if card is not None:
            passphrase = self.passphrase.text()
            self.accept()
            self.made.emit(card, passphrase)
