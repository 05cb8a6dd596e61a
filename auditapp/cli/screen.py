"""Where results go: aligned lines for people, one JSON document for machines."""

from __future__ import annotations

import dataclasses
import json
import re
import sys
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Any

from auditapp.words import Trouble, Words, say


class Screen:
    """Standard output in one language. With *machine*, lines for people are left out and `result` is printed."""

    def __init__(self, words: Words, *, machine: bool = False) -> None:
        self.words, self.machine = words, machine

    def line(self, text: str = "") -> None:
        """A line for people, on its way at once."""
        if not self.machine:
            out(visible(text))

    def said(self, sentence: str, **values: object) -> None:
        self.line(self.words(sentence, **values))

    def table(self, heads: Sequence[str], rows: Iterable[Sequence[object]], *, empty: str = say("None.")) -> None:
        """Columns aligned as a terminal shows them: a Chinese character is two wide. *empty*: what is said of none."""
        if self.machine:
            return
        cells = [[visible(str(cell)).replace("\n", " ") for cell in row] for row in rows]
        if not cells:
            self.said(empty)
            return
        every = [[visible(head) for head in heads], *cells] if heads else cells
        widths = [max(wide(row[n]) for row in every) for n in range(len(every[0]))]
        for row in every:
            out("  ".join(cell + " " * (width - wide(cell)) for cell, width in zip(row, widths, strict=True)).rstrip())

    def result(self, value: object) -> None:
        """What a machine wants to know: one JSON document on a line."""
        if self.machine:
            out(json.dumps(plain(value), ensure_ascii=False))

    def told(self, text: str) -> None:
        """A line on standard error: progress, warnings."""
        print(visible(text), file=sys.stderr, flush=True)


def out(text: str) -> None:
    """A line on standard output, on its way at once. Raises `Trouble` when it cannot be written (a full disk)."""
    try:
        print(text, flush=True)
    except BrokenPipeError:
        raise  # whoever read has left; that is no trouble
    except OSError as fault:
        raise unwritable(fault) from fault


def unwritable(fault: OSError) -> Trouble:
    """Standard output goes into a file that cannot be written."""
    return Trouble(
        say("The output cannot be written"),
        say("Writing the output failed: {reason}."),
        say("What was shown as saved is saved. Send the output elsewhere and try again."),
        reason=fault.strerror or str(fault),
    )


def wide(text: str) -> int:
    """Columns a text takes on a terminal."""
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def visible(text: str) -> str:
    """A person's text without anything that would command the terminal: control and direction characters are named."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        c if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Zl", "Zp") else f"⟨U+{ord(c):04X}⟩"
        for c in text
    )


def cut(text: str, most: int) -> str:
    """The beginning of a text, *most* columns wide, on one line."""
    text = " ".join(text.split())
    if wide(text) <= most:
        return text
    kept = ""
    for c in text:
        if wide(kept + c) > most - 1:
            break
        kept += c
    return kept + "…"


_OPENING, _CLOSING = r"\[(（【《「『“‘", r"\])，。、；：？！）】》」』”’…"
_PIECE = re.compile(
    rf"[{_OPENING}]*(?:(?![{_OPENING}{_CLOSING}])[\u2e80-\uffff]|[^\s\u2e80-\uffff{_OPENING}{_CLOSING}]+)[{_CLOSING}]*\s*|."
)
"""What stays on one line: a Chinese character or a word, with the punctuation that belongs to it."""


def folded(text: str, most: int) -> list[str]:
    """A text in lines *most* columns wide, broken at spaces and beside Chinese characters."""
    lines = [""]
    for piece in _PIECE.findall(" ".join(text.split())):
        if lines[-1] and wide((lines[-1] + piece).rstrip()) > most:
            lines.append("")
        lines[-1] += piece
    return [line.strip() for line in lines]


def plain(value: Any) -> Any:
    """Any of our values as JSON has them; decimals, dates and paths become text."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(getattr(value, f.name)) for f in dataclasses.fields(value) if f.repr}
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        return {name: plain(part) for name, part in value._asdict().items()}
    if isinstance(value, Enum):
        return plain(value.value) if isinstance(value.value, str) else value.name.lower()
    if isinstance(value, Mapping):
        return {str(name): plain(part) for name, part in value.items()}
    if isinstance(value, str | int | bool) or value is None:
        return value
    if isinstance(value, frozenset | set):
        return sorted(plain(part) for part in value)
    if isinstance(value, list | tuple):
        return [plain(part) for part in value]
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, Decimal | date | Path):
        return str(value)
    return str(value)
