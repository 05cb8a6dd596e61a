"""What an invitation says before anything is sent: a line, a file, or a picture of its QR code."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from auditapp.office import enrolment
from auditapp.operations import qr
from auditapp.operations.ink import unreadable
from auditapp.store import pictures
from auditapp.store.vault import SHORTEST_PASSPHRASE

BEGINS: Final = enrolment.BEGINS
SHORTEST: Final = SHORTEST_PASSPHRASE
"""Characters of the passphrase a signature is kept under."""
_KIND: Final = enrolment.KIND.encode()


@dataclass(frozen=True)
class Invited:
    """Whom an invitation is to. ``fingerprint``: of the company's authority, for comparing by eye; "" where the
    system's own authorities vouch for the hub. ``line`` is the invitation itself, a secret like a key."""

    organisation: str
    address: str
    fingerprint: str
    line: str = field(repr=False)


def look_at(given: str | Path) -> Invited:
    """The invitation in a line, a file or a picture; asked of nobody but itself. Reading a picture takes a moment.
    Raises `Trouble`."""
    from auditapp.report import identity

    found = enrolment.read(text_of(given))
    fingerprint = identity.for_reading(found.authority) if found.authority else ""
    return Invited(found.organisation, found.address, fingerprint, enrolment.to_line(found))


def is_invitation(file: Path) -> bool:
    """Does *file* look like one? Its first letters tell, whatever it is called; of a picture nobody knows."""
    try:
        with file.open("rb") as stream:
            begins = stream.read(4_000).lstrip(b"\xef\xbb\xbf \r\n\t")
    except OSError:
        return False
    return begins.startswith(BEGINS.encode()) or (begins.startswith(b"{") and _KIND in begins)


def text_of(given: str | Path) -> str:
    """The words of an invitation: a line, what stands in a file, or in a picture, which its first bytes tell. Raises
    `Trouble`."""
    if isinstance(given, str):
        return given
    try:
        with given.open("rb") as stream:
            raw = stream.read(enrolment.LONGEST + 1)
    except OSError as error:
        raise unreadable(given, error) from error
    if pictures.form_of(raw):
        return qr.text_in(given)
    return raw.decode("utf-8-sig", "replace")
