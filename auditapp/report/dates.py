"""Dates and figures as people of the report's language write them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from auditapp.words import Words


def day(text: str, words: Words) -> str:
    """An ISO date (or the date of an ISO time) in words; other texts come back as they are."""
    try:
        read = date.fromisoformat(text[:10])
    except ValueError:
        return text
    return _day(read, words) if len(text) == 10 or text[10] in "T " else text


def _day(read: date, words: Words) -> str:
    if words.chinese:
        return f"{read.year}年{read.month}月{read.day}日"
    months = (
        words("January"),
        words("February"),
        words("March"),
        words("April"),
        words("May"),
        words("June"),
        words("July"),
        words("August"),
        words("September"),
        words("October"),
        words("November"),
        words("December"),
    )
    return f"{read.day} {months[read.month - 1]} {read.year}"


def moment(text: str, words: Words, *, zone: bool = True) -> str:
    """An ISO time in words, with its offset: laptops' clocks are shown as what they are."""
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        return text
    if len(text) <= 10:
        return _day(read.date(), words)
    offset = read.strftime("%z")
    named = f"UTC{offset[:3]}:{offset[3:5]}" if offset and zone else ""
    if words.chinese:
        return f"{_day(read.date(), words)} {read:%H:%M}" + (f"（{named}）" if named else "")
    return f"{_day(read.date(), words)}, {read:%H:%M}" + (f" ({named})" if named else "")


def percent(value: Decimal | float | None, digits: int = 1) -> str:
    """``91.3%``; an em dash for none."""
    return "—" if value is None else f"{Decimal(str(value)):.{digits}f}%"


def span(first: str, last: str, words: Words) -> str:
    """From one ISO time to another, in words."""
    a, b = day(first[:10], words), day(last[:10], words)
    if a == b or not b:
        return a
    return words("{first} to {last}", first=a, last=b)
