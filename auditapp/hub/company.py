"""A hub's folder: its settings and its keys. Made once by `init`, read by every process that serves.

    hub.toml               settings; people edit it
    keys/hub.json          receipt key, desk key, key for bundles
    keys/company-ca.pem, company-ca.key      the company's authority (ECDSA P-256)
    keys/tls.pem, tls.key  the certificate desks see, by that authority; renewed by itself
    keys/recovery.pem      public half of the company's recovery key
    RECOVERY-KEY-FOR-THE-SAFE.pem            its private half: belongs into a safe, not onto this machine

Several machines may serve one hub (PostgreSQL, S3): each has a copy of hub.toml and keys/.
"""

from __future__ import annotations

import hashlib
import json
import socket
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field, fields
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from auditapp.journal.desk_key import DeskKey
from auditapp.office.enrolment import LOOPBACK, check_address
from auditapp.store import durable, vault
from auditapp.store import troubles as disk
from auditapp.words import Trouble, say

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from auditapp.report.identity import Identity

SETTINGS: Final = "hub.toml"
KEYS: Final = "keys"
RECOVERY: Final = "recovery.pem"
SAFE: Final = "RECOVERY-KEY-FOR-THE-SAFE.pem"
PORT: Final = 8420
LONGEST_NAME: Final = 64


@dataclass(frozen=True)
class Settings:
    """What an operator decides; each with a sentence in hub.toml."""

    name: str = field(default="", metadata={"why": "The company's name, as desks and certificates show it."})
    address: str = field(default="", metadata={"why": "Where desks reach the hub: https://name:port."})
    host: str = field(
        default="",
        metadata={"why": "Which of this machine's addresses to listen at. Empty: all; 127.0.0.1: only here."},
    )
    port: int = field(default=PORT, metadata={"why": "The port to listen at."})
    processes: int = field(default=1, metadata={"why": "How many processes serve."})
    database: str = field(
        default="", metadata={"why": "postgresql://user:password@host/name. Empty: SQLite in this folder."}
    )
    files: str = field(default="", metadata={"why": "s3://bucket/prefix?endpoint=…. Empty: a folder in this folder."})
    key: str = field(default="", metadata={"why": "File of the SQLite database's key. Empty: hub.key in this folder."})
    certificate: str = field(
        default="",
        metadata={"why": "PEM file of a certificate that desks' systems trust. Empty: one by the company's authority."},
    )
    certificate_key: str = field(default="", metadata={"why": "PEM file of that certificate's key."})
    also: tuple[str, ...] = field(
        default=(), metadata={"why": "Further names and addresses that the hub's certificate shall be good for."}
    )
    behind: tuple[str, ...] = field(
        default=(), metadata={"why": "Addresses of reverse proxies, whose word is taken for whom they speak."}
    )
    metrics_for: tuple[str, ...] = field(
        default=("127.0.0.1", "::1"), metadata={"why": "Addresses that may read /metrics."}
    )
    stamps: str = field(
        default="", metadata={"why": "Address of a time-stamping authority for issued reports. Empty: none."}
    )


@dataclass(frozen=True)
class Company:
    """A hub's folder, read. Its secrets are never printed."""

    folder: Path
    settings: Settings
    desk: DeskKey
    """The hub is an office desk: what it says itself (time stamps, decisions) it signs with this."""
    receipts: Ed25519PrivateKey = field(repr=False)
    bundles: bytes = field(repr=False)
    """X25519, private: what comes by stick or mail is encrypted to it."""
    authority_pem: str
    recovery: str

    @cached_property
    def key(self) -> str:
        """The public key that receipts are signed with, hex."""
        return self.receipts.public_key().public_bytes_raw().hex()

    @cached_property
    def id(self) -> str:
        return hashlib.sha256(b"auditapp-hub-v1\n" + bytes.fromhex(self.key)).hexdigest()[:32]

    @cached_property
    def journal(self) -> str:
        """The id of the company journal."""
        return hashlib.sha256(b"auditapp-company-v1\n" + bytes.fromhex(self.key)).hexdigest()[:32]

    @cached_property
    def bundles_public(self) -> str:
        from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

        return X25519PrivateKey.from_private_bytes(self.bundles).public_key().public_bytes_raw().hex()

    @property
    def secret(self) -> bytes:
        """What all processes of the hub know and nobody else: for challenges."""
        return hashlib.sha256(b"auditapp-hub-secret-v1\n" + self.receipts.private_bytes_raw()).digest()

    @property
    def own_certificate(self) -> bool:
        """Does the operator bring a certificate of his own (by an authority that systems trust)?"""
        return bool(self.settings.certificate)

    def authority(self) -> Identity:
        """The company's authority with its key."""
        from auditapp.hub import authority

        return authority.read(self.folder / KEYS / "company-ca.pem", self.folder / KEYS / "company-ca.key")


def is_hub(folder: Path) -> bool:
    return (folder / SETTINGS).is_file() and (folder / KEYS / "hub.json").is_file()


def init(
    folder: Path,
    *,
    name: str,
    address: str = "",
    port: int = 0,
    clock: Callable[[], datetime],
    randomness: Callable[[int], bytes],
    **given: Any,
) -> Company:
    """Make a hub in *folder*. *port*: where to listen, when it is not the address's (behind a reverse proxy); *given*:
    further `Settings`. Raises `Trouble`: there is one, no name, not an address, the disk refuses.

    What is written last is hub.toml, so that an init that was interrupted is no hub and can be done again.
    """
    if (folder / SETTINGS).exists():
        raise Trouble(
            say("There is a hub here already"),
            say("{folder} holds a hub."),
            say("Nothing was changed. Choose another folder, or start this one: auditapp hub serve."),
            code=2,
            folder=str(folder),
        )
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise Trouble(
            say("The company's name is missing"),
            say("A hub bears its company's name, at most {most} characters; its certificates show it."),
            say("Nothing was made. Give the name with --name."),
            code=2,
            most=LONGEST_NAME,
        )
    if address:
        address = check_address(address)
        port = port or urlsplit(address).port or PORT
    else:
        address = check_address(f"https://{socket.gethostname().lower()}:{port or PORT}")
    settings = Settings(**{**given, "name": name, "address": address, "port": port or PORT})
    durable.make_folder(folder / KEYS)
    _write_keys(folder, name, clock(), randomness)
    durable.write_whole(folder / SETTINGS, to_toml(settings).encode())
    return read(folder)


def read(folder: Path) -> Company:
    """The hub in *folder*. Raises `Trouble`: it is none, its settings or keys cannot be read."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    if not is_hub(folder):
        raise Trouble(
            say("This is not a hub"),
            say("{folder} holds no hub."),
            say("Make one: auditapp hub init {folder} --name COMPANY"),
            folder=str(folder),
        )
    settings = read_settings(folder / SETTINGS)
    keys = folder / KEYS
    try:
        told = json.loads((keys / "hub.json").read_bytes())
        desk = DeskKey.from_private(bytes.fromhex(told["desk"]["private"]), bytes.fromhex(told["desk"]["incarnation"]))
        receipts = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(told["receipts"]))
        bundles = bytes.fromhex(told["bundles"])
        authority = (keys / "company-ca.pem").read_text("ascii")
        recovery = (keys / RECOVERY).read_text("ascii")
    except OSError as error:
        raise disk.of_os(error, keys) from error
    except (ValueError, KeyError, TypeError, RecursionError):
        raise Trouble(
            say("The hub's keys are damaged"),
            say("{file} cannot be read."),
            say("Nothing was changed. Copy the folder of keys back from a backup."),
            file=str(keys),
        ) from None
    return Company(folder, settings, desk, receipts, bundles, authority, recovery)


def read_settings(file: Path) -> Settings:
    """hub.toml. Raises `Trouble` and names the line's name: a hub must not guess what its operator meant."""
    try:
        written = tomllib.loads(file.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        raise disk.of_os(error, file) from error
    except ValueError as error:
        raise _wrong_setting(file, str(error)) from None
    kinds = {f.name: f for f in fields(Settings)}
    for name, value in written.items():
        if name not in kinds:
            raise _wrong_setting(file, name)
        default = kinds[name].default
        right = (
            isinstance(value, list) and all(isinstance(one, str) for one in value)
            if isinstance(default, tuple)
            else type(value) is type(default)
        )
        if not right:
            raise _wrong_setting(file, name)
    told: dict[str, Any] = {name: tuple(v) if isinstance(v, list) else v for name, v in written.items()}
    settings = Settings(**told)
    check_address(settings.address)
    if not 0 < settings.port < 65_536:
        raise _wrong_setting(file, "port")
    if not 0 < settings.processes <= 64:
        raise _wrong_setting(file, "processes")
    if bool(settings.certificate) != bool(settings.certificate_key):
        raise _wrong_setting(file, "certificate_key")
    return settings


def to_toml(settings: Settings) -> str:
    """The settings as a file that explains itself."""
    lines = []
    for one in fields(settings):
        value = getattr(settings, one.name)
        said = json.dumps(list(value) if isinstance(value, tuple) else value, ensure_ascii=False)
        lines.append(f"# {one.metadata['why']}\n{one.name} = {said}\n")
    return "\n".join(lines)


def tls_files(company: Company, now: datetime) -> tuple[Path, Path]:
    """The certificate (with its chain) and key that desks see; the company authority's own is made anew when it is
    about to expire or another address is set. Raises `Trouble`: the operator's cannot be read."""
    from auditapp.hub import authority

    settings = company.settings
    if company.own_certificate:
        files = (Path(settings.certificate), Path(settings.certificate_key))
        authority.read(*files)
        return files
    certificate, key = company.folder / KEYS / "tls.pem", company.folder / KEYS / "tls.key"
    host = urlsplit(settings.address).hostname or ""
    names = tuple(dict.fromkeys((host, *settings.also, socket.gethostname().lower(), *LOOPBACK)))
    authority.renew(company.authority(), certificate, key, names, now=now)
    return certificate, key


def _write_keys(folder: Path, name: str, now: datetime, randomness: Callable[[int], bytes]) -> None:
    from auditapp.hub import authority
    from auditapp.report import identity

    keys = folder / KEYS
    if not (keys / "company-ca.key").exists():
        made = identity.company_ca(name, now=now, serial=authority.serial(randomness))
        authority.write(made, keys / "company-ca.pem", keys / "company-ca.key")
    if not (keys / RECOVERY).exists():
        private, public = vault.make_recovery_pair()
        durable.write_whole(folder / SAFE, private)
        durable.write_whole(keys / RECOVERY, public)
    desk = DeskKey.make(randomness)
    told = {
        "receipts": randomness(32).hex(),
        "desk": {"private": desk.private_bytes().hex(), "incarnation": desk.incarnation.hex()},
        "bundles": randomness(32).hex(),
    }
    durable.write_whole(keys / "hub.json", json.dumps(told, indent=1).encode() + b"\n")


def _wrong_setting(file: Path, what: str) -> Trouble:
    return Trouble(
        say("A setting of the hub is wrong"),
        say("{file} is not understood at: {what}."),
        say("Nothing was started. Correct it; the file explains each setting."),
        code=2,
        file=str(file),
        what=what[:100],
    )
