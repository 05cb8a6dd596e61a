"""An entry as a line: the same bytes from every desk, and a wall against whatever else arrives."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditapp.journal.entry import MAX_ENTRY_BYTES, Entry, NotCanonical
from auditapp.journal.line import MAX_LINE_BYTES, from_line, to_line
from auditapp.journal.living import emptied
from tests.journal.desks import Desk

ENTRY = Desk.named("north").answer("1.1", '不符合 \n\u0301 "quoted"')
LINE = to_line(ENTRY)


def dumped(fields: object, **how: Any) -> bytes:
    how = {"ensure_ascii": False, "sort_keys": True, "separators": (",", ":")} | how
    return json.dumps(fields, **how).encode("utf-8", "surrogatepass") + b"\n"


def changed(**fields: object) -> bytes:
    return dumped({**json.loads(LINE), **fields})


def test_a_line_comes_back_to_the_byte() -> None:
    assert from_line(LINE) == from_line(LINE.rstrip(b"\n")) == ENTRY
    assert LINE.count(b"\n") == 1
    assert to_line(from_line(LINE)) == LINE


def test_an_erased_entry_travels_without_value_and_salt() -> None:
    line = to_line(emptied(ENTRY))
    assert b'"s":null' in line
    assert b'"y":null' in line
    assert from_line(line) == emptied(ENTRY)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=200))
def test_any_text_travels(text: str) -> None:
    entry = Desk.named("north").answer("1.1", text)
    assert from_line(to_line(entry)) == entry


def test_the_largest_entry_fits_its_line() -> None:
    desk = Desk.named("north")
    room = MAX_ENTRY_BYTES - len(desk.answer("1.1", "").head_bytes) - 200
    for letters in ("\\" * (room // 2), '"' * (room // 2), "\x00" * (room // 6), "a" * room, "火" * (room // 3)):
        entry = desk.answer("1.1", letters)
        assert len(to_line(entry)) <= MAX_LINE_BYTES
        assert from_line(to_line(entry)) == entry


HOSTILE = {
    "nothing": b"",
    "an empty line": b"\n",
    "no JSON": b"hello\n",
    "a list": b"[]\n",
    "a number": b"7\n",
    "another name": dumped({**json.loads(LINE), "z": 1}),
    "a missing name": dumped({name: value for name, value in json.loads(LINE).items() if name != "s"}),
    "a repeated key": LINE[:-2] + b',"y":null}\n',
    "the same key before": b'{"h":"x",' + LINE[1:],
    "another order": dumped(dict(reversed(json.loads(LINE).items())), sort_keys=False),
    "spaces": dumped(json.loads(LINE), separators=(", ", ": ")),
    "escapes instead of letters": dumped(json.loads(LINE), ensure_ascii=True),
    "a byte order mark": b"\xef\xbb\xbf" + LINE,
    "another encoding": LINE.decode().encode("utf-16"),
    "broken UTF-8": LINE.replace(b"1.1", b"1.\xff"),
    "two lines": LINE + LINE,
    "a carriage return": LINE.rstrip(b"\n") + b"\r\n",
    "depth": b"[" * 60_000 + b"]" * 60_000 + b"\n",
    "depth within the head": changed(h="[" * 30_000 + "]" * 30_000),
    "depth within the value": changed(y="[" * 30 + "]" * 30),
    "NaN": LINE.replace(b'"y":', b'"y":NaN,"q":'),
    "NaN as a value": changed(y="NaN"),
    "a float": changed(y="1.5"),
    "a value with spaces": changed(y='{"v": 1}'),
    "a value of another type": changed(y=1),
    "a head of another type": changed(h=None),
    "a head that is no head": changed(h="{}"),
    "a value without salt": changed(s=None),
    "a salt in capitals": changed(s=(ENTRY.salt or b"").hex().upper()),
    "a salt that is no hex": changed(s="zz"),
    "a signature cut short": changed(x="AAAA"),
    "a signature that is no base64": changed(x="*" * 88),
    "a signature with other padding bits": changed(x=json.loads(LINE)["x"][:-3] + "B=="),
    "half a character in the head": changed(h="\ud800"),
    "half a character, escaped": changed(h="X").replace(b'"X"', b'"\\ud800"'),
    "two megabytes": changed(y='"' + "a" * 2_000_000 + '"'),
    "two megabytes of nothing": b" " * 2_000_000,
    "an endless number": changed(y="1" * 50_000),
}


@pytest.mark.parametrize("raw", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_lines_are_refused_with_one_error(raw: bytes) -> None:
    with pytest.raises(NotCanonical):
        from_line(raw)


def test_four_thousand_mutated_lines_never_come_back_as_something_else() -> None:
    chance = random.Random(1)
    for _ in range(4000):
        raw = bytearray(LINE)
        for _ in range(chance.randint(1, 3)):
            raw[chance.randrange(len(raw))] = chance.randrange(256)
        try:
            entry = from_line(bytes(raw))
        except NotCanonical:
            continue
        assert to_line(entry) == bytes(raw)


@given(st.binary(max_size=300) | st.text(max_size=100).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_noise_is_refused_with_one_error(raw: bytes) -> None:
    with pytest.raises(NotCanonical):
        from_line(raw)


def test_a_newer_entry_travels_to_the_byte() -> None:
    desk = Desk.named("north")
    old = desk.answer("1.1", "yes")
    raw = old.head_bytes.replace(b'"v":1', b'"v":2').replace(b'"kind":"answer"', b'"jot":"e\xcc\x81","kind":"answer"')
    entry = Entry.from_stored(raw, desk.key.sign(raw), "e\u0301 <not JSON>".encode(), b"salty")
    assert from_line(to_line(entry)) == entry
