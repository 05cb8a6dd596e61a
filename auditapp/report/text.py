"""The one way a person's text reaches paper: made printable, then broken into lines.

There is no markup: a text is drawn character by character, so ``<b>`` prints as ``<b>``. What cannot be seen
is made visible instead of dropped: control and bidi characters, and characters no font of ours has, print as
``‹U+202E›``. Breaking is greedy and looks at each character once, whatever the text: a word of 60,000
characters costs what 60,000 characters cost.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

from auditapp.report.typeface import Typeface

_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_SPACES = {"\u00a0": "\u00a0", "\u3000": "\u3000", "\t": "    "}
_NOT_FIRST = frozenset("，。、；：？！）】》」』”’…—·%‰℃,.;:?!)]}>”’％〉〕〗")
"""Kinsoku: characters no line may begin with."""
_NOT_LAST = frozenset("（【《「『“‘([{<〈〔〖#$￥¥＃")
"""Characters no line may end with."""
_AFTER = frozenset(" -/\\_&=?@|·,;:")
"""Latin characters a line may be broken after."""


class Printable:
    """Makes texts printable with the characters *has* knows, and remembers what was missing."""

    def __init__(self, has: Callable[[str], bool]) -> None:
        self._has = has
        self._table: dict[int, str | None] = {10: "\n", 13: None}
        self._known: set[str] = set("\n")
        self.missing: set[str] = set()

    def __call__(self, text: str) -> str:
        """*text* in NFC with everything invisible or unknown written as ‹U+XXXX›. Line feeds stay."""
        if not text.isascii():
            text = unicodedata.normalize("NFC", text)
        new = set(text) - self._known
        for char in new:
            self._known.add(char)
            shown = self._shown(char)
            if shown != char:
                self._table[ord(char)] = shown
        if "\r" in text:
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        return text.translate(self._table) if len(self._table) > 2 else text

    def _shown(self, char: str) -> str:
        if char in _SPACES:
            return _SPACES[char] if self._has(_SPACES[char][0]) else " "
        if unicodedata.category(char) in _INVISIBLE:
            return f"‹U+{ord(char):04X}›"
        if unicodedata.category(char) == "Zs":
            return " "
        if not self._has(char):
            self.missing.add(f"U+{ord(char):04X}")
            return f"‹U+{ord(char):04X}›"
        return char


def lines(text: str, face: Typeface, size: float, width: float, indent: float = 0) -> list[str]:
    """*text* (already printable) broken to *width* points; *indent* is taken on the first line."""
    found: list[str] = []
    room = max(width, size) * 1000 / size
    for paragraph in text.split("\n"):
        first = (room - indent * 1000 / size) if not found else room
        _break(paragraph.rstrip(" "), face, room, first, found)
    return found


def _break(text: str, face: Typeface, room: float, first: float, found: list[str]) -> None:
    widths = face.widths
    if sum(map(widths.__getitem__, text)) <= first:
        found.append(text)
        return
    start = chance = 0
    here = at_chance = 0.0
    limit = first
    before = ""
    for i, char in enumerate(text):
        wide = widths[char]
        if i > start and _may_break(before, char):
            chance, at_chance = i, here
        here += wide
        while here > limit and char != " ":  # what follows a chance may itself be too wide
            if chance > start:
                found.append(text[start:chance].rstrip(" "))
                here -= at_chance
                start = chance
            elif i > start:
                found.append(text[start:i])
                here, start = wide, i
            elif limit < room:  # nothing fits beside the lead: begin on a line of its own
                found.append("")
            else:  # one character, wider than the column
                break
            limit = room
            while start < i and text[start] == " ":
                here -= widths[" "]
                start += 1
            chance, at_chance = start, 0.0
        before = char
    found.append(text[start:])


def _may_break(before: str, char: str) -> bool:
    if char == " ":
        return False
    if before == " " or (before in _AFTER and not char.isdigit()):
        return True
    if before >= "\u2e80" or char >= "\u2e80":
        return char not in _NOT_FIRST and before not in _NOT_LAST
    return False
