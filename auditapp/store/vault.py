"""The desk's one secret, K, and the ways to unlock it.

K is 32 random bytes. Every other key is derived from it, and K itself is never stored in the clear: it lies
in the system's keyring, and in ``vault.json`` wrapped by a passphrase (Argon2id) and, when the company wants
it, by the company's recovery key (HPKE, X25519), so that head office can open a recovered laptop.
Evidence: exchange.md C. There is no wiping after wrong passphrases: evidence must survive mistakes.
"""

from __future__ import annotations

import base64
import hmac
import json
import secrets
import unicodedata
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol

from auditapp.store import durable, troubles
from auditapp.words import Trouble, say

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

FILE: Final = "vault.json"
FORMAT: Final = 1
SERVICE: Final = "auditapp"
SHORTEST_PASSPHRASE: Final = 8
_LARGEST_MEMORY_KIB: Final = 1 << 20
"""An edited vault.json must not be able to ask for more memory than this (1 GiB)."""


class Ring(Protocol):
    """The system's keyring (the `keyring` package's backends are one; tests bring their own)."""

    def get_password(self, service: str, username: str) -> str | None: ...
    def set_password(self, service: str, username: str, password: str) -> None: ...
    def delete_password(self, service: str, username: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Cost:
    """What one guess at the passphrase costs: Argon2id memory in KiB, passes, lanes (about 0.2 s as set)."""

    memory_kib: int = 64 * 1024
    passes: int = 3
    lanes: int = 4


@dataclass(frozen=True, slots=True)
class Keys:
    """The desk's keys, all derived from K (``master``). They are never printed and never written."""

    vault: str
    """The vault's own random name: which desk folder these keys belong to."""
    master: bytes = field(repr=False)
    database: bytes = field(repr=False)
    photos: bytes = field(repr=False)
    names: bytes = field(repr=False)
    """Names the photo files: HMAC, so that a thief cannot test for a photo he knows."""
    temporary: bytes = field(repr=False)
    private: bytes = field(repr=False)
    """Wraps private keys inside the database once more."""


def exists(folder: Path) -> bool:
    return (folder / FILE).is_file()


def create(
    folder: Path,
    passphrase: str | None = None,
    *,
    ring: Ring | None = None,
    recovery: bytes | None = None,
    cost: Cost | None = None,
) -> Keys:
    """Make a new K for *folder*, reachable by *ring* (the keyring), *passphrase* and the company's
    *recovery* public key (PEM). Raises `Trouble` when there is neither a keyring nor a passphrase,
    or when there is a vault already."""
    if exists(folder):
        raise Trouble(
            say("There is a desk here already"),
            say("{folder} already has its key."),
            say("Open it, or choose another folder."),
            code=2,
            folder=str(folder),
        )
    if ring is None and not passphrase:
        raise passphrase_needed()
    master, name = secrets.token_bytes(32), secrets.token_hex(16)
    kept: dict[str, Any] = {
        "format": FORMAT,
        "vault": name,
        "check": _check(master),
        "keyring": False,
        "passphrase": None,
        "recovery": None,
    }
    if passphrase:
        kept["passphrase"] = _wrap_by_passphrase(master, name, passphrase, cost or Cost())
    if recovery is not None:
        kept["recovery"] = _wrap_by_recovery(master, name, recovery)
    if ring is not None:
        kept["keyring"] = _into_ring(ring, name, master)
        if not kept["keyring"] and not passphrase:
            raise passphrase_needed()
    _write(folder, kept)
    return _keys(name, master)


def unlock(
    folder: Path,
    passphrase: str | None = None,
    *,
    ring: Ring | None = None,
    recovery_key: bytes | None = None,
    recovery_password: str | None = None,
) -> Keys:
    """The keys of the desk in *folder*. A given recovery private key (PEM) is tried first, then a given
    passphrase, else the keyring. Raises `Trouble`: wrong passphrase, passphrase needed, vault unreadable."""
    kept = _read(folder)
    name = str(kept["vault"])
    if recovery_key is not None:
        master = _unwrap_by_recovery(kept.get("recovery"), name, recovery_key, recovery_password)
    elif passphrase and kept.get("passphrase"):
        master = _unwrap_by_passphrase(kept["passphrase"], name, passphrase)
    else:
        master = _from_ring(ring, name) if kept.get("keyring") else b""
        if not master or _check(master) != kept["check"]:
            raise passphrase_needed() if kept.get("passphrase") else _no_way_in()
    if not hmac.compare_digest(_check(master), str(kept["check"])):
        raise _unreadable(folder)
    return _keys(name, master)


def change_passphrase(folder: Path, keys: Keys, passphrase: str, *, cost: Cost | None = None) -> None:
    """Wrap K by a new passphrase instead of the old one. Photos and database stay as they are."""
    kept = _read(folder)
    kept["passphrase"] = _wrap_by_passphrase(keys.master, keys.vault, passphrase, cost or Cost())
    _write(folder, kept)


def take_passphrase_away(folder: Path, keys: Keys) -> None:
    """No passphrase opens this desk any more; the keyring does. The caller has made sure that it does."""
    kept = _read(folder)
    _refuse_foreign(kept, keys, folder)
    kept["passphrase"] = None
    _write(folder, kept)


def fits(folder: Path, passphrase: str) -> bool:
    """Does *passphrase* open the desk? False where none is set."""
    kept = _read(folder)
    if not kept.get("passphrase"):
        return False
    try:
        master = _unwrap_by_passphrase(kept["passphrase"], str(kept["vault"]), passphrase)
    except Trouble:
        return False
    return hmac.compare_digest(_check(master), str(kept["check"]))


def in_ring(folder: Path, ring: Ring | None) -> bool:
    """Does *ring* hold the desk's key, now and for this user?"""
    kept = _read(folder)
    master = _from_ring(ring, str(kept["vault"])) if kept.get("keyring") else b""
    return bool(master) and hmac.compare_digest(_check(master), str(kept["check"]))


def set_recovery(folder: Path, keys: Keys, public_key: bytes | None) -> None:
    """Let the company's recovery key (PEM) open this desk too; None takes that away."""
    kept = _read(folder)
    kept["recovery"] = None if public_key is None else _wrap_by_recovery(keys.master, keys.vault, public_key)
    _write(folder, kept)


def set_keyring(folder: Path, keys: Keys, ring: Ring) -> bool:
    """Put K into the keyring too, so that no passphrase is asked for; False when the keyring refuses."""
    kept = _read(folder)
    kept["keyring"] = _into_ring(ring, keys.vault, keys.master)
    _write(folder, kept)
    return bool(kept["keyring"])


def leave_keyring(folder: Path, keys: Keys, ring: Ring | None) -> None:
    """The desk's key is in no keyring any more: the passphrase is asked for. The caller has made sure of one."""
    kept = _read(folder)
    _refuse_foreign(kept, keys, folder)
    kept["keyring"] = False
    _write(folder, kept)
    if ring is not None:
        with suppress(*_ring_faults()):
            ring.delete_password(SERVICE, keys.vault)


def ways_in(folder: Path) -> Mapping[str, bool]:
    """Which ways unlock this desk: {"keyring", "passphrase", "recovery"} -> there or not (for `doctor`)."""
    kept = _read(folder)
    return {way: bool(kept.get(way)) for way in ("keyring", "passphrase", "recovery")}


def name_of(folder: Path) -> str:
    """The random name of the vault in *folder*: tells one desk's key file from another's."""
    return str(_read(folder)["vault"])


def system_ring() -> Ring | None:
    """The keyring of the system the person is logged in to, or None. Plain-file keyrings do not count."""
    try:
        import keyring  # slow: looks through every backend
        from keyring.errors import KeyringError
    except ImportError:
        return None
    try:
        backend: Any = keyring.get_keyring()
        return backend if backend.priority >= 1 else None
    except (KeyringError, RuntimeError, OSError):
        return None


def passphrase_needed() -> Trouble:
    return Trouble(
        say("A passphrase is needed"),
        say("This computer has no keyring that holds the desk's key, so the desk is opened with a passphrase."),
        say(
            "Give it with --passphrase-file FILE, in the environment variable AUDITAPP_PASSPHRASE, "
            "or type it when asked."
        ),
        code=2,
    )


def wrong_passphrase() -> Trouble:
    return Trouble(
        say("Wrong passphrase"),
        say("The passphrase does not open this desk."),
        say("Nothing was changed. Try again; mind capitals and the keyboard's language."),
        code=3,
    )


def _no_way_in() -> Trouble:
    return Trouble(
        say("The desk's key is not in this keyring"),
        say("The desk was set up to be opened by the keyring of another user or computer."),
        say("Log in as that user, or open it with the company's recovery key."),
        code=3,
    )


def _unreadable(folder: Path) -> Trouble:
    return Trouble(
        say("The desk's key file is damaged"),
        say("{file} cannot be read."),
        say("Nothing was changed. Copy the file back from a backup of the desk's folder."),
        file=str(folder / FILE),
    )


# -- the file -------------------------------------------------------------------------------------


def _read(folder: Path) -> dict[str, Any]:
    try:
        raw = (folder / FILE).read_bytes()
    except OSError as error:
        raise troubles.of_os(error, folder / FILE) from error
    try:
        kept = json.loads(raw)
        if not isinstance(kept, dict) or not isinstance(kept["vault"], str) or not isinstance(kept["check"], str):
            raise ValueError("not a vault")
        found = kept["format"]
    except (ValueError, KeyError, RecursionError):
        raise _unreadable(folder) from None
    if not isinstance(found, int) or found < 1:
        raise _unreadable(folder)
    if found > FORMAT:
        raise troubles.newer_version(folder / FILE, found, FORMAT)
    return kept


def _write(folder: Path, kept: Mapping[str, Any]) -> None:
    durable.make_folder(folder)
    durable.write_whole(folder / FILE, json.dumps(kept, indent=1, sort_keys=True).encode("utf-8") + b"\n")


def _refuse_foreign(kept: Mapping[str, Any], keys: Keys, folder: Path) -> None:
    """Keys of another desk must not lock this one."""
    if kept["vault"] != keys.vault:
        raise _unreadable(folder)


# -- keys -----------------------------------------------------------------------------------------


def _derive(master: bytes, purpose: str) -> bytes:
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

    return HKDFExpand(hashes.SHA256(), 32, b"auditapp-key-v1\n" + purpose.encode()).derive(master)


def _keys(name: str, master: bytes) -> Keys:
    return Keys(
        vault=name,
        master=master,
        **{purpose: _derive(master, purpose) for purpose in ("database", "photos", "names", "temporary", "private")},
    )


def sealing_key(keys: Keys) -> bytes:
    """The desk's X25519 private key, 32 bytes: what others seal for this desk is opened with it. It is derived, so it
    lies nowhere, and comes back with the desk from a backup."""
    return _derive(keys.master, "sealing")


def _check(master: bytes) -> str:
    """Sixteen bytes that tell whether a K is the right one and nothing else about it."""
    return _derive(master, "check")[:16].hex() if len(master) == 32 else ""


def _about(name: str) -> bytes:
    return b"auditapp-vault-v1\n" + name.encode()


def _wrap_by_passphrase(master: bytes, name: str, passphrase: str, cost: Cost) -> dict[str, Any]:
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise Trouble(
            say("The passphrase is too short"),
            say("A passphrase has at least {n} characters."),
            say("Take a few words that belong together only for you."),
            code=2,
            n=SHORTEST_PASSPHRASE,
        )
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
    box = AESGCM(_stretch(passphrase, salt, cost)).encrypt(nonce, master, _about(name))
    return {
        "kind": "argon2id",
        "memory_kib": cost.memory_kib,
        "passes": cost.passes,
        "lanes": cost.lanes,
        "salt": _text(salt),
        "nonce": _text(nonce),
        "box": _text(box),
    }


def _unwrap_by_passphrase(kept: Mapping[str, Any], name: str, passphrase: str) -> bytes:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        cost = Cost(int(kept["memory_kib"]), int(kept["passes"]), int(kept["lanes"]))
        if not (cost.memory_kib <= _LARGEST_MEMORY_KIB and 0 < cost.passes <= 64 and 0 < cost.lanes <= 64):
            raise wrong_passphrase()
        key = _stretch(passphrase, _bytes(kept["salt"]), cost)
        return AESGCM(key).decrypt(_bytes(kept["nonce"]), _bytes(kept["box"]), _about(name))
    except (InvalidTag, KeyError, ValueError, TypeError):
        raise wrong_passphrase() from None


def _stretch(passphrase: str, salt: bytes, cost: Cost) -> bytes:
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    text = unicodedata.normalize("NFC", passphrase).encode("utf-8", "surrogatepass")
    return Argon2id(salt=salt, length=32, iterations=cost.passes, lanes=cost.lanes, memory_cost=cost.memory_kib).derive(
        text
    )


def _suite() -> Any:
    from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

    return Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


def _wrap_by_recovery(master: bytes, name: str, public_key: bytes) -> dict[str, Any]:
    return {"kind": "hpke-x25519", "box": _text(_suite().encrypt(master, _public(public_key), _about(name)))}


def _public(pem: bytes) -> X25519PublicKey:
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    try:
        key = load_pem_public_key(pem)
    except (ValueError, UnsupportedAlgorithm):
        key = None
    if not isinstance(key, X25519PublicKey):
        raise Trouble(
            say("Not a recovery key"),
            say("The file is not an X25519 public key in PEM form."),
            say("Ask head office for the company's recovery key file."),
            code=2,
        )
    return key


def _private(pem: bytes, password: str | None) -> X25519PrivateKey:
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        key = load_pem_private_key(pem, password.encode() if password else None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        key = None
    if not isinstance(key, X25519PrivateKey):
        raise Trouble(
            say("Not a recovery key"),
            say("The file is not an X25519 private key in PEM form, or its password is wrong."),
            say("Ask whoever keeps the company's recovery key."),
            code=2,
        )
    return key


def _unwrap_by_recovery(kept: Mapping[str, Any] | None, name: str, pem: bytes, password: str | None) -> bytes:
    from cryptography.exceptions import InvalidTag

    key = _private(pem, password)
    try:
        return bytes(_suite().decrypt(_bytes((kept or {})["box"]), key, _about(name)))
    except (InvalidTag, KeyError, ValueError, TypeError):
        raise Trouble(
            say("The recovery key does not open this desk"),
            say("This desk was not set up with that company recovery key."),
            say("Nothing was changed. Try the passphrase."),
            code=3,
        ) from None


def make_recovery_pair(password: str | None = None) -> tuple[bytes, bytes]:
    """A new recovery key for a company: (private PEM, public PEM). The private one belongs in a safe."""
    from cryptography.hazmat.primitives import serialization as form
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    key = X25519PrivateKey.generate()
    sealed = form.BestAvailableEncryption(password.encode()) if password else form.NoEncryption()
    return (
        key.private_bytes(form.Encoding.PEM, form.PrivateFormat.PKCS8, sealed),
        key.public_key().public_bytes(form.Encoding.PEM, form.PublicFormat.SubjectPublicKeyInfo),
    )


def seal_for_recovery(content: bytes, public_key: bytes, about: bytes) -> bytes:
    """*content* so that only the company's recovery key opens it; *about* must be named again then. Raises `Trouble`
    for a key that is none."""
    return bytes(_suite().encrypt(content, _public(public_key), about))


def open_by_recovery(sealed: bytes, private_key: bytes, password: str | None, about: bytes) -> bytes:
    """What was sealed for the recovery key. Raises `Trouble`: another key, a wrong password, altered."""
    from cryptography.exceptions import InvalidTag

    try:
        return bytes(_suite().decrypt(sealed, _private(private_key, password), about))
    except (InvalidTag, ValueError):
        raise Trouble(
            say("The recovery key does not open this"),
            say("It was sealed for another recovery key, or altered since."),
            say("Nothing was changed. Take the recovery key that was made with it."),
            code=3,
        ) from None


# -- the keyring ----------------------------------------------------------------------------------


def _into_ring(ring: Ring, name: str, master: bytes) -> bool:
    """Windows' keyring holds few characters, so only K goes in: 44 of them."""
    text = base64.b64encode(master).decode()
    try:
        ring.set_password(SERVICE, name, text)
        return ring.get_password(SERVICE, name) == text
    except _ring_faults():
        return False


def _from_ring(ring: Ring | None, name: str) -> bytes:
    if ring is None:
        return b""
    try:
        return base64.b64decode(ring.get_password(SERVICE, name) or "", validate=True)
    except _ring_faults():
        return b""


def _ring_faults() -> tuple[type[Exception], ...]:
    """What a keyring may well do: be locked, refuse, find no bus, hold nonsense. Everything else is a bug."""
    from keyring.errors import KeyringError

    return (KeyringError, OSError, RuntimeError, ValueError)


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _bytes(text: object) -> bytes:
    if not isinstance(text, str):
        raise TypeError("not text")
    return base64.b64decode(text, validate=True)
