"""An open hub: the company's keys, what is kept, and the epoch. Everything that answers a desk starts here."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final

from auditapp.hub import company as companies
from auditapp.hub import roles
from auditapp.hub.company import Company
from auditapp.hub.keeping import opening
from auditapp.hub.keeping.opening import Keeping, Places, utc_now
from auditapp.hub.keeping.register import EnrolledDesk, User
from auditapp.office.protocol import PROTOCOL, Hello

ERASER: Final = "eraser"
"""What is noted of a user whose erasures count, or once counted: those that came in before stay honoured."""


@dataclass(frozen=True)
class Asker:
    """Who asks: an enrolled desk and its user."""

    desk: EnrolledDesk
    user: User

    @property
    def sees_all(self) -> bool:
        return roles.sees_all(self.user.roles)


@dataclass(frozen=True)
class Listed:
    """A list of revoked certificates that was made: when, of which (serial -> since when), and itself (DER)."""

    made: datetime
    numbers: Mapping[int, str]
    der: bytes


@dataclass(frozen=True)
class Hub:
    """An open hub. Its methods may be called from any thread. Close it, or use it in a ``with`` block."""

    company: Company
    keeping: Keeping
    epoch: str
    clock: Callable[[], datetime] = utc_now
    randomness: Callable[[int], bytes] = os.urandom
    listed: list[Listed] = field(default_factory=list, compare=False)
    """The last one (`people.revocations`)."""

    def hello(self) -> Hello:
        return Hello(
            office=self.company.id,
            name=self.company.settings.name,
            epoch=self.epoch,
            time=self.clock().isoformat(timespec="seconds"),
            key=self.company.key,
            protocols=(PROTOCOL,),
            erasers=self.erasers(),
            company=self.company.journal,
        )

    def erasers(self) -> tuple[str, ...]:
        """The public keys whose erasures are honoured: the hub's own and those of head office's desks."""
        register = self.keeping.register
        users = {user.code for user in register.users() if user.told.get(ERASER) or roles.erases(user.roles)}
        return (self.company.desk.public.hex(), *(desk.public for desk in register.desks() if desk.user in users))

    def asker(self, public: str) -> tuple[Asker | None, str]:
        """(who has this key, "") when it may ask; else (None, why not)."""
        desk = self.keeping.register.desk(public)
        user = None if desk is None else self.keeping.register.user(desk.user)
        if desk is None or user is None:
            return None, "unknown desk"
        return (None, "revoked") if desk.revoked or user.disabled else (Asker(desk, user), "")

    def sees(self, asker: Asker, inspection: str) -> bool:
        """May this desk read the inspection? The company's own journal everybody may."""
        return (
            asker.sees_all
            or inspection == self.company.journal
            or self.keeping.journals.sees(asker.user.code, inspection)
        )

    def sees_file(self, asker: Asker, sha256: str) -> bool:
        return (
            asker.sees_all
            or self.keeping.files.sees(asker.user.code, sha256)
            or self.company.journal in self.keeping.files.named_in(sha256)
        )

    def close(self) -> None:
        self.keeping.close()

    def __enter__(self) -> Hub:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def places(company: Company) -> Places:
    """Where the hub keeps what it has: as its settings say, or the environment."""
    settings = company.settings
    return opening.places(Places(settings.database, settings.files, settings.key), os.environ)


def open_hub(folder: Path, *, clock: Callable[[], datetime] = utc_now) -> Hub:
    """Open the hub in *folder*; any number of processes may. Raises `Trouble`: none there, keys or database damaged."""
    company = companies.read(folder)
    keeping = opening.open_keeping(folder, places(company), clock=clock)
    try:
        epoch = keeping.register.settle(opening.EPOCH, secrets.token_hex(8).encode()).decode("ascii")
    except BaseException:
        keeping.close()
        raise
    return Hub(company, keeping, epoch, clock)
