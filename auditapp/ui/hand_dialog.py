"""A signer's key, opened by the signer's own passphrase: asked for when the PDF is signed, never kept on disk."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QLineEdit, QWidget

from auditapp.inspection.state import Person
from auditapp.operations import identities
from auditapp.operations.documents import Signature
from auditapp.ui.asking import Asking, refusal
from auditapp.ui.bridge import Bridge
from auditapp.ui.file_line import FileLine
from auditapp.ui.identity_dialogs import CERTIFICATES
from auditapp.ui.parts.field import Field
from auditapp.ui.theme import Theme
from auditapp.words import Trouble


class HandDialog(Asking):
    """*identity*: its code on this desk; "" asks for the signer's certificate file too. *then* gets the `Signature`."""

    def __init__(
        self,
        bridge: Bridge,
        theme: Theme,
        person: Person,
        identity: str,
        parent: QWidget,
        then: Callable[[Signature], object],
    ) -> None:
        w = bridge.words
        super().__init__(
            theme,
            w,
            parent,
            w("{name} signs the PDF", name=person.name),
            w("The passphrase opens the key for this document; it is forgotten when the page is left."),
        )
        self.bridge, self.person, self.identity, self._then = bridge, person, identity, then
        self.file = FileLine(
            bridge,
            theme,
            w("Certificate file of {name}", name=person.name),
            endings=CERTIFICATES,
            kind=w("PKCS#12 files ({endings})", endings=CERTIFICATES),
        )
        self.file.setVisible(not identity)
        self.body.addWidget(self.file)
        self.passphrase = QLineEdit()
        self.passphrase.setEchoMode(QLineEdit.EchoMode.Password)
        self.body.addWidget(Field(theme, w("Passphrase"), self.passphrase))
        self.end(w("Sign"), icon="signature")
        self.file.changed.connect(self._ready)
        self.file.entered.connect(self.passphrase.setFocus)
        self.passphrase.textChanged.connect(lambda *_: self._ready())
        self.passphrase.returnPressed.connect(self.give)
        self._ready()
        (self.passphrase if identity else self.file.line).setFocus()

    def _ready(self) -> None:
        self.give_button.setEnabled(
            bool(self.passphrase.text()) and (bool(self.identity) or self.file.path is not None)
        )

    def give(self) -> None:
        """A wrong passphrase is told here, before anything is drawn."""
        if not self.give_button.isEnabled():
            return
        given = Signature(self.person.code, self.identity, self.passphrase.text(), self.file.path)
        try:
            if given.pkcs12 is not None:
                identities.from_file(given.pkcs12, given.passphrase)
            else:
                identities.unlock(self.bridge.desk, given.identity, given.passphrase)
        except Trouble as trouble:
            self.tell(refusal(self.words, trouble))
            self.passphrase.setFocus()
            self.passphrase.selectAll()
            return
        self.accept()
        self._then(given)
