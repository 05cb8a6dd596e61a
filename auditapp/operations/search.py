"""Find words in everything people wrote here: facts of findings, notes, comments, remarks, actions, titles, sites,
numbers.

A word of any language and any length, from one character on, is found wherever it stands, inside other words too;
several words must all stand in the same text. What a person cannot see in the inspection (replaced or taken back) is
not found.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from auditapp.operations.desk import Desk
from auditapp.operations.overview import FEW, catch_up
from auditapp.operations.told import FIELDS
from auditapp.store import found_words
from auditapp.store.overview import MOST_MATCHES
from auditapp.words import Sentence, say

PAGE: Final = 50
AROUND: Final = 24
"""Characters shown before the first word that was found."""
LINE: Final = 120
KINDS: Final[Mapping[str, Sentence]] = {
    "inspection": say("Inspection"),
    **{kind: FIELDS[kind] for kind in ("finding", "action", "note", "comment", "remark")},
}
"""What is found, in words."""


@dataclass(frozen=True)
class Hit:
    """A text in which all words stand. ``kind``: inspection, finding, action, note, comment, remark; ``at``: an item
    place, the id of a finding, an action or a remark, or "" for the whole; ``line`` is the part of the text around the
    first word, and ``marks`` where words stand in it (from, to)."""

    inspection: str
    number: str
    site: str
    kind: str
    at: str
    text: str
    line: str
    marks: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Found:
    """``total`` counts all hits, or is one more than `MOST_MATCHES`: then there are more. ``next`` is given back to get
    the hits after these, 0 at the end. ``behind``: inspections that cannot be found in yet."""

    hits: tuple[Hit, ...]
    total: int
    next: int
    behind: int

    @property
    def many(self) -> bool:
        return self.total > MOST_MATCHES


def search(desk: Desk, text: str, *, after: int = 0, most: int = PAGE) -> Found:
    """Where all words of *text* stand, in what was written last first. An empty text finds nothing."""
    behind = catch_up(desk, seconds=FEW) if not after else desk.store.overview.count_behind()
    words = found_words.words_in(text)
    found = desk.store.overview.search(text, most, before=after or None)
    rows = {one: desk.store.journals.row(one) for one in {inspection for _, inspection, _ in found}}
    hits = []
    for _, inspection, said in found:
        row = rows[inspection]
        line, marks = _line(said.text, words)
        hits.append(
            Hit(
                inspection,
                row.number if row else "",
                row.site if row else "",
                said.kind,
                said.at,
                said.text,
                line,
                marks,
            )
        )
    total = desk.store.overview.count_matches(text) if not after else -1
    return Found(tuple(hits), total, found[-1][0] if len(found) == most else 0, behind)


def _line(text: str, words: tuple[str, ...]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The part of *text* around the first of *words*, on one line, and where they stand in it."""
    flat = " ".join(text.split())
    folded, places = _folded(flat)
    first = min((at for word in words if (at := folded.find(word)) >= 0), default=0)
    start = max(0, places[first] - AROUND) if first < len(places) else 0
    line = flat[start : start + LINE]
    marks = []
    for word in words:
        at = folded.find(word)
        while at >= 0:
            begin, end = places[at] - start, places[at + len(word) - 1] + 1 - start
            if begin >= 0 and end <= len(line):
                marks.append((begin, end))
            at = folded.find(word, at + len(word))
    shift = 1 if start else 0
    shown = ("…" if start else "") + line + ("…" if start + LINE < len(flat) else "")
    return shown, tuple(sorted((begin + shift, end + shift) for begin, end in marks))


def _folded(text: str) -> tuple[str, list[int]]:
    """*text* as it is compared, and for each of its characters the place in *text* it comes from."""
    parts, places = [], []
    for n, character in enumerate(text):
        folded = found_words.folded(character)
        parts.append(folded)
        places += [n] * len(folded)
    return "".join(parts), places
