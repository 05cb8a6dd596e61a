"""What is kept for looking over all inspections at once: findings, actions, verdicts, words; and the questions to it.

All of it is a projection. `operations.counting` says what an inspection comes to, `put` writes that in one transaction
with the inspection's row, in the place of what was there. An inspection whose row's state is `rows.BEHIND` is
behind in everything here; `forget` drops an inspection's part, `clear` everything, and counting makes it again.

Two sums are kept beside the rows, because 10,000 inspections of 200 items cannot be added up while somebody waits: by
month and item (`item_count`), and by site, month and dimension (`site_count`). `put` takes an inspection's old verdicts
off before it adds the new ones.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

import msgspec

from auditapp.store import found_words
from auditapp.store.database import Database
from auditapp.store.rows import BEHIND, ROW_FIELDS, Row

COUNTS: Final = ("conform", "obs", "minor", "major", "na", "unchecked")
"""What is counted of an item's places, in the order of `Judged.counts`."""
COUNTED: Final = "state NOT IN ('', 'company')"
"""The inspections whose figures are right; written as the indexes have it, so that they are used."""
MOST_MATCHES: Final = 1_000
"""So many matches are counted exactly; beyond, it is "more than"."""

Counts = tuple[int, int, int, int, int, int]
_Tallied = tuple[str, str, str, Sequence["Judged"]]
NONE: Final[Counts] = (0, 0, 0, 0, 0, 0)


class FindingRow(NamedTuple):
    """A finding in lists over all inspections. ``repeat_of``: the last visit's number of it."""

    inspection: str
    id: str
    month: str
    site: str
    profile: str
    number: str
    at: str
    item: str
    grade: str
    fact: str
    place: str
    fixed: int
    repeat_of: str
    actions: int
    open_actions: int


class ActionRow(NamedTuple):
    """A corrective action in lists over all inspections. ``until``: the day asked for; ``finding``: its number."""

    inspection: str
    id: str
    month: str
    site: str
    profile: str
    number: str
    finding: str
    at: str
    grade: str
    requirement: str
    owner: str
    due: str
    until: str
    state: str
    reply: str
    verification: str


class Judged(NamedTuple):
    """How an item's places were judged in one inspection."""

    dimension: str
    section: str
    item: str
    counts: Counts


class TextRow(NamedTuple):
    """A text that can be searched. ``kind``: inspection, finding, action, note, comment, remark; ``at``: where."""

    kind: str
    at: str
    text: str


@dataclass(frozen=True)
class Projection:
    """What an inspection comes to in all the tables here; ``row`` are the fields of its own row."""

    row: Mapping[str, str | int]
    month: str
    site: str
    profile: str
    findings: tuple[FindingRow, ...] = ()
    actions: tuple[ActionRow, ...] = ()
    judged: tuple[Judged, ...] = ()
    texts: tuple[TextRow, ...] = ()


@dataclass(frozen=True)
class Scope:
    """Which inspections are looked at: of one site, between two months (``2026-05``, both counted), of one checklist;
    "" where all are meant."""

    site: str = ""
    since: str = ""
    until: str = ""
    profile: str = ""

    def where(self, *, site: str = "site", month: str = "month", profile: str = "profile") -> tuple[str, list[str]]:
        """The condition and its values; the columns may have other names."""
        parts = [
            (f"{site} = ?", self.site),
            (f"{month} >= ?", self.since),
            (f"{month} <= ?", self.until and self.until + ("~" if month.endswith("day") else "")),
            (f"{profile} = ?", self.profile),
        ]
        chosen = [(sql, value) for sql, value in parts if value]
        return " AND ".join(sql for sql, _ in chosen) or "1", [value for _, value in chosen]


@dataclass(frozen=True)
class Wish:
    """What a list is asked for: conditions in SQL with their values, joined by AND."""

    conditions: list[str] = field(default_factory=list)
    values: list[Any] = field(default_factory=list)

    def add(self, condition: str, *values: Any) -> None:
        self.conditions.append(condition)
        self.values.extend(values)

    @property
    def sql(self) -> str:
        return " AND ".join(self.conditions) or "1"


class Overview:
    """The projections over all inspections in one database."""

    def __init__(self, db: Database) -> None:
        self._db = db

    # -- writing ----------------------------------------------------------------------------------

    def put(self, inspection: str, now: Projection) -> None:
        """Write what *inspection* comes to, in one transaction, in the place of what was there. Sums and texts are
        touched only where something changed."""
        with self._db.atomic():
            old = self._tallied(inspection)
            for table in ("finding_row", "action_row", "judged_row"):
                self._db.run(f"DELETE FROM {table} WHERE inspection = ?", (inspection,))
            self._insert_many("finding_row", now.findings)
            self._insert_many("action_row", now.actions)
            self._db.run(
                "INSERT INTO judged_row (inspection, month, site, profile, judged) VALUES (?, ?, ?, ?, ?)",
                (inspection, now.month, now.site, now.profile, packed(now.judged)),
            )
            self._tally(old, (now.month, now.site, now.profile, now.judged))
            self._write_texts(inspection, now.texts)
            names = ", ".join(f"{name} = ?" for name in now.row)
            self._db.run(f"UPDATE inspection SET {names} WHERE id = ?", (*now.row.values(), inspection))

    def clear(self) -> None:
        """Drop everything; every inspection is behind and has to be counted again."""
        with self._db.atomic():
            for table in ("finding_row", "action_row", "judged_row", "item_count", "site_count", "text_row"):
                self._db.run(f"DELETE FROM {table}")
            self._db.run("INSERT INTO text_found (text_found) VALUES ('delete-all')")
            self._db.run(f"UPDATE inspection SET state = '{BEHIND}' WHERE {COUNTED}")

    def forget(self, inspection: str) -> None:
        """Drop the inspection's part at once (something in it was erased); it is behind until it is counted."""
        with self._db.atomic():
            self._drop(inspection)
            self._db.run(f"UPDATE inspection SET state = '{BEHIND}' WHERE id = ? AND {COUNTED}", (inspection,))

    def _drop(self, inspection: str) -> None:
        self._tally(self._tallied(inspection), None)
        self._write_texts(inspection, ())
        for table in ("finding_row", "action_row", "judged_row"):
            self._db.run(f"DELETE FROM {table} WHERE inspection = ?", (inspection,))

    def _write_texts(self, inspection: str, texts: Sequence[TextRow]) -> None:
        """Bring the texts of *inspection* up to date; those that stay keep their place among all."""
        wanted = Counter(texts)
        for n, kind, at, text in self._db.rows(
            "SELECT n, kind, at, text FROM text_row WHERE inspection = ?", (inspection,)
        ):
            if wanted[TextRow(kind, at, text)] > 0:
                wanted[TextRow(kind, at, text)] -= 1
                continue
            self._db.run(
                "INSERT INTO text_found (text_found, rowid, grams) VALUES ('delete', ?, ?)",
                (n, found_words.grams(text)),
            )
            self._db.run("DELETE FROM text_row WHERE n = ?", (n,))
        for row in wanted.elements():
            done = self._db.run(
                "INSERT INTO text_row (inspection, kind, at, text) VALUES (?, ?, ?, ?)", (inspection, *row)
            )
            self._db.run(
                "INSERT INTO text_found (rowid, grams) VALUES (?, ?)", (done.lastrowid, found_words.grams(row.text))
            )

    def _insert_many(self, table: str, rows: Sequence[tuple[Any, ...]]) -> None:
        for row in rows:
            self._db.run(f"INSERT INTO {table} VALUES ({', '.join('?' * len(row))})", row)

    def _tallied(self, inspection: str) -> _Tallied | None:
        """What of *inspection* is in the sums: month, site, profile, verdicts."""
        old = self._db.row("SELECT month, site, profile, judged FROM judged_row WHERE inspection = ?", (inspection,))
        return None if old is None else (str(old[0]), str(old[1]), str(old[2]), unpacked(old[3]))

    def _tally(self, old: _Tallied | None, new: _Tallied | None) -> None:
        """Take *old* off the sums and add *new*; rows that come to nothing go."""
        items: dict[tuple[str, ...], list[int]] = {}
        sites: dict[tuple[str, ...], list[int]] = {}
        for told, sign in ((old, -1), (new, +1)):
            if told is None:
                continue
            month, site, profile, judged = told
            for dimension, section, item, counts in judged:
                for sums, key in (
                    (items, (month, profile, dimension, section, item)),
                    (sites, (site, month, profile, dimension)),
                ):
                    total = sums.setdefault(key, [0] * len(COUNTS))
                    for n, count in enumerate(counts):
                        total[n] += sign * count
        self._add("item_count", ("month", "profile", "dimension", "section", "item"), items)
        self._add("site_count", ("site", "month", "profile", "dimension"), sites)

    def _add(self, table: str, names: tuple[str, ...], sums: dict[tuple[str, ...], list[int]]) -> None:
        added = ", ".join(f"{name} = {name} + excluded.{name}" for name in COUNTS)
        places = ", ".join("?" * (len(names) + len(COUNTS)))
        where = " AND ".join([*(f"{name} = ?" for name in names), *(f"{name} = 0" for name in COUNTS)])
        for key, counts in sums.items():
            if any(counts):
                self._db.run(
                    f"INSERT INTO {table} VALUES ({places}) ON CONFLICT DO UPDATE SET {added}", (*key, *counts)
                )
                if min(counts) < 0:
                    self._db.run(f"DELETE FROM {table} WHERE {where}", key)

    # -- whether it is right ------------------------------------------------------------------------

    def behind(self) -> list[str]:
        """The inspections whose figures are behind their journals."""
        return [str(i) for (i,) in self._db.rows("SELECT id FROM inspection WHERE state = '' ORDER BY id")]

    def count_behind(self) -> int:
        return int(self._db.one("SELECT count(*) FROM inspection WHERE state = ''"))

    def kept(self, inspection: str) -> Projection | None:
        """What is written of *inspection*, to be compared with what it comes to; None when nothing is."""
        judged = self._db.row("SELECT month, site, profile, judged FROM judged_row WHERE inspection = ?", (inspection,))
        row = self._db.row(f"SELECT {', '.join(ROW_FIELDS)} FROM inspection WHERE id = ?", (inspection,))
        if judged is None or row is None:
            return None
        return Projection(
            row=dict(zip(ROW_FIELDS, row, strict=True)),
            month=str(judged[0]),
            site=str(judged[1]),
            profile=str(judged[2]),
            findings=tuple(FindingRow(*one) for one in self._of("finding_row", inspection)),
            actions=tuple(ActionRow(*one) for one in self._of("action_row", inspection)),
            judged=unpacked(judged[3]),
            texts=tuple(
                TextRow(*one)
                for one in self._db.rows(
                    "SELECT kind, at, text FROM text_row WHERE inspection = ? ORDER BY kind, at, text", (inspection,)
                )
            ),
        )

    def _of(self, table: str, inspection: str) -> list[Any]:
        return self._db.rows(f"SELECT * FROM {table} WHERE inspection = ? ORDER BY id", (inspection,))

    def sums_are_right(self) -> bool:
        """Do the two sums amount to the verdicts of all inspections, and does the index of words know all texts?"""
        items: dict[tuple[str, ...], list[int]] = {}
        sites: dict[tuple[str, ...], list[int]] = {}
        for month, site, profile, judged in self._db.rows("SELECT month, site, profile, judged FROM judged_row"):
            for one in unpacked(judged):
                for sums, key in (
                    (items, (month, profile, one.dimension, one.section, one.item)),
                    (sites, (site, month, profile, one.dimension)),
                ):
                    total = sums.setdefault(key, [0] * len(COUNTS))
                    for n, count in enumerate(one.counts):
                        total[n] += count
        kept_items = {tuple(row[:5]): list(row[5:]) for row in self._db.rows("SELECT * FROM item_count")}
        kept_sites = {tuple(row[:4]): list(row[4:]) for row in self._db.rows("SELECT * FROM site_count")}
        return (
            kept_items == {key: total for key, total in items.items() if any(total)}
            and kept_sites == {key: total for key, total in sites.items() if any(total)}
            and self._index_is_right()
        )

    def _index_is_right(self) -> bool:
        known = self._db.rows("SELECT id FROM text_found_docsize ORDER BY id")
        return bool(known == self._db.rows("SELECT n FROM text_row ORDER BY n"))

    # -- figures ------------------------------------------------------------------------------------

    def tally(self, scope: Scope, *columns: str) -> list[tuple[Any, ...]]:
        """Counted inspections by *columns* of their rows: (column …, inspections, sum of scores, scored, findings,
        critical, majors, minors, repeats, actions, open actions)."""
        where, values = scope.where(month="day")
        names = ", ".join(columns)
        return self._db.rows(
            f"SELECT {names}, count(*), sum(CASE score WHEN '' THEN 0.0 ELSE CAST(score AS REAL) END),"
            " sum(score != ''), sum(findings), sum(critical), sum(majors), sum(minors), sum(repeats), sum(actions),"
            " sum(open_actions)"
            f" FROM inspection WHERE {COUNTED} AND {where} GROUP BY {names}",
            values,
        )

    def total(self, scope: Scope, column: str) -> int:
        """The sum of a column (findings, critical, majors, minors, repeats) over the inspections in *scope*."""
        where, values = scope.where(month="day")
        return int(self._db.one(f"SELECT sum({column}) FROM inspection WHERE {COUNTED} AND {where}", values) or 0)

    def verdicts(self, scope: Scope) -> list[tuple[str, str, str, Counts]]:
        """(dimension, section, item, counts) summed up over the scope."""
        if scope.site:
            where, values = scope.where()
            return _summed(raw for (raw,) in self._db.rows(f"SELECT judged FROM judged_row WHERE {where}", values))
        where, values = scope.where(site="''")
        summed = ", ".join(f"sum({name})" for name in COUNTS)
        return [
            (str(d), str(s), str(i), _counts(counts))
            for d, s, i, *counts in self._db.rows(
                f"SELECT dimension, section, item, {summed} FROM item_count WHERE {where}"
                " GROUP BY dimension, section, item",
                values,
            )
        ]

    def judged_in(self, inspection: str) -> tuple[Judged, ...]:
        return unpacked(self._db.one("SELECT judged FROM judged_row WHERE inspection = ?", (inspection,)) or b"{}")

    def by_site(self, scope: Scope) -> list[tuple[str, str, Counts]]:
        """(site, dimension, counts) summed up over the scope."""
        where, values = scope.where()
        summed = ", ".join(f"sum({name})" for name in COUNTS)
        return [
            (str(site), str(dimension), _counts(counts))
            for site, dimension, *counts in self._db.rows(
                f"SELECT site, dimension, {summed} FROM site_count WHERE {where} GROUP BY site, dimension", values
            )
        ]

    def action_states(self, scope: Scope, day: str) -> list[tuple[str, int, int]]:
        """(state, actions, those of them whose deadline lies before *day*) of all states but closed."""
        where, values = scope.where()
        return [
            (str(state), int(count), int(late or 0))
            for state, count, late in self._db.rows(
                "SELECT state, count(*), sum(due != '' AND due < ?)"
                f" FROM action_row INDEXED BY action_states WHERE state != 'closed' AND {where} GROUP BY state",
                [day, *values],
            )
        ]

    def finding_grades(self, scope: Scope) -> list[tuple[str, int, int, int]]:
        """(grade, findings, those of them that repeat one of the last visit, those with an open action)."""
        where, values = scope.where()
        return [
            (str(grade), int(count), int(repeats or 0), int(open_ or 0))
            for grade, count, repeats, open_ in self._db.rows(
                "SELECT grade, count(*), sum(repeat_of != ''), sum(open_actions > 0)"
                f" FROM finding_row WHERE {where} GROUP BY grade",
                values,
            )
        ]

    def values_of(self, column: str) -> list[str]:
        """The different values of a column of the counted inspections (sites, profiles), in order."""
        if column not in ("site", "profile", "unit"):
            raise ValueError(f"nobody lists the {column} of all inspections")
        return [
            str(value)
            for (value,) in self._db.rows(
                f"SELECT DISTINCT {column} FROM inspection WHERE {COUNTED} AND {column} != '' ORDER BY {column}"
            )
        ]

    # -- lists --------------------------------------------------------------------------------------

    def inspections(self, wish: Wish, after: Sequence[Any], most: int, *, order: str = "changed") -> list[Row]:
        """A page of counted inspections, the latest first (by *order*: changed or day), after the row (order, id)."""
        if order not in ("changed", "day", "site", "score"):
            raise ValueError(f"nobody orders inspections by {order}")
        where = Wish(list(wish.conditions), list(wish.values))
        if after:
            where.add(f"({order}, id) < (?, ?)", *after)
        return [
            Row(*row)
            for row in self._db.rows(
                f"SELECT id, {', '.join(ROW_FIELDS)} FROM inspection WHERE {COUNTED} AND {where.sql}"
                f" ORDER BY {order} DESC, id DESC LIMIT ?",
                [*where.values, most],
            )
        ]

    def count_inspections(self, wish: Wish) -> int:
        return int(self._db.one(f"SELECT count(*) FROM inspection WHERE {COUNTED} AND {wish.sql}", wish.values))

    def actions(self, wish: Wish, after: Sequence[Any], most: int) -> list[ActionRow]:
        """A page of actions by their deadline, after the row (due, inspection, number, id)."""
        where = Wish(list(wish.conditions), list(wish.values))
        if after:
            where.add("(due, inspection, number, id) > (?, ?, ?, ?)", *after)
        return [
            ActionRow(*row)
            for row in self._db.rows(
                f"SELECT * FROM action_row WHERE {where.sql} ORDER BY due, inspection, number, id LIMIT ?",
                [*where.values, most],
            )
        ]

    def count_actions(self, wish: Wish) -> int:
        return int(self._db.one(f"SELECT count(*) FROM action_row WHERE {wish.sql}", wish.values))

    def findings(self, wish: Wish, after: Sequence[Any], most: int) -> list[FindingRow]:
        """A page of findings, those of the latest month first and of an inspection those raised last, after the row
        (month, inspection, number, id)."""
        where = Wish(list(wish.conditions), list(wish.values))
        if after:
            where.add("(month, inspection, number, id) < (?, ?, ?, ?)", *after)
        return [
            FindingRow(*row)
            for row in self._db.rows(
                f"SELECT * FROM finding_row WHERE {where.sql}"
                " ORDER BY month DESC, inspection DESC, number DESC, id DESC LIMIT ?",
                [*where.values, most],
            )
        ]

    def count_findings(self, wish: Wish) -> int:
        return int(self._db.one(f"SELECT count(*) FROM finding_row WHERE {wish.sql}", wish.values))

    def finding_before(self, inspection: str, repeat_of: str) -> FindingRow | None:
        """The finding of the last visit that a finding of *inspection* repeats; None when that visit is not here."""
        row = self._db.row(
            "SELECT f.* FROM inspection i JOIN inspection p ON p.number = i.previous AND p.id != i.id"
            " JOIN finding_row f ON f.inspection = p.id AND f.number = ?"
            " WHERE i.id = ? AND i.previous != '' ORDER BY p.day DESC, p.id LIMIT 1",
            (repeat_of, inspection),
        )
        return None if row is None else FindingRow(*row)

    # -- words --------------------------------------------------------------------------------------

    def search(self, text: str, most: int, *, before: int | None = None) -> list[tuple[int, str, TextRow]]:
        """(n, inspection, text) of the texts in which every word of *text* stands, the latest written first; *before*
        the text of that n."""
        question = found_words.question(text)
        if not question:
            return []
        bound = "" if before is None else " AND rowid < ?"
        values: list[Any] = [question, *(() if before is None else (before,)), most]
        ids = [
            int(n)
            for (n,) in self._db.rows(
                f"SELECT rowid FROM text_found WHERE text_found MATCH ?{bound} ORDER BY rowid DESC LIMIT ?", values
            )
        ]
        if not ids:
            return []
        found = {
            int(n): (int(n), str(inspection), TextRow(str(kind), str(at), str(said)))
            for n, inspection, kind, at, said in self._db.rows(
                f"SELECT n, inspection, kind, at, text FROM text_row WHERE n IN ({', '.join('?' * len(ids))})", ids
            )
        }
        return [found[n] for n in ids if n in found]

    def count_matches(self, text: str) -> int:
        """How many texts there are, counted up to `MOST_MATCHES` and one more."""
        question = found_words.question(text)
        if not question:
            return 0
        return int(
            self._db.one(
                "SELECT count(*) FROM (SELECT 1 FROM text_found WHERE text_found MATCH ? LIMIT ?)",
                (question, MOST_MATCHES + 1),
            )
        )

    def every_text(self) -> Iterator[tuple[int, str]]:
        """(n, text) of all texts: a plain scan, to compare the index with."""
        for n, text in self._db.rows("SELECT n, text FROM text_row ORDER BY n DESC"):
            yield int(n), str(text)


def packed(judged: Iterable[Judged]) -> bytes:
    """Verdicts as they are kept: dimension -> section -> item -> counts, noughts at the end left out."""
    tree: dict[str, dict[str, dict[str, list[int]]]] = {}
    for dimension, section, item, counts in judged:
        kept = list(counts)
        while kept and not kept[-1]:
            kept.pop()
        tree.setdefault(dimension, {}).setdefault(section, {})[item] = kept
    return msgspec.json.encode(tree)


def unpacked(raw: bytes) -> tuple[Judged, ...]:
    return tuple(
        Judged(dimension, section, item, _counts([*counts, *NONE][: len(COUNTS)]))
        for dimension, sections in _tree.decode(raw).items()
        for section, items in sections.items()
        for item, counts in items.items()
    )


def _summed(every: Iterable[bytes]) -> list[tuple[str, str, str, Counts]]:
    """Packed verdicts of several inspections added up, (dimension, section, item, counts) in order."""
    sums: dict[str, dict[str, dict[str, list[int]]]] = {}
    for raw in every:
        for dimension, sections in _tree.decode(raw).items():
            of_dimension = sums.setdefault(dimension, {})
            for section, items in sections.items():
                of_section = of_dimension.setdefault(section, {})
                for item, counts in items.items():
                    total = of_section.get(item)
                    if total is None:
                        total = of_section[item] = [0] * len(COUNTS)
                    for n, count in enumerate(counts):
                        total[n] += count
    return sorted(
        (dimension, section, item, _counts(total))
        for dimension, sections in sums.items()
        for section, items in sections.items()
        for item, total in items.items()
    )


def _counts(counts: Sequence[Any]) -> Counts:
    conform, obs, minor, major, na, unchecked = (int(n) for n in counts)
    return (conform, obs, minor, major, na, unchecked)


_tree = msgspec.json.Decoder(dict[str, dict[str, dict[str, list[int]]]])
