"""Who opens this desk: the passphrase, the keyring of the computer's account, the company's recovery key.

All of it stands in the desk's key file; photos and database stay as they are. These verbs touch no database, so a
window may call them on any thread (a passphrase takes a fifth of a second). The key file beside the backups on this
laptop is renewed too; backups elsewhere (a stick) go on opening with what they were made with.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from auditapp.operations.desk import Desk
from auditapp.operations.ink import unreadable
from auditapp.store import vault
from auditapp.store.vault import SHORTEST_PASSPHRASE as SHORTEST_PASSPHRASE
from auditapp.store.vault import Cost, Ring
from auditapp.words import Trouble, say


@dataclass(frozen=True)
class Ways:
    """What opens the desk now. ``keyring``: nothing is asked for under this computer's account; ``recovery``: head
    office's key does; ``has_keyring``: this computer has a keyring that could hold the key."""

    passphrase: bool
    keyring: bool
    recovery: bool
    has_keyring: bool


def ways(desk: Desk, *, ring: Ring | None = None) -> Ways:
    """What opens the desk. *ring* is the system's own unless a test brings another. Raises `Trouble`."""
    found = vault.ways_in(desk.store.folder)
    ring = ring if ring is not None else vault.system_ring()
    return Ways(
        passphrase=found["passphrase"],
        keyring=vault.in_ring(desk.store.folder, ring),
        recovery=found["recovery"],
        has_keyring=ring is not None,
    )


def set_passphrase(
    desk: Desk, new: str, *, current: str = "", ring: Ring | None = None, cost: Cost | None = None
) -> None:
    """Set the desk's passphrase, or change it. *current* is needed where one is set, unless the keyring of the
    account that is logged in opens the desk anyway. Raises `Trouble`: wrong, too short, key file damaged."""
    before = ways(desk, ring=ring)
    if before.passphrase and (current or not before.keyring):
        _prove(desk, current)
    vault.change_passphrase(desk.store.folder, desk.store.keys, new, cost=cost)
    _renew_beside_backups(desk)


def remove_passphrase(desk: Desk, current: str, *, ring: Ring | None = None) -> None:
    """Ask for no passphrase any more: only the keyring of this account (and the recovery key) opens the desk then.
    Raises `Trouble`: wrong passphrase, no keyring that opens the desk."""
    before = ways(desk, ring=ring)
    if not before.passphrase:
        raise Trouble(
            say("There is no passphrase"),
            say("This desk is opened without a passphrase."),
            say("Nothing was changed."),
            code=2,
        )
    if not before.keyring:
        raise Trouble(
            say("Nothing else opens this desk"),
            say("Without the passphrase nobody could open the desk: no keyring of this computer holds its key."),
            say("Nothing was changed. The passphrase can be changed for another one."),
            code=2,
        )
    _prove(desk, current)
    vault.take_passphrase_away(desk.store.folder, desk.store.keys)
    _renew_beside_backups(desk)


def ask_at_start(desk: Desk, on: bool, *, ring: Ring | None = None) -> None:
    """*on*: the passphrase is asked for whenever the desk is opened; off: the keyring of this account opens it
    without asking. Raises `Trouble`: there is no passphrase, or no keyring that keeps the key."""
    ring = ring if ring is not None else vault.system_ring()
    folder, keys = desk.store.folder, desk.store.keys
    if on:
        if not vault.ways_in(folder)["passphrase"]:
            raise Trouble(
                say("There is no passphrase"),
                say("Without a passphrase there is nothing to ask for, and the desk could not be opened."),
                say("Nothing was changed. Set a passphrase first."),
                code=2,
            )
        vault.leave_keyring(folder, keys, ring)
    elif ring is None or not vault.set_keyring(folder, keys, ring):
        raise Trouble(
            say("The keyring does not keep the key"),
            say("This computer has no keyring, or it is locked or refuses."),
            say("The passphrase opens the desk as before."),
            code=2,
        )
    _renew_beside_backups(desk)


def set_recovery(desk: Desk, public_key: Path | None) -> None:
    """Let the company's recovery key open this desk too: its public key, a PEM file from head office. None takes that
    away. Raises `Trouble`: not such a key, not to be read; nothing else would open the desk."""
    if public_key is None:
        known = vault.ways_in(desk.store.folder)
        if not known["passphrase"] and not known["keyring"]:
            raise Trouble(
                say("Nothing else opens this desk"),
                say("Without the recovery key nobody could open the desk."),
                say("Nothing was changed. Set a passphrase first."),
                code=2,
            )
        vault.set_recovery(desk.store.folder, desk.store.keys, None)
    else:
        try:
            pem = public_key.read_bytes()
        except OSError as error:
            raise unreadable(public_key, error) from error
        vault.set_recovery(desk.store.folder, desk.store.keys, pem)
    _renew_beside_backups(desk)


def let_company_recover(desk: Desk, public_pem: bytes) -> None:
    """Let the recovery key of the company this desk was enrolled at open it too. Raises `Trouble`: not such a key."""
    vault.set_recovery(desk.store.folder, desk.store.keys, public_pem)
    _renew_beside_backups(desk)


def forget_company(desk: Desk) -> None:
    """No company's recovery key opens this desk any more. Raises `Trouble`: nothing else would open it."""
    if vault.ways_in(desk.store.folder)["recovery"]:
        set_recovery(desk, None)


def _prove(desk: Desk, passphrase: str) -> None:
    if not vault.fits(desk.store.folder, passphrase):
        raise vault.wrong_passphrase()


def _renew_beside_backups(desk: Desk) -> None:
    kept = desk.store.backups
    if (kept.folder / vault.FILE).exists():
        kept.keep_vault(kept.folder)
