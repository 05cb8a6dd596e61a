"""How often somebody may ask, and that nothing is asked twice: small, bounded tables in memory."""

from __future__ import annotations

import hmac
import secrets
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

CHALLENGE_SECONDS: Final = 300.0
_MOST_NONCES: Final = 200_000
"""Under one challenge, in all; beyond it a new challenge begins (some 20 MB)."""
_MOST_NAMES: Final = 10_000
"""Askers remembered; the one that was silent longest is forgotten, and may ask as if it were new."""


@dataclass(frozen=True)
class Rate:
    """So many at once, and so many a second."""

    burst: float
    second: float


DESK: Final = Rate(burst=3_000, second=300)
"""Of an enrolled desk: hundreds of photos in one go are its daily work."""
STRANGER: Final = Rate(burst=600, second=20)
"""Of an address, for what is not signed by an enrolled desk: hello, health, refused requests."""
CODES: Final = Rate(burst=60, second=0.5)
"""Of an address: tries to enrol; a class of new inspectors sits behind one. (Nobody guesses 128 bits.)"""


class Rates:
    """Token buckets by name."""

    def __init__(self, rate: Rate, *, clock: Callable[[], float] = time.monotonic) -> None:
        self.rate, self._clock = rate, clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, name: str) -> float:
        """0 when *name* may ask now (and it is counted); else so many seconds to wait."""
        now = self._clock()
        left, then = self._buckets.pop(name, (self.rate.burst, now))
        left = min(self.rate.burst, left + (now - then) * self.rate.second)
        taken = left >= 1
        self._buckets[name] = (left - 1 if taken else left, now)
        if len(self._buckets) > _MOST_NAMES:
            self._buckets.popitem(last=False)
        return 0.0 if taken else (1 - left) / self.rate.second


@dataclass
class _Challenge:
    word: str
    since: float
    taken: set[bytes] = field(default_factory=set)


class Challenges:
    """The words a request must be signed with: this one and the one before it, each for some minutes."""

    def __init__(
        self,
        *,
        clock: Callable[[], float] = time.monotonic,
        seconds: float = CHALLENGE_SECONDS,
        most: int = _MOST_NONCES,
    ) -> None:
        self._clock, self._seconds, self._most = clock, seconds, most
        self._now = self._drawn()
        self._before: _Challenge | None = None

    @property
    def word(self) -> str:
        """The word that desks are told now."""
        self._grow_old()
        return self._now.word

    def take(self, word: str, public: bytes, nonce: str) -> str:
        """ "" when a request signed with *word* is heard for the first time; else "challenge" (an old word: sign again
        with the new one) or "replayed"."""
        self._grow_old()
        for one in (self._now, self._before):
            if one is not None and secrets.compare_digest(one.word.encode(), word.encode()):
                mark = public[:8] + bytes.fromhex(nonce)
                if mark in one.taken:
                    return "replayed"
                one.taken.add(mark)
                return ""
        return "challenge"

    def _grow_old(self) -> None:
        now = self._clock()
        if now - self._now.since >= self._seconds or len(self._now.taken) >= self._most:
            # after a silence longer than both lives, nobody may use the one before either
            self._before = self._now if now - self._now.since < 2 * self._seconds else None
            self._now = self._drawn()
        if self._before is not None and now - self._before.since >= 2 * self._seconds:
            self._before = None

    def _drawn(self) -> _Challenge:
        return _Challenge(secrets.token_hex(16), self._clock())


class SharedChallenges:
    """Challenges that several processes draw alike, from a secret of the hub's and its clock; which nonces were taken
    they must then tell each other (`Register.fresh`). One desk's connections go to any of them."""

    def __init__(
        self, secret: bytes, *, clock: Callable[[], float] = time.time, seconds: float = CHALLENGE_SECONDS
    ) -> None:
        self._secret, self._clock, self.seconds = secret, clock, seconds

    @property
    def word(self) -> str:
        return self._drawn(self._window())

    def good(self, word: str) -> bool:
        """Is it this window's, the one before (a desk that was just told it), or the next (another machine's clock)?"""
        now = self._window()
        return any(secrets.compare_digest(self._drawn(n).encode(), word.encode()) for n in (now, now - 1, now + 1))

    def _window(self) -> int:
        return int(self._clock() // self.seconds)

    def _drawn(self, window: int) -> str:
        return hmac.new(self._secret, f"auditapp-challenge-v1 {window}".encode(), "sha256").hexdigest()[:32]
