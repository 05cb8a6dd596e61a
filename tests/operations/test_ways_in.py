"""Who opens the desk is changed without touching what is in it, and nobody is locked out by it."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditapp.operations import backup, ways_in
from auditapp.operations.desk import open_desk
from auditapp.store import vault
from auditapp.words import Trouble
from tests.inspector import CHEAP, PASSPHRASE, Inspector
from tests.store.test_vault import RingInMemory

NEW = "four other small words"


def opens(lin: Inspector, passphrase: str | None, ring: RingInMemory | None = None) -> bool:
    """Does this open the desk, without opening it?"""
    try:
        return vault.unlock(lin.folder / "desk", passphrase, ring=ring) == lin.desk.store.keys
    except Trouble:
        return False


def test_a_changed_passphrase_opens_the_desk_and_the_old_one_does_not(lin: Inspector) -> None:
    lin.answers("ST-1.1", "conform")
    ways_in.set_passphrase(lin.desk, NEW, current=PASSPHRASE, cost=CHEAP)
    lin.desk.close()
    with pytest.raises(Trouble, match="Wrong passphrase"):
        open_desk(lin.folder / "desk", PASSPHRASE, keyring=False, marks=lin.folder / "marks")
    with open_desk(lin.folder / "desk", NEW, keyring=False, marks=lin.folder / "marks") as desk:
        assert desk.knows(lin.inspection)


@pytest.mark.parametrize("typed", ["", "not the words at all"])
def test_a_passer_by_does_not_change_the_passphrase(lin: Inspector, typed: str) -> None:
    with pytest.raises(Trouble, match="Wrong passphrase"):
        ways_in.set_passphrase(lin.desk, NEW, current=typed, cost=CHEAP)
    assert opens(lin, PASSPHRASE)


def test_a_short_passphrase_is_refused_and_the_old_one_holds(lin: Inspector) -> None:
    with pytest.raises(Trouble, match="too short"):
        ways_in.set_passphrase(lin.desk, "short", current=PASSPHRASE)
    assert opens(lin, PASSPHRASE)


def test_whose_keyring_opens_the_desk_may_set_another_passphrase_when_the_old_one_is_forgotten(lin: Inspector) -> None:
    ring = RingInMemory()
    ways_in.ask_at_start(lin.desk, False, ring=ring)
    ways_in.set_passphrase(lin.desk, NEW, ring=ring, cost=CHEAP)
    assert opens(lin, NEW) and not opens(lin, PASSPHRASE)


def test_the_last_way_in_cannot_be_taken_away(lin: Inspector) -> None:
    with pytest.raises(Trouble, match="Nothing else opens"):
        ways_in.remove_passphrase(lin.desk, PASSPHRASE)
    ring = RingInMemory()
    ways_in.ask_at_start(lin.desk, False, ring=ring)
    with pytest.raises(Trouble, match="Wrong passphrase"):
        ways_in.remove_passphrase(lin.desk, "not the words at all", ring=ring)
    ways_in.remove_passphrase(lin.desk, PASSPHRASE, ring=ring)
    assert ways_in.ways(lin.desk, ring=ring) == ways_in.Ways(False, True, False, True)
    assert opens(lin, None, ring) and not opens(lin, PASSPHRASE)
    with pytest.raises(Trouble, match="no passphrase"):
        ways_in.ask_at_start(lin.desk, True, ring=ring)
    with pytest.raises(Trouble, match="no passphrase"):
        ways_in.remove_passphrase(lin.desk, PASSPHRASE, ring=ring)


def test_the_passphrase_is_asked_for_again_when_the_keyring_no_longer_holds_the_key(lin: Inspector) -> None:
    ring = RingInMemory()
    ways_in.ask_at_start(lin.desk, False, ring=ring)
    assert ways_in.ways(lin.desk, ring=ring).keyring
    ways_in.ask_at_start(lin.desk, True, ring=ring)
    assert ring.held == {} and not ways_in.ways(lin.desk, ring=ring).keyring
    assert not opens(lin, None, ring) and opens(lin, PASSPHRASE)


def test_a_keyring_that_refuses_is_told_and_the_passphrase_holds(lin: Inspector) -> None:
    with pytest.raises(Trouble, match="does not keep"):
        ways_in.ask_at_start(lin.desk, False, ring=RingInMemory(locked=True))
    assert opens(lin, PASSPHRASE)


def test_head_office_opens_the_desk_once_its_key_was_given(lin: Inspector, tmp_path: Path) -> None:
    private, public = vault.make_recovery_pair()
    file = tmp_path / "company.pem"
    file.write_bytes(public)
    ways_in.set_recovery(lin.desk, file)
    assert vault.unlock(lin.folder / "desk", recovery_key=private) == lin.desk.store.keys
    ways_in.set_recovery(lin.desk, None)
    with pytest.raises(Trouble, match="does not open"):
        vault.unlock(lin.folder / "desk", recovery_key=private)
    file.write_text("no key", encoding="utf-8")
    with pytest.raises(Trouble, match="Not a recovery key"):
        ways_in.set_recovery(lin.desk, file)
    with pytest.raises(Trouble, match="cannot be opened"):
        ways_in.set_recovery(lin.desk, tmp_path / "nowhere.pem")


def test_the_backups_beside_the_desk_open_with_the_new_passphrase(lin: Inspector) -> None:
    lin.answers("ST-1.1", "conform")
    made = backup.backup(lin.desk)
    ways_in.set_passphrase(lin.desk, NEW, current=PASSPHRASE, cost=CHEAP)
    assert vault.unlock(made.parent, NEW) == lin.desk.store.keys
