"""Conditions, computed items and limit switches: small expressions, read by `simpleeval`, never `eval`.

    setting('season') == 'cooling' and attribute('corridor') == 'double'
    num('WP-1.7') / num('WP-1.6')
    share_failing('WP-4.10', 'WP-4.11')

Values are `Decimal`, text, yes/no (bool) or **unknown** (None). Unknown spreads: a sum with an unknown
part is unknown, ``and``/``or`` follow three-valued logic (``unknown and False`` is False). Division by
zero is unknown. Whoever asks decides what unknown means: a condition that is unknown shows its item,
a limit that is unknown leaves the answer pending. Evaluation never raises.

Functions (names of items, settings, sets … are always written out in quotes):

====================================  ==============================================================
``answer('WP-3.1')``                  the raw answer: an option's code, yes, no, conform, text, a date
``num('WP-1.7')``                     the answer as a number
``given('norm')``                     yes when this further number of the item was entered (never unknown)
``input('norm')``                     a further number of the item, or its default
``setting('season')``                 a switch of the site
``attribute('corridor')``             what was recorded of the current sample
``mean('WP-2.2')`` ``least`` ``most`` over the samples that were answered
``total('WP-2.2')``                   their sum
``count('workstation')``              samples in the set
``share_conforming('workstation')``   percent of the judged samples without a minor or major in any item of the set
``share_passing('WP-5.3', …)``        percent of the judged samples where all these items pass
``share_failing('WP-4.10', …)``       percent of the judged samples where any of these items fails
``readings_passing('zone')``          percent of the set's number readings within their limits
``selected('EM-1.4')``                how many options are chosen; with codes: how many of those
``includes('EM-1.4', 'fire')``        whether an option is chosen
``distinct('drill', 'scenarios')``    how many different codes the samples' attribute holds
``days_between('OP-3.1', 'OP-3.2')``  days from the first date to the second
``days_since('WP-4.22')``             age of a date on the inspection day; ``years_since``; ``days_left``
``result``                            the item's own number (in escalations and reliefs)
====================================  ==============================================================
"""

from __future__ import annotations

import ast
import calendar
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from decimal import Decimal, DecimalException, localcontext
from functools import lru_cache
from typing import Any, Final, TypeAlias

from simpleeval import SimpleEval

from auditapp.checklist.lookup import Facts, Raw
from auditapp.checklist.model import AnswerKind, Escalation, Hint, Item, Proposal, Relief, Verdict
from auditapp.words import say

Value: TypeAlias = "Decimal | str | bool | None"

MAX_LENGTH: Final = 1000
MAX_NODES: Final = 200
HUNDRED: Final = Decimal(100)


class ExpressionFault(ValueError):
    """An expression that cannot be read: a sentence with values, and the column (from 1) where it goes wrong."""

    def __init__(self, sentence: str, column: int = 1, **values: object) -> None:
        super().__init__(sentence.format(**values) if values else sentence)
        self.sentence, self.column, self.values = sentence, column, values


@dataclass(frozen=True)
class Names:
    """What an expression refers to."""

    items: frozenset[str] = frozenset()
    settings: frozenset[str] = frozenset()
    sets: frozenset[str] = frozenset()
    attributes: frozenset[tuple[str, str]] = frozenset()
    """(set, attribute); set "" = of the current sample's set."""
    inputs: frozenset[str] = frozenset()
    options: frozenset[tuple[str, str]] = frozenset()
    """(item, code) of options named by `selected` and `includes`."""
    result: bool = False

    def __or__(self, other: Names) -> Names:
        return Names(**{f.name: getattr(self, f.name) | getattr(other, f.name) for f in fields(Names)})


@dataclass(frozen=True)
class Comparison:
    """A look-up compared with written-out codes: ``setting('season') == 'cooling'``. For the author's check."""

    function: str
    name: str
    codes: tuple[str, ...]
    column: int


#: What the quoted arguments of each function name: "item", "setting" …; a trailing "*" = any number of them.
SIGNATURES: Final[Mapping[str, tuple[str, ...]]] = {
    "answer": ("item",),
    "num": ("item",),
    "given": ("input",),
    "input": ("input",),
    "setting": ("setting",),
    "attribute": ("attribute",),
    "mean": ("item",),
    "least": ("item",),
    "most": ("item",),
    "total": ("item",),
    "count": ("set",),
    "share_conforming": ("set",),
    "share_passing": ("item*",),
    "share_failing": ("item*",),
    "readings_passing": ("set",),
    "selected": ("item", "option*"),
    "includes": ("item", "option"),
    "distinct": ("set", "attribute"),
    "days_between": ("item", "item"),
    "days_since": ("item",),
    "years_since": ("item",),
    "days_left": ("item",),
}
OVER_SAMPLES: Final = frozenset({"mean", "least", "most", "total", "share_passing", "share_failing"})
NUMERIC: Final = frozenset({"num", "mean", "least", "most", "total"})
DATED: Final = frozenset({"days_between", "days_since", "years_since", "days_left"})

_ALLOWED: Final = (
    ast.Expression,
    ast.BinOp,
    ast.Add,
    ast.Sub,
    ast.Mult,
    ast.Div,
    ast.UnaryOp,
    ast.USub,
    ast.UAdd,
    ast.Not,
    ast.BoolOp,
    ast.And,
    ast.Or,
    ast.Compare,
    ast.Eq,
    ast.NotEq,
    ast.Lt,
    ast.LtE,
    ast.Gt,
    ast.GtE,
    ast.In,
    ast.NotIn,
    ast.Tuple,
    ast.Constant,
    ast.Name,
    ast.Load,
    ast.Call,
    ast.IfExp,
)


@dataclass(frozen=True)
class Expression:
    """A read expression. ``text`` is what the author wrote."""

    text: str
    tree: ast.expr = field(compare=False, repr=False)
    _names: Names = field(compare=False, repr=False)
    calls: tuple[tuple[str, tuple[str, ...], int], ...] = field(compare=False, repr=False)
    """(function, quoted arguments, column) of every call."""
    comparisons: tuple[Comparison, ...] = field(compare=False, repr=False)

    def names(self) -> Names:
        return self._names

    def value(self, facts: Facts, item: Item | None = None, sample: str = "", result: Decimal | None = None) -> Value:
        """What the expression comes to for *item* at *sample*; None when it is not known."""
        try:
            with localcontext() as context:
                context.prec = 34
                found = _Evaluation(facts, item, sample, result).eval(self.text, self.tree)
        except (DecimalException, RecursionError):
            return None
        if isinstance(found, Decimal):
            return found if found.is_finite() else None
        return found if isinstance(found, str | bool) else None

    def holds(
        self, facts: Facts, item: Item | None = None, sample: str = "", result: Decimal | None = None
    ) -> bool | None:
        """The expression as a condition: True, False or not known."""
        found = self.value(facts, item, sample, result)
        return found if isinstance(found, bool) else None

    def number(self, facts: Facts, item: Item | None = None, sample: str = "") -> Decimal | None:
        """The expression as a number."""
        found = self.value(facts, item, sample)
        return found if isinstance(found, Decimal) else None


@lru_cache(maxsize=4096)
def parse(text: str) -> Expression:
    """Read an expression; raises `ExpressionFault` with the column where it goes wrong."""
    if len(text) > MAX_LENGTH:
        raise ExpressionFault(say("The expression is longer than {limit} characters."), limit=MAX_LENGTH)
    if "\n" in text or "\0" in text:
        raise ExpressionFault(say("An expression stands on one line."))
    try:
        tree = ast.parse(text.strip(), mode="eval").body
    except SyntaxError as error:
        raise ExpressionFault(
            say("The expression cannot be read; look for a missing bracket, quote or operator."),
            max(error.offset or 1, 1),
        ) from None
    except (RecursionError, MemoryError, ValueError):
        raise ExpressionFault(say("The expression is nested too deep.")) from None
    return _Reading(text.strip()).expression(tree)


def referred(item: Item) -> Names:
    """Everything any expression of *item* refers to; expressions that cannot be read count as empty."""
    found = Names()
    for text in texts_of(item):
        try:
            found |= parse(text).names()
        except ExpressionFault:
            continue
    return found


def texts_of(item: Item) -> Iterator[str]:
    """Every expression an item holds."""
    rules: tuple[Escalation | Relief | Hint | Proposal, ...] = (
        *item.escalations,
        *item.reliefs,
        *item.hints,
        *item.proposals,
    )
    yield from filter(None, (item.when, item.calc, *(rule.when for rule in rules)))
    for band in item.limits.bands if item.limits else ():
        yield from filter(None, (band.when, band.fail_below, band.warn_below, band.warn_above, band.fail_above))


class _Reading:
    """Checks what may stand in an expression and notes what it refers to."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.calls: list[tuple[str, tuple[str, ...], int]] = []
        self.comparisons: list[Comparison] = []
        self.uses_result = False

    def expression(self, tree: ast.expr) -> Expression:
        for nodes, node in enumerate(ast.walk(tree)):
            if nodes > MAX_NODES:
                raise ExpressionFault(say("The expression has too many parts."))
            self.look(node)
        tree = ast.fix_missing_locations(_Exact().visit(tree))
        return Expression(self.text, tree, self.names(), tuple(self.calls), tuple(self.comparisons))

    def fault(self, node: ast.AST, sentence: str, **values: object) -> ExpressionFault:
        before = getattr(node, "col_offset", 0)
        column = len(self.text.encode()[:before].decode("utf-8", "ignore")) + 1
        return ExpressionFault(sentence, column, **values)

    def look(self, node: ast.AST) -> None:
        match node:
            case ast.Call():
                self.call(node)
            case ast.Name(id=name):
                if name == "result":
                    self.uses_result = True
                elif name not in SIGNATURES:
                    raise self.fault(node, say("“{name}” is not known; names stand in quotes."), name=name)
            case ast.Constant(value=value):
                if isinstance(value, bool) or not isinstance(value, int | float | str):
                    if not isinstance(value, bool):
                        raise self.fault(node, say("Only numbers and quoted texts may be written."))
                elif isinstance(value, int | float) and len(self.written(node)) > 30:
                    raise self.fault(node, say("The number has too many digits."))
            case ast.Compare(left=left, ops=[op], comparators=[right]):
                self.compare(node, left, op, right)
            case ast.Compare():
                raise self.fault(node, say("Compare two values at a time."))
            case _ if not isinstance(node, _ALLOWED):
                raise self.fault(node, say("This is not allowed in an expression."))
            case _:
                pass

    def written(self, node: ast.Constant) -> str:
        return ast.get_source_segment(self.text, node) or str(node.value)

    def call(self, node: ast.Call) -> None:
        if not isinstance(node.func, ast.Name) or node.func.id not in SIGNATURES:
            name = node.func.id if isinstance(node.func, ast.Name) else ast.unparse(node.func)[:40]
            raise self.fault(
                node,
                say("The function “{name}” is not known; known are: {known}."),
                name=name,
                known=", ".join(SIGNATURES),
            )
        name, wanted = node.func.id, SIGNATURES[node.func.id]
        if node.keywords or not all(isinstance(a, ast.Constant) and isinstance(a.value, str) for a in node.args):
            raise self.fault(node, say("“{name}” takes names in quotes."), name=name)
        many = wanted[-1].endswith("*")
        least = len(wanted) - (1 if many and len(wanted) > 1 else 0)
        if len(node.args) < least or (not many and len(node.args) > len(wanted)):
            raise self.fault(node, say("“{name}” takes {n} names in quotes."), name=name, n=least)
        self.calls.append(
            (name, tuple(str(a.value) for a in node.args if isinstance(a, ast.Constant)), node.col_offset + 1)
        )

    def compare(self, node: ast.Compare, left: ast.expr, op: ast.cmpop, right: ast.expr) -> None:
        if isinstance(op, ast.In | ast.NotIn) and not isinstance(right, ast.Tuple):
            raise self.fault(right, say("“in” needs a list in brackets with a comma."))
        for side, other in ((left, right), (right, left)):
            if (
                isinstance(side, ast.Call)
                and isinstance(side.func, ast.Name)
                and len(side.args) == 1
                and side.func.id in ("answer", "setting", "attribute")
                and isinstance(side.args[0], ast.Constant)
            ):
                constants = other.elts if isinstance(other, ast.Tuple) else [other]
                codes = tuple(c.value for c in constants if isinstance(c, ast.Constant) and isinstance(c.value, str))
                self.comparisons.append(Comparison(side.func.id, str(side.args[0].value), codes, node.col_offset + 1))

    def names(self) -> Names:
        found: dict[str, set[Any]] = {
            "item": set(),
            "setting": set(),
            "set": set(),
            "input": set(),
            "attribute": set(),
            "option": set(),
        }
        for name, args, _ in self.calls:
            wanted = SIGNATURES[name]
            for n, argument in enumerate(args):
                what = wanted[min(n, len(wanted) - 1)].rstrip("*")
                if what == "attribute":
                    found[what].add((args[0] if n else "", argument))
                elif what == "option":
                    found[what].add((args[0], argument))
                else:
                    found[what].add(argument)
        return Names(
            frozenset(found["item"]),
            frozenset(found["setting"]),
            frozenset(found["set"]),
            frozenset(found["attribute"]),
            frozenset(found["input"]),
            frozenset(found["option"]),
            self.uses_result,
        )


class _Exact(ast.NodeTransformer):
    """Written numbers become decimals once, at reading."""

    def visit_Constant(self, node: ast.Constant) -> ast.AST:
        if isinstance(node.value, int | float) and not isinstance(node.value, bool):
            exact: Any = Decimal(repr(node.value))
            return ast.copy_location(ast.Constant(exact), node)
        return node


class _Evaluation(SimpleEval):  # type: ignore[misc,unused-ignore]
    """`simpleeval` with decimals, three-valued logic, and the functions bound to one item place."""

    def __init__(self, facts: Facts, item: Item | None, sample: str, result: Decimal | None) -> None:
        # Not super().__init__(): it resets the process's warning filters (catch_warnings) at every evaluation, which
        # no other thread survives, to learn about nodes that we do not allow anyway. Tried with simpleeval 1.0.8.
        self.operators: dict[Any, Any] = {}
        self.functions: dict[str, Any] = {}
        self.names: dict[str, Any] = {}
        self.allowed_attrs = None
        self.place = _Place(facts, item, sample)
        self.result = result
        self.nodes = {
            ast.Constant: lambda n: n.value,
            ast.Name: self._name,
            ast.Call: self._call,
            ast.BinOp: self._sum,
            ast.UnaryOp: self._sign,
            ast.BoolOp: self._logic,
            ast.Compare: self._compare,
            ast.IfExp: self._choose,
            ast.Tuple: lambda n: tuple(self._eval(e) for e in n.elts),
        }

    def _name(self, node: ast.Name) -> Value:
        found: Value = self.result
        return found

    def _call(self, node: ast.Call) -> Value:
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        return FUNCTIONS[name](self.place, *(a.value for a in node.args if isinstance(a, ast.Constant)))

    def _sum(self, node: ast.BinOp) -> Value:
        left, right = self._eval(node.left), self._eval(node.right)
        if not (isinstance(left, Decimal) and isinstance(right, Decimal)):
            return None
        match node.op:
            case ast.Add():
                return left + right
            case ast.Sub():
                return left - right
            case ast.Mult():
                return left * right
            case ast.Div():
                return left / right if right else None
            case _:
                return None

    def _sign(self, node: ast.UnaryOp) -> Value:
        value = self._eval(node.operand)
        if isinstance(node.op, ast.Not):
            return not value if isinstance(value, bool) else None
        if not isinstance(value, Decimal):
            return None
        return -value if isinstance(node.op, ast.USub) else value

    def _logic(self, node: ast.BoolOp) -> Value:
        decisive = isinstance(node.op, ast.Or)
        unknown = False
        for part in node.values:
            value: Value = self._eval(part)
            if value is decisive:
                return value
            unknown = unknown or not isinstance(value, bool)
        return None if unknown else not decisive

    def _choose(self, node: ast.IfExp) -> Value:
        test = self._eval(node.test)
        if not isinstance(test, bool):
            return None
        chosen: Value = self._eval(node.body if test else node.orelse)
        return chosen

    def _compare(self, node: ast.Compare) -> Value:
        left, op = self._eval(node.left), node.ops[0]
        right = self._eval(node.comparators[0])
        if left is None or right is None:
            return None
        match op:
            case ast.In():
                return bool(left in right)
            case ast.NotIn():
                return bool(left not in right)
            case ast.Eq():
                return bool(left == right)
            case ast.NotEq():
                return bool(left != right)
            case _:
                pass
        if type(left) is not type(right):
            return None
        match op:
            case ast.Lt():
                return bool(left < right)
            case ast.LtE():
                return bool(left <= right)
            case ast.Gt():
                return bool(left > right)
            case _:
                return bool(left >= right)


@dataclass(frozen=True)
class _Place:
    """One item at one sample, with the facts around it."""

    facts: Facts
    item: Item | None
    sample: str

    def sample_for(self, item: Item) -> str | None:
        """At which sample another item is looked up: its own place, or the same sample of the same set."""
        if not item.set:
            return ""
        return self.sample if self.item is not None and item.set == self.item.set and self.sample else None

    def raw(self, id_: str) -> Raw | None:
        item = self.facts.checklist.by_id.get(id_)
        sample = self.sample_for(item) if item else None
        return None if sample is None else self.facts.answer_at(id_, sample)

    def all(self, id_: str) -> list[Raw]:
        """The answers of an item over its set (or its one answer)."""
        item = self.facts.checklist.by_id.get(id_)
        if item is None:
            return []
        samples: Iterable[str] = self.facts.samples(item.set) if item.set else ("",)
        return [raw for s in samples if (raw := self.facts.answer_at(id_, s)) is not None]


_DECIMAL: Final = re.compile(r"-?[0-9]+(\.[0-9]+)?")


def decimal_of(raw: object) -> Decimal | None:
    """A canonical decimal text as a number; None for anything else (a word in a number's place)."""
    return Decimal(raw) if isinstance(raw, str) and len(raw) <= 80 and _DECIMAL.fullmatch(raw) else None


def date_of(raw: object) -> date | None:
    """A canonical date text as a day; a month alone counts as its first day."""
    if not isinstance(raw, str):
        return None
    try:
        return date.fromisoformat(raw if len(raw) > 7 else raw + "-01")
    except ValueError:
        return None


def years_between(start: date, end: date) -> Decimal:
    """Calendar years: whole ones by anniversary, the rest as days of the running year (29 Feb counts as 1 Mar)."""
    if end < start:
        return -years_between(end, start)
    whole = end.year - start.year
    if _anniversary(start, end.year) > end:
        whole -= 1
    last, coming = _anniversary(start, start.year + whole), _anniversary(start, start.year + whole + 1)
    return Decimal(whole) + Decimal((end - last).days) / Decimal((coming - last).days)


def _anniversary(start: date, year: int) -> date:
    year = min(year, date.max.year)
    if start.month == 2 and start.day == 29 and not calendar.isleap(year):
        return date(year, 3, 1)
    return start.replace(year=year)


def _numbers(place: _Place, id_: str) -> list[Decimal]:
    return [n for raw in place.all(id_) if (n := decimal_of(raw)) is not None]


def _mean(place: _Place, id_: str) -> Value:
    numbers = _numbers(place, id_)
    return sum(numbers, Decimal()) / len(numbers) if numbers else None


def _share(place: _Place, ids: Iterable[str], good: Callable[[list[Verdict]], bool | None]) -> Value:
    """Percent of samples *good* says yes to; samples it says None to are not counted."""
    ids = list(ids)
    items = place.facts.checklist.by_id
    sets = {items[i].set for i in ids if i in items}
    if len(sets) != 1:
        return None
    set_ = sets.pop()
    said = [
        good([v for i in ids if (v := place.facts.verdict_at(i, s)) is not None])
        for s in (place.facts.samples(set_) if set_ else ("",))
    ]
    judged = [s for s in said if s is not None]
    return HUNDRED * sum(judged) / len(judged) if judged else None


_JUDGED = frozenset({Verdict.CONFORM, Verdict.OBSERVATION, Verdict.MINOR, Verdict.MAJOR})
_FAILED = frozenset({Verdict.MINOR, Verdict.MAJOR})


def _no_failure(verdicts: list[Verdict]) -> bool | None:
    return None if not _JUDGED.intersection(verdicts) else not _FAILED.intersection(verdicts)


def _share_conforming(place: _Place, set_: str) -> Value:
    ids = [i.id for i in place.facts.checklist.items() if i.set == set_]
    return _share(place, ids, _no_failure)


def _share_failing(place: _Place, *ids: str) -> Value:
    passing = _share(place, ids, _no_failure)
    return HUNDRED - passing if isinstance(passing, Decimal) else None


def _readings_passing(place: _Place, set_: str) -> Value:
    readings = [
        v
        for i in place.facts.checklist.items()
        if i.set == set_ and i.kind is AnswerKind.NUMBER and i.limits and i.limits.bands
        for s in place.facts.samples(set_)
        if (v := place.facts.verdict_at(i.id, s)) in _JUDGED and place.facts.answer_at(i.id, s) is not None
    ]
    return HUNDRED * sum(v is Verdict.CONFORM for v in readings) / len(readings) if readings else None


def _chosen(place: _Place, id_: str) -> tuple[str, ...] | None:
    raw = place.raw(id_)
    return None if raw is None else tuple(raw) if not isinstance(raw, str) else (raw,)


def _selected(place: _Place, id_: str, *codes: str) -> Value:
    chosen = _chosen(place, id_)
    return None if chosen is None else Decimal(len(set(chosen) & set(codes) if codes else set(chosen)))


def _includes(place: _Place, id_: str, code: str) -> Value:
    chosen = _chosen(place, id_)
    return None if chosen is None else code in chosen


def _distinct(place: _Place, set_: str, attribute: str) -> Value:
    found: set[str] = set()
    known = False
    for sample in place.facts.samples(set_):
        value = place.facts.attribute(set_, sample, attribute)
        if value is not None:
            known = True
            found.update((value,) if isinstance(value, str) else value)
    return Decimal(len(found)) if known else None


def _input(place: _Place, code: str) -> Decimal | None:
    if place.item is None:
        return None
    entered = place.facts.input_at(place.item.id, place.sample, code)
    default = next((i.default for i in place.item.inputs if i.code == code), "")
    return decimal_of(entered or default or None)


def _attribute(place: _Place, code: str) -> Value:
    if place.item is None or not place.item.set or not place.sample:
        return None
    value = place.facts.attribute(place.item.set, place.sample, code)
    return value if isinstance(value, str) and value else None


def _answer(place: _Place, id_: str) -> Value:
    raw = place.raw(id_)
    return raw if isinstance(raw, str) else None


def _days_between(place: _Place, first: str, second: str) -> Value:
    start, end = date_of(place.raw(first)), date_of(place.raw(second))
    return Decimal((end - start).days) if start and end else None


def _days_since(place: _Place, id_: str) -> Decimal | None:
    day = date_of(place.raw(id_))
    return Decimal((place.facts.day - day).days) if day else None


def _days_left(place: _Place, id_: str) -> Value:
    since = _days_since(place, id_)
    return -since if since is not None else None


def _years_since(place: _Place, id_: str) -> Value:
    day = date_of(place.raw(id_))
    return years_between(day, place.facts.day) if day else None


FUNCTIONS: Final[Mapping[str, Callable[..., Value]]] = {
    "answer": _answer,
    "num": lambda p, i: decimal_of(p.raw(i)),
    "given": lambda p, c: _input(p, c) is not None,
    "input": _input,
    "setting": lambda p, c: p.facts.setting(c) or None,
    "attribute": _attribute,
    "mean": _mean,
    "least": lambda p, i: min(_numbers(p, i), default=None),
    "most": lambda p, i: max(_numbers(p, i), default=None),
    "total": lambda p, i: sum(found, Decimal()) if (found := _numbers(p, i)) else None,
    "count": lambda p, s: Decimal(len(p.facts.samples(s))),
    "share_conforming": _share_conforming,
    "share_passing": lambda p, *ids: _share(p, ids, _no_failure),
    "share_failing": _share_failing,
    "readings_passing": _readings_passing,
    "selected": _selected,
    "includes": _includes,
    "distinct": _distinct,
    "days_between": _days_between,
    "days_since": _days_since,
    "days_left": _days_left,
    "years_since": _years_since,
}
