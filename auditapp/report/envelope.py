"""The room of a signature, byte by byte: so that no byte of a signed file is free to be changed.

What a signature signs is everything but its own room, the hexadecimal string between two parts. A lenient reader
leaves freedom inside it: capital or small digits, blanks, what follows the signature, other spellings of the
same structure, fields that nothing signs. Here each of these has one permitted form. So *every* change of any byte
makes the document invalid, in the padding too, which is more than exchange.md D.3 asks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import IO, Any, Final

_ROOM: Final = re.compile(rb"<(?:[0-9a-f]*|[0-9A-F]*)>")
MOST_ROOM_BYTES: Final = 4_000_000
_DEPTH: Final = 32
DIGESTS: Final = frozenset({"sha256", "sha384", "sha512"})
_ECDSA: Final = frozenset({"sha256_ecdsa", "sha384_ecdsa", "sha512_ecdsa"})
_RSA: Final = frozenset({"rsassa_pkcs1v15", "sha256_rsa", "sha384_rsa", "sha512_rsa"})
_DATA_TAGS: Final = re.compile(rb"\x02\x31\x30\xa0\x31")
"""Version, digests, content, certificates, signers (RFC 5652, 5.1); no revocation lists."""
_SIGNER_TAGS: Final = re.compile(rb"\x02[\x30\x80]\x30\xa0\x30\x04\xa1?")
"""Version, certificate's name, digest, signed attributes, way of signing, signature, a time stamp perhaps (5.3)."""
TIME_STAMP: Final = "signature_time_stamp_token"


class Loose(ValueError):
    """Something in a signature's room is not in its one permitted form."""


def room(stream: IO[bytes], byte_range: Sequence[int], from_byte: int) -> tuple[bytes, int]:
    """The signature's own bytes and the end of what it covers. Raises `Loose`.

    *from_byte*: the room must lie after it (the end of what the signature before it covers).
    """
    numbers = [int(number) for number in byte_range]
    if len(numbers) != 4 or numbers[0] != 0 or not from_byte < numbers[1] < numbers[2] or numbers[3] < 1:
        raise Loose("a byte range that is not two parts around one room")
    _, first, second, length = numbers
    if second - first > 2 * MOST_ROOM_BYTES:
        raise Loose("a room of more than 4 MB")
    stream.seek(first)
    found = stream.read(second - first)
    if len(found) != second - first or not _ROOM.fullmatch(found):
        raise Loose("something else than one hexadecimal string between the two parts")
    digits = found[1:-1]
    if len(digits) % 2:
        raise Loose("half a byte")
    content = bytes.fromhex(digits.decode("ascii"))
    end = _end(content, 0)
    if content[end:].strip(b"\0"):
        raise Loose("something behind the signature")
    check_spelling(content[:end])
    return content[:end], second + length


def _end(der: bytes, start: int) -> int:
    """The end of the element that begins at *start*, its length written in the only way DER knows."""
    if start + 2 > len(der):
        raise Loose("an element that is cut off")
    if der[start] == 0:
        raise Loose("an element without a tag")  # a length stretched over the empty rest of the room
    if der[start] & 0x1F == 0x1F:
        raise Loose("a tag of several bytes")
    first, at = der[start + 1], start + 2
    if first < 0x80:
        length = first
    else:
        count = first & 0x7F
        if not 1 <= count <= 4 or at + count > len(der) or der[at] == 0:
            raise Loose("a length that is not written in the shortest way")
        length = int.from_bytes(der[at : at + count], "big")
        at += count
        if length < 0x80:
            raise Loose("a length that is not written in the shortest way")
    if at + length > len(der):
        raise Loose("an element that is cut off")
    return at + length


def check_spelling(der: bytes) -> None:
    """Are all lengths inside in their one DER form? Raises `Loose`."""
    waiting = [(0, len(der), 0)]
    while waiting:
        at, end, depth = waiting.pop()
        if depth > _DEPTH:
            raise Loose("nested too deep")
        while at < end:
            stop = _end(der, at)
            if stop > end:
                raise Loose("an element longer than what holds it")
            if der[at] & 0x20:
                first = der[at + 1]
                waiting.append((at + 2 + (first & 0x7F if first >= 0x80 else 0), stop, depth + 1))
            at = stop


def check_fields(signed_data: Any, *, time_stamp: bool = False) -> None:
    """Has everything that nothing signs its only sensible value? Raises `Loose`.

    *signed_data*: asn1crypto's ``SignedData`` of a signature (or, with *time_stamp*, of a time stamp token).
    """
    if len(signed_data["signer_infos"]) != 1:
        raise Loose("not exactly one signer in a signature")
    signer = signed_data["signer_infos"][0]
    if not _DATA_TAGS.fullmatch(_tags(signed_data.contents)) or not _SIGNER_TAGS.fullmatch(_tags(signer.contents)):
        raise Loose("another order of parts than a signature has")
    if signer["version"].native != "v1" or signed_data["version"].native not in {"v1", "v3"}:
        raise Loose("another version of the signature's form")
    if (signed_data["version"].native == "v3") != time_stamp:
        raise Loose("another version of the signature's form")
    listed = [one.dump() for one in signed_data["digest_algorithms"]]
    if listed != [signer["digest_algorithm"].dump()]:
        raise Loose("another digest announced than used")
    if time_stamp:
        if signer["unsigned_attrs"] or signer["digest_algorithm"]["algorithm"].native not in DIGESTS:
            raise Loose("something carried along that is not signed")
        return
    if signed_data["crls"].native or signed_data["encap_content_info"]["content"].native is not None:
        raise Loose("something carried along that is not signed")
    _check_algorithms(signer)
    for extra in signer["unsigned_attrs"] or ():
        if extra["type"].native != TIME_STAMP or len(extra["values"]) != 1:
            raise Loose("something carried along that is not signed")
        token = extra["values"][0]
        if token["content_type"].native != "signed_data":
            raise Loose("a time stamp that is none")
        check_fields(token["content"], time_stamp=True)


def _tags(contents: bytes) -> bytes:
    """The first bytes of the elements in *contents*; what asn1crypto would pass over in silence shows here."""
    found, at = bytearray(), 0
    while at < len(contents):
        found.append(contents[at])
        at = _end(contents, at)
    return bytes(found)


def _check_algorithms(signer: Any) -> None:
    digest, way = signer["digest_algorithm"], signer["signature_algorithm"]
    if digest["algorithm"].native not in DIGESTS or digest["parameters"].native is not None:
        raise Loose("an outdated digest")
    named = way["algorithm"].native
    if named in _ECDSA and "parameters" in way and way["parameters"].native is None and len(way.contents) < 12:
        return
    if named in _RSA and way["parameters"].native is None:
        return
    raise Loose("an outdated or unusual way of signing")
