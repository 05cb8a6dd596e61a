"""The pages of one inspection as commands: the same words, keys and icons on whichever of them one is."""

from __future__ import annotations

from collections.abc import Callable

from auditapp.ui.commands import Command
from auditapp.ui.places import Place
from auditapp.words import Words


def rooms(w: Words, go: Callable[[Place], object], inspection: str, *, shown: bool = False) -> list[Command]:
    """*shown*: the header bears them (it does on the page of the items, where one comes from)."""
    group = w("Inspection")

    def room(page: str, words: str, keys: tuple[str, ...], icon: str, where: str, code: str = "") -> Command:
        return Command(
            code or page, words, lambda: go(Place(page, inspection)), keys, icon, group, where if shown else ""
        )

    return [
        room("findings", w("Findings"), ("G",), "triangle-alert", "menu"),
        room("actions", w("Corrective actions"), (), "list-checks", "menu"),
        room("meetings", w("Meetings"), (), "users", "menu"),
        room("sharing", w("Share out the sections"), (), "users", "menu"),
        room("overview", w("Overview"), ("O",), "chart-column", "menu"),
        room("completeness", w("Completeness check"), ("M",), "list-checks", "menu"),
        room("preview", w("Preview report"), ("Ctrl+P",), "file-text", "button"),
        room("sign_off", w("Sign and finish"), ("Ctrl+Shift+Return",), "pencil-line", "primary", "sign"),
    ]
