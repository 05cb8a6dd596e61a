"""An entry's bytes: one spelling, no floats, nothing that means two things."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from auditapp.journal.entry import (
    MAX_COUNT,
    MAX_DEPTH,
    MAX_ENTRY_BYTES,
    Entry,
    Head,
    NotCanonical,
    canonical,
    read_canonical,
    tidy,
    value_hash,
)
from tests.journal.desks import INSPECTION, WALL, Desk

HEAD = Head(
    inspection=INSPECTION,
    desk="d" * 32,
    seq=2,
    prev="a" * 64,
    kind="answer",
    subject="1.1",
    replaces=(),
    writer="P00000001",
    wall=WALL,
    vh=value_hash(b"s" * 16, b"{}"),
)


def stored(
    head: bytes,
    value: bytes | None = b"{}",
    salt: bytes | None = b"s" * 16,
    signature: bytes = b"x" * 64,
    trusted: bool = False,
) -> Entry:
    return Entry.from_stored(head, signature, value, salt, trusted=trusted)


def altered(**fields: Any) -> bytes:
    return canonical({**json.loads(HEAD.to_bytes()), **fields})


def nested(depth: int) -> Any:
    value: Any = "bottom"
    for _ in range(depth):
        value = [value]
    return value


def test_equal_texts_have_one_spelling() -> None:
    assert canonical({"b": "e\u0301", "a": [True, None, 1]}) == '{"a":[true,null,1],"b":"é"}'.encode()


@pytest.mark.parametrize(
    "value",
    [
        1.5,
        float("nan"),
        b"bytes",
        {1: "a"},
        {("a",): 1},
        "half \ud800",
        {"half \ud800": 1},
        {"é": 1, "e\u0301": 2},
        nested(MAX_DEPTH + 1),
        {1, 2},
        2**53,
        -(2**53),
    ],
)
def test_what_has_no_single_spelling_cannot_be_testified(value: object) -> None:
    with pytest.raises(NotCanonical):
        canonical(value)


def test_sixteen_levels_are_deep_enough() -> None:
    assert tidy(nested(MAX_DEPTH)) == nested(MAX_DEPTH)
    assert tidy(("a", ("b",))) == ["a", ["b"]]


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{",
        b"1.5",
        b"1e3",
        b"-0",
        b"NaN",
        b"Infinity",
        b'{"a":1,"a":1}',
        b'{"a": 1}',
        b'{"b":1,"a":1}',
        b'"\\u0041"',
        b"\xff",
        b"\xef\xbb\xbf1",
        "1".encode("utf-16"),
        b'"\\ud800"',
        b"[" * 100_000,
        b"1\n",
        b"[" * 20 + b"]" * 20,
        b"1" * 17,
        b"1" * 5000,
    ],
    ids=lambda raw: repr(raw[:12]),
)
def test_bytes_in_another_spelling_are_refused(raw: bytes) -> None:
    with pytest.raises(NotCanonical):
        read_canonical(raw)


def test_what_was_stored_comes_back_the_same_way_trusted_or_not() -> None:
    raw = HEAD.to_bytes()
    entry = stored(raw)
    assert entry.head == HEAD
    assert entry == stored(raw, trusted=True)
    assert entry.value == {}
    assert entry.value_fits()
    assert not entry.erased


def test_an_erased_entry_has_no_value_and_nothing_to_misfit() -> None:
    entry = stored(HEAD.to_bytes(), None, None)
    assert entry.erased
    assert entry.value is None
    assert entry.value_fits()


def test_half_a_value_does_not_fit() -> None:
    entry = stored(HEAD.to_bytes())
    assert not replace(entry, salt=None).value_fits()
    assert not replace(entry, value_bytes=None).value_fits()
    assert not replace(entry, value_bytes=b"[]").value_fits()


@pytest.mark.parametrize(
    "head",
    [
        b"[]",
        b'"text"',
        b"{}",
        b"7",
        altered(kind=1),
        altered(seq="2"),
        altered(seq=True),
        altered(seq=0),
        altered(seq=-1),
        altered(seq=MAX_COUNT + 1),
        altered(v=0),
        altered(replaces="a"),
        altered(replaces=[1]),
        altered(extra=1),
        altered(inspection="short"),
        altered(desk="D" * 32),
        altered(vh="z" * 64),
        altered(prev="z"),
        altered(prev=""),
        altered(seq=1),
        altered(replaces=["b" * 64, "a" * 64]),
        altered(replaces=["a" * 64, "a" * 64]),
        altered(replaces=["a" * 63]),
    ],
)
def test_a_head_of_another_form_is_refused(head: bytes) -> None:
    with pytest.raises(NotCanonical):
        stored(head)


@pytest.mark.parametrize(
    ("value", "salt", "signature"),
    [
        (b"{}", None, b"x" * 64),
        (None, b"s" * 16, b"x" * 64),
        (b"{}", b"s" * 15, b"x" * 64),
        (b"{}", b"s" * 16, b"x" * 63),
        (b"{ }", b"s" * 16, b"x" * 64),
        (b'"' + b"a" * MAX_ENTRY_BYTES + b'"', b"s" * 16, b"x" * 64),
    ],
)
def test_a_value_or_signature_of_another_form_is_refused(
    value: bytes | None, salt: bytes | None, signature: bytes
) -> None:
    with pytest.raises(NotCanonical):
        stored(HEAD.to_bytes(), value, salt, signature)


@pytest.mark.parametrize("head", [b"", b"{}", b"\xff", b'{"seq":"2"}', altered(seq="2")])
def test_a_trusted_row_that_is_damaged_is_still_told(head: bytes) -> None:
    with pytest.raises(NotCanonical):
        stored(head, trusted=True)


def test_a_newer_version_may_add_names_and_values_of_its_own() -> None:
    entry = stored(altered(v=2, colour="blue"), b"not json", b"salt of another length")
    assert entry.head.v == 2
    assert b"colour" in entry.head_bytes


def test_replaces_is_sorted_and_names_nothing_twice_in_the_bytes() -> None:
    raw = replace(HEAD, replaces=("b" * 64, "a" * 64, "b" * 64)).to_bytes()
    assert stored(raw).head.replaces == ("a" * 64, "b" * 64)


def test_the_trusted_reader_reads_whatever_a_desk_writes() -> None:
    desk = Desk.named("north")
    entry = desk.answer('1.1"\\\n\u0301中', {"deep": [1, None, True]})
    assert Entry.from_stored(entry.head_bytes, entry.signature, entry.value_bytes, entry.salt, trusted=True) == entry
    assert Entry.from_stored(entry.head_bytes, entry.signature, entry.value_bytes, entry.salt) == entry


def test_what_an_older_unicode_left_uncomposed_is_still_read() -> None:
    assert read_canonical('"e\u0301"'.encode()) == "e\u0301"


def test_a_newer_value_must_at_least_be_text() -> None:
    with pytest.raises(NotCanonical, match="not text"):
        stored(altered(v=2), b"\xff")
    assert stored(altered(v=2), None, None).erased
