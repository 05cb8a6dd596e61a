"""The author's check of expressions: can be read, refer to what exists, compare with codes that exist, no cycles."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from auditapp.checklist.expressions import (
    DATED,
    NUMERIC,
    OVER_SAMPLES,
    SIGNATURES,
    Comparison,
    Expression,
    ExpressionFault,
    decimal_of,
    parse,
)
from auditapp.checklist.faults import Fault, Place, Said, Weight
from auditapp.checklist.model import AnswerKind, Band, Checklist, Item
from auditapp.words import say

Path = tuple[str, ...]
YES_NO: Final = frozenset({"yes", "no"})
CONFORM: Final = frozenset({"conform", "minor", "major", "obs"})
KINDS: Final = {"number": say("number"), "condition": say("condition"), "text": say("text")}
COUNTED: Final = (AnswerKind.NUMBER, AnswerKind.COUNT, AnswerKind.COMPUTED)


@dataclass(frozen=True)
class _Written:
    """One expression of an item: where it stands, and what it must come to."""

    path: Path
    text: str
    number: bool
    may_use_result: bool = False


def check(checklist: Checklist, place: Callable[[Path], Place]) -> list[Fault]:
    return _Logic(checklist, place).all()


def _written(item: Item) -> Iterator[_Written]:
    where = ("items", item.id)
    if item.when:
        yield _Written((*where, "when"), item.when, False)
    if item.calc:
        yield _Written((*where, "calc"), item.calc, True)
    for key, may in (("escalations", True), ("reliefs", True), ("hints", False), ("proposals", False)):
        for n, rule in enumerate(getattr(item, key)):
            yield _Written((*where, key, str(n), "when"), rule.when, False, may)
    for n, band in enumerate(item.limits.bands if item.limits else ()):
        here = (*where, "limits", "bands", str(n))
        if band.when:
            yield _Written((*here, "when"), band.when, False)
        for bound in ("fail_below", "warn_below", "warn_above", "fail_above"):
            text = getattr(band, bound)
            if text and decimal_of(text) is None:
                yield _Written((*here, bound), text, True)


class _Logic:
    def __init__(self, checklist: Checklist, place: Callable[[Path], Place]) -> None:
        self.checklist, self.place = checklist, place
        self.items = checklist.by_id
        self.faults: list[Fault] = []
        self.needs: dict[str, dict[str, Path]] = {}

    def note(self, path: Path, sentence: str, weight: Weight = Weight.ERROR, **values: object) -> None:
        self.faults.append(Fault(self.place(path), sentence, values, path[1], weight))

    def all(self) -> list[Fault]:
        for item in self.checklist.items():
            self.needs.setdefault(item.id, {})
            for written in _written(item):
                self.expression(item, written)
            if item.limits:
                self.coverage(item, item.limits.bands)
        self.cycles()
        return self.faults

    def expression(self, item: Item, written: _Written) -> None:
        try:
            expression = parse(written.text)
        except ExpressionFault as fault:
            self.note(
                written.path,
                say("“{text}”, column {column}: {reason}"),
                text=written.text[:120],
                column=fault.column,
                reason=Said(fault.sentence, fault.values),
            )
            return
        if not written.text.strip():
            self.note(written.path, say("The expression is empty."))
        self.names(item, expression, written)
        self.calls(item, expression, written)
        for comparison in expression.comparisons:
            self.comparison(item, comparison, written.path)
        kind = _comes_to(expression)
        wanted = "number" if written.number else "condition"
        if kind and kind != wanted:
            self.note(
                written.path,
                say("“{text}” is a {kind}, but a {wanted} is needed here."),
                text=written.text[:120],
                kind=Said(KINDS[kind]),
                wanted=Said(KINDS[wanted]),
            )

    def names(self, item: Item, expression: Expression, written: _Written) -> None:
        names, path = expression.names(), written.path
        for id_ in sorted(names.items):
            if id_ not in self.items:
                self.note(path, say("The expression names the item “{name}”, which is not there."), name=id_)
            elif path[2] in ("calc", "when") or path[2] == "limits":
                self.needs[item.id].setdefault(id_, path)
        for code in sorted(names.settings):
            if code not in self.checklist.settings_by_code:
                self.note(path, say("The expression names the setting “{name}”, which is not there."), name=code)
        for code in sorted(names.sets):
            if code not in self.checklist.sets_by_code:
                self.note(path, say("The expression names the sample set “{name}”, which is not there."), name=code)
            elif path[2] == "calc":
                for other in self.checklist.items():
                    if other.set == code and (
                        "share_conforming" in expression.text or "readings_passing" in expression.text
                    ):
                        self.needs[item.id].setdefault(other.id, path)
        for code in sorted(names.inputs):
            if code not in {i.code for i in item.inputs}:
                self.note(
                    path, say("The expression names the further number “{name}”, which is not asked for."), name=code
                )
        for set_, code in sorted(names.attributes):
            of = self.checklist.sets_by_code.get(set_ or item.set)
            if not (set_ or item.set):
                self.note(path, say("“attribute” needs a sample, but the item does not repeat over a set."))
            elif of is not None and code not in {a.code for a in of.attributes}:
                self.note(path, say("The sample set “{set}” has no attribute “{name}”."), set=of.code, name=code)
        for id_, code in sorted(names.options):
            target = self.items.get(id_)
            if target is not None and target.option(code) is None:
                self.note(path, say("The item “{item}” has no option “{name}”."), item=id_, name=code)
        if names.result and not (written.may_use_result and item.kind in COUNTED):
            self.note(path, say("“result” is known only in escalations and reliefs of items with a number."))

    def calls(self, item: Item, expression: Expression, written: _Written) -> None:
        for function, arguments, _ in expression.calls:
            named = [self.items[a] for a, what in _arguments(function, arguments) if what == "item" and a in self.items]
            for other in named:
                if function in NUMERIC and other.kind not in COUNTED:
                    self.note(
                        written.path,
                        say("“{function}” needs a number, but “{name}” is of kind {kind}."),
                        function=function,
                        name=other.id,
                        kind=other.kind,
                    )
                if function in DATED and other.kind is not AnswerKind.DATE:
                    self.note(
                        written.path,
                        say("“{function}” needs a date, but “{name}” is of kind {kind}."),
                        function=function,
                        name=other.id,
                        kind=other.kind,
                    )
                if function in ("selected", "includes") and other.kind is not AnswerKind.MULTI:
                    self.note(
                        written.path,
                        say("“{function}” needs several options, but “{name}” is of kind {kind}."),
                        function=function,
                        name=other.id,
                        kind=other.kind,
                    )
                if function not in OVER_SAMPLES and other.set and other.set != item.set:
                    self.note(
                        written.path,
                        say("“{name}” repeats over “{set}”; use mean, least, most or a share of it."),
                        name=other.id,
                        set=other.set,
                    )
            if function in OVER_SAMPLES and len({o.set for o in named}) > 1:
                self.note(
                    written.path, say("The items of “{function}” must repeat over the same set."), function=function
                )
            if function in ("mean", "least", "most", "total") and named and not named[0].set:
                self.note(
                    written.path,
                    say("“{function}” needs an item that repeats over a set, “{name}” does not."),
                    function=function,
                    name=named[0].id,
                )

    def codes_of(self, item: Item, function: str, name: str) -> frozenset[str] | None:
        """The codes a look-up can give; None = any text."""
        if function == "setting":
            setting = self.checklist.settings_by_code.get(name)
            if setting is None:
                return None
            return YES_NO if setting.kind is AnswerKind.YESNO else frozenset(c.code for c in setting.choices)
        if function == "attribute":
            set_ = self.checklist.sets_by_code.get(item.set)
            found = next((a for a in set_.attributes if a.code == name), None) if set_ else None
            return frozenset(c.code for c in found.choices) if found and found.choices else None
        other = self.items.get(name)
        match other.kind if other else None:
            case AnswerKind.YESNO:
                return YES_NO
            case AnswerKind.CONFORM:
                return CONFORM
            case AnswerKind.CHOICE:
                return frozenset(o.code for o in other.options) if other else None
            case _:
                return None

    def comparison(self, item: Item, comparison: Comparison, path: Path) -> None:
        known = self.codes_of(item, comparison.function, comparison.name)
        for code in comparison.codes if known is not None else ():
            if code not in (known or ()):
                self.note(
                    path,
                    say("{function}('{name}') is never “{code}”; it can be: {known}."),
                    function=comparison.function,
                    name=comparison.name,
                    code=code,
                    known=", ".join(sorted(known or ())),
                )

    def coverage(self, item: Item, bands: tuple[Band, ...]) -> None:
        """Limits that only count under conditions must count under all of them."""
        if not bands or not bands[-1].when:
            return
        seen: dict[tuple[str, str], set[str]] = {}
        for band in bands:
            try:
                for c in parse(band.when).comparisons:
                    seen.setdefault((c.function, c.name), set()).update(c.codes)
            except ExpressionFault:
                return
        if len(seen) == 1:
            (function, name), codes = next(iter(seen.items()))
            known = self.codes_of(item, function, name)
            if known is not None and known <= codes:
                return
            if known is not None:
                self.note(
                    ("items", item.id, "limits", "bands"),
                    say("There is a gap: no limits count when {function}('{name}') is {codes}."),
                    Weight.WARNING,
                    function=function,
                    name=name,
                    codes=", ".join(sorted(known - codes)),
                )
                return
        self.note(
            ("items", item.id, "limits", "bands"),
            say("There is a gap: no limits count when none of the conditions holds."),
            Weight.WARNING,
        )

    def cycles(self) -> None:
        done: set[str] = set()
        for start in self.needs:
            self.follow(start, [], done)

    def follow(self, id_: str, trail: list[str], done: set[str]) -> None:
        if id_ in trail:
            circle = [*trail[trail.index(id_) :], id_]
            path = self.needs[circle[0]][circle[1]]
            self.note(path, say("The items depend on each other in a circle: {circle}."), circle=" → ".join(circle))
            return
        if id_ in done:
            return
        for other in self.needs.get(id_, {}):
            self.follow(other, [*trail, id_], done)
        done.add(id_)


def _arguments(function: str, arguments: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    wanted = SIGNATURES[function]
    for n, argument in enumerate(arguments):
        yield argument, wanted[min(n, len(wanted) - 1)].rstrip("*")


_NUMBER_FUNCTIONS: Final = frozenset(SIGNATURES) - {"answer", "setting", "attribute", "given", "includes"}
_CONDITIONS: Final[Mapping[str, str]] = {"Compare": "condition", "BoolOp": "condition", "BinOp": "number"}


def _comes_to(expression: Expression) -> str:
    """ "number", "condition", "text", or "" where it cannot be told."""
    import ast

    match expression.tree:
        case ast.Call(func=ast.Name(id=name)):
            if name in _NUMBER_FUNCTIONS:
                return "number"
            return "condition" if name in ("given", "includes") else "text"
        case ast.Constant(value=value):
            return "condition" if isinstance(value, bool) else "text" if isinstance(value, str) else "number"
        case ast.UnaryOp(op=op):
            return "condition" if isinstance(op, ast.Not) else "number"
        case ast.Name():
            return "number"
        case tree:
            return _CONDITIONS.get(type(tree).__name__, "")
