"""What goes over the wire between a desk and the hub, beside entries and the bytes of files.

One shape for both sides: the hub reads with it, the desk reads with it, and the published OpenAPI document is made
from it. Everything has a limit; what is longer or of another shape is refused, never cut.
"""

from __future__ import annotations

from typing import Annotated, Final, TypeAlias

import msgspec

from auditapp.journal.entry import MAX_COUNT

HUB: Final = "auditapp-hub"
"""Header of every answer of a hub: its id. What answers without it is something else (a hotel's log-in page)."""
MOST_ASKED: Final = 5_000
"""Files in one question."""
MOST_STRANDS: Final = 50
"""Desks in one question for entries."""

ID: Final = "^[0-9a-f]{32}$"
HASH: Final = "^[0-9a-f]{64}$"
COUNT: Final = "^[0-9]{1,10}$"
_STRAND: Final = "[0-9a-f]{32}[.][0-9]{1,10}"
AFTER: Final = f"^{_STRAND}(,{_STRAND}){{0,{MOST_STRANDS - 1}}}$"
"""After which number of each desk entries are asked for: ``DESK.NUMBER,DESK.NUMBER,…``."""

Id: TypeAlias = Annotated[str, msgspec.Meta(pattern=ID, description="Of an inspection or a desk.")]
Hash: TypeAlias = Annotated[str, msgspec.Meta(pattern=HASH, description="SHA-256.")]
Number: TypeAlias = Annotated[int, msgspec.Meta(ge=0, le=MAX_COUNT)]
Line: TypeAlias = Annotated[str, msgspec.Meta(max_length=200)]
Ends: TypeAlias = dict[Id, tuple[Number, Hash]]
"""Desk -> number and id of the end of its strand."""


class Compare(msgspec.Struct, frozen=True):
    """How far the desk's strands go. *rest*: tell too of the inspections that are not named here."""

    inspections: dict[Id, Ends]
    rest: bool = True


class EndsLine(msgspec.Struct, frozen=True, array_like=True):
    """One inspection whose digests differ: what the hub has, null where it has nothing (that this desk may see)."""

    inspection: Id
    digest: Ends | None


class Held(msgspec.Struct, frozen=True):
    """SHA-256 -> -1: held whole; otherwise how many bytes of it are there."""

    files: dict[Hash, int]


class Wanted(msgspec.Struct, frozen=True):
    """Which files are meant."""

    files: Annotated[list[Hash], msgspec.Meta(max_length=MOST_ASKED)]


class Piece(msgspec.Struct, frozen=True):
    """After a piece of a file: how many bytes are on the hub's drive, and whether that is all and proven."""

    offset: int
    held: bool


class Join(msgspec.Struct, frozen=True):
    """A desk asks to be enrolled; the request is signed with its key. ``name`` is what the laptop is called,
    ``request`` a certificate request (PEM) of the person's signing key, "" for none."""

    code: Annotated[str, msgspec.Meta(max_length=64)]
    desk: Id
    name: Annotated[str, msgspec.Meta(max_length=64)] = ""
    request: Annotated[str, msgspec.Meta(max_length=4_000)] = ""


class CertificateAsked(msgspec.Struct, frozen=True):
    """An enrolled person asks for a certificate for a (new) signing key."""

    request: Annotated[str, msgspec.Meta(min_length=1, max_length=4_000)]


class Certified(msgspec.Struct, frozen=True):
    """The person's certificate and the authority's, PEM."""

    certificate: str
    authority: str


class Authority(msgspec.Struct, frozen=True):
    """The company's authority (PEM), to be compared with the fingerprint that came with the code."""

    authority: str


class Enrolment(msgspec.Struct, frozen=True):
    """What a desk knows of the company it belongs to; kept as JSON in the desk's table *office*."""

    hub: str
    organisation: str
    """The company's name."""
    company: str
    """Id of the company journal."""
    address: str
    key: str
    """Ed25519, hex: receipts are signed with it."""
    user: str
    """The person's code at the hub."""
    name: str
    roles: tuple[str, ...]
    desk: str
    enrolled: str
    bundles: str = ""
    """X25519, hex: what is sent by stick or mail is encrypted to it."""
    authority: str = ""
    """The company's authority, PEM: persons' certificates chain to it."""
    revoked: bytes = b""
    """The authority's list of persons' certificates it took back (a CRL, DER)."""
    pinned: bool = True
    """Is the hub's own certificate by that authority? False: by one that the system trusts."""
    erasers: tuple[str, ...] = ()
    recovery: str = ""
    """The company's recovery key, public half (PEM)."""
    certificate: str = ""
    """The person's certificate (PEM) where one was asked for."""


class Refusal(msgspec.Struct, frozen=True):
    """Why the hub did not do what was asked: one word of `office.refusals`."""

    why: str
    retry: int = 0
    """Seconds after which to ask again; 0: asking again changes nothing."""
    offset: int = 0
    """Where the file goes on (why: offset)."""
