"""The rows of who may do what: users, their desks, enrolment codes, nonces of requests, settings, the administrators'
deeds. Plain rows: what they mean is decided in `hub`. ``told`` is what else the hub knows of them, as JSON.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

import msgspec

from auditapp.hub.keeping.base import Base, Session

_NOTHING: Final[Mapping[str, Any]] = {}


@dataclass(frozen=True)
class User:
    """A person who may exchange. ``disabled``: since when not any more, "" while he may."""

    code: str
    name: str
    roles: tuple[str, ...]
    disabled: str = ""
    told: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class EnrolledDesk:
    """A user's laptop, known by its public key (hex): a restored one keeps the key and goes on. ``revoked``: since
    when, "" while it may exchange."""

    public: str
    user: str
    name: str
    enrolled: str
    revoked: str = ""
    why: str = ""
    told: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Deed:
    """What an administrator did, when."""

    at: str
    who: str
    what: str
    told: Mapping[str, Any]


class Register:
    """Times are ISO 8601 in UTC to the second, so that they compare as text; *clock* gives UTC."""

    def __init__(self, base: Base, *, clock: Callable[[], datetime]) -> None:
        self._base, self._clock = base, clock

    # -- users ------------------------------------------------------------------------------------

    def user(self, code: str) -> User | None:
        with self._base.look() as session:
            return _user(session, code)

    def users(self) -> list[User]:
        with self._base.look() as session:
            return [_user_of(row) for row in session.rows(f"SELECT {_USER} FROM person ORDER BY code")]

    def set_user(self, user: User) -> None:
        """Add or change a user."""
        with self._base.deed() as session:
            session.run(
                "INSERT INTO person (code, name, roles, disabled, told) VALUES (?, ?, ?, ?, ?)"
                " ON CONFLICT (code) DO UPDATE SET name = excluded.name, roles = excluded.roles,"
                " disabled = excluded.disabled, told = excluded.told",
                (_text(user.code), _text(user.name), " ".join(user.roles), user.disabled, _packed(user.told)),
            )

    # -- desks ------------------------------------------------------------------------------------

    def desk(self, public: str) -> EnrolledDesk | None:
        with self._base.look() as session:
            row = session.row(f"SELECT {_DESK} FROM desk WHERE public = ?", (public,))
        return None if row is None else _desk_of(row)

    def desks(self, *, user: str | None = None) -> list[EnrolledDesk]:
        where, values = ("", ()) if user is None else (" WHERE person = ?", (user,))
        with self._base.look() as session:
            rows = session.rows(f"SELECT {_DESK} FROM desk{where} ORDER BY enrolled, public", values)
        return [_desk_of(row) for row in rows]

    def set_desk(self, desk: EnrolledDesk) -> None:
        """Add or change a desk (revoke it, let it in again)."""
        with self._base.deed() as session:
            _set_desk(session, desk)

    # -- enrolment codes --------------------------------------------------------------------------

    def add_code(self, hashed: str, user: str, *, expires: datetime) -> None:
        """A one-time code of *user*. Only its hash is kept."""
        with self._base.deed() as session:
            session.run(
                "INSERT INTO code (hash, person, made, expires, used, by_desk, told) VALUES (?, ?, ?, ?, '', '', ?)",
                (hashed, user, self._now(), _stamp(expires), _packed({})),
            )

    def code_of(self, hashed: str) -> User | None:
        """Whose unused and unexpired code this is. (Using it is `redeem`.)"""
        with self._base.look() as session:
            person = session.one(
                "SELECT person FROM code WHERE hash = ? AND used = '' AND expires > ?", (hashed, self._now())
            )
            return None if person is None else _user(session, str(person))

    def redeem(self, hashed: str, desk: EnrolledDesk) -> User | None:
        """Use a code up for *desk*, in one deed, whoever else tries at the same moment; its user, or None when the
        code is unknown, used or expired. The same desk may use the same code again: its answer may have been lost."""
        now = self._now()
        usable = "hash = ? AND expires > ? AND (used = '' OR by_desk = ?)"
        with self._base.deed() as session:
            person = session.one(f"SELECT person FROM code WHERE {usable}", (hashed, now, desk.public))
            user = None if person is None else _user(session, str(person))
            if user is None or user.disabled:
                return None
            known = session.row("SELECT person, revoked FROM desk WHERE public = ?", (desk.public,))
            if known is not None and (known[0] != user.code or known[1]):
                return None  # a desk of somebody else, or a revoked one: an administrator decides, not a code
            if not session.run(
                f"UPDATE code SET used = ?, by_desk = ? WHERE {usable}", (now, desk.public, hashed, now, desk.public)
            ):
                return None
            _set_desk(session, desk)
            return user

    # -- certificates -----------------------------------------------------------------------------

    def add_certificate(self, serial: int, user: str, desk: str) -> None:
        """The company's authority issued a certificate to this user for a key of this desk."""
        with self._base.deed() as session:
            session.run(
                "INSERT INTO certificate (serial, person, desk, issued) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
                (f"{serial:x}", user, desk, self._now()),
            )

    def revoked_certificates(self) -> dict[int, str]:
        """Serial -> since when: of users who may not exchange any more, and of revoked desks."""
        with self._base.look() as session:
            rows = session.rows(
                "SELECT c.serial, p.disabled, d.revoked FROM certificate c"
                " LEFT JOIN person p ON p.code = c.person LEFT JOIN desk d ON d.public = c.desk"
                " WHERE p.disabled <> '' OR d.revoked <> ''"
            )
        return {int(str(serial), 16): min(filter(None, (disabled, revoked))) for serial, disabled, revoked in rows}

    # -- nonces -----------------------------------------------------------------------------------

    def fresh(self, nonce: str, *, expires: datetime) -> bool:
        """True the first time a nonce is seen. Old ones are forgotten. Not synced by itself: a power cut may forget
        the last ones, whose requests are idempotent anyway."""
        with self._base.deed(durable=False) as session:
            session.run("DELETE FROM nonce WHERE expires < ?", (self._now(),))
            return (
                session.run(
                    "INSERT INTO nonce (n, expires) VALUES (?, ?) ON CONFLICT DO NOTHING",
                    (_text(nonce), _stamp(expires)),
                )
                == 1
            )

    # -- settings ---------------------------------------------------------------------------------

    def setting(self, name: str) -> bytes | None:
        with self._base.look() as session:
            found = session.one("SELECT value FROM setting WHERE name = ?", (name,))
        return None if found is None else bytes(found)

    def set_setting(self, name: str, value: bytes) -> None:
        with self._base.deed() as session:
            session.run(
                "INSERT INTO setting (name, value) VALUES (?, ?)"
                " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                (name, value),
            )

    def settle(self, name: str, value: bytes) -> bytes:
        """The setting *name*; *value* when it had none yet: the same answer for all who ask at once."""
        with self._base.deed() as session:
            session.run("INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT DO NOTHING", (name, value))
            return bytes(session.one("SELECT value FROM setting WHERE name = ?", (name,)))

    def turn(self, name: str, *, lasts: timedelta) -> bool:
        """True for the one process that takes its turn at something; the next is given when *lasts* is over, whatever
        became of the first. Clocks of machines that differ only make turns longer or shorter; a turn that lasts longer
        than it may was taken by a clock that was wrong, and is over."""
        now = self._clock()
        with self._base.deed() as session:
            session.run("INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT DO NOTHING", (f"turn {name}", b""))
            until, before = _stamp(now + lasts).encode(), _stamp(now).encode()
            return (
                session.run(
                    "UPDATE setting SET value = ? WHERE name = ? AND (value <= ? OR value > ?)",
                    (until, f"turn {name}", before, until),
                )
                == 1
            )

    # -- what administrators did ------------------------------------------------------------------

    def note(self, who: str, what: str, told: Mapping[str, Any] = _NOTHING) -> None:
        """Write down an administrator's deed."""
        with self._base.deed() as session:
            session.run(
                "INSERT INTO deed (at, who, what, told) VALUES (?, ?, ?, ?)",
                (self._now(), _text(who), _text(what), _packed(told)),
            )

    def deeds(self, *, most: int = 1_000) -> list[Deed]:
        """The last deeds, the newest first."""
        with self._base.look() as session:
            rows = session.rows("SELECT at, who, what, told FROM deed ORDER BY n DESC LIMIT ?", (most,))
        return [Deed(str(at), str(who), str(what), _unpacked(told)) for at, who, what, told in rows]

    def _now(self) -> str:
        return _stamp(self._clock())


_USER: Final = "code, name, roles, disabled, told"
_DESK: Final = "public, person, name, enrolled, revoked, why, told"


def _user(session: Session, code: str) -> User | None:
    row = session.row(f"SELECT {_USER} FROM person WHERE code = ?", (code,))
    return None if row is None else _user_of(row)


def _user_of(row: tuple[Any, ...]) -> User:
    code, name, roles, disabled, told = row
    return User(str(code), str(name), tuple(str(roles).split()), str(disabled), _unpacked(told))


def _desk_of(row: tuple[Any, ...]) -> EnrolledDesk:
    public, person, name, enrolled, revoked, why, told = row
    return EnrolledDesk(str(public), str(person), str(name), str(enrolled), str(revoked), str(why), _unpacked(told))


def _set_desk(session: Session, desk: EnrolledDesk) -> None:
    session.run(
        "INSERT INTO desk (public, person, name, enrolled, revoked, why, told) VALUES (?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (public) DO UPDATE SET person = excluded.person, name = excluded.name,"
        " enrolled = excluded.enrolled, revoked = excluded.revoked, why = excluded.why, told = excluded.told",
        (
            desk.public,
            desk.user,
            _text(desk.name),
            desk.enrolled,
            desk.revoked,
            _text(desk.why),
            _packed(desk.told),
        ),
    )


def _text(text: str) -> str:
    """PostgreSQL keeps no NUL inside a text."""
    return text.replace("\0", "\ufffd")


def _stamp(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")


def _packed(told: Mapping[str, Any]) -> bytes:
    return msgspec.json.encode(dict(told))


def _unpacked(told: bytes) -> dict[str, Any]:
    found: dict[str, Any] = msgspec.json.decode(bytes(told))
    return found
