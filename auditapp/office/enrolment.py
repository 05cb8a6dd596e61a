"""The invitation that brings a desk to a company's hub: a file, or one line to paste or to show as a QR picture.

It names the hub's address, the key its receipts are signed with, the fingerprint of the company's authority (which
the hub's certificate must chain to), and the one-time code. Whoever has it may enrol once within a day, as the person
it was made for; so it is handed over like a key.
"""

from __future__ import annotations

import base64
import hmac
import io
import ipaddress
import re
from typing import Annotated, Final
from urllib.parse import urlsplit

import msgspec

from auditapp.words import Trouble, say

BEGINS: Final = "auditapp-enrol:"
KIND: Final = "auditapp enrolment"
LONGEST: Final = 4_000
"""Characters of an invitation, as line or as file."""
CODE_BYTES: Final = 16
LOOPBACK: Final = ("localhost", "127.0.0.1", "::1")

_Hex: Final = msgspec.Meta(pattern="^[0-9a-f]{64}$")


class Invitation(msgspec.Struct, frozen=True):
    """What a desk is told before it knows anything. ``authority``: SHA-256 of the company's authority, "" where the
    hub's certificate is by an authority that the system trusts."""

    address: Annotated[str, msgspec.Meta(max_length=200)]
    key: Annotated[str, _Hex]
    code: Annotated[str, msgspec.Meta(pattern="^[A-Z2-7]{26}$")]
    authority: Annotated[str, msgspec.Meta(pattern="^([0-9a-f]{64})?$")] = ""
    organisation: Annotated[str, msgspec.Meta(max_length=64)] = ""
    """The company's name, for people."""
    kind: str = KIND


def new_code(random: bytes) -> str:
    """A one-time code of 128 random bits, in letters and digits that are not mistaken for each other."""
    if len(random) != CODE_BYTES:
        raise ValueError("a code has 16 random bytes")
    return base64.b32encode(random).decode().rstrip("=")


def to_line(invitation: Invitation) -> str:
    """The invitation as one line of plain letters: to paste, to mail, to put into a QR picture."""
    return BEGINS + base64.urlsafe_b64encode(msgspec.json.encode(invitation)).decode().rstrip("=")


def to_file(invitation: Invitation) -> bytes:
    """The invitation as a small JSON file."""
    return msgspec.json.format(msgspec.json.encode(invitation), indent=1) + b"\n"


def to_picture(invitation: Invitation, kind: str = "svg") -> bytes:
    """The invitation as a QR picture (svg or png), for a camera that reads text."""
    import segno

    drawn = io.BytesIO()
    segno.make(to_line(invitation), error="m", micro=False).save(drawn, kind=kind, scale=4, border=4)
    return drawn.getvalue()


def read(text: str) -> Invitation:
    """The invitation in what was pasted or stood in a file. Raises `Trouble` when it is none."""
    given = text.strip()
    if len(given) > LONGEST:
        raise _none()
    try:
        if given.startswith("{"):
            found = msgspec.json.decode(given, type=Invitation)
        else:
            packed = re.sub(r"\s", "", given).removeprefix(BEGINS)
            raw = base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4))
            found = msgspec.json.decode(raw, type=Invitation)
    except (ValueError, msgspec.MsgspecError, RecursionError):
        raise _none() from None
    if found.kind != KIND:
        raise _none()
    check_address(found.address)
    return found


def check_address(address: str) -> str:
    """*address* as desks use it: ``https://host:port`` and nothing behind it. Raises `Trouble`."""
    try:
        parts = urlsplit(address.strip())
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    host = parts.hostname or ""
    right = (
        parts.scheme in ("https", "http")
        and host
        and parts.path in ("", "/")
        and not (parts.query or parts.fragment or parts.username or parts.password)
        and re.fullmatch(r"[A-Za-z0-9.:-]{1,190}", host)
    )
    if not right:
        raise Trouble(
            say("This is not an address of head office"),
            say("{address} is not of the form https://name:port."),
            say("Nothing was changed. Ask head office for the address."),
            code=2,
            address=address[:100],
        )
    if parts.scheme == "http" and host not in LOOPBACK:
        raise Trouble(
            say("The connection would not be encrypted"),
            say("{address} begins with http; only https leaves this computer."),
            say("Nothing was sent. Write https, or ask head office for the address."),
            code=2,
            address=address[:100],
        )
    named = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{named}" + (f":{port}" if port else "")


def is_loopback(host: str) -> bool:
    """Does *host* name this machine, as only its own programs reach it?"""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def is_authority(pem: str, fingerprint: str) -> bool:
    """Is *pem* one certificate with this fingerprint?"""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes

    try:
        found = x509.load_pem_x509_certificates(pem.encode())
    except ValueError:
        return False
    return len(found) == 1 and hmac.compare_digest(found[0].fingerprint(hashes.SHA256()).hex(), fingerprint)


def _none() -> Trouble:
    return Trouble(
        say("This is not an invitation"),
        say("It is neither the line nor the file that head office hands out for enrolling."),
        say("Nothing was changed. Take the whole line, or the file as it came."),
        code=2,
    )
