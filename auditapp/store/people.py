"""People, sites, signing identities and preferences of this desk: plain rows, no testimony.

What goes into an inspection is written into its journal; these rows only save typing the next time.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from auditapp.store.database import Database


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """Somebody who was on a team or at a site before."""

    code: str
    name: str
    role: str = ""
    unit: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Site:
    """A place that is inspected. ``unit`` is the inspected unit's name."""

    code: str
    name: str
    address: str = ""
    unit: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Signer:
    """A signing identity: PKCS#12 bytes under the person's own passphrase, inside the encrypted database."""

    code: str
    name: str
    pkcs12: bytes = field(repr=False)
    certificate: bytes = field(repr=False)
    """DER of the certificate, so that lists need no passphrase."""
    made: str = ""


class People:
    """The address book of one desk."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def save_person(self, person: KnownPerson) -> None:
        with self._db.atomic():
            self._db.run(
                "INSERT OR REPLACE INTO person (code, name, role, unit, note) VALUES (?, ?, ?, ?, ?)",
                (person.code, person.name, person.role, person.unit, person.note),
            )

    def person(self, code: str) -> KnownPerson | None:
        row = self._db.row("SELECT code, name, role, unit, note FROM person WHERE code = ?", (code,))
        return None if row is None else KnownPerson(*row)

    def persons(self) -> list[KnownPerson]:
        return [
            KnownPerson(*row)
            for row in self._db.rows("SELECT code, name, role, unit, note FROM person ORDER BY name, code")
        ]

    def remove_person(self, code: str) -> bool:
        with self._db.atomic():
            return bool(self._db.run("DELETE FROM person WHERE code = ?", (code,)).rowcount)

    def save_site(self, site: Site) -> None:
        with self._db.atomic():
            self._db.run(
                "INSERT OR REPLACE INTO site (code, name, address, unit, note) VALUES (?, ?, ?, ?, ?)",
                (site.code, site.name, site.address, site.unit, site.note),
            )

    def site(self, code: str) -> Site | None:
        row = self._db.row("SELECT code, name, address, unit, note FROM site WHERE code = ?", (code,))
        return None if row is None else Site(*row)

    def sites(self) -> list[Site]:
        return [
            Site(*row) for row in self._db.rows("SELECT code, name, address, unit, note FROM site ORDER BY name, code")
        ]

    def remove_site(self, code: str) -> bool:
        with self._db.atomic():
            return bool(self._db.run("DELETE FROM site WHERE code = ?", (code,)).rowcount)

    def save_signer(self, signer: Signer) -> None:
        with self._db.atomic():
            self._db.run(
                "INSERT OR REPLACE INTO signer (code, name, pkcs12, certificate, made) VALUES (?, ?, ?, ?, ?)",
                (signer.code, signer.name, signer.pkcs12, signer.certificate, signer.made),
            )

    def signer(self, code: str) -> Signer | None:
        row = self._db.row("SELECT code, name, pkcs12, certificate, made FROM signer WHERE code = ?", (code,))
        return None if row is None else Signer(*row)

    def signers(self) -> list[Signer]:
        return [
            Signer(*row)
            for row in self._db.rows("SELECT code, name, pkcs12, certificate, made FROM signer ORDER BY name, code")
        ]

    def remove_signer(self, code: str) -> bool:
        with self._db.atomic():
            return bool(self._db.run("DELETE FROM signer WHERE code = ?", (code,)).rowcount)


def preference(db: Database, name: str) -> str:
    """What was remembered under *name*, "" when nothing was."""
    found = db.one("SELECT value FROM preference WHERE name = ?", (name,))
    return "" if found is None else str(found)


def set_preference(db: Database, name: str, value: str) -> None:
    """Remember *value*; "" forgets."""
    with db.atomic():
        if value:
            db.run("INSERT OR REPLACE INTO preference (name, value) VALUES (?, ?)", (name, value))
        else:
            db.run("DELETE FROM preference WHERE name = ?", (name,))
