"""What a deed changed: the value every verb returns, and all a screen needs to redraw."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Changes:
    """Something was done and is on the drive.

    ``kind`` names the deed in a word (answered, noted, photographed, …); ``places`` are the item places,
    sample subjects or entity ids it touched; ``ids`` the entries written, in order; ``codes`` the short names
    the deed made up and a person will want to use next (finding number, sample codes, person code, photo id).
    """

    inspection: str
    kind: str
    places: frozenset[str] = frozenset()
    ids: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()

    @property
    def code(self) -> str:
        """The only or first short name made, or ""."""
        return self.codes[0] if self.codes else ""
