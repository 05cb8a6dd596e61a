"""Why a hub refuses, in one word each, and what a person at a desk is told of it."""

from __future__ import annotations

from typing import Final

from auditapp.words import Trouble, say

STATUS: Final = {
    "malformed": 400,
    "not signed": 401,
    "challenge": 401,
    "replayed": 401,
    "unknown desk": 403,
    "revoked": 403,
    "not allowed": 403,
    "not held": 404,
    "no such place": 404,
    "no such way": 405,
    "too slow": 408,
    "offset": 409,
    "length": 411,
    "too large": 413,
    "packed": 415,
    "range": 416,
    "altered": 422,
    "too often": 429,
    "fault": 500,
    "busy": 503,
    "unreachable": 503,
    "full": 507,
    "code": 403,
    "request": 422,
}
"""Word -> HTTP status. Every refusal of a hub is one of these and nothing else."""

_NOTHING: Final = say("Nothing was lost: what is not acknowledged stays here and is sent the next time.")

_TOLD: Final = {
    "unknown desk": (
        say("Head office does not know this desk"),
        say("This desk is not enrolled there, or no longer."),
        say("Nothing was lost. Ask head office for a new invitation and enrol again."),
    ),
    "revoked": (
        say("Head office has revoked this desk"),
        say("It takes nothing from this desk any more, and gives it nothing."),
        say("Nothing was lost. Ask head office why; they can let the desk in again."),
    ),
    "not allowed": (
        say("Head office does not allow this"),
        say("The person's role does not allow it, or the inspection belongs to others."),
        say("Nothing was lost. Ask head office for the role or the assignment."),
    ),
    "not held": (
        say("Head office does not hold this file"),
        say("It was named there, but its bytes have not arrived yet."),
        say("It comes when the desk that has it exchanges."),
    ),
    "too often": (
        say("Head office asks for patience"),
        say("This desk or this network has asked too often; try again in {seconds} s."),
        _NOTHING,
    ),
    "busy": (
        say("Head office is busy"),
        say("It cannot take more at this moment; try again in {seconds} s."),
        _NOTHING,
    ),
    "unreachable": (
        say("Head office cannot reach its own storage"),
        say("The hub answers, but its database or its files do not."),
        _NOTHING,
    ),
    "full": (say("Head office's disk is full"), say("It has no room for what this desk gives."), _NOTHING),
    "fault": (say("A fault at head office"), say("The hub met a fault of its own; its log tells where."), _NOTHING),
    "code": (
        say("The invitation does not hold"),
        say(
            "Head office does not know its code, or it was used by another desk, or it is more than a day old; or this "
            "desk belongs to somebody else there."
        ),
        say("Nothing was changed. Ask head office for a new invitation; tell them if somebody else used yours."),
    ),
    "request": (
        say("Head office issued no certificate"),
        say("The request for it was damaged, or its key is of a kind that head office does not take."),
        say("Nothing was changed. Try again."),
    ),
}


def told(why: str, *, retry: int = 0) -> Trouble:
    """The trouble a person is told when the hub said *why*."""
    if why in _TOLD:
        title, sentence, todo = _TOLD[why]
        return Trouble(title, sentence, todo, code=3, seconds=max(retry, 1))
    return Trouble(
        say("Head office did not understand this program"),
        say("It refused a message ({why})."),
        say("Nothing was lost. Look whether one of both programs is older; send us the desk's log otherwise."),
        why=why[:40],
    )
