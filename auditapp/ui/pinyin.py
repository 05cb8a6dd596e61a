"""First letters of the pinyin of Chinese words: ``明文密码`` is found by ``mwmm``.

The everyday characters (the first level of GB 2312, 3,755 of them) are coded in the order of their pinyin, so the
code says the letter and no dictionary is needed. A rarer character has no letter; one with several readings has
the commonest.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache
from typing import Final

_STARTS: Final = (
    0xB0A1, 0xB0C5, 0xB2C1, 0xB4EE, 0xB6EA, 0xB7A2, 0xB8C1, 0xB9FE, 0xBBF7, 0xBFA6, 0xC0AC, 0xC2E8, 0xC4C3, 0xC5B6,
    0xC5BE, 0xC6DA, 0xC8BB, 0xC8F6, 0xCBFA, 0xCDDA, 0xCEF4, 0xD1B9, 0xD4D1,
)  # fmt: skip
_LETTERS: Final = "abcdefghjklmnopqrstwxyz"
_END: Final = 0xD7FA


@lru_cache(maxsize=8192)
def letter(character: str) -> str:
    """The first letter of a Chinese character's pinyin; a Latin letter or digit itself; else ""."""
    if character.isascii():
        return character.lower() if character.isalnum() else ""
    try:
        code = int.from_bytes(character.encode("gb2312"), "big")
    except UnicodeEncodeError:
        return ""
    if not _STARTS[0] <= code < _END:
        return ""
    return _LETTERS[bisect_right(_STARTS, code) - 1]


def initials(text: str) -> str:
    """The first letters of a text, punctuation left out."""
    return "".join(letter(character) for character in text)
