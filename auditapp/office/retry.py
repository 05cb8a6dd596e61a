"""When to exchange again: a pure schedule. Who has a clock or a timer (the window, `exchange --watch`) asks it.

A round that failed is tried again by itself, soon and then more seldom, for ever; it never waits for the next answer
(exchange.md A.1 tells of queues that never drained because they did). A round that went well is followed by a regular
one: others may have given something meanwhile.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

REGULAR = 300.0
FIRST = 5.0
LONGEST = 900.0
SOON = 20.0


@dataclass(frozen=True, slots=True)
class Retry:
    """How often in a row it failed; make the next one with `succeeded`, `failed` or `written`."""

    failures: int = 0
    news: bool = False
    """Something was written here since the last round began."""
    regular: float = REGULAR
    first: float = FIRST
    longest: float = LONGEST
    soon: float = SOON

    def succeeded(self) -> Retry:
        return replace(self, failures=0, news=False)

    def failed(self) -> Retry:
        return replace(self, failures=self.failures + 1)

    def written(self) -> Retry:
        """An answer was saved: the next regular round comes earlier. A failed one keeps its own time."""
        return replace(self, news=True)

    def wait(self, chance: float = 0.5) -> float:
        """Seconds until the next round. *chance* in [0, 1) spreads many laptops that lost one hub at one time: between
        three and five quarters of the time."""
        if self.failures:
            time = min(self.longest, self.first * 2.0 ** min(self.failures - 1, 20))
        else:
            time = min(self.soon, self.regular) if self.news else self.regular
        return time * (0.75 + chance / 2)
