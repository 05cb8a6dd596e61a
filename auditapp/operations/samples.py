"""Samples of a set: planned and drawn before looking, with seed; skipped or replaced only with a reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from auditapp.checklist.model import Attribute, SampleSet
from auditapp.inspection import sampling
from auditapp.inspection.state import Inspection, Sample
from auditapp.operations import look, numbering, texts
from auditapp.operations.about import one_of
from auditapp.operations.changes import Changes
from auditapp.operations.desk import Desk
from auditapp.operations.testimony import Draft, plain, testify
from auditapp.words import Trouble, say

METHODS: Final = ("random", "list", "marked")
MOST_DRAWN: Final = 500
"""Samples of one draw; larger sets are inspected in several."""


def draw(
    desk: Desk,
    inspection: str,
    set_code: str,
    *,
    population: int,
    size: int | None = None,
    method: str = "",
    population_from: str = "",
    seed: str = "",
    labels: Sequence[str] = (),
) -> Changes:
    """Record population, method, size, seed and the drawn ids, then the samples themselves, as one deed.

    *size* None = the set's suggestion for this population; *seed* "" = drawn from the desk's randomness; *labels*
    name the members of the population in order (else their numbers 1…n). ``Changes.codes`` are the sample codes.
    Raises `Trouble`: no such set, already drawn, more than there are, labels that do not fit the population.
    """
    asked = _set_of(desk, inspection, set_code)
    found = look.fold(desk, inspection)
    if set_code in found.plans:
        raise Trouble(
            say("The samples are drawn already"),
            say("The samples of {set} were drawn before."),
            say("Nothing was saved. Add, skip or replace single samples, each with its reason."),
            code=2,
            set=set_code,
        )
    if labels and len(labels) != population:
        raise Trouble(
            say("Labels and population differ"),
            say("There are {n} labels for a population of {population}."),
            say("Nothing was drawn. Give one label for each of them."),
            code=2,
            n=len(labels),
            population=population,
        )
    size = sampling.suggest(asked, population) if size is None else size
    if population < 1 or not 0 < size <= min(population, MOST_DRAWN):
        raise Trouble(
            say("That many cannot be drawn"),
            say("{size} of {population}: at least 1 and at most {most} can be drawn."),
            say("Nothing was drawn. Give another size or population."),
            code=2,
            size=size,
            population=population,
            most=min(max(population, 0), MOST_DRAWN),
        )
    method = method or str(asked.drawing)
    if method not in METHODS:
        raise Trouble(
            say("No such way of drawing"),
            say("{method} is none of these: {methods}."),
            say("This was not saved. Choose one of these."),
            code=2,
            method=method[:40],
            methods=METHODS,
        )
    seed = texts.line(seed) or (desk.randomness(8).hex() if method == "random" else "")
    members = [texts.line(label) for label in labels] or [str(n) for n in range(1, population + 1)]
    drawn = list(sampling.draw(members, size, seed)) if method == "random" else members[:size]
    codes = numbering.sample_codes(desk, found, set_code, size)
    plan = plain(
        population=population,
        population_from=texts.line(population_from),
        method=method,
        rule=str(asked.plan.get("rule", "")),
        size=size,
        seed=seed,
        drawn=drawn,
    )
    drafts = [
        Draft("sample-plan", set_code, plan),
        *(Draft("sample", f"{set_code}/{code}", {"label": label}) for code, label in zip(codes, drawn, strict=True)),
    ]
    return testify(desk, inspection, "drawn", drafts, places=(set_code,), codes=codes)


def add(
    desk: Desk,
    inspection: str,
    set_code: str,
    label: str,
    *,
    attributes: Mapping[str, object] | None = None,
    reason: str = "",
) -> Changes:
    """Add a sample that the inspector chose; ``Changes.code`` is its code ("S4")."""
    asked = _set_of(desk, inspection, set_code)
    code = numbering.sample_codes(desk, look.fold(desk, inspection), set_code, 1)[0]
    value = plain(
        label=texts.needed(texts.line(label), say("the sample's label")),
        reason=texts.line(reason),
        attributes=_attributes(asked, attributes or {}),
    )
    return testify(
        desk,
        inspection,
        "sampled",
        [Draft("sample", f"{set_code}/{code}", value)],
        places=(f"{set_code}/{code}",),
        codes=(code,),
    )


def describe(
    desk: Desk,
    inspection: str,
    sample: str,
    *,
    label: str | None = None,
    attributes: Mapping[str, object] | None = None,
) -> Changes:
    """Change label or attributes (corridor layout, place …) of *sample* ("zone/S2")."""
    known = sample_of(look.fold(desk, inspection), sample)
    asked = _set_of(desk, inspection, known.set)
    value = plain(
        label=known.label if label is None else texts.needed(texts.line(label), say("the sample's label")),
        attributes={**known.attributes, **_attributes(asked, attributes or {})},
        replaces=known.replaces,
        reason=known.reason,
    )
    return testify(desk, inspection, "sampled", [Draft("sample", known.subject, value)], places=(known.subject,))


def skip(desk: Desk, inspection: str, sample: str, reason: str) -> Changes:
    """A drawn sample could not be looked at; *reason* "" takes the skip back."""
    known = sample_of(look.fold(desk, inspection), sample)
    return testify(
        desk,
        inspection,
        "skipped",
        [Draft("sample-skip", known.subject, {"reason": texts.line(reason)})],
        places=(known.subject,),
    )


def replace(desk: Desk, inspection: str, sample: str, reason: str, *, label: str = "") -> Changes:
    """Another sample in place of a drawn one, with a reason. *label* "" = the next in the plan's own order."""
    found = look.fold(desk, inspection)
    known = sample_of(found, sample)
    reason = texts.line(reason)
    sampling.check_replacement(known.code, reason)
    code = numbering.sample_codes(desk, found, known.set, 1)[0]
    value = plain(
        label=texts.line(label) or _next_in_turn(found, known.set),
        replaces=known.code,
        reason=reason,
        attributes=dict(known.attributes),
    )
    return testify(
        desk,
        inspection,
        "replaced",
        [Draft("sample", f"{known.set}/{code}", value), Draft("sample-skip", known.subject, {"reason": reason})],
        places=(known.subject, f"{known.set}/{code}"),
        codes=(code,),
    )


def sample_of(inspection: Inspection, subject: str) -> Sample:
    """The sample called "set/code". Raises `Trouble`."""
    set_code, _, code = subject.partition("/")
    for sample in inspection.samples.get(set_code, ()):
        if sample.code == code:
            return sample
    raise Trouble(
        say("No such sample"),
        say("There is no sample {sample}."),
        say("Name it like workstation/S3, or add it to the samples first."),
        code=2,
        sample=subject[:60],
    )


def _next_in_turn(inspection: Inspection, set_code: str) -> str:
    plan = inspection.plans.get(set_code)
    if plan is not None and plan.seed:
        labels = {s.label for s in inspection.samples.get(set_code, ())}
        for label in sampling.draw_in_turn(plan.population, plan.seed):
            if label not in labels and all(d.isdecimal() for d in plan.drawn):
                return label
    raise Trouble(
        say("A label is needed"),
        say("It is not known which sample comes next in {set}."),
        say("Nothing was saved. Give the label of the one you mean."),
        code=2,
        set=set_code,
    )


def _set_of(desk: Desk, inspection: str, set_code: str) -> SampleSet:
    known = look.checklist_of(desk, inspection).sets_by_code
    if set_code not in known:
        raise Trouble(
            say("No such sample set"),
            say("This checklist has no sample set {set}; it has: {known}."),
            say("This was not saved. Use one of these names."),
            code=2,
            set=set_code[:40],
            known=tuple(known) or "-",
        )
    return known[set_code]


def _attributes(asked: SampleSet, given: Mapping[str, object]) -> dict[str, str | list[str]]:
    """Attributes as they are testified; a label is as good as a code. Raises `Trouble`."""
    known = {attribute.code: attribute for attribute in asked.attributes}
    found: dict[str, str | list[str]] = {}
    for code, value in given.items():
        if code not in known:
            raise Trouble(
                say("No such attribute"),
                say("Samples of {set} have no attribute {attribute}; they have: {known}."),
                say("This was not saved. Use one of these names."),
                code=2,
                set=asked.code,
                attribute=code[:40],
                known=tuple(known) or "-",
            )
        wishes = [str(one) for one in value] if isinstance(value, list | tuple) else [str(value)]
        if known[code].many:
            wishes = [part for wish in wishes for part in wish.replace(",", ",").split(",") if part.strip()]
        chosen = [_choice(known[code], wish) for wish in wishes]
        if len(chosen) > 1 and not known[code].many:
            raise Trouble(
                say("Only one can be chosen"),
                say("{attribute} has one value."),
                say("Nothing was saved. Give only one."),
                code=2,
                attribute=code,
            )
        found[code] = chosen if known[code].many else chosen[0] if chosen else ""
    return found


def _choice(attribute: Attribute, wish: str) -> str:
    wish = texts.line(wish)
    return one_of(attribute.choices, wish, of=attribute.code) if wish else wish
