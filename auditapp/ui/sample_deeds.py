"""What is done about samples, from a form: through the bridge, and why not in words when it was refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from auditapp.operations import samples
from auditapp.operations.changes import Changes
from auditapp.ui.bridge import Bridge
from auditapp.words import Trouble, what_happened


class SampleDeeds:
    """``choose(set, code)`` is called with the sample that a deed made, after everybody was told."""

    def __init__(self, bridge: Bridge, inspection: str, choose: Callable[[str, str], object]) -> None:
        self.bridge, self.inspection, self._choose = bridge, inspection, choose

    def draw(self, set_code: str, **named: Any) -> str:
        return self._do(samples.draw, set_code, chosen=set_code, **named)

    def add(self, set_code: str, label: str, **named: Any) -> str:
        return self._do(samples.add, set_code, label, chosen=set_code, **named)

    def describe(self, sample: str, **named: Any) -> str:
        return self._do(samples.describe, sample, **named)

    def replace(self, sample: str, reason: str, **named: Any) -> str:
        return self._do(samples.replace, sample, reason, chosen=sample.partition("/")[0], **named)

    def skip(self, sample: str, reason: str) -> str:
        """*reason* "" takes the skip back."""
        return self._do(samples.skip, sample, reason)

    def _do(self, verb: Callable[..., Changes], *given: Any, chosen: str = "", **named: Any) -> str:
        refused: list[Trouble] = []
        listening = self.bridge.failed.connect(refused.append)
        try:
            changes = self.bridge.do(verb, self.inspection, *given, **named)
        finally:
            self.bridge.failed.disconnect(listening)
        if not isinstance(changes, Changes):
            return what_happened(refused[-1], self.bridge.words) if refused else self.bridge.words("Not saved")
        if chosen and changes.code:
            self._choose(chosen, changes.code)
        return ""
