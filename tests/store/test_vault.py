"""K is reachable by every way that was set up, by no other, and never lies in the clear."""

from __future__ import annotations

import base64
import json
from pathlib import Path

import pytest

from auditapp.store import vault
from auditapp.store.vault import Cost, create, unlock
from auditapp.words import Trouble

CHEAP = Cost(memory_kib=64, passes=1, lanes=1)
WORDS = "three small words"


class RingInMemory:
    """A keyring that a test can look into."""

    def __init__(self, *, locked: bool = False) -> None:
        self.held: dict[tuple[str, str], str] = {}
        self.locked = locked

    def get_password(self, service: str, username: str) -> str | None:
        return self.held.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        if self.locked:
            raise OSError("the keyring is locked")
        self.held[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.held[service, username]


def test_the_same_passphrase_opens_the_same_keys(tmp_path: Path) -> None:
    made = create(tmp_path, WORDS, cost=CHEAP)
    assert unlock(tmp_path, WORDS) == made
    assert len({made.master, made.database, made.photos, made.names, made.temporary, made.private}) == 6


def test_a_wrong_passphrase_is_one_clear_sentence(tmp_path: Path) -> None:
    create(tmp_path, WORDS, cost=CHEAP)
    with pytest.raises(Trouble, match="Wrong passphrase"):
        unlock(tmp_path, WORDS + "!")


def test_a_passphrase_typed_with_other_accents_is_the_same(tmp_path: Path) -> None:
    made = create(tmp_path, "caf\u00e9 au lait", cost=CHEAP)
    assert unlock(tmp_path, "cafe\u0301 au lait") == made


def test_the_passphrase_wrap_costs_what_was_decided(tmp_path: Path) -> None:
    create(tmp_path, WORDS)
    kept = json.loads((tmp_path / vault.FILE).read_text(encoding="utf-8"))["passphrase"]
    assert (kept["memory_kib"], kept["passes"], kept["lanes"]) == (64 * 1024, 3, 4)
    assert unlock(tmp_path, WORDS).vault


def test_without_keyring_and_passphrase_the_three_ways_are_told(tmp_path: Path) -> None:
    with pytest.raises(Trouble) as told:
        create(tmp_path)
    assert "AUDITAPP_PASSPHRASE" in str(told.value)
    assert "--passphrase-file" in str(told.value)
    assert not vault.exists(tmp_path)


def test_a_desk_with_a_passphrase_asks_for_it(tmp_path: Path) -> None:
    create(tmp_path, WORDS, cost=CHEAP)
    with pytest.raises(Trouble, match="passphrase is needed"):
        unlock(tmp_path)


def test_the_keyring_opens_without_asking_and_holds_only_forty_four_characters(tmp_path: Path) -> None:
    ring = RingInMemory()
    made = create(tmp_path, ring=ring)
    assert unlock(tmp_path, ring=ring) == made
    assert [len(text) for text in ring.held.values()] == [44]


def test_another_keyring_does_not_open_the_desk(tmp_path: Path) -> None:
    create(tmp_path, ring=RingInMemory())
    with pytest.raises(Trouble, match="not in this keyring"):
        unlock(tmp_path, ring=RingInMemory())
    with pytest.raises(Trouble, match="not in this keyring"):
        unlock(tmp_path)


def test_a_keyring_with_nonsense_under_our_name_does_not_open_the_desk(tmp_path: Path) -> None:
    ring = RingInMemory()
    create(tmp_path, WORDS, ring=ring, cost=CHEAP)
    for nonsense in ("***", base64.b64encode(b"x" * 32).decode(), ""):
        ring.held = dict.fromkeys(ring.held, nonsense)
        with pytest.raises(Trouble, match="passphrase is needed"):
            unlock(tmp_path, ring=ring)
    assert unlock(tmp_path, WORDS, ring=ring).vault


def test_a_locked_keyring_falls_back_to_the_passphrase_or_refuses(tmp_path: Path) -> None:
    create(tmp_path / "a", WORDS, ring=RingInMemory(locked=True), cost=CHEAP)
    assert vault.ways_in(tmp_path / "a") == {"keyring": False, "passphrase": True, "recovery": False}
    with pytest.raises(Trouble, match="passphrase is needed"):
        create(tmp_path / "b", ring=RingInMemory(locked=True))


def test_the_company_opens_a_desk_with_its_recovery_key_and_no_other(tmp_path: Path) -> None:
    private, public = vault.make_recovery_pair()
    made = create(tmp_path, WORDS, recovery=public, cost=CHEAP)
    assert unlock(tmp_path, recovery_key=private) == made
    with pytest.raises(Trouble, match="does not open this desk"):
        unlock(tmp_path, recovery_key=vault.make_recovery_pair()[0])
    with pytest.raises(Trouble, match="Not a recovery key"):
        unlock(tmp_path, recovery_key=b"not a key")
    with pytest.raises(Trouble, match="Not a recovery key"):
        create(tmp_path / "other", WORDS, recovery=private, cost=CHEAP)


def test_a_recovery_key_under_a_password_needs_it(tmp_path: Path) -> None:
    private, public = vault.make_recovery_pair("in the safe")
    made = create(tmp_path, WORDS, recovery=public, cost=CHEAP)
    assert unlock(tmp_path, recovery_key=private, recovery_password="in the safe") == made
    with pytest.raises(Trouble, match="Not a recovery key"):
        unlock(tmp_path, recovery_key=private)


def test_after_a_change_only_the_new_passphrase_opens(tmp_path: Path) -> None:
    made = create(tmp_path, WORDS, cost=CHEAP)
    vault.change_passphrase(tmp_path, made, "four other small words", cost=CHEAP)
    assert unlock(tmp_path, "four other small words") == made
    with pytest.raises(Trouble, match="Wrong passphrase"):
        unlock(tmp_path, WORDS)


def test_a_short_passphrase_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="too short"):
        create(tmp_path, "short", cost=CHEAP)


def test_a_second_vault_never_replaces_the_first(tmp_path: Path) -> None:
    create(tmp_path, WORDS, cost=CHEAP)
    before = (tmp_path / vault.FILE).read_bytes()
    with pytest.raises(Trouble, match="already"):
        create(tmp_path, WORDS, cost=CHEAP)
    assert (tmp_path / vault.FILE).read_bytes() == before


@pytest.mark.parametrize(
    "content",
    [b"", b"{}", b"[]", b"\xff\xfe", b'{"format":1}', b"[" * 100_000, b'{"format":"x","vault":"v","check":"c"}'],
)
def test_a_damaged_key_file_is_told_and_left_alone(tmp_path: Path, content: bytes) -> None:
    (tmp_path / vault.FILE).write_bytes(content)
    with pytest.raises(Trouble, match="key file is damaged"):
        unlock(tmp_path, WORDS)
    assert (tmp_path / vault.FILE).read_bytes() == content


def test_a_key_file_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    create(tmp_path, WORDS, cost=CHEAP)
    kept = json.loads((tmp_path / vault.FILE).read_text(encoding="utf-8"))
    (tmp_path / vault.FILE).write_text(json.dumps({**kept, "format": 2}), encoding="utf-8")
    with pytest.raises(Trouble, match="newer version"):
        unlock(tmp_path, WORDS)


def test_an_edited_key_file_cannot_ask_for_all_the_memory(tmp_path: Path) -> None:
    create(tmp_path, WORDS, cost=CHEAP)
    kept = json.loads((tmp_path / vault.FILE).read_text(encoding="utf-8"))
    kept["passphrase"]["memory_kib"] = 1 << 40
    (tmp_path / vault.FILE).write_text(json.dumps(kept), encoding="utf-8")
    with pytest.raises(Trouble, match="Wrong passphrase"):
        unlock(tmp_path, WORDS)


def test_no_key_is_in_the_file_or_in_what_is_printed(tmp_path: Path) -> None:
    made = create(tmp_path, WORDS, ring=RingInMemory(), cost=CHEAP)
    raw = (tmp_path / vault.FILE).read_bytes() + repr(made).encode()
    for key in (made.master, made.database, made.photos, made.names, made.temporary, made.private):
        assert key not in raw
        assert key.hex().encode() not in raw
        assert base64.b64encode(key) not in raw
    assert WORDS.encode() not in raw
    assert (tmp_path / vault.FILE).stat().st_mode & 0o077 == 0


def test_this_machine_has_no_keyring_that_counts() -> None:
    assert vault.system_ring() is None
