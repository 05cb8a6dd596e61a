"""Which item a photo belongs to: the finder over the places of one inspection."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtWidgets import QWidget

from auditapp.inspection.walk import LineState, Walk
from auditapp.ui.bridge import Bridge
from auditapp.ui.finder import Entry, Finder
from auditapp.ui.places import Place
from auditapp.ui.theme import Theme
from auditapp.words import Words

NOT_WALKED = (LineState.HIDDEN, LineState.COMPUTED, LineState.NEEDS_SAMPLES)


def places(w: Words, inspection: str, walk: Walk) -> Iterator[Entry]:
    """Where a photo may stand: the inspection as a whole, then every item place in the checklist's order. (As
    sections: those are listed before anything is typed.)"""
    yield Entry("inspection", w("The whole inspection"), "", Place("inspection", inspection, ""))
    for line in walk.lines:
        if line.state not in NOT_WALKED:
            title = f"{line.place} {line.item.text.in_(w.language)}"
            below = " · ".join(
                part for part in (line.group.title.in_(w.language), line.sample.label if line.sample else "") if part
            )
            yield Entry("section", title, below, Place("inspection", inspection, line.place))


class PlacePicker(Finder):
    """``chosen(Place)``, whose ``at`` is the item place ("" = the whole inspection)."""

    def __init__(self, bridge: Bridge, theme: Theme, inspection: str, parent: QWidget) -> None:
        w = bridge.words
        known = list(places(w, inspection, bridge.opened(inspection).walk))
        super().__init__(bridge, theme, known, parent)
        self.setAccessibleName(w("Move to another item"))
        self.field.setPlaceholderText(w("Move to another item: its number, words or pinyin initials"))
        self.field.setAccessibleName(w("Move to another item: its number, words or pinyin initials"))
