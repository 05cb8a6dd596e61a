"""The ways of signing, worded apart by what each proves and what it does not (domain.md 4.2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from auditapp.ui import labelled
from auditapp.words import Words

WAYS: Final = ("L1", "L2", "L0", "paper")
"""In the order in which they are offered. L3 is no way of signing on a laptop: head office adds the time stamp when the
report arrives there, and `no_time_stamp` says so."""


@dataclass(frozen=True)
class Way:
    """``name`` is what the signature may be called, ``proves`` and ``lacks`` a sentence each."""

    code: str
    name: str
    proves: str
    lacks: str


def way(w: Words, code: str) -> Way:
    match code:
        case "L1":
            proves = w("The PDF is signed with a key on this laptop; whoever alters it afterwards is found out.")
            lacks = w("That the key is the signer's rests on the agreement of the opening meeting and the unit's list.")
        case "L2":
            proves = w("The PDF is signed with the signer's own file; an authority vouches for the name in it.")
            lacks = w("It is worth as much as that authority. Nothing of the file is kept on this laptop.")
        case "L0":
            proves = w("The handwriting is printed in the box, with name and time.")
            lacks = w("It proves neither who drew it nor that the PDF is unaltered: by itself no electronic signature.")
        case _:
            proves = w("The paper bears the signature; its scan is kept with the inspection by its hash.")
            lacks = w("The paper is the original, so it has to be kept. The PDF itself is not signed by it.")
    return Way(code, labelled.level(w, code), proves, lacks)


def no_time_stamp(w: Words) -> str:
    """Where the highest level comes from."""
    return w(
        "None of these proves when it was signed: the time is this laptop's own. "
        "Head office adds a trusted time stamp to the report when it arrives there, if it has such a service."
    )
