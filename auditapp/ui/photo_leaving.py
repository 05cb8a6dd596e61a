"""Taking a photo away: with a reason, as the journal wants it, and nothing that undo could not put back."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from auditapp.inspection.state import Photo
from auditapp.operations import withdraw
from auditapp.ui.asking import Question
from auditapp.ui.bridge import Bridge
from auditapp.ui.theme import Theme


def ask_to_take_away(
    bridge: Bridge, theme: Theme, parent: QWidget, inspection: str, photo: Photo, then: Callable[[], object]
) -> None:
    """Ask for the reason; a likely one stands there, so that Enter is enough. *then* is called when it is gone."""
    w = bridge.words

    def away(why: str) -> None:
        if bridge.do(withdraw.withdraw, inspection, photo.id, why) is not None:
            then()

    Question(
        theme,
        w,
        parent,
        title=w("Remove this photo?"),
        danger=True,
        deed=w("Remove"),
        sentence=w("It leaves the inspection and the report. The journal keeps it with your reason."),
        field=w("Reason"),
        text=w("Taken by mistake"),
        then=away,
    ).open()
