"""Whom this desk exchanges with, what they signed for, and what came of each round: plain rows, no testimony.

Dropping all of it loses nothing but time: the next round compares digests and asks for receipts anew.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from auditapp.store.database import Database


@dataclass(frozen=True, slots=True)
class KnownOffice:
    """An office this desk is enrolled at. ``told`` is JSON: keys, certificate, roles (`operations.enrolment`)."""

    id: str
    address: str
    told: bytes = field(repr=False)
    enrolled: str = ""


@dataclass(frozen=True, slots=True)
class Round:
    """One round as it ended. ``told`` is JSON, see `operations.exchange`."""

    office: str
    began: str
    ended: str
    told: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Removed:
    """An original that a person removed from this laptop because head office holds it."""

    sha256: str
    inspection: str
    by: str
    at: str


_KEPT_ROUNDS = 200


class Offices:
    """The rows about offices in one database."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def save(self, office: KnownOffice) -> None:
        with self._db.atomic():
            self._db.run(
                "INSERT OR REPLACE INTO office (id, address, told, enrolled) VALUES (?, ?, ?, ?)",
                (office.id, office.address, office.told, office.enrolled),
            )

    def all(self) -> list[KnownOffice]:
        """The offices this desk is enrolled at, the latest first."""
        return [
            KnownOffice(*row)
            for row in self._db.rows("SELECT id, address, told, enrolled FROM office ORDER BY enrolled DESC, id")
        ]

    def remove(self, office: str) -> bool:
        """This desk is not enrolled there any more; receipts stay, for they are still true."""
        with self._db.atomic():
            return bool(self._db.run("DELETE FROM office WHERE id = ?", (office,)).rowcount)

    # -- receipts ---------------------------------------------------------------------------------

    def receipt(self, inspection: str, office: str) -> tuple[bytes, str] | None:
        """(document, when it was taken) of the receipt kept for *inspection*."""
        row = self._db.row(
            "SELECT document, taken FROM receipt WHERE inspection = ? AND office = ?", (inspection, office)
        )
        return None if row is None else (bytes(row[0]), str(row[1]))

    def keep_receipt(self, inspection: str, office: str, document: bytes, taken: str) -> None:
        with self._db.atomic():
            self._db.run(
                "INSERT OR REPLACE INTO receipt (inspection, office, document, taken) VALUES (?, ?, ?, ?)",
                (inspection, office, document, taken),
            )

    # -- rounds -----------------------------------------------------------------------------------

    def note(self, done: Round) -> None:
        """Remember how a round ended; the oldest are forgotten."""
        with self._db.atomic():
            self._db.run(
                "INSERT INTO exchanged (office, began, ended, told) VALUES (?, ?, ?, ?)",
                (done.office, done.began, done.ended, done.told),
            )
            self._db.run("DELETE FROM exchanged WHERE n <= (SELECT max(n) FROM exchanged) - ?", (_KEPT_ROUNDS,))

    def rounds(self, most: int = 20) -> list[Round]:
        """The latest rounds, the last one first."""
        return [
            Round(*row)
            for row in self._db.rows(
                "SELECT office, began, ended, told FROM exchanged ORDER BY n DESC LIMIT ?", (most,)
            )
        ]

    # -- bundles ----------------------------------------------------------------------------------

    def bundles(self, office: str) -> dict[tuple[str, int], bytes]:
        """(name, size) -> what was read in it, of the bundles of a folder."""
        return {
            (str(name), int(size)): bytes(told)
            for name, size, told in self._db.rows("SELECT name, bytes, told FROM bundle WHERE office = ?", (office,))
        }

    def keep_bundles(self, office: str, read: dict[tuple[str, int], bytes]) -> None:
        """Remember just these bundles of *office*."""
        known = self.bundles(office)
        if read == known:
            return
        with self._db.atomic():
            for name, size in known.keys() - read.keys():
                self._db.run("DELETE FROM bundle WHERE office = ? AND name = ? AND bytes = ?", (office, name, size))
            for (name, size), told in read.items():
                if known.get((name, size)) != told:
                    self._db.run(
                        "INSERT OR REPLACE INTO bundle (office, name, bytes, told) VALUES (?, ?, ?, ?)",
                        (office, name, size, told),
                    )

    # -- removed originals ------------------------------------------------------------------------

    def removed(self) -> dict[str, Removed]:
        """SHA-256 -> who removed it here and when."""
        return {str(row[0]): Removed(*row) for row in self._db.rows("SELECT sha256, inspection, by, at FROM removed")}

    def note_removed(self, removed: list[Removed]) -> None:
        """Write down what is about to be removed: the note comes before the deed."""
        with self._db.atomic():
            for one in removed:
                self._db.run(
                    "INSERT OR REPLACE INTO removed (sha256, inspection, by, at) VALUES (?, ?, ?, ?)",
                    (one.sha256, one.inspection, one.by, one.at),
                )

    def forget_removed(self, hashes: list[str]) -> None:
        """They are here again."""
        with self._db.atomic():
            for sha256 in hashes:
                self._db.run("DELETE FROM removed WHERE sha256 = ?", (sha256,))
