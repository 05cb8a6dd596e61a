"""Entry, format v1: what one person testified at one desk, as bytes that never change.

An entry is a signed **head** and, beside it, a **value**. The head is canonical JSON:

    {"desk":…, "inspection":…, "kind":…, "prev":…, "replaces":[…], "seq":n, "subject":…,
     "v":1, "vh":…, "wall":…, "writer":…}

``prev`` is the id of the strand's previous entry ("" for the first), ``replaces`` the ids of the
entries this one takes the place of, ``wall`` the laptop's clock with its offset (for people only),
``vh`` is SHA-256(salt || value). The entry's **id** is the SHA-256 of the head's bytes, 64 hex digits.
The salt travels with the value and not in the head, so that an erased "yes" cannot be guessed back
from its hash; the chain and the signature still verify after value and salt are gone.

Bytes that were stored are hashed and relayed as they are; nothing is ever serialised a second time.

Every version keeps the names above and their form (ids are hex digits, ``seq`` counts from 1, ``prev`` is
empty exactly in a strand's first entry, ``replaces`` is sorted and names nothing twice); a later version
may add names, and what its value looks like is its own affair.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final, TypeAlias

FORMAT: Final = 1
MAX_ENTRY_BYTES: Final = 65_536
"""Largest head plus value in bytes (exchange.md A.4)."""
MAX_DEPTH: Final = 16
SALT_BYTES: Final = 16
SIGNATURE_BYTES: Final = 64
MAX_NUMBER: Final = 2**53 - 1
"""Largest whole number in a value: above it, programs that read JSON numbers as floats would round."""
MAX_COUNT: Final = 2**31 - 1
"""Largest ``seq`` and ``v``; far above any inspection, and safe in every database's integer."""
_SHORT_ID: Final = re.compile(r"[0-9a-f]{32}")
_LONG_ID: Final = re.compile(r"[0-9a-f]{64}")
_HEAD_NAMES: Final = 11

#: What a value may hold: no floats (they do not survive a round trip), decimals are strings.
Plain: TypeAlias = "str | int | bool | Sequence[Plain] | Mapping[str, Plain] | None"


class NotCanonical(ValueError):
    """Bytes or a value that cannot be an entry: a float, a repeated key, another order, too deep, too long."""


def tidy(value: object, depth: int = 0, *, compose: bool = True) -> Any:
    """*value* with every text in NFC, checked for what an entry may hold; raises `NotCanonical`.

    Only what is *written* is composed. What is read is left alone (``compose=False``): a Python with newer
    Unicode tables may compose what an older one could not, and would then refuse an old desk's testimony.
    """
    if depth > MAX_DEPTH:
        raise NotCanonical("nested too deep")
    match value:
        case str():
            try:
                value.encode("utf-8")
            except UnicodeEncodeError:
                raise NotCanonical("text with half a character (a lone surrogate)") from None
            return unicodedata.normalize("NFC", value) if compose else value
        case bool() | None:
            return value
        case int():
            if abs(value) > MAX_NUMBER:
                raise NotCanonical("a whole number that not every program reads exactly; write it as text")
            return value
        case Mapping():
            if not all(isinstance(k, str) for k in value):
                raise NotCanonical("a key that is not text")
            return _no_twins(
                [(tidy(k, depth + 1, compose=compose), tidy(v, depth + 1, compose=compose)) for k, v in value.items()]
            )
        case list() | tuple():
            return [tidy(v, depth + 1, compose=compose) for v in value]
        case _:
            raise NotCanonical(f"a {type(value).__name__} cannot be testified; write decimals as text")


def canonical(value: object) -> bytes:
    """The one way a value becomes bytes: sorted keys, no spaces, UTF-8, NFC."""
    return _spelled(tidy(value))


def _spelled(tidied: object) -> bytes:
    return json.dumps(tidied, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8")


def _no_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise NotCanonical("a key appears twice")
    return found


def _no_floats(text: str) -> Any:
    raise NotCanonical(f"{text} is a float; decimals are written as text")


def read_canonical(raw: bytes) -> Any:
    """The value of canonical bytes; raises `NotCanonical` when they are not (see `tidy` for NFC)."""
    try:
        value = json.loads(raw, object_pairs_hook=_no_twins, parse_float=_no_floats, parse_constant=_no_floats)
    except NotCanonical:
        raise
    except (ValueError, RecursionError) as fault:
        raise NotCanonical(str(fault)) from None
    if _spelled(tidy(value, compose=False)) != raw:
        raise NotCanonical("not in canonical form")
    return value


@dataclass(frozen=True, slots=True)
class Head:
    """The signed part of an entry. ``seq`` counts from 1 within the strand (inspection, desk)."""

    inspection: str
    desk: str
    seq: int
    prev: str
    kind: str
    subject: str
    replaces: tuple[str, ...]
    writer: str
    wall: str
    vh: str
    v: int = FORMAT

    def to_bytes(self) -> bytes:
        return canonical(
            {
                "desk": self.desk,
                "inspection": self.inspection,
                "kind": self.kind,
                "prev": self.prev,
                "replaces": sorted(set(self.replaces)),
                "seq": self.seq,
                "subject": self.subject,
                "v": self.v,
                "vh": self.vh,
                "wall": self.wall,
                "writer": self.writer,
            }
        )


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as stored: head bytes, signature, and the value with its salt (both None once erased).

    ``head`` is read from ``head_bytes``; make entries with `journal.strand.write`, read them with
    `Entry.from_stored`.
    """

    id: str
    head: Head
    head_bytes: bytes = field(repr=False)
    signature: bytes = field(repr=False)
    value_bytes: bytes | None = field(repr=False)
    salt: bytes | None = field(repr=False)

    @classmethod
    def from_stored(
        cls,
        head_bytes: bytes,
        signature: bytes,
        value_bytes: bytes | None,
        salt: bytes | None,
        *,
        trusted: bool = False,
    ) -> Entry:
        """The entry of stored bytes. Raises `NotCanonical` for bytes that cannot be an entry.

        A head of a *newer* version (``v`` > 1) is read as far as it has the v1 names and kept whole.
        ``trusted`` is for this desk's own database, whose rows were checked when they came in: the same
        entry in a twentieth of the time. `journal.verify.check` makes up for it, it reads every entry anew.
        """
        if trusted:
            return cls(entry_id(head_bytes), _read_trusted()(head_bytes), head_bytes, signature, value_bytes, salt)
        if len(head_bytes) + len(value_bytes or b"") > MAX_ENTRY_BYTES:
            raise NotCanonical("larger than an entry may be")
        fields = read_canonical(head_bytes)
        try:
            head = Head(
                inspection=_text(fields, "inspection"),
                desk=_text(fields, "desk"),
                seq=_count(fields, "seq"),
                prev=_text(fields, "prev"),
                kind=_text(fields, "kind"),
                subject=_text(fields, "subject"),
                replaces=tuple(_texts(fields, "replaces")),
                writer=_text(fields, "writer"),
                wall=_text(fields, "wall"),
                vh=_text(fields, "vh"),
                v=_count(fields, "v"),
            )
        except (KeyError, TypeError) as fault:
            raise NotCanonical(f"not an entry's head: {fault}") from None
        if head.v == FORMAT and len(fields) != _HEAD_NAMES:
            raise NotCanonical("a v1 head with other fields")
        check_form(head)
        if len(signature) != SIGNATURE_BYTES:
            raise NotCanonical("a signature of another length")
        if (value_bytes is None) != (salt is None):
            raise NotCanonical("a value without its salt, or a salt without its value")
        if head.v == FORMAT and value_bytes is not None and salt is not None:
            if len(salt) != SALT_BYTES:
                raise NotCanonical("a salt of another length")
            read_canonical(value_bytes)
        elif value_bytes is not None and not _is_text(value_bytes):
            raise NotCanonical("a value that is not text cannot travel")
        return cls(entry_id(head_bytes), head, head_bytes, signature, value_bytes, salt)

    @property
    def value(self) -> Any:
        """The testified value, or None when it was erased."""
        return None if self.value_bytes is None else json.loads(self.value_bytes)

    @property
    def erased(self) -> bool:
        return self.value_bytes is None

    def value_fits(self) -> bool:
        """Does the value beside the head have the hash the head names? (An erased value has none to check.)"""
        if self.value_bytes is None or self.salt is None:
            return self.value_bytes is None and self.salt is None
        return value_hash(self.salt, self.value_bytes) == self.head.vh


def check_form(head: Head) -> None:
    """Are the ids of *head* ids, and does ``prev`` fit ``seq``? Raises `NotCanonical`."""
    if not (_SHORT_ID.fullmatch(head.inspection) and _SHORT_ID.fullmatch(head.desk)):
        raise NotCanonical("an inspection or desk id that is not 32 hex digits")
    if not _LONG_ID.fullmatch(head.vh) or not all(
        _LONG_ID.fullmatch(name) for name in (head.prev or head.vh, *head.replaces)
    ):
        raise NotCanonical("an entry id or hash that is not 64 hex digits")
    if (head.seq == 1) != (head.prev == ""):
        raise NotCanonical("only a strand's first entry has no predecessor")
    if any(one >= next_one for one, next_one in zip(head.replaces, head.replaces[1:], strict=False)):
        raise NotCanonical("the entries it replaces are not in order, or one is named twice")


@cache
def _read_trusted() -> Callable[[bytes], Head]:
    """A reader of heads that were checked before (msgspec: 1 us a head; loaded when first needed)."""
    import msgspec

    decode = msgspec.json.Decoder(Head).decode

    def read(head_bytes: bytes) -> Head:
        try:
            return decode(head_bytes)
        except (msgspec.MsgspecError, ValueError) as fault:
            raise NotCanonical(f"not an entry's head: {fault}") from None

    return read


def _is_text(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _text(fields: Mapping[str, Any], name: str) -> str:
    if not isinstance(fields[name], str):
        raise TypeError(f"{name} is not text")
    return str(fields[name])


def _count(fields: Mapping[str, Any], name: str) -> int:
    if not isinstance(fields[name], int) or isinstance(fields[name], bool):
        raise TypeError(f"{name} is not a whole number")
    if not 1 <= fields[name] <= MAX_COUNT:
        raise TypeError(f"{name} is not between 1 and {MAX_COUNT}")
    return int(fields[name])


def _texts(fields: Mapping[str, Any], name: str) -> list[str]:
    if not isinstance(fields[name], list) or not all(isinstance(t, str) for t in fields[name]):
        raise TypeError(f"{name} is not a list of texts")
    return list(fields[name])


def entry_id(head_bytes: bytes) -> str:
    return hashlib.sha256(head_bytes).hexdigest()


def value_hash(salt: bytes, value_bytes: bytes) -> str:
    return hashlib.sha256(salt + value_bytes).hexdigest()
