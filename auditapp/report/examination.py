"""What came out of checking a signed document: one answer per question, and the worst of them.

Vocabulary
    *question*     one thing a reader must know before relying on the document.
    *verdict*      VALID, UNKNOWN (nothing against it, but it could not be found out here), INVALID.
    *signer*       what one signature says of itself: who, when, on what authority.

A document is valid only if every question is answered VALID. UNKNOWN is never rounded up.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum, StrEnum
from pathlib import Path
from typing import Final

from auditapp.words import Words, say


class Verdict(IntEnum):
    """From good to bad, so that the worst of several is their maximum."""

    VALID = 0
    UNKNOWN = 1
    INVALID = 2


class Question(StrEnum):
    """In the order in which they are asked; the value is its name in ``--json``."""

    READABLE = "readable"
    SIGNATURES = "signatures"
    FORM = "form"
    WHOLE = "whole"
    UNCHANGED = "unchanged"
    CERTIFICATE = "certificate"
    JOURNAL = "journal"
    REDRAWN = "redrawn"


ASKED: Final[Mapping[Question, str]] = {
    Question.READABLE: say("Is it a document that can be checked?"),
    Question.SIGNATURES: say("Is every signature intact?"),
    Question.FORM: say("Does every signature have the form of an archived PDF signature (PAdES)?"),
    Question.WHOLE: say("Does the last signature cover the whole file?"),
    Question.UNCHANGED: say("Was nothing but signatures added after the document was drawn?"),
    Question.CERTIFICATE: say("Is it known who signed?"),
    Question.JOURNAL: say("Is the attached journal as its desks wrote it?"),
    Question.REDRAWN: say("Does the document show what the attached journal says?"),
}

OVERALL: Final[Mapping[Verdict, str]] = {
    Verdict.VALID: say("The document is valid: signed, whole, unchanged, and in agreement with its journal."),
    Verdict.UNKNOWN: say("Nothing speaks against the document, but not everything could be checked here."),
    Verdict.INVALID: say("Do not rely on this document."),
}

VERDICT_NAMES: Final[Mapping[Verdict, str]] = {
    Verdict.VALID: say("valid"),
    Verdict.UNKNOWN: say("not known"),
    Verdict.INVALID: say("invalid"),
}


@dataclass(frozen=True)
class Answer:
    """The verdict on one question: an English sentence with its values, and what experts want to know besides."""

    question: Question
    verdict: Verdict
    sentence: str
    values: Mapping[str, object] = field(default_factory=dict)
    detail: str = ""

    def said(self, words: Words) -> str:
        values = {name: words(value) if isinstance(value, str) else value for name, value in self.values.items()}
        return words(self.sentence, **values)


@dataclass(frozen=True)
class Signer:
    """One signature as it presents itself. Believe it only as far as the verdict goes.

    ``when`` is the signer's own clock (本机时间); ``stamped`` the hour of the first trusted time stamp over it,
    if there is one. ``level`` is a sentence of `identity.LEVEL_NAMES`.
    """

    box: str
    name: str
    issuer: str
    fingerprint: str
    level: str
    self_made: bool
    certifies: bool
    when: datetime | None
    stamped: datetime | None
    reason: str
    verdict: Verdict


@dataclass(frozen=True)
class Stamp:
    """A time stamp over the whole document, as head office adds it: everything before it was there at ``when``, by the
    word of ``authority``. UNKNOWN: nobody here knows that service."""

    box: str
    authority: str
    when: datetime
    verdict: Verdict


@dataclass(frozen=True)
class Examination:
    """The whole outcome. ``answers`` has one answer per question, or several when signatures differ."""

    path: Path
    answers: tuple[Answer, ...]
    signers: tuple[Signer, ...] = ()
    stamps: tuple[Stamp, ...] = ()
    drawn_bytes: int = 0
    """Length of the document as it was drawn, before anybody signed; 0 when not known."""

    @property
    def verdict(self) -> Verdict:
        return max((answer.verdict for answer in self.answers), default=Verdict.INVALID)

    @property
    def sentence(self) -> str:
        return OVERALL[self.verdict]

    def on(self, question: Question) -> Verdict | None:
        """The verdict on one question; None when it was not asked (the file could not even be read)."""
        found = [answer.verdict for answer in self.answers if answer.question is question]
        return max(found) if found else None
