"""Words of any language and any length, from one character on, found in an index of pairs of characters.

Every run of characters between blanks is stored as its overlapping pairs: 消防通道 as 消防 防通 通道 道·. A word of two
characters is one pair, a longer one the phrase of its pairs, and a single character is the beginning of a pair: so a
word is found exactly where a plain scan would find it, wherever in a text it begins, without any dictionary. (FTS5's
own trigrams find no word of one or two characters, and most Chinese words have two.) A character is written as its
number in six hexadecimal digits, so that no tokenizer has an opinion about it.
"""

from __future__ import annotations

import unicodedata
from itertools import pairwise
from typing import Final

MOST: Final = 60
"""Characters of a word that are looked for; whoever types more means a text."""
_END: Final = "000000"


def folded(text: str) -> str:
    """*text* as it is compared: full-width like half-width, capitals like small letters."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())


def words_in(text: str) -> tuple[str, ...]:
    """The words that are looked for, each of at most `MOST` characters."""
    return tuple(word[:MOST] for word in folded(text).split())


def grams(text: str) -> str:
    """The pairs of *text*, as they are indexed."""
    found: list[str] = []
    for run in folded(text).split():
        codes = [f"{ord(c):06x}" for c in run]
        found += [first + second for first, second in zip(codes, [*codes[1:], _END], strict=True)]
    return " ".join(found)


def question(text: str) -> str:
    """The FTS5 question that finds the texts in which every word of *text* stands; "" when there is no word."""
    return " AND ".join(_phrase(word) for word in words_in(text))


def _phrase(word: str) -> str:
    codes = [f"{ord(c):06x}" for c in word]
    if len(codes) == 1:
        return f"{codes[0]} *"
    return '"' + " ".join(first + second for first, second in pairwise(codes)) + '"'
