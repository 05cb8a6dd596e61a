"""Opening the next revision of a signed inspection, with the reason that is printed; where head office returned it,
with head office's words at hand."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from auditapp.inspection.state import Inspection
from auditapp.operations import review, sign_off
from auditapp.ui.asking import Question
from auditapp.ui.bridge import Bridge
from auditapp.ui.theme import Theme
from auditapp.words import Words


def ask(bridge: Bridge, theme: Theme, parent: QWidget, inspection: str) -> Question:
    """Ask for the reason and open the revision."""
    w = bridge.words
    dialog = Question(
        theme,
        w,
        parent,
        title=w("Amend the signed inspection"),
        long=True,
        field=w("Reason"),
        sentence=w("A new revision is opened; the signed one stays as it is. The reason is printed."),
        text=carried_over(bridge.opened(inspection).inspection, w),
        deed=w("Open revision"),
        then=lambda why: bridge.do(sign_off.amend, inspection, why),
    )
    dialog.open()
    return dialog


def carried_over(found: Inspection, w: Words) -> str:
    """Why head office returned the inspection, as a first wording of the reason; "" when it did not."""
    why = review.returned(found)
    return w("Returned by head office: {reason}", reason=why.reason) if why is not None else ""
