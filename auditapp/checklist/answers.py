"""The kinds of answer: what a person may write for each, and the one form it is stored in.

The canonical raw answer is text for every kind but ``multi`` (a tuple of option codes in the item's order):

==========  =========================================================  ==========================
kind        a person may write                                         stored
==========  =========================================================  ==========================
conform     符合 · 一般不符合 · 严重不符合 · 观察 · minor · pass …      conform obs minor major
yesno       yes no y n 是 否 有 无                                      yes no
number      1.5 · 1，5 is refused · １．５ · −3                         1.5 -3 (decimal text)
count       12                                                         12
choice      an option's code, number, or label in either language      its code
multi       several of them, separated by , ; 、                        ("fire", "power")
text        anything without control characters                        the text in NFC
date        2026-03-05 · 2026/3/5 · 2026年3月5日 · 2026-03 · 20260305   2026-03-05 or 2026-03
photo       the number of photos (kept by the inspection)              a count
computed    nothing; it is computed                                    –
==========  =========================================================  ==========================
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from auditapp.checklist.lookup import Raw
from auditapp.checklist.model import AnswerKind, Choice, Item
from auditapp.words import Trouble, Words, say

MAX_DIGITS: Final = 15
MAX_DECIMALS: Final = 6
MAX_TEXT: Final = 10_000
BIDI: Final = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


class AnswerFault(Trouble):
    """What was written is not an answer to this item; the sentence says what would be."""

    def __init__(self, sentence: str, **values: object) -> None:
        super().__init__(
            say("This is not an answer to the item"), sentence, say("Nothing was changed."), code=2, **values
        )


CONFORM: Final[Mapping[str, tuple[str, ...]]] = {
    "conform": ("conform", "conforms", "pass", "ok", "c", "符合", "合格", "通过"),
    "minor": ("minor", "m", "一般", "一般不符合", "轻微不符合"),
    "major": ("major", "x", "严重", "严重不符合"),
    "obs": ("obs", "observation", "o", "观察", "观察项"),
}
CONFORM_LABELS: Final[Mapping[str, str]] = {
    "conform": say("Conforms"),
    "minor": say("Minor nonconformity"),
    "major": say("Major nonconformity"),
    "obs": say("Observation"),
}
YESNO: Final[Mapping[str, tuple[str, ...]]] = {
    "yes": ("yes", "y", "true", "是", "有", "对"),
    "no": ("no", "n", "false", "否", "无", "没有", "不是"),
}
YESNO_LABELS: Final[Mapping[str, str]] = {"yes": say("Yes"), "no": say("No")}


@dataclass(frozen=True)
class Kind:
    """One kind of answer: read what a person wrote, check what is stored, show it in a language."""

    parse: Callable[[str, Item], Raw]
    check: Callable[[Raw, Item], None]
    display: Callable[[Raw, Item, Words], str]


def parse(text: str, item: Item) -> Raw:
    """What a person wrote, as the raw answer of *item*; raises `AnswerFault` with a sentence."""
    kind = KINDS[item.kind]
    raw = kind.parse(plain_text(text), item)
    kind.check(raw, item)
    return raw


def check(raw: object, item: Item) -> Raw:
    """A stored raw answer (a list of codes becomes a tuple); raises `AnswerFault` when it cannot be one of *item*."""
    if isinstance(raw, list | tuple) and all(isinstance(code, str) for code in raw):
        found: Raw = tuple(raw)
    elif isinstance(raw, str):
        found = raw
    else:
        raise AnswerFault(say("The stored answer is neither a text nor a list of texts."))
    if isinstance(found, str) is (item.kind is AnswerKind.MULTI):
        raise AnswerFault(say("The stored answer does not fit the kind of the item."))
    KINDS[item.kind].check(found, item)
    return found


def same(one: Raw | None, other: Raw | None, item: Item) -> bool:
    """Whether two raw answers mean the same (1.50 and 1.5; options in any order)."""
    if one is None or other is None:
        return one is other
    if isinstance(one, tuple) or isinstance(other, tuple):
        return set(one) == set(other)
    if item.kind in (AnswerKind.NUMBER, AnswerKind.COUNT):
        first, second = _decimal(one), _decimal(other)
        if first is not None and second is not None:
            return first == second
    return one == other


def display(raw: Raw | None, item: Item, words: Words) -> str:
    """The answer as people read it, with its unit; "" for none. Never raises: what does not fit is shown as it is."""
    if raw is None:
        return ""
    return KINDS[item.kind].display(raw, item, words)


def plain_text(text: str) -> str:
    """Trimmed, in NFC, without control or bidirectional control characters; line breaks and tabs stay."""
    if len(text) > MAX_TEXT:
        raise AnswerFault(
            say("The answer has {n} characters; at most {limit} are kept. Put the rest in a note."),
            n=len(text),
            limit=MAX_TEXT,
        )
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(c for c in text if c in "\n\t" or (unicodedata.category(c) not in ("Cc", "Cs") and c not in BIDI))
    return unicodedata.normalize("NFC", kept).strip()


def _narrow(text: str) -> str:
    """Full-width digits, letters and punctuation as their ordinary forms, for reading only."""
    return unicodedata.normalize("NFKC", text).replace("−", "-").replace("–", "-").replace("。", ".").strip()


def _decimal(text: str) -> Decimal | None:
    return Decimal(text) if _NUMBER.fullmatch(text) else None


_NUMBER: Final = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")
_WRITTEN: Final = re.compile(r"[+-]?[0-9]*\.?[0-9]*")


# --- conform and yes/no -------------------------------------------------------------------------


def _word(table: Mapping[str, tuple[str, ...]], sentence: str) -> Callable[[str, Item], Raw]:
    spoken = {word: code for code, known in table.items() for word in known}

    def read(text: str, item: Item) -> Raw:
        code = spoken.get(_narrow(text).casefold())
        if code is None:
            raise AnswerFault(sentence, text=text[:40])
        return code

    return read


def _one_of(table: Mapping[str, object]) -> Callable[[Raw, Item], None]:
    def look(raw: Raw, item: Item) -> None:
        if raw not in table:
            raise AnswerFault(say("“{text}” is not one of: {known}."), text=str(raw)[:40], known=", ".join(table))

    return look


def _label(labels: Mapping[str, str]) -> Callable[[Raw, Item, Words], str]:
    return lambda raw, item, words: words(labels[raw]) if isinstance(raw, str) and raw in labels else str(raw)


# --- numbers ------------------------------------------------------------------------------------


def _read_number(text: str, item: Item) -> Raw:
    special = _find_option(text, item)
    if special is not None:
        return special.code
    narrow = _narrow(text).replace(" ", "")
    for unit in _units(item):
        if unit and narrow.casefold().endswith(unit):
            narrow = narrow[: -len(unit)]
            break
    if "," in narrow:
        raise AnswerFault(say("Write the number without commas: 1000.5, not 1,000.5."))
    if not _WRITTEN.fullmatch(narrow) or not any(c.isdigit() for c in narrow):
        raise AnswerFault(say("“{text}” is not a number."), text=text[:40])
    whole, _, rest = narrow.lstrip("+-").partition(".")
    whole = whole.lstrip("0") or "0"
    sign = "-" if narrow.startswith("-") and (whole + rest).strip("0") else ""
    return f"{sign}{whole}.{rest}" if rest else sign + whole


def _units(item: Item) -> list[str]:
    unit = item.limits.unit if item.limits else None
    return [_narrow(u).replace(" ", "").casefold() for u in (unit.zh, unit.en)] if unit else []


def _check_number(raw: Raw, item: Item) -> None:
    if isinstance(raw, str) and item.option(raw) is not None:
        return
    if not isinstance(raw, str) or not _NUMBER.fullmatch(raw):
        raise AnswerFault(say("“{text}” is not a number."), text=str(raw)[:40])
    whole, _, rest = raw.lstrip("-").partition(".")
    if len(whole) > MAX_DIGITS or len(rest) > MAX_DECIMALS:
        raise AnswerFault(
            say("A number has at most {digits} digits before the point and {decimals} after it."),
            digits=MAX_DIGITS,
            decimals=MAX_DECIMALS,
        )


def _check_count(raw: Raw, item: Item) -> None:
    _check_number(raw, item)
    if isinstance(raw, str) and item.option(raw) is None and not raw.isdigit():
        raise AnswerFault(say("A count is a whole number from 0 up, not “{text}”."), text=raw[:40])


def _read_count(text: str, item: Item) -> Raw:
    raw = _read_number(text, item)
    return raw.rstrip("0").rstrip(".") if isinstance(raw, str) and "." in raw else raw


def _show_number(raw: Raw, item: Item, words: Words) -> str:
    if isinstance(raw, str) and (option := item.option(raw)) is not None:
        return option.label.in_(words.language)
    unit = item.limits.unit.in_(words.language) if item.limits else ""
    return with_unit(str(raw), unit)


def with_unit(number: str, unit: str) -> str:
    """A number and its unit as people write them: 60%, 45%RH, 22 ℃, 12 天."""
    return f"{number}{unit}" if unit.startswith("%") else f"{number} {unit}" if unit else number


# --- choices ------------------------------------------------------------------------------------


def _find_option(text: str, item: Item) -> Choice | None:
    wanted = _narrow(text).casefold()
    for option in item.options:
        if wanted and wanted in (
            option.code.casefold(),
            _narrow(option.label.zh).casefold(),
            _narrow(option.label.en).casefold(),
        ):
            return option
    return None


def _known(item: Item) -> str:
    return ", ".join(o.code for o in item.options)


def _read_choice(text: str, item: Item) -> Raw:
    option = _find_option(text, item)
    narrow = _narrow(text)
    if option is None and narrow.isascii() and narrow.isdigit() and 0 < int(narrow[:4]) <= len(item.options):
        option = item.options[int(narrow[:4]) - 1]
    if option is None:
        raise AnswerFault(say("“{text}” is not one of the options: {known}."), text=text[:40], known=_known(item))
    return option.code


def _check_choice(raw: Raw, item: Item) -> None:
    if not isinstance(raw, str) or item.option(raw) is None:
        raise AnswerFault(say("“{text}” is not one of the options: {known}."), text=str(raw)[:40], known=_known(item))


def _read_multi(text: str, item: Item) -> Raw:
    if text.casefold() in ("none", "-", "无", "[]"):
        return ()
    whole = _find_option(text, item)
    parts = [text] if whole else [p for p in re.split("[,;\n\u3001\uff0c\uff1b]", text) if p.strip()]
    if not parts:
        raise AnswerFault(say("Name the options that apply, or “none”: {known}."), known=_known(item))
    chosen = {_read_choice(part.strip(), item) for part in parts}
    return tuple(o.code for o in item.options if o.code in chosen)


def _check_multi(raw: Raw, item: Item) -> None:
    if not isinstance(raw, tuple):
        raise AnswerFault(say("Several options are stored as a list of codes."))
    for code in raw:
        _check_choice(code, item)
    if len(set(raw)) != len(raw):
        raise AnswerFault(say("An option is there twice."))


def _show_choice(raw: Raw, item: Item, words: Words) -> str:
    codes = (raw,) if isinstance(raw, str) else raw
    labels = [option.label.in_(words.language) if (option := item.option(c)) else c for c in codes]
    return ("、" if words.chinese else ", ").join(labels)


# --- texts and dates ----------------------------------------------------------------------------


def _read_text(text: str, item: Item) -> Raw:
    return text


def _check_text(raw: Raw, item: Item) -> None:
    if not isinstance(raw, str) or not raw.strip():
        raise AnswerFault(say("The answer is empty."))
    if len(raw) > MAX_TEXT:
        raise AnswerFault(
            say("The answer has {n} characters; at most {limit} are kept. Put the rest in a note."),
            n=len(raw),
            limit=MAX_TEXT,
        )


_DATE: Final = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})(?:\s*[-/.月]\s*(\d{1,2})\s*日?|\s*月?)")
_STORED_DATE: Final = re.compile(r"\d{4}-\d{2}(-\d{2})?", re.ASCII)


def _read_date(text: str, item: Item) -> Raw:
    narrow = _narrow(text)
    if narrow.isascii() and narrow.isdigit() and len(narrow) == 8:
        narrow = f"{narrow[:4]}-{narrow[4:6]}-{narrow[6:]}"
    found = _DATE.fullmatch(narrow)
    if found is None:
        raise AnswerFault(say("“{text}” is not a date; write it like 2026-03-05."), text=text[:40])
    year, month, day = (int(part) if part else None for part in found.groups())
    try:
        date(year or 0, month or 0, day or 1)
    except ValueError:
        raise AnswerFault(say("There is no such day as “{text}”."), text=text[:40]) from None
    return f"{year:04}-{month:02}" + (f"-{day:02}" if day is not None else "")


def _check_date(raw: Raw, item: Item) -> None:
    if not isinstance(raw, str) or not _STORED_DATE.fullmatch(raw):
        raise AnswerFault(say("“{text}” is not a date; write it like 2026-03-05."), text=str(raw)[:40])
    try:
        found = date.fromisoformat(raw if len(raw) == 10 else raw + "-01")
    except ValueError:
        raise AnswerFault(say("There is no such day as “{text}”."), text=raw) from None
    if not 1900 <= found.year <= 2200:
        raise AnswerFault(say("The year {year} cannot be right."), year=found.year)


def _show_date(raw: Raw, item: Item, words: Words) -> str:
    if not isinstance(raw, str) or not words.chinese or not _STORED_DATE.fullmatch(raw):
        return str(raw)
    year, month, *day = (int(part) for part in raw.split("-"))
    return f"{year}年{month}月" + (f"{day[0]}日" if day else "")


def _never(text: str, item: Item) -> Raw:
    raise AnswerFault(say("This item is computed; it is not answered by hand."))


KINDS: Final[Mapping[AnswerKind, Kind]] = {
    AnswerKind.CONFORM: Kind(
        _word(CONFORM, say("“{text}” is not one of: conform, minor, major, obs.")),
        _one_of(CONFORM),
        _label(CONFORM_LABELS),
    ),
    AnswerKind.YESNO: Kind(_word(YESNO, say("“{text}” is neither yes nor no.")), _one_of(YESNO), _label(YESNO_LABELS)),
    AnswerKind.NUMBER: Kind(_read_number, _check_number, _show_number),
    AnswerKind.COUNT: Kind(_read_count, _check_count, _show_number),
    AnswerKind.CHOICE: Kind(_read_choice, _check_choice, _show_choice),
    AnswerKind.MULTI: Kind(_read_multi, _check_multi, _show_choice),
    AnswerKind.TEXT: Kind(_read_text, _check_text, lambda raw, item, words: str(raw)),
    AnswerKind.DATE: Kind(_read_date, _check_date, _show_date),
    AnswerKind.PHOTO: Kind(_read_count, _check_count, _show_number),
    AnswerKind.COMPUTED: Kind(_never, _check_number, _show_number),
}
