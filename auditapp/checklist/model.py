"""The checklist as a value: what is asked, of whom, with which limits and references.

A `Checklist` is immutable and known by its content hash (SHA-256 of its canonical JSON); an inspection
pins one hash and carries the document. Numbers are decimal texts, never floats. Every text a person
reads is a `Text` in both languages.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

FORMAT = 1


@dataclass(frozen=True)
class Text:
    """The same words in Chinese and English."""

    zh: str = ""
    en: str = ""

    def in_(self, language: str) -> str:
        """The text in *language*; the other one where it is missing."""
        return (self.zh or self.en) if language.startswith("zh") else (self.en or self.zh)


class AnswerKind(StrEnum):
    CONFORM = "conform"
    YESNO = "yesno"
    NUMBER = "number"
    COUNT = "count"
    CHOICE = "choice"
    MULTI = "multi"
    TEXT = "text"
    DATE = "date"
    PHOTO = "photo"
    COMPUTED = "computed"


class Verdict(StrEnum):
    """What an answer amounts to. ``INFO``: context, not judged. ``PENDING``: cannot be judged yet."""

    CONFORM = "conform"
    OBSERVATION = "obs"
    MINOR = "minor"
    MAJOR = "major"
    INFO = "info"
    PENDING = "pending"
    NOT_APPLICABLE = "na"
    NOT_CHECKED = "unchecked"


class Severity(StrEnum):
    """The default grade of a failure (domain.md 2.1). ``CRITICAL`` is 一票否决."""

    CRITICAL = "critical"
    MAJOR = "major"
    MINOR = "minor"
    OBSERVATION = "obs"
    INFO = "info"


class PhotoRule(StrEnum):
    REQUIRED = "required"
    EXPECTED = "expected"
    OPTIONAL = "optional"
    NONE = "none"


class Method(StrEnum):
    OBSERVE = "O"
    MEASURE = "M"
    INTERVIEW = "I"
    DOCUMENT = "D"
    TEST = "T"


class Confidence(StrEnum):
    """How well a reference is known (domain.md): read in full, seen second-hand, from memory, practice."""

    VERIFIED = "V1"
    SECONDARY = "V2"
    MEMORY = "M"
    PRACTICE = "P"


@dataclass(frozen=True)
class Choice:
    """One option of a choice, multi or setting; ``verdict`` when choosing it is itself a judgement."""

    code: str
    label: Text
    verdict: Verdict | None = None


@dataclass(frozen=True)
class Band:
    """One set of limits. ``when`` is an expression ("" = always); the first band whose ``when`` holds counts.

    A bound is a decimal text or an expression ("" = no bound). Below ``fail_below`` or above ``fail_above``
    fails; between a fail bound and its ``warn`` bound is an observation (the amber band). A value equal to
    a bound passes it, unless ``reached_fails``: then reaching a fail bound already fails (a service life).
    """

    when: str = ""
    label: Text = Text()
    fail_below: str = ""
    warn_below: str = ""
    warn_above: str = ""
    fail_above: str = ""
    reached_fails: bool = False


class Measured(StrEnum):
    """What of the answer the limits look at: the number itself, or a date's age or time left on the day."""

    VALUE = "value"
    AGE_DAYS = "age_days"
    AGE_YEARS = "age_years"
    DAYS_LEFT = "days_left"


@dataclass(frozen=True)
class Limits:
    """The limit set of an item: unit, what is measured, and the bands with their switches."""

    unit: Text = Text()
    measured: Measured = Measured.VALUE
    bands: tuple[Band, ...] = ()


@dataclass(frozen=True)
class Input:
    """A further number an item asks for beside its answer (closed actions, minimum seats, plan target).

    ``default`` counts where nobody entered one ("" = unknown).
    """

    code: str
    label: Text
    unit: Text = Text()
    default: str = ""


@dataclass(frozen=True)
class Escalation:
    """When the expression ``when`` holds (``result`` is the item's number), the failure is at least ``grade``."""

    when: str
    grade: Severity
    text: Text


@dataclass(frozen=True)
class Relief:
    """When the expression ``when`` holds, the failure is at most ``grade`` (a small centre)."""

    when: str
    grade: Severity
    text: Text


@dataclass(frozen=True)
class Hint:
    """A further line of guidance, shown when ``when`` holds (or is not known yet)."""

    when: str
    text: Text


@dataclass(frozen=True)
class Proposal:
    """When ``when`` holds, ``value`` is offered as the answer; a person still gives it."""

    when: str
    value: str
    text: Text


@dataclass(frozen=True)
class Citation:
    """One reference of an item: register code ("" if not in the register), clause words, and how sure we are."""

    text: str
    code: str = ""
    confidence: Confidence = Confidence.PRACTICE
    note: str = ""

    @property
    def own(self) -> bool:
        """No rule of anybody else: professional practice, set by the checklist itself."""
        return self.confidence is Confidence.PRACTICE and not self.code


@dataclass(frozen=True)
class Reference:
    """A line of the dated reference register. ``checked_by`` empty prints as 待核 (to be confirmed).

    ``binding``: law, regulation or mandatory standard. A critical item must rest on one (domain.md 1.2).
    """

    code: str
    title: Text
    issuer: str = ""
    date_issued: str = ""
    effective_from: str = ""
    superseded_by: str = ""
    confidence: Confidence = Confidence.MEMORY
    seen: str = ""
    binding: bool = False
    checked_by: str = ""
    checked_on: str = ""

    @property
    def checked(self) -> bool:
        return bool(self.checked_by and self.checked_on)


@dataclass(frozen=True)
class Attribute:
    """Something recorded of each sample of a set that limits depend on (a zone's corridor layout)."""

    code: str
    label: Text
    choices: tuple[Choice, ...] = ()
    many: bool = False


class Drawing(StrEnum):
    RANDOM = "random"
    LIST = "list"
    MARKED = "marked"


@dataclass(frozen=True)
class SampleSet:
    """A set whose samples an item is answered for one by one (domain.md 2.2)."""

    code: str
    title: Text
    population_from: Text = Text()
    advice: Text = Text()
    drawing: Drawing = Drawing.LIST
    plan: Mapping[str, str] = field(default_factory=dict)
    """Suggested size: ``rule`` = iso2859 (level, aql, min, max) | share (percent, min) | fixed (size) | all (up_to,
    then)."""
    attributes: tuple[Attribute, ...] = ()


@dataclass(frozen=True)
class Setting:
    """A switch of the site: asked when an inspection is begun, or taken from the answer of ``item``."""

    code: str
    title: Text
    kind: AnswerKind = AnswerKind.CHOICE
    choices: tuple[Choice, ...] = ()
    item: str = ""
    guidance: Text = Text()


@dataclass(frozen=True)
class Item:
    """One thing to check. ``id`` is like ``WP-1.10``; ``set`` names the sample set it repeats over ("" = once)."""

    id: str
    text: Text
    kind: AnswerKind
    severity: Severity = Severity.MINOR
    weight: int = 0
    critical: bool = False
    method: Method = Method.OBSERVE
    photo: PhotoRule = PhotoRule.NONE
    guidance: Text = Text()
    citations: tuple[Citation, ...] = ()
    clause_ref: str = ""
    set: str = ""
    when: str = ""
    when_text: Text = Text()
    calc: str = ""
    calc_text: Text = Text()
    limits: Limits | None = None
    options: tuple[Choice, ...] = ()
    """What may be chosen. On a number: words that may stand in its place ("none stated"), with their verdict."""
    inputs: tuple[Input, ...] = ()
    good: str = ""
    """yesno only: the conforming answer, "yes" or "no" ("" = context, not judged)."""
    escalations: tuple[Escalation, ...] = ()
    digits: int = 2
    """Decimals shown of a computed result."""
    reliefs: tuple[Relief, ...] = ()
    hints: tuple[Hint, ...] = ()
    proposals: tuple[Proposal, ...] = ()

    @property
    def scored(self) -> bool:
        return self.severity is not Severity.INFO and self.weight > 0

    @property
    def uses_instrument(self) -> bool:
        """A reading whose instrument and calibration date belong to the evidence (WP-3.17)."""
        return self.method is Method.MEASURE and self.kind in (AnswerKind.NUMBER, AnswerKind.COUNT)

    def option(self, code: str) -> Choice | None:
        return next((o for o in self.options if o.code == code), None)


@dataclass(frozen=True)
class Group:
    id: str
    title: Text
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Dimension:
    """A dimension of the standard. ``aliases`` maps a naming ("2020", "2021") to its name there."""

    id: str
    title: Text
    groups: tuple[Group, ...]
    aliases: Mapping[str, Text] = field(default_factory=dict)
    weight: int = 0
    """Share of this dimension in scoring preset B, in percent."""


@dataclass(frozen=True)
class Checklist:
    """A released checklist. ``id`` + ``version`` are for people; `digest` is its identity."""

    id: str
    version: str
    title: Text
    claim: Text
    """What may be claimed about the standard (domain.md 1.3); printed in every report."""
    effective_from: str
    dimensions: tuple[Dimension, ...]
    sets: tuple[SampleSet, ...] = ()
    settings: tuple[Setting, ...] = ()
    references: tuple[Reference, ...] = ()
    preset: str = "B"
    naming: str = "2020"
    notes: Text = Text()
    format: int = FORMAT

    @cached_property
    def by_id(self) -> Mapping[str, Item]:
        return {item.id: item for item in self.items()}

    def items(self) -> Iterator[Item]:
        for group in self.groups():
            yield from group.items

    def groups(self) -> Iterator[Group]:
        for dimension in self.dimensions:
            yield from dimension.groups

    @cached_property
    def dimension_of(self) -> Mapping[str, Dimension]:
        """Item id -> its dimension."""
        return {i.id: d for d in self.dimensions for g in d.groups for i in g.items}

    @cached_property
    def sets_by_code(self) -> Mapping[str, SampleSet]:
        return {s.code: s for s in self.sets}

    @cached_property
    def settings_by_code(self) -> Mapping[str, Setting]:
        return {s.code: s for s in self.settings}

    @cached_property
    def references_by_code(self) -> Mapping[str, Reference]:
        return {r.code: r for r in self.references}


def digest(document: bytes) -> str:
    """The identity of a checklist: SHA-256 of its canonical JSON bytes, 64 hex digits."""
    return hashlib.sha256(document).hexdigest()
