"""The ways through the hub's door: protocol v1, one table. Routes, the published OpenAPI document and the tests are
made from it; a new way is a new line and a function in `answers`.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any, Final

from auditapp.hub import answers
from auditapp.office.messages import (
    AFTER,
    COUNT,
    Authority,
    CertificateAsked,
    Certified,
    Compare,
    EndsLine,
    Enrolment,
    Held,
    Join,
    Piece,
    Wanted,
)
from auditapp.office.protocol import Given, Hello, Receipt

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from auditapp.hub.service import Serving


class Who(Enum):
    """Who may come this way."""

    ANYBODY = "anybody"
    SIGNED = "whoever signs, enrolled or not"
    ENROLLED = "enrolled desks"


ENTRIES: Final = "application/x-ndjson"
BYTES: Final = "application/octet-stream"
JSON: Final = "application/json"


@dataclass(frozen=True)
class Way:
    """One method at one path. ``asks`` and ``gives``: the shape of the body and of the answer, or a media type."""

    method: str
    path: str
    who: Who
    what: str
    answer: Callable[[Serving, Request], Awaitable[Response]]
    asks: Any = None
    gives: Any = None
    statuses: tuple[int, ...] = (200,)
    refusals: tuple[str, ...] = ()
    query: tuple[tuple[str, str], ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    """Names and patterns of what else must be said."""


WAYS: Final[tuple[Way, ...]] = (
    Way("GET", "/v1/hello", Who.ANYBODY, "Who the hub is, and its challenge.", answers.hello, gives=Hello),
    Way("GET", "/v1/authority", Who.ANYBODY, "The company's authority.", answers.authority, gives=Authority),
    Way(
        "POST",
        "/v1/enrol",
        Who.SIGNED,
        "Enrol this desk by a one-time code.",
        answers.enrol,
        asks=Join,
        gives=Enrolment,
        refusals=("code", "request"),
    ),
    Way("GET", "/v1/enrolment", Who.ENROLLED, "What this desk should know now.", answers.enrolment, gives=Enrolment),
    Way(
        "POST",
        "/v1/certificate",
        Who.ENROLLED,
        "A certificate for a person's signing key.",
        answers.certificate,
        asks=CertificateAsked,
        gives=Certified,
        refusals=("request",),
    ),
    Way(
        "POST",
        "/v1/digest",
        Who.ENROLLED,
        "Compare digests: a line for every inspection where both differ.",
        answers.digest,
        asks=Compare,
        gives=(ENTRIES, EndsLine),
    ),
    Way(
        "POST",
        "/v1/inspections/{inspection}/entries",
        Who.ENROLLED,
        "Give entries, a line each. Answered when they are on the drive.",
        answers.give,
        asks=ENTRIES,
        gives=Given,
    ),
    Way(
        "GET",
        "/v1/inspections/{inspection}/entries",
        Who.ENROLLED,
        "The entries of the named desks after a number, a line each.",
        answers.entries,
        gives=ENTRIES,
        query=(("after", AFTER),),
    ),
    Way(
        "GET",
        "/v1/inspections/{inspection}/receipt",
        Who.ENROLLED,
        "What the hub holds of it, signed.",
        answers.receipt,
        gives=Receipt,
    ),
    Way(
        "POST",
        "/v1/files/have",
        Who.ENROLLED,
        "Which files are held, and how much of the others.",
        answers.have,
        asks=Wanted,
        gives=Held,
    ),
    Way(
        "PATCH",
        "/v1/files/{sha256}",
        Who.ENROLLED,
        "A piece of a file: 202 more is wanted, 201 all of it is on the drive and its hash fits.",
        answers.put,
        asks=BYTES,
        gives=Piece,
        statuses=(201, 202),
        refusals=("offset",),
        headers=(("upload-offset", COUNT), ("upload-length", COUNT)),
    ),
    Way(
        "GET",
        "/v1/files/{sha256}",
        Who.ENROLLED,
        "The bytes of a file, all or from a range's beginning.",
        answers.get,
        gives=BYTES,
        statuses=(200, 206),
        refusals=("not held", "range"),
    ),
    Way("GET", "/health", Who.ANYBODY, "Does the hub answer, and its database?", answers.health, gives="text/plain"),
    Way("GET", "/metrics", Who.ANYBODY, "Figures for Prometheus.", answers.metrics, gives="text/plain"),
)
