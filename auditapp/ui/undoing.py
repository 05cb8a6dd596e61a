"""Undo and redo on a page that is not the one of the items: the same deeds, the same keys, told by their names."""

from __future__ import annotations

from collections.abc import Callable

from auditapp.operations import withdraw
from auditapp.ui.bridge import Bridge
from auditapp.ui.commands import Command


def undo_and_redo(
    bridge: Bridge, inspection: str, *, keep: Callable[[], object], told: Callable[[str, str], object]
) -> list[Command]:
    """*keep*: what is being typed becomes a deed first, so that it is the one taken back."""
    w = bridge.words

    def take(question: Callable[..., object], verb: Callable[..., object], said: Callable[[str], str]) -> None:
        keep()
        known = bridge.ask(question, inspection)
        if bridge.do(verb, inspection) is not None and known is not None:
            told(said(w(known.sentence).format(**known.values)), "ok")

    def writable() -> bool:
        return not bridge.opened(inspection).inspection.locked

    return [
        Command(
            "undo",
            w("Undo"),
            lambda: take(withdraw.undoable, withdraw.undo, lambda deed: w("Undone: {deed}", deed=deed)),
            ("Ctrl+Z",),
            "undo-2",
            w("Edit"),
            "icon",
            writable,
            menu="edit",
        ),
        Command(
            "redo",
            w("Redo"),
            lambda: take(withdraw.redoable, withdraw.redo, lambda deed: w("Redone: {deed}", deed=deed)),
            ("Ctrl+Shift+Z", "Ctrl+Y"),
            "redo-2",
            w("Edit"),
            "icon",
            writable,
            menu="edit",
        ),
    ]
