"""How many samples to look at, which ones, and what the rate found in them is worth.

* The table of ISO 2859-1 (GB/T 2828.1), single, normal inspection, levels I and II, with its arrows
  (domain.md 3.4; three public implementations got them wrong, so every cell is tested).
* Suggested sizes per sample set (domain.md 2.2).
* A drawing that anyone can repeat: SHA-256 of the seed, so it is the same on every Python, today and later.
* The honest output of an audit: a rate with its interval (Wilson), and exact bounds (Clopper-Pearson).
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal, InvalidOperation
from typing import Final

from auditapp.checklist.model import SampleSet
from auditapp.words import Trouble, say

AQLS: Final = ("0.65", "1.0", "1.5", "2.5", "4.0", "6.5", "10")
DOWN: Final = "↓"
UP: Final = "↑"

SIZES: Final[Mapping[str, int]] = {
    "A": 2,
    "B": 3,
    "C": 5,
    "D": 8,
    "E": 13,
    "F": 20,
    "G": 32,
    "H": 50,
    "J": 80,
    "K": 125,
}
"""Code letter -> sample size n."""

#: One row per code letter, one cell per AQL: the rejection number Re (Ac = Re - 1) or an arrow.
TABLE: Final[Mapping[str, tuple[str, ...]]] = {
    "A": (DOWN, DOWN, DOWN, DOWN, DOWN, "1", UP),
    "B": (DOWN, DOWN, DOWN, DOWN, "1", UP, DOWN),
    "C": (DOWN, DOWN, DOWN, "1", UP, DOWN, "2"),
    "D": (DOWN, DOWN, "1", UP, DOWN, "2", "3"),
    "E": (DOWN, "1", UP, DOWN, "2", "3", "4"),
    "F": ("1", UP, DOWN, "2", "3", "4", "6"),
    "G": (UP, DOWN, "2", "3", "4", "6", "8"),
    "H": (DOWN, "2", "3", "4", "6", "8", "11"),
    "J": ("2", "3", "4", "6", "8", "11", "15"),
    "K": ("3", "4", "6", "8", "11", "15", "22"),
}

#: Level -> (largest lot, code letter), in order.
LETTERS: Final[Mapping[str, tuple[tuple[int, str], ...]]] = {
    "II": (
        (8, "A"),
        (15, "B"),
        (25, "C"),
        (50, "D"),
        (90, "E"),
        (150, "F"),
        (280, "G"),
        (500, "H"),
        (1200, "J"),
        (3200, "K"),
    ),
    "I": ((15, "A"), (25, "B"), (90, "C"), (150, "D"), (280, "E"), (500, "F"), (1200, "G")),
}


@dataclass(frozen=True)
class Plan:
    """A single sampling plan: look at ``size`` of ``lot``; ``accept`` failures are still fine, ``reject`` are not.

    ``letter`` is the row the plan was found in, after the arrows. ``everything``: n reached the lot, look at all.
    """

    lot: int
    size: int
    accept: int
    reject: int
    letter: str
    everything: bool = False


def letter(lot: int, level: str = "II") -> str:
    """The code letter of a lot. Raises `Trouble` for lots below 2 or above what our table holds."""
    rows = LETTERS.get(level)
    if rows is None:
        raise Trouble(
            say("Unknown inspection level"),
            say("There is no sampling level “{level}”."),
            say("Use level I or level II."),
            code=2,
            level=level,
        )
    for largest, code in rows:
        if 2 <= lot <= largest:
            return code
    raise Trouble(
        say("No sampling plan"),
        say("The sampling table has no plan for {n} pieces at level {level}."),
        say("Choose the size of the sample by hand and say why."),
        code=2,
        n=lot,
        level=level,
    )


def iso2859(lot: int, *, level: str = "II", aql: str = "2.5") -> Plan:
    """The plan of ISO 2859-1 for a lot: follows the arrows, and looks at everything when n reaches the lot.

    An arrow brings its own sample size along: ↓ the first plan below (larger n), ↑ the first plan above.
    The one ↑ with nothing above it (letter A, AQL 10) goes to the first plan below instead: the larger sample.
    """
    if aql not in AQLS:
        raise Trouble(
            say("Unknown quality limit"),
            say("The sampling table has no column for AQL {aql}."),
            say("Use one of {known}."),
            code=2,
            aql=aql,
            known=tuple(AQLS),
        )
    column = AQLS.index(aql)
    rows = list(TABLE)
    row = rows.index(letter(lot, level))
    step = -1 if TABLE[rows[row]][column] == UP and row > 0 else 1
    while (cell := TABLE[rows[row]][column]) in (DOWN, UP):
        row += step
    code = rows[row]
    size = SIZES[code]
    return Plan(lot, min(size, lot), int(cell) - 1, int(cell), code, everything=size >= lot)


# ------------------------------------------------------------------------------------------- suggestions


def suggest(sample_set: SampleSet, population: int) -> int:
    """How many samples of a set to look at: the set's own plan, never more than there are.

    Plans (`SampleSet.plan`): ``iso2859`` (level, aql, min, max), ``share`` (percent, min), ``fixed`` (size),
    ``all`` (up_to, then): all up to ``up_to``, beyond that ``then`` (or ``up_to``). No plan: everything.
    Lots above the table take its largest sample; a plan's numbers that cannot be read count as absent.
    """
    if population <= 0:
        return 0
    plan = sample_set.plan
    match plan.get("rule", ""):
        case "iso2859":
            size = _iso_size(population, plan.get("level", "I"), plan.get("aql", "2.5"))
        case "share":
            size = int(
                (Decimal(population) * _number(plan, "percent", Decimal(100)) / 100).to_integral_value(ROUND_CEILING)
            )
        case "fixed":
            size = int(_number(plan, "size", Decimal(population)))
        case "all":
            up_to = int(_number(plan, "up_to", Decimal(population)))
            size = population if population <= up_to else int(_number(plan, "then", Decimal(up_to)))
        case _:
            size = population
    size = max(size, int(_number(plan, "min", Decimal(0))))
    size = min(size, int(_number(plan, "max", Decimal(population))))
    return max(1, min(size, population))


def _iso_size(population: int, level: str, aql: str) -> int:
    rows = LETTERS.get(level, LETTERS["I"])
    if population < 2:
        return population
    return iso2859(
        min(population, rows[-1][0]), level=level if level in LETTERS else "I", aql=aql if aql in AQLS else "2.5"
    ).size


def _number(plan: Mapping[str, str], name: str, default: Decimal) -> Decimal:
    try:
        number = Decimal(plan[name])
    except (KeyError, InvalidOperation, TypeError, ValueError):
        return default
    return number if number.is_finite() and 0 <= number <= 10**9 else default


# ------------------------------------------------------------------------------------------- drawing


def draw(population: int | Sequence[str], size: int, seed: str) -> tuple[str, ...]:
    """*size* of the population, drawn by the seed, in the population's own order.

    The population is a number (its members are then "1", "2" … ) or the members' labels. The drawing can be
    repeated by hand: member number i (from 1) gets the ticket SHA-256("auditapp-draw-v1\\n" seed "\\n" i),
    the *size* smallest tickets win. It does not depend on the labels, so a corrected label draws the same
    place, and a larger size draws the same members and some more. No random module: its sequences may
    change with Python's version.
    """
    members = [str(n) for n in range(1, population + 1)] if isinstance(population, int) else list(population)
    if not 0 <= size <= len(members):
        raise Trouble(
            say("Cannot draw that many"),
            say("{size} samples cannot be drawn from {n}."),
            say("Enter a size between 0 and the population."),
            code=2,
            size=size,
            n=len(members),
        )
    winners = sorted(range(len(members)), key=lambda place: (_ticket(seed, place + 1), place))[:size]
    return tuple(members[place] for place in sorted(winners))


def draw_in_turn(population: int | Sequence[str], seed: str) -> tuple[str, ...]:
    """The whole population in the order of its tickets: who comes next when a drawn sample must be replaced."""
    members = [str(n) for n in range(1, population + 1)] if isinstance(population, int) else list(population)
    return tuple(
        members[place] for place in sorted(range(len(members)), key=lambda place: (_ticket(seed, place + 1), place))
    )


def _ticket(seed: str, place: int) -> bytes:
    return hashlib.sha256(f"auditapp-draw-v1\n{seed}\n{place}".encode()).digest()


def check_replacement(replaces: str, reason: str) -> None:
    """Replacing a drawn sample needs a reason (domain.md 2.2). Raises `Trouble`."""
    if replaces and not reason.strip():
        raise Trouble(
            say("A reason is needed"),
            say("A sample that was drawn is replaced only with a reason."),
            say("Say why {sample} could not be looked at."),
            code=2,
            sample=replaces,
        )


# ------------------------------------------------------------------------------------------- intervals

Z95: Final = 1.959963984540054
"""The normal quantile of 97.5 %."""


def wilson(k: int, n: int) -> tuple[Decimal, Decimal]:
    """The 95 % Wilson interval of k out of n, in percent with one decimal: 18 of 20 -> (69.9, 97.2)."""
    _check_rate(k, n)
    share, z2 = k / n, Z95 * Z95
    middle = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = Z95 / (1 + z2 / n) * math.sqrt(share * (1 - share) / n + z2 / (4 * n * n))
    return (_percent(middle - half) if k else Decimal("0.0"), _percent(middle + half) if k < n else Decimal("100.0"))


def clopper_pearson(k: int, n: int, confidence: Decimal = Decimal("0.95")) -> tuple[Decimal, Decimal]:
    """The exact interval of k out of n, in percent with one decimal (two-sided; the binomial itself, no tables).

    Lower bound: the share at which k or more would be seen with probability alpha/2; upper: k or fewer.
    Found by halving; the binomial tail is summed with exact logarithms of factorials.
    """
    _check_rate(k, n)
    tail = float((1 - confidence) / 2)
    lower = 0.0 if k == 0 else _halve(lambda p: 1 - _at_most(k - 1, n, p) < tail)
    upper = 1.0 if k == n else _halve(lambda p: _at_most(k, n, p) > tail)
    return _percent(lower), _percent(upper)


def _halve(below: Callable[[float], bool]) -> float:
    """The share at which *below* turns false (it is true left of it)."""
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if below(middle) else (low, middle)
    return (low + high) / 2


def _at_most(k: int, n: int, p: float) -> float:
    """P(X <= k) of a binomial with n trials of share p (0 < p < 1)."""
    log_p, log_q, all_ = math.log(p), math.log1p(-p), math.lgamma(n + 1)
    return math.fsum(
        math.exp(all_ - math.lgamma(i + 1) - math.lgamma(n - i + 1) + i * log_p + (n - i) * log_q) for i in range(k + 1)
    )


def _check_rate(k: int, n: int) -> None:
    if n < 1 or not 0 <= k <= n:
        raise Trouble(
            say("No rate"),
            say("{k} out of {n} is not a rate."),
            say("Give a number from 0 to the number of those looked at."),
            code=2,
            k=k,
            n=n,
        )


def _percent(share: float) -> Decimal:
    return Decimal(f"{min(max(share, 0.0), 1.0) * 100:.1f}")
