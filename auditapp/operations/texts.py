"""Text from people: how long it may be and what may be in it. Words are kept as they were typed."""

from __future__ import annotations

from typing import Final

from auditapp.inspection.facts import MAX_NOTE
from auditapp.words import Trouble, say

MAX_LINE: Final = 500
"""Characters of a name, a caption or any other text that is meant for one line."""


def line(text: str, *, most: int = MAX_LINE) -> str:
    """A text for one line: blanks around it taken off, line breaks inside become spaces. Raises `Trouble`."""
    return words_of(" ".join(text.split()) if "\n" in text or "\r" in text else text, most=most)


def words_of(text: str, *, most: int = MAX_NOTE) -> str:
    """A text as it will be testified: line ends are ``\\n``, blanks around it taken off.

    Control and direction characters stay, the report shows them; only NUL and half characters cannot be kept.
    Raises `Trouble` when there is too much of it (nothing is ever cut off silently).
    """
    if len(text) > most:
        raise Trouble(
            say("The text is too long"),
            say("It has {n} characters; at most {most} are kept."),
            say("Nothing was saved. Shorten it, or attach the document as a photo or file."),
            code=2,
            n=len(text),
            most=most,
        )
    kept = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if "\x00" in kept or any("\ud800" <= c <= "\udfff" for c in kept):
        raise Trouble(
            say("The text cannot be read"),
            say("It contains bytes that are no characters."),
            say("Nothing was saved. Check the encoding of the file it came from; it should be UTF-8."),
            code=2,
        )
    return kept


def needed(text: str, what: str, *, most: int = MAX_LINE) -> str:
    """A text that must not be empty; *what* names it in the sentence (marked with `say` by the caller)."""
    kept = words_of(text, most=most)
    if not kept:
        raise Trouble(
            say("Something is missing"),
            say("Please give this too: {what}."),
            say("This was not saved. Give it and try again."),
            code=2,
            what=what,
        )
    return kept
