"""What did not come in, in as few sentences as say all of it: names, and why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from auditapp.ui.intake import Load
from auditapp.words import Trouble, Words, in_words

MOST_NAMES: Final = 5
MOST_SENTENCES: Final = 4


def told(w: Words, load: Load) -> str:
    """Everything a person should know about *load* now that it has ended; "" when all of it came in."""
    said: list[str] = []
    if load.halted is not None:
        said.append(
            w.count(
                "{n} photo was not taken in. {why}",
                "{n} photos were not taken in. {why}",
                load.left,
                why=in_words(load.halted, w),
            )
        )
    elif load.cancelled and load.left:
        said.append(
            w.count("Stopped: {n} photo was not taken in.", "Stopped: {n} photos were not taken in.", load.left)
        )
    if load.others:
        said.append(
            w.count(
                "{n} file is no picture and was left out: {names}.",
                "{n} files are no pictures and were left out: {names}.",
                len(load.others),
                names=listed(w, load.others),
            )
        )
    if load.known and (load.kept or load.refused):
        said.append(
            w.count(
                "{n} picture is here already and was not taken in again: {names}.",
                "{n} pictures are here already and were not taken in again: {names}.",
                len(load.known),
                names=listed(w, load.known),
            )
        )
    said += [sentence(w, name, why) for name, why in load.refused[:MOST_SENTENCES]]
    if len(load.refused) > MOST_SENTENCES:
        said.append(w("and {n} more", n=len(load.refused) - MOST_SENTENCES))
    return "\n".join(said)


def sentence(w: Words, name: str, why: Trouble) -> str:
    """Why one photo was not taken in; it is named once."""
    said = in_words(why, w)
    return said if name in said else w("{name} was not taken in. {why}", name=name, why=said)


def listed(w: Words, names: Sequence[str]) -> str:
    """Names side by side, the first few of them."""
    shown = ("、" if w.chinese else ", ").join(names[:MOST_NAMES])
    return w("{names} and {n} more", names=shown, n=len(names) - MOST_NAMES) if len(names) > MOST_NAMES else shown
