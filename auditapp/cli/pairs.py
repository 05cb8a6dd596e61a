"""Names with values on the command line: ``CODE=VALUE``."""

from __future__ import annotations

from collections.abc import Iterable

from auditapp.words import Trouble, say


def pairs(given: Iterable[str]) -> dict[str, str]:
    """Every ``NAME=VALUE``; the last one of a name counts. Raises `Trouble`."""
    found: dict[str, str] = {}
    for one in given:
        name, sign, value = one.partition("=")
        if not sign or not name.strip():
            raise Trouble(
                say("Used wrongly"),
                say("{what} is not of the form NAME=VALUE."),
                say("Nothing was saved. Write it with an equals sign."),
                code=2,
                what=one[:60],
            )
        found[name.strip()] = value.strip()
    return found
