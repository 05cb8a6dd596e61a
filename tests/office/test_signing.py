"""A request is the desk's own, whole, and heard once."""

from __future__ import annotations

import base64
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditapp.journal.desk_key import DeskKey, verify, verify_request
from auditapp.office import signing

KEY = DeskKey.from_private(bytes(range(32)), bytes(16))
CHALLENGE = "c0ffee"
NONCE = "0123456789abcdef" * 2
BODY = b"what is given"


def request(**changed: str) -> tuple[str, str, str, dict[str, str]]:
    """A signed request as it arrives, with parts changed on the way."""
    headers = {"content-digest": signing.content_digest(BODY), "content-encoding": "gzip"}
    marks = signing.sign(
        KEY, "POST", "/v1/digest", "a=1", headers, challenge=CHALLENGE, created=1_700_000_000, nonce=NONCE
    )
    arrived = {"host": "hub", **headers, **marks}
    arrived |= {name: value for name, value in changed.items() if name not in ("method", "path", "query")}
    return changed.get("method", "POST"), changed.get("path", "/v1/digest"), changed.get("query", "a=1"), arrived


def test_the_ed25519_example_of_rfc_9421_is_reproduced() -> None:
    """Appendix B.2.6, with the key of B.1.4: what is signed, and the signature itself."""
    private = base64.b64decode("n4Ni+HpISpVObnQMW0wOhCKROaIKqKtW/2ZYb2p9KcU=")
    key = DeskKey.from_private(private, bytes(16))
    assert base64.b64encode(key.public).decode() == "JrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs="
    params = (
        '("date" "@method" "@path" "@authority" "content-type" "content-length")'
        ';created=1618884473;keyid="test-key-ed25519"'
    )
    components = [
        ("date", "Tue, 20 Apr 2021 02:07:55 GMT"),
        ("@method", "POST"),
        ("@path", "/foo"),
        ("@authority", "example.com"),
        ("content-type", "application/json"),
        ("content-length", "18"),
    ]
    base = signing.signature_base(components, params)
    assert base.decode().splitlines() == [
        '"date": Tue, 20 Apr 2021 02:07:55 GMT',
        '"@method": POST',
        '"@path": /foo',
        '"@authority": example.com',
        '"content-type": application/json',
        '"content-length": 18',
        f'"@signature-params": {params}',
    ]
    signature = "wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw=="
    assert base64.b64encode(key._private.sign(base)).decode() == signature


def test_the_digest_example_of_rfc_9530_is_reproduced() -> None:
    assert signing.content_digest(b'{"hello": "world"}\n') == "sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:"


def test_a_request_holds_as_it_was_signed() -> None:
    claim = signing.claim(*request())
    assert claim.holds()
    assert (claim.public, claim.nonce) == (KEY.public, NONCE)


@pytest.mark.parametrize(
    "changed",
    [
        {"method": "PUT"},
        {"path": "/v1/enrol"},
        {"query": "a=2"},
        {"query": ""},
        {signing.CHALLENGE: "decade"},
        {"content-digest": signing.content_digest(b"something else")},
        {"content-encoding": "br"},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_a_request_that_was_changed_on_its_way_does_not_hold(changed: dict[str, str]) -> None:
    assert not signing.claim(*request(**changed)).holds()


@pytest.mark.parametrize("header", ["range", "upload-offset", "upload-length"])
def test_a_header_that_counts_cannot_be_added_on_the_way(header: str) -> None:
    with pytest.raises(signing.NotSigned, match="not everything"):
        signing.claim(*request(**{header: "1"}))


@pytest.mark.parametrize("header", ["content-digest", "content-encoding", signing.CHALLENGE])
def test_a_header_that_counts_cannot_be_taken_away(header: str) -> None:
    method, path, query, headers = request()
    del headers[header]
    with suppress(signing.NotSigned):
        assert not signing.claim(method, path, query, headers).holds()


def test_one_who_signs_less_than_must_be_signed_is_refused() -> None:
    method, path, query, headers = request()
    marks = signing.sign(KEY, method, path, query, {}, challenge=CHALLENGE, created=1, nonce=NONCE)
    with pytest.raises(signing.NotSigned, match="not everything"):
        signing.claim(method, path, query, headers | marks)


@given(st.text(max_size=400), st.text(max_size=200))
def test_nonsense_is_refused_and_nothing_else_happens(said: str, signature: str) -> None:
    method, path, query, headers = request()
    with pytest.raises(signing.NotSigned):
        signing.claim(method, path, query, headers | {"signature-input": said, "signature": signature})


@given(st.integers(0, 450), st.characters(codec="ascii"))
def test_no_letter_of_the_parameters_can_be_changed(at: int, letter: str) -> None:
    method, path, query, headers = request()
    said = headers["signature-input"]
    at %= len(said)
    changed = said[:at] + letter + said[at + 1 :]
    if changed == said:
        return
    with suppress(signing.NotSigned):
        assert not signing.claim(method, path, query, headers | {"signature-input": changed}).holds()


def test_a_signature_of_a_request_is_none_of_an_entry_nor_the_other_way_round() -> None:
    base = signing.signature_base([("@method", "GET")], "()")
    assert not verify(KEY.public, base, KEY.sign_request(base))
    assert not verify_request(KEY.public, base, KEY.sign(base))
    with pytest.raises(ValueError, match="base"):
        KEY.sign_request(b"auditapp-entry-v1\n{}")
