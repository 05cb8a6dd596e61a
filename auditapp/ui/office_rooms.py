"""The pages of head office: names, keys and icons once, for the menu bar, the key sheet and the doors between them.

They are there at a desk that speaks for head office (`operations.head_office`), and nowhere else.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QWidget

from auditapp.operations import head_office
from auditapp.ui.commands import Command
from auditapp.ui.parts.buttons import button
from auditapp.ui.parts.flow import FlowLayout
from auditapp.ui.places import Place
from auditapp.ui.theme import Theme
from auditapp.words import Words, say

if TYPE_CHECKING:
    from auditapp.operations.desk import Desk

ROOMS: Final = (
    ("inbox", say("Inbox"), "Ctrl+1", "clipboard-check"),
    ("all_actions", say("Actions of all sites"), "Ctrl+2", "list-checks"),
    ("all_findings", say("Findings of all sites"), "Ctrl+3", "triangle-alert"),
    ("dashboard", say("Figures"), "Ctrl+4", "chart-column"),
    ("compare", say("Comparison"), "Ctrl+5", "scale"),
    ("releases", say("Checklists given out"), "Ctrl+6", "layout-list"),
    ("give_out", say("New inspection for somebody"), "Ctrl+7", "user"),
    ("extract", say("Export everything"), "Ctrl+8", "download"),
    ("everything", say("Search everything"), "Ctrl+Shift+F", "search"),
)
"""Page, words, key, icon, in their order."""
PAGES: Final = frozenset(page for page, *_ in ROOMS)
SHORT: Final = {
    "all_actions": say("Actions"),
    "all_findings": say("Findings"),
    "releases": say("Checklists"),
    "give_out": say("Assign"),
    "extract": say("Export"),
    "everything": say("Search"),
}
"""Their names on the doors, where every page of head office is named."""


def may(desk: Desk) -> bool:
    """Does this desk speak for head office?"""
    return head_office.standing(desk).reviews


def office_rooms(w: Words, desk: Desk, go: Callable[[Place], object]) -> list[Command]:
    """Every page of head office as a command; none at a desk that does not speak for it."""
    if not may(desk):
        return []
    group = w("Head office")
    return [
        Command(page, w(words), partial(go, Place(page)), (key,), icon, group, menu="office")
        for page, words, key, icon in ROOMS
    ]


class Doors(QWidget):
    """The pages of head office side by side, the one at hand marked. (Where there is no room: menu and keys.)"""

    def __init__(self, theme: Theme, words: Words, here: str, go: Callable[[Place], object]) -> None:
        super().__init__()
        flow = FlowLayout(self, spacing=theme.px(4))
        for page, name, _, icon in ROOMS:
            said = words(SHORT.get(page, name))
            at = page == here
            door = button(
                theme,
                said,
                role="door",
                icon=icon,
                name=words("{page}, this page", page=said) if at else said,
                pressed=partial(go, Place(page)),
            )
            door.setIcon(theme.icon(icon, token="accent" if at else "text2", size=16, trail=4))
            door.setProperty("here", at)
            flow.addWidget(door)
