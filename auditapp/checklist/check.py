"""The author's check: everything in a checklist that would mislead an inspector, found before one does.

It works on values and a map of places, so YAML and Excel get the same faults with their own lines or rows.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Final

from auditapp.checklist import check_logic
from auditapp.checklist.expressions import decimal_of
from auditapp.checklist.faults import Fault, Place, Weight
from auditapp.checklist.model import (
    AnswerKind,
    Band,
    Checklist,
    Choice,
    Confidence,
    Item,
    Measured,
    Method,
    PhotoRule,
    SampleSet,
    Severity,
    Text,
)
from auditapp.words import say

Path = tuple[str, ...]
NUMERIC: Final = (AnswerKind.NUMBER, AnswerKind.COUNT, AnswerKind.COMPUTED)
LIMITED: Final = (*NUMERIC, AnswerKind.DATE)
CHOOSING: Final = (AnswerKind.CHOICE, AnswerKind.MULTI)

_CODE: Final = re.compile(r"[a-z][a-z0-9_]{0,39}")
_ITEM_ID: Final = re.compile(r"([A-Z]{2,4}-\d{1,3})\.\d{1,3}")
_CHECKLIST_ID: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")
_DATE: Final = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
_CJK: Final = re.compile(r"[\u3400-\u9fff]")
_NARROW: Final = re.compile(r"[\u3400-\u9fff][,;:!?][\u3400-\u9fff]")
#: Claims nobody may make for us (domain.md 1.3): a clause met, certified, up to the standard.
_CLAIMS: Final = re.compile(
    r"符合\s*T/?\s*IAC|T/?IAC[^。;\uff1b]{0,30}第\s*[\dxX一二三四五六七八九十]+\s*条|(?<!非)(?<!不是)标准[^。;\uff1b,\uff0c]{0,8}认证|认证合格|达标"
    r"|certified (to|against|under)|complies with T/IAC|conforms to T/IAC",
    re.IGNORECASE,
)
_DENIED: Final = re.compile(r"(亦非|并非|不是|不构成|非)[^。;\uff1b]{0,12}$|not (a |be )?$", re.IGNORECASE)
PLANS: Final[Mapping[str, frozenset[str]]] = {
    "iso2859": frozenset({"rule", "level", "aql", "min", "max"}),
    "share": frozenset({"rule", "percent", "min"}),
    "fixed": frozenset({"rule", "size"}),
    "all": frozenset({"rule", "up_to", "then"}),
}


def check(checklist: Checklist, places: Mapping[Path, Place], *, default: Place) -> list[Fault]:
    """Every fault of a checklist that could be read. *default* is the place of what has none of its own."""
    return _Check(checklist, places, default).all()


class _Check:
    def __init__(self, checklist: Checklist, places: Mapping[Path, Place], default: Place) -> None:
        self.checklist, self.places, self.default = checklist, places, default
        self.faults: list[Fault] = []
        self.narrow: list[tuple[Path, str]] = []

    def place(self, path: Path) -> Place:
        """The place of *path*, or of the nearest thing around it that has one."""
        while path:
            if path in self.places:
                return self.places[path]
            path = path[:-1]
        return self.default

    def note(self, path: Path, sentence: str, weight: Weight = Weight.ERROR, **values: object) -> None:
        item = path[1] if path[0] == "items" and len(path) > 1 else ""
        self.faults.append(Fault(self.place(path), sentence, values, item, weight))

    def warn(self, path: Path, sentence: str, **values: object) -> None:
        self.note(path, sentence, Weight.WARNING, **values)

    def all(self) -> list[Fault]:
        self.head()
        for dimension in self.checklist.dimensions:
            where = ("dimensions", dimension.id)
            self.both(dimension.title, (*where, "title"))
            if not dimension.groups:
                self.note(where, say("The dimension has no groups."))
            if self.checklist.naming and dimension.aliases and self.checklist.naming not in dimension.aliases:
                self.warn(where, say("There is no name of the dimension for “{naming}”."), naming=self.checklist.naming)
            for naming, text in dimension.aliases.items():
                self.both(text, (*where, "aliases", naming))
            for group in dimension.groups:
                self.both(group.title, ("groups", group.id, "title"))
                if not group.items:
                    self.note(("groups", group.id), say("The group has no items."))
                for item in group.items:
                    self.item(item, group.id)
        for set_ in self.checklist.sets:
            self.sample_set(set_)
        self.settings()
        self.references()
        self.faults.extend(check_logic.check(self.checklist, self.place))
        self.punctuation()
        return self.faults

    # --- the head ---

    def head(self) -> None:
        checklist, where = self.checklist, ("checklist",)
        if not _CHECKLIST_ID.fullmatch(checklist.id):
            self.note(
                (*where, "id"), say("The id “{id}” may hold small letters, digits and hyphens only."), id=checklist.id
            )
        if not checklist.version:
            self.note((*where, "version"), say("The version is empty."))
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", checklist.effective_from) or not _DATE.fullmatch(
            checklist.effective_from
        ):
            self.note(
                (*where, "effective_from"),
                say("“{text}” is not a date; write it like 2026-03-05."),
                text=checklist.effective_from,
            )
        if checklist.preset not in ("A", "B", "C"):
            self.note((*where, "preset"), say("The scoring preset is A, B or C, not “{text}”."), text=checklist.preset)
        self.both(checklist.title, (*where, "title"))
        self.both(checklist.claim, (*where, "claim"))
        self.both(checklist.notes, (*where, "notes"), optional=True)
        for key, text in (("title", checklist.title), ("claim", checklist.claim), ("notes", checklist.notes)):
            self.claims(text, (*where, key))
        if not checklist.dimensions:
            self.note(where, say("The checklist has no dimensions."))
        weights = [d.weight for d in checklist.dimensions]
        if checklist.preset == "B" and sum(weights) != 100:
            self.warn(
                ("dimensions", checklist.dimensions[0].id) if checklist.dimensions else where,
                say("The weights of the dimensions add up to {sum}, not 100."),
                sum=sum(weights),
            )

    # --- texts ---

    def both(self, text: Text, path: Path, *, optional: bool = False) -> None:
        """Both languages are there, or (when optional) both are not."""
        if not text.zh and not text.en:
            if not optional:
                self.note(path, say("The text is empty."))
            return
        if not text.zh:
            self.note(path, say("The Chinese text is missing."))
        elif not text.en:
            self.note(path, say("The English text is missing."))
        if _NARROW.search(text.zh):
            self.narrow.append((path, text.zh))

    def claims(self, text: Text, path: Path) -> None:
        for words in (text.zh, text.en):
            for found in _CLAIMS.finditer(words):
                before = words[max(0, found.start() - 16) : found.start()]
                if not _DENIED.search(before):
                    self.note(
                        path,
                        say("“{words}” claims more than we may; see the honest wording in the README."),
                        words=found.group(),
                    )

    def punctuation(self) -> None:
        """One piece of advice per file, not hundreds of lines."""
        by_file: dict[str, list[Path]] = {}
        for path, _ in self.narrow:
            by_file.setdefault(self.place(path).file, []).append(path)
        for paths in by_file.values():
            first = min(paths, key=lambda p: self.place(p).line)
            if len(paths) == 1:
                self.note(first, say("Half-width punctuation stands between Chinese characters."), Weight.ADVICE)
            else:
                self.note(
                    first,
                    say("Half-width punctuation stands between Chinese characters in {n} texts."),
                    Weight.ADVICE,
                    n=len(paths),
                )

    def codes(self, choices: Iterable[Choice], path: Path) -> None:
        seen: set[str] = set()
        for n, choice in enumerate(choices):
            here = (*path, str(n))
            if not _CODE.fullmatch(choice.code):
                self.note(here, say("The code “{code}” may hold small letters, digits and _ only."), code=choice.code)
            if choice.code in seen:
                self.note(here, say("The option code “{code}” is there twice."), code=choice.code)
            seen.add(choice.code)
            self.both(choice.label, (*here, "label"))

    # --- items ---

    def item(self, item: Item, group: str) -> None:
        where = ("items", item.id)
        found = _ITEM_ID.fullmatch(item.id)
        if not found:
            self.note((*where, "id"), say("An item's id looks like WP-1.10, not “{id}”."), id=item.id)
        elif found.group(1) != group and not group.endswith("-0"):
            self.note(
                (*where, "id"), say("The item stands in the group “{group}” but its id says otherwise."), group=group
            )
        self.both(item.text, (*where, "text"))
        self.both(item.guidance, (*where, "guidance"), optional=True)
        self.claims(item.text, (*where, "text"))
        self.claims(item.guidance, (*where, "guidance"))
        if item.text.zh and not _CJK.search(item.text.zh):
            self.warn((*where, "text"), say("The Chinese text has no Chinese characters."))
        if _CJK.search(item.text.en):
            self.warn((*where, "text"), say("The English text has Chinese characters."))
        self.grading(item, where)
        self.answering(item, where)
        self.conditions(item, where)
        if item.limits:
            self.limits(item, where)
        if item.set and item.set not in self.checklist.sets_by_code:
            self.note((*where, "set"), say("The sample set “{set}” is not known."), set=item.set)
        known = self.checklist.references_by_code
        for n, citation in enumerate(item.citations):
            if citation.code and citation.code not in known:
                self.note(
                    (*where, "citations", str(n), "code"),
                    say("The reference “{code}” is not in the register."),
                    code=citation.code,
                )
            if not citation.text:
                self.note((*where, "citations", str(n)), say("The citation is empty."))

    def grading(self, item: Item, where: Path) -> None:
        if not 0 <= item.weight <= 5:
            self.note((*where, "weight"), say("The weight is {number}; it may be 0 to 5."), number=item.weight)
        if item.severity is Severity.INFO and item.weight:
            self.note((*where, "weight"), say("An item of severity info is not scored; its weight must be 0."))
        if item.severity is not Severity.INFO and not item.weight:
            self.warn((*where, "weight"), say("The item is judged but has no weight."))
        if item.critical is not (item.severity is Severity.CRITICAL):
            self.note((*where, "critical"), say("“critical: true” and “severity: critical” go together."))
        if item.critical:
            codes = {c.code for c in item.citations if c.confidence is not Confidence.PRACTICE}
            register = self.checklist.references_by_code
            if not any(register[c].binding for c in codes if c in register):
                self.note(
                    (*where, "citations"),
                    say("A critical item must rest on a law or mandatory standard of the register."),
                )
        if item.photo is PhotoRule.REQUIRED and item.method in (Method.INTERVIEW, Method.DOCUMENT):
            self.warn((*where, "photo"), say("A photo is required although the method is to ask or to read."))
        if item.kind is AnswerKind.PHOTO and item.photo in (PhotoRule.NONE, PhotoRule.OPTIONAL):
            self.note((*where, "photo"), say("An item answered by photos must expect or require them."))

    def answering(self, item: Item, where: Path) -> None:
        """What belongs to the kind of answer, and what does not."""
        kind = item.kind
        if kind in CHOOSING and len(item.options) < 2:
            self.note((*where, "options"), say("An item of kind {kind} needs at least two options."), kind=kind)
        if item.options and kind not in (*CHOOSING, AnswerKind.NUMBER, AnswerKind.COUNT):
            self.note((*where, "options"), say("An item of kind {kind} has no options."), kind=kind)
        self.codes(item.options, (*where, "options"))
        if (
            kind is AnswerKind.CHOICE
            and item.severity is not Severity.INFO
            and not any(o.verdict for o in item.options)
        ):
            self.note((*where, "options"), say("The item is judged but no option has a verdict."))
        if item.good not in ("", "yes", "no") or (item.good and kind is not AnswerKind.YESNO):
            self.note((*where, "good"), say("“good” is yes or no and belongs to items of kind yesno."))
        if kind is AnswerKind.YESNO and item.severity is not Severity.INFO and not item.good:
            self.note(where, say("The item is judged but “good” does not say which answer conforms."))
        if (kind is AnswerKind.COMPUTED) is not bool(item.calc):
            self.note(
                (*where, "calc") if item.calc else where,
                say("“calc” belongs to items of kind computed, and each of those needs one."),
            )
        if kind in NUMERIC and not (item.limits and item.limits.unit.zh):
            self.note((*where, "limits"), say("The unit is missing."))
        if (
            kind is AnswerKind.COMPUTED
            and item.severity is not Severity.INFO
            and not (item.limits and item.limits.bands)
        ):
            self.warn((*where, "limits"), say("The item is judged but has no limits."))
        if item.digits > 6:
            self.note((*where, "digits"), say("At most six decimals are shown."))
        seen: set[str] = set()
        for n, further in enumerate(item.inputs):
            here = (*where, "inputs", str(n))
            if further.code in seen or not _CODE.fullmatch(further.code):
                self.note(
                    here, say("The code “{code}” is there twice or not made of small letters."), code=further.code
                )
            seen.add(further.code)
            self.both(further.label, (*here, "label"))
            if further.default and decimal_of(further.default) is None:
                self.note((*here, "default"), say("“{text}” is not a number."), text=further.default)

    def conditions(self, item: Item, where: Path) -> None:
        for key, expression, text in (
            ("when_text", item.when, item.when_text),
            ("calc_text", item.calc, item.calc_text),
        ):
            if expression:
                self.both(text, (*where, key) if (*where, key) in self.places else where)
            elif text.zh or text.en:
                self.warn((*where, key), say("The words stand there without the expression they explain."))
        for key in ("escalations", "reliefs", "hints", "proposals"):
            for n, rule in enumerate(getattr(item, key)):
                self.both(rule.text, (*where, key, str(n)))
        for n, proposal in enumerate(item.proposals):
            if item.kind in CHOOSING and item.option(proposal.value) is None:
                self.note(
                    (*where, "proposals", str(n), "value"),
                    say("“{text}” is not one of the options: {known}."),
                    text=proposal.value,
                    known=", ".join(o.code for o in item.options),
                )

    # --- limits ---

    def limits(self, item: Item, where: Path) -> None:
        limits = item.limits
        if limits is None:
            return
        where = (*where, "limits")
        if item.kind not in LIMITED:
            self.note(where, say("An item of kind {kind} has no limits."), kind=item.kind)
            return
        if limits.unit.zh or limits.unit.en:
            self.both(limits.unit, (*where, "unit"))
        is_age = limits.measured is not Measured.VALUE
        if is_age and item.kind is not AnswerKind.DATE:
            self.note((*where, "measured"), say("Only a date has an age or days left."))
        if item.kind is AnswerKind.DATE and limits.bands and not is_age:
            self.note(where, say("Limits of a date look at its age or the days left; “measured” must say which."))
        for n, band in enumerate(limits.bands):
            here = (*where, "bands", str(n))
            if n and not limits.bands[n - 1].when:
                self.note(here, say("This limit can never count: the one before it always does."))
            self.both(band.label, (*here, "label"), optional=True)
            self.band(band, here)

    def band(self, band: Band, here: Path) -> None:
        """Bounds lie in the order fail below, warn below, warn above, fail above."""
        named = [
            (name, number)
            for name in ("fail_below", "warn_below", "warn_above", "fail_above")
            if (number := decimal_of(getattr(band, name))) is not None
        ]
        for (first, low), (second, high) in itertools.pairwise(named):
            if low > high:
                self.note(
                    (*here, second),
                    say("The limits contradict each other: {first} {low} lies above {second} {high}."),
                    first=first,
                    low=_short(low),
                    second=second,
                    high=_short(high),
                )
            elif low == high and {first, second} in ({"fail_below", "warn_below"}, {"warn_above", "fail_above"}):
                self.warn(
                    (*here, second),
                    say("{first} and {second} are the same, so there is no amber band."),
                    first=first,
                    second=second,
                )

    # --- sets, settings, references ---

    def sample_set(self, set_: SampleSet) -> None:
        where = ("sets", set_.code)
        if not _CODE.fullmatch(set_.code):
            self.note(where, say("The code “{code}” may hold small letters, digits and _ only."), code=set_.code)
        self.both(set_.title, (*where, "title"))
        self.both(set_.population_from, (*where, "population_from"), optional=True)
        self.both(set_.advice, (*where, "advice"), optional=True)
        rule = set_.plan.get("rule", "")
        if rule not in PLANS:
            self.note(
                (*where, "plan"),
                say("The sampling rule is one of {known}, not “{rule}”."),
                known=", ".join(PLANS),
                rule=rule,
            )
        for key, value in set_.plan.items():
            if rule in PLANS and key not in PLANS[rule]:
                self.note(
                    (*where, "plan", key), say("The sampling rule “{rule}” knows no “{key}”."), rule=rule, key=key
                )
            elif key not in ("rule", "level") and (decimal_of(value) is None or Decimal(value) < 0):
                self.note((*where, "plan", key), say("“{text}” is not a number."), text=value)
        seen: set[str] = set()
        for n, attribute in enumerate(set_.attributes):
            here = (*where, "attributes", str(n))
            if attribute.code in seen:
                self.note(here, say("The attribute “{code}” is there twice."), code=attribute.code)
            seen.add(attribute.code)
            self.both(attribute.label, (*here, "label"))
            self.codes(attribute.choices, (*here, "choices"))

    def settings(self) -> None:
        items = self.checklist.by_id
        for setting in self.checklist.settings:
            where = ("settings", setting.code)
            if not _CODE.fullmatch(setting.code):
                self.note(where, say("The code “{code}” may hold small letters, digits and _ only."), code=setting.code)
            self.both(setting.title, (*where, "title"))
            self.both(setting.guidance, (*where, "guidance"), optional=True)
            self.codes(setting.choices, (*where, "choices"))
            if setting.kind not in (AnswerKind.CHOICE, AnswerKind.YESNO):
                self.note((*where, "kind"), say("A setting is a choice or a yesno, not “{kind}”."), kind=setting.kind)
            elif setting.kind is AnswerKind.CHOICE and len(setting.choices) < 2:
                self.note(where, say("A setting of kind choice needs at least two choices."))
            item = items.get(setting.item)
            if item and (
                item.kind is not setting.kind
                or item.set
                or ({o.code for o in item.options} != {c.code for c in setting.choices})
            ):
                self.note(
                    (*where, "item"),
                    say("The item “{item}” does not have the same answers as the setting."),
                    item=setting.item,
                )

    def references(self) -> None:
        codes = self.checklist.references_by_code
        for reference in self.checklist.references:
            where = ("references", reference.code)
            self.both(reference.title, (*where, "title"))
            for key in ("date_issued", "effective_from", "checked_on"):
                text = getattr(reference, key)
                if text and not _DATE.fullmatch(text):
                    self.note((*where, key), say("“{text}” is not a date; write it like 2026-03-05."), text=text)
            if bool(reference.checked_by) is not bool(reference.checked_on):
                self.note(where, say("A checked reference names who checked it and when."))
            if reference.superseded_by == reference.code:
                self.note((*where, "superseded_by"), say("A reference cannot replace itself."))
            if re.fullmatch(r"R\d+", reference.superseded_by) and reference.superseded_by not in codes:
                self.note(
                    (*where, "superseded_by"),
                    say("The reference “{code}” is not in the register."),
                    code=reference.superseded_by,
                )


def _short(number: Decimal) -> str:
    return format(number, "f")
