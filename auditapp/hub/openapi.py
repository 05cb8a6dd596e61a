"""The protocol as an OpenAPI document, made from the table of ways and the messages' own shapes: it cannot differ."""

from __future__ import annotations

import re
from typing import Any, Final

import msgspec

import auditapp
from auditapp.hub.ways import BYTES, ENTRIES, WAYS, Way, Who
from auditapp.office.messages import HASH, ID, Refusal
from auditapp.office.protocol import MOST_MESSAGE, MOST_PIECE, PROTOCOL
from auditapp.office.refusals import STATUS

_PATTERNS: Final = {"inspection": ID, "sha256": HASH}
_REFS: Final = "#/components/schemas/{name}"
_EVERYWHERE: Final = ("no such place", "no such way", "too often", "fault", "busy", "unreachable")
_SIGNED: Final = ("not signed", "challenge", "replayed", "unknown desk", "revoked", "not allowed")
_BODY: Final = ("malformed", "too slow", "length", "too large", "packed", "altered", "full")


def document() -> dict[str, Any]:
    """The whole document, OpenAPI 3.1."""
    shapes = [one for way in WAYS for one in (way.asks, _shape(way.gives)) if _is_shape(one)]
    _, components = msgspec.json.schema_components([*dict.fromkeys(shapes), Refusal], ref_template=_REFS)
    paths: dict[str, dict[str, Any]] = {}
    for way in WAYS:
        paths.setdefault(way.path, {})[way.method.lower()] = _operation(way)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "auditapp hub",
            "version": f"{PROTOCOL}.{auditapp.__version__}",
            "description": (
                "What a desk asks its company's hub. Everything may be asked again. Requests of enrolled desks are "
                "signed with their Ed25519 key after RFC 9421 (method, path, query, challenge, and where there is a "
                "body its digest after RFC 9530); the challenge is in every answer's auditapp-challenge."
            ),
        },
        "paths": paths,
        "components": {
            "schemas": components,
            "securitySchemes": {
                "desk": {
                    "type": "apiKey",
                    "in": "header",
                    "name": "Signature",
                    "description": "RFC 9421, with Signature-Input: label desk, alg ed25519, keyid the key in hex.",
                }
            },
        },
    }


def refusals_of(way: Way) -> tuple[str, ...]:
    """Every word with which the hub may refuse somebody who comes this way."""
    signed = () if way.who is Who.ANYBODY else _SIGNED
    asked = ("malformed",) if way.query or way.headers else ()
    body = _BODY if way.asks is not None else ()
    only = ("not allowed",) if way.path == "/metrics" else ()
    return tuple(dict.fromkeys((*_EVERYWHERE, *signed, *asked, *body, *only, *way.refusals)))


def _operation(way: Way) -> dict[str, Any]:
    told: dict[str, Any] = {
        "operationId": f"{way.method.lower()} {way.path}".replace("/", "_").replace("{", "").replace("}", ""),
        "summary": way.what,
        "parameters": _parameters(way),
        "responses": _responses(way),
    }
    if way.who is not Who.ANYBODY:
        told["security"] = [{"desk": []}]
    if way.asks is not None:
        told["requestBody"] = {"required": True, "content": _content(way.asks, asked=True)}
    return told


def _parameters(way: Way) -> list[dict[str, Any]]:
    found = [("path", name, _PATTERNS[name]) for name in re.findall(r"{(\w+)}", way.path)]
    found += [("query", name, form) for name, form in way.query]
    found += [("header", name, form) for name, form in way.headers]
    return [
        {"name": name, "in": where, "required": True, "schema": {"type": "string", "pattern": form}}
        for where, name, form in found
    ]


def _responses(way: Way) -> dict[str, Any]:
    told: dict[str, Any] = {
        str(status): {"description": way.what, "content": _content(way.gives)} for status in way.statuses
    }
    words: dict[int, list[str]] = {}
    for why in refusals_of(way):
        words.setdefault(STATUS[why], []).append(why)
    for status, whys in sorted(words.items()):
        told[str(status)] = {"description": "Refused: " + ", ".join(whys), "content": _content(Refusal)}
    return told


def _content(shape: Any, *, asked: bool = False) -> dict[str, Any]:
    if isinstance(shape, tuple):
        media, line = shape
        return {media: {"schema": {"type": "string", "description": f"Lines of {line.__name__}."}}}
    if isinstance(shape, str):
        told: dict[str, Any] = {"type": "string"}
        if shape == ENTRIES:
            told |= {"description": "Entries, a line each (auditapp.journal.line)."}
        if asked:
            told |= {"maxLength": MOST_PIECE if shape == BYTES else MOST_MESSAGE}
        if shape == BYTES:
            told |= {"format": "binary"}
        return {shape: {"schema": told}}
    return {"application/json": {"schema": {"$ref": _REFS.format(name=shape.__name__)}}}


def _shape(gives: Any) -> Any:
    return gives[1] if isinstance(gives, tuple) else gives


def _is_shape(one: Any) -> bool:
    return isinstance(one, type) and issubclass(one, msgspec.Struct)
