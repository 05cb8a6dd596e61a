"""Every deed a person can ask for, written once: words, key, icon, when it is possible.

A page lists its commands; the window makes actions, header buttons, menu entries and the key sheet from them. Single
letters act only while no text field has the focus: Qt offers the key to the field first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu

from auditapp.ui.theme import Theme

_ROLES: Final = {
    "about": QAction.MenuRole.AboutRole,
    "settings": QAction.MenuRole.PreferencesRole,
    "quit": QAction.MenuRole.QuitRole,
}
"""Deeds that macOS wants in its own menu; Qt would guess the others from their words."""


def always() -> bool:
    return True


@dataclass(frozen=True)
class Command:
    """``words`` are in the reader's language already. ``shown``: where in the header, "primary" (one), "button",
    "icon", "search", "menu" (behind the three dots) or "" (key only). ``group`` heads it on the key sheet."""

    id: str
    words: str
    do: Callable[[], object]
    keys: tuple[str, ...] = ()
    icon: str = ""
    group: str = ""
    shown: str = ""
    possible: Callable[[], bool] = always
    tip: str = ""
    checked: Callable[[], bool] | None = None
    name: str = field(default="")
    """For screen readers, when the words alone do not tell."""
    menu: str = "inspection"
    """Where it stands in the menu bar (`menus.TITLES`)."""
    within: str = ""
    """The title of a menu inside that menu, in the reader's language; "" directly in it."""
    now: Callable[[], str] | None = None
    """What its words are at the moment ("Undo: answer at 3.5"); "" for the ordinary ones."""


def keys_in_words(command: Command, most: int = 9) -> str:
    """The keys as people read them: Ctrl+K, J, ?"""
    native = QKeySequence.SequenceFormat.NativeText
    return "  ".join(QKeySequence(key).toString(native) for key in command.keys[:most])


def actions(commands: Iterable[Command], parent: QObject) -> dict[str, QAction]:
    """An action for each command; `refresh` brings them up to date. Their icons come with the menu (`drawn`)."""
    made = {}
    for command in commands:
        action = QAction(command.words, parent)
        action.setShortcuts([QKeySequence(key) for key in command.keys])
        keys = keys_in_words(command)
        tip = command.tip or command.words
        action.setToolTip(f"{tip} ({keys})" if keys else tip)
        action.setCheckable(command.checked is not None)
        action.triggered.connect(lambda _on=False, do=command.do: do())
        action.setMenuRole(_ROLES.get(command.id, QAction.MenuRole.NoRole))
        made[command.id] = action
    return made


def drawn(menu: QMenu, commands: Iterable[Command], made: Mapping[str, QAction], theme: Theme) -> None:
    """Draw the icons of *commands* in *menu* when it is opened the first time: most menus never are."""
    wanted = [(made[one.id], one.icon) for one in commands if one.icon]

    def draw() -> None:
        while wanted:
            action, icon = wanted.pop()
            action.setIcon(theme.icon(icon))

    menu.aboutToShow.connect(draw)


def refresh(commands: Iterable[Command], made: dict[str, QAction]) -> None:
    """Ask every command whether it is possible now. An impossible deed keeps no key from others."""
    for command in commands:
        action = made.get(command.id)
        if action is None:
            continue
        action.setEnabled(command.possible())
        if command.now is not None:
            _rename(command, action)
        if command.checked is not None:
            blocked = action.blockSignals(True)
            action.setChecked(command.checked())
            action.blockSignals(blocked)


def _rename(command: Command, action: QAction) -> None:
    """The words of the moment, with the letter that the menu had given it."""
    words = (command.now() if command.now is not None else "") or command.words
    if action.iconText() == words:
        return
    action.setIconText(words)
    plain, before = words.replace("&", "&&"), action.text()
    if before.endswith(")") and "(&" in before:  # Chinese: the letter stands behind
        action.setText(plain + before[before.rindex("(&") :])
    elif before.count("&") == 1:
        at = before.index("&")
        action.setText(f"{plain[:at]}&{plain[at:]}")
    else:
        action.setText(plain)
    keys = keys_in_words(command)
    action.setToolTip(f"{words} ({keys})" if keys else words)
