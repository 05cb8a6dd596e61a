"""A desk stands by what it asks the hub: HTTP message signatures (RFC 9421) with its Ed25519 key.

Signed are the method, the path, the query, the hub's challenge and, where there is a body, its digest (RFC 9530) and
how it is packed and placed. The *challenge* is a random word of the hub process that answers; it grows old in minutes,
and under one challenge a nonce is taken once. So nothing can be replayed, to another process or after a restart
either, and no clock decides anything: a laptop 25 years behind is heard like any other.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from auditapp.journal.desk_key import PUBLIC_BYTES, verify_request

if TYPE_CHECKING:
    from auditapp.journal.desk_key import DeskKey

CHALLENGE: Final = "auditapp-challenge"
"""Header in which the hub tells its challenge, and in which a desk gives it back."""
TAG: Final = "auditapp-desk-v1"
OPTIONAL: Final = ("content-digest", "content-encoding", "upload-offset", "upload-length", "range")
"""Headers that are signed wherever a request has them."""
LONGEST: Final = 2_048
"""Characters of a signature header; ours have some 300."""

_INPUT: Final = re.compile(
    r'desk=(?P<params>\((?P<names>"[@a-z0-9-]{1,40}"(?: "[@a-z0-9-]{1,40}"){0,12})\)'
    r';created=\d{1,12};nonce="(?P<nonce>[0-9a-f]{32})";keyid="(?P<key>[0-9a-f]{64})"'
    rf';alg="ed25519";tag="{TAG}")'
)
_SIGNATURE: Final = re.compile(r"desk=:([A-Za-z0-9+/]{86}==):")


class NotSigned(ValueError):
    """A request that its desk did not sign, or not all of it."""


@dataclass(frozen=True)
class Claim:
    """What a request says of itself before its signature is checked."""

    public: bytes
    nonce: str
    base: bytes
    signature: bytes

    def holds(self) -> bool:
        """Did the holder of `public` sign the request?"""
        return verify_request(self.public, self.base, self.signature)


def content_digest(body: bytes, *, sha256: str = "") -> str:
    """The digest header of *body*; *sha256* (hex) where it is known already."""
    raw = bytes.fromhex(sha256) if sha256 else hashlib.sha256(body).digest()
    return f"sha-256=:{base64.b64encode(raw).decode()}:"


def signature_base(components: Sequence[tuple[str, str]], params: str) -> bytes:
    """What is signed: every component on a line of its own, and the parameters last (RFC 9421, 2.5)."""
    lines = [f'"{name}": {value}' for name, value in components]
    return "\n".join([*lines, f'"@signature-params": {params}']).encode("utf-8")


def sign(
    key: DeskKey,
    method: str,
    path: str,
    query: str,
    headers: Mapping[str, str],
    *,
    challenge: str,
    created: int,
    nonce: str,
) -> dict[str, str]:
    """The headers to add to a request. *path* and *query* (without "?") as they go over the wire; *headers*: those of
    `OPTIONAL` that the request has. *created* is the hub's time, for logs; nothing is decided by it."""
    given = {**headers, CHALLENGE: challenge}
    components = _components(method, path, query, given)
    names = " ".join(f'"{name}"' for name, _ in components)
    params = f'({names});created={created};nonce="{nonce}";keyid="{key.public.hex()}";alg="ed25519";tag="{TAG}"'
    signature = base64.b64encode(key.sign_request(signature_base(components, params))).decode()
    return {CHALLENGE: challenge, "signature-input": f"desk={params}", "signature": f"desk=:{signature}:"}


def claim(method: str, path: str, query: str, headers: Mapping[str, str]) -> Claim:
    """What a request that arrived claims. *headers*: all of it, names in small letters. Raises `NotSigned`."""
    said, signature = headers.get("signature-input", ""), headers.get("signature", "")
    if not said or not signature:
        raise NotSigned("not signed")
    if len(said) > LONGEST or len(signature) > LONGEST:
        raise NotSigned("a signature longer than one is")
    found, mark = _INPUT.fullmatch(said), _SIGNATURE.fullmatch(signature)
    if found is None or mark is None:
        raise NotSigned("a signature of another form")
    components = _components(method, path, query, headers)
    if found["names"] != " ".join(f'"{name}"' for name, _ in components):
        raise NotSigned("not everything is signed that must be")
    public = bytes.fromhex(found["key"])
    if len(public) != PUBLIC_BYTES:
        raise NotSigned("no key")
    return Claim(
        public, found["nonce"], signature_base(components, found["params"]), base64.b64decode(mark[1], validate=True)
    )


def _components(method: str, path: str, query: str, headers: Mapping[str, str]) -> list[tuple[str, str]]:
    """What is signed of a request, in the one order."""
    fixed = [("@method", method), ("@path", path), ("@query", f"?{query}"), (CHALLENGE, headers.get(CHALLENGE, ""))]
    return fixed + [(name, headers[name].strip()) for name in OPTIONAL if name in headers]
