"""A checklist as canonical bytes and back: the document whose SHA-256 is the checklist's identity.

Sorted keys, no spaces, UTF-8 in NFC. Fields at their default are left out, so a later version of the
program that knows more fields still writes the same bytes for the same checklist.
"""

from __future__ import annotations

import dataclasses
import json
import unicodedata
from enum import StrEnum
from functools import cache
from threading import Lock
from typing import Any

import msgspec

from auditapp.checklist.model import FORMAT, Checklist, digest
from auditapp.words import Trouble, say

__all__ = ["NotADocument", "decode", "digest", "document", "plain"]

MAX_BYTES = 8_000_000
_MAKING = Lock()


class NotADocument(Trouble):
    """Bytes that are no checklist document, or one of a newer form."""

    def __init__(self, sentence: str, **values: object) -> None:
        super().__init__(
            say("The checklist cannot be read"),
            sentence,
            say("Take a checklist that was written by this version of the program."),
            code=3,
            **values,
        )


@cache
def _defaults(kind: Any) -> tuple[tuple[str, Any], ...]:
    return tuple(
        (f.name, f.default_factory() if f.default_factory is not dataclasses.MISSING else f.default)
        for f in dataclasses.fields(kind)
    )


def plain(value: Any) -> Any:
    """A value of `model` as dictionaries, lists and texts, without the fields at their default."""
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, str):
        return value if value.isascii() else unicodedata.normalize("NFC", value)
    if isinstance(value, tuple):
        return [plain(v) for v in value]
    if dataclasses.is_dataclass(value):
        return {
            name: plain(now) for name, default in _defaults(value.__class__) if (now := getattr(value, name)) != default
        }
    if isinstance(value, dict):
        return {k: plain(v) for k, v in value.items()}
    return value


def document(checklist: Checklist) -> bytes:
    """The canonical bytes of a checklist. Same checklist, same bytes."""
    content = {**plain(checklist), "format": checklist.format}
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8")


@cache
def _made() -> msgspec.json.Decoder[Checklist]:
    return msgspec.json.Decoder(Checklist)


def _decoder() -> msgspec.json.Decoder[Checklist]:
    """Made once, and by one thread: msgspec crashes the process when a second one makes it while the first reads."""
    with _MAKING:
        return _made()


def decode(raw: bytes) -> Checklist:
    """The checklist of a document; raises `NotADocument` (a `Trouble`) when it is none."""
    if len(raw) > MAX_BYTES:
        raise NotADocument(say("The document is larger than {limit} bytes."), limit=MAX_BYTES)
    try:
        checklist = _decoder().decode(raw)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise NotADocument(say("The document is not a checklist: {reason}"), reason=str(error)[:200]) from None
    if checklist.format > FORMAT:
        raise NotADocument(say("The checklist was written by a newer version of the program."))
    return checklist
