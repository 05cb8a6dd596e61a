"""The menu bar, made of the same commands as the header, the keys and the key sheet; nothing is said twice.

A page's own commands stand under Inspection: those that the header shows directly, the others (answers, moving
about) in a menu of their group. English has a letter to press in each word, Chinese one in brackets behind it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QMenuBar

from auditapp.ui.commands import Command, drawn
from auditapp.ui.theme import Theme
from auditapp.words import Words, say

TITLES: Final = {
    "file": (say("File"), "F"),
    "edit": (say("Edit"), "E"),
    "inspection": (say("Inspection"), "I"),
    "office": (say("Head office"), "O"),
    "view": (say("View"), "V"),
    "help": (say("Help"), "H"),
}
"""The menus in their order, with the letter that opens each."""
FEW: Final = 6
"""So many commands of one group may stand among the others; more have a menu of their own."""


def fill(
    bar: QMenuBar, commands: Iterable[Command], actions: Mapping[str, QAction], words: Words, theme: Theme
) -> list[QMenu]:
    """Make the menus anew."""
    given = list(commands)
    for old in bar.findChildren(QMenu):
        old.deleteLater()
    bar.clear()
    made = []
    for code, (title, letter) in TITLES.items():
        members = [one for one in given if one.menu == code]
        if members:
            menu = bar.addMenu(with_letter(words(title), letter, words))
            menu.menuAction().setVisible(True)
            _fill(menu, members, actions, words)
            drawn(menu, members, actions, theme)
            made.append(menu)
    return made


def _fill(menu: QMenu, members: list[Command], actions: Mapping[str, QAction], words: Words) -> None:
    menu.setToolTipsVisible(False)
    groups: dict[str, list[Command]] = {}
    for one in members:
        groups.setdefault(one.within or one.group, []).append(one)
    taken: set[str] = set()
    inner: list[tuple[str, list[Command]]] = []
    for group, commands in groups.items():
        direct = [one for one in commands if not one.within and (one.shown or len(commands) <= FEW or len(groups) == 1)]
        if direct and menu.actions():
            menu.addSeparator()
        for one in direct:
            action = actions[one.id]
            action.setText(_lettered(one.words, taken, words))
            menu.addAction(action)
        rest = [one for one in commands if one not in direct]
        if rest:
            inner.append((group, rest))
    if inner and menu.actions():
        menu.addSeparator()
    for group, commands in inner:
        below = menu.addMenu(_lettered(group, taken, words))
        own: set[str] = set()
        for one in commands:
            action = actions[one.id]
            action.setText(_lettered(one.words, own, words))
            below.addAction(action)


def with_letter(text: str, letter: str, words: Words) -> str:
    """*text* with the letter that chooses it: &File, 文件(&F)."""
    plain = text.replace("&", "&&")
    if words.chinese:
        return f"{plain}(&{letter})"
    at = plain.upper().find(letter)
    return f"{plain[:at]}&{plain[at:]}" if at >= 0 else plain


def _lettered(text: str, taken: set[str], words: Words) -> str:
    """*text* with a letter that no other of the same menu has: the first of a word before one inside a word."""
    plain = text[:1].upper() + text[1:].replace("&", "&&")
    if words.chinese:
        letter = next((one for one in "ABCDEFGHIJKLMNOPQRSTUVWXYZ" if one not in taken), "")
        taken.add(letter)
        return f"{plain}(&{letter})" if letter else plain
    heads = [n for n, one in enumerate(plain) if one.isascii() and one.isalpha() and (n == 0 or plain[n - 1] == " ")]
    others = [n for n, one in enumerate(plain) if one.isascii() and one.isalpha()]
    for at in (*heads, *others):
        if plain[at].upper() not in taken:
            taken.add(plain[at].upper())
            return f"{plain[:at]}&{plain[at:]}"
    return plain
