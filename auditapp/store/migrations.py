"""The tables of a desk, and the steps from every older form to this one.

Forward only; each step runs in one transaction together with the raised ``user_version`` (sqlite-utils
`Migrations`), so a killed step leaves the old form or the new one, never a half. Only projections and
plain tables are ever migrated; the bytes of an entry never are. ``tests/store/old_desks`` keeps a desk of
every form for ever.

Tables
    *entry*       testimony: written once; only ``value`` and ``salt`` may be emptied, by an erasure.
                  ``aside`` > 0: of a strand's second branch (a fork), as true as the first, only its number is taken
    *quarantine*  what was offered and could not be let in (altered, foreign signature), with the reason
    *standing*    projection: the entries that stand; can be dropped and rebuilt from *entry*
    *inspection*  one row for lists, with counters (projection, filled by operations)
    *desk*        this desk's keys, one row per incarnation; the last one writes
    *checklist*, *person*, *site*, *signer*, *preference*: plain tables
    *office*, *receipt*, *exchanged*: whom this desk exchanges with, their receipts, what came of it
    *bundle*    what was read in a folder's bundles, so that they need not be read again
    *removed*   originals that a person removed here, because head office holds them
    *finding_row*, *action_row*, *judged_row*, *text_row* with *text_found*: projections for looking over all
                  inspections (`overview`), made when an inspection is counted; *item_count*, *site_count* sum up all
                  *judged_row*. An inspection whose row's state is '' is behind in all of them
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from auditapp.store import troubles
from auditapp.store.database import Database

if TYPE_CHECKING:
    from pathlib import Path

APPLICATION: Final = 0x41554449
"""``application_id`` of our files ("AUDI"), so that `file` and we can tell them from others."""

_FIRST: Final = """
CREATE TABLE inspection (
  id TEXT NOT NULL PRIMARY KEY,
  number TEXT NOT NULL DEFAULT '', title TEXT NOT NULL DEFAULT '', site TEXT NOT NULL DEFAULT '',
  checklist TEXT NOT NULL DEFAULT '', profile TEXT NOT NULL DEFAULT '',
  state TEXT NOT NULL DEFAULT '', revision TEXT NOT NULL DEFAULT '1',
  opened TEXT NOT NULL DEFAULT '', changed TEXT NOT NULL DEFAULT '',
  items INTEGER NOT NULL DEFAULT 0, answered INTEGER NOT NULL DEFAULT 0,
  unchecked INTEGER NOT NULL DEFAULT 0, not_applicable INTEGER NOT NULL DEFAULT 0,
  conforming INTEGER NOT NULL DEFAULT 0, nonconforming INTEGER NOT NULL DEFAULT 0,
  findings INTEGER NOT NULL DEFAULT 0, critical INTEGER NOT NULL DEFAULT 0,
  actions INTEGER NOT NULL DEFAULT 0, open_actions INTEGER NOT NULL DEFAULT 0,
  photos INTEGER NOT NULL DEFAULT 0, disputes INTEGER NOT NULL DEFAULT 0,
  score TEXT NOT NULL DEFAULT '', grade TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE entry (
  inspection TEXT NOT NULL REFERENCES inspection(id),
  desk TEXT NOT NULL, seq INTEGER NOT NULL CHECK (seq > 0), aside INTEGER NOT NULL DEFAULT 0 CHECK (aside >= 0),
  id TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL, subject TEXT NOT NULL,
  head BLOB NOT NULL, signature BLOB NOT NULL, value BLOB, salt BLOB,
  PRIMARY KEY (inspection, desk, seq, aside)
) STRICT, WITHOUT ROWID;
CREATE INDEX entry_of_slot ON entry (inspection, kind, subject);
CREATE TABLE quarantine (
  id TEXT NOT NULL PRIMARY KEY,
  inspection TEXT NOT NULL, reason TEXT NOT NULL,
  head BLOB NOT NULL, signature BLOB NOT NULL, value BLOB, salt BLOB
) STRICT;
CREATE TABLE standing (
  inspection TEXT NOT NULL, kind TEXT NOT NULL, subject TEXT NOT NULL, id TEXT NOT NULL,
  desk TEXT NOT NULL, seq INTEGER NOT NULL, wall TEXT NOT NULL, writer TEXT NOT NULL, value BLOB,
  PRIMARY KEY (inspection, kind, subject, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE desk (
  n INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE, incarnation BLOB NOT NULL, private BLOB NOT NULL,
  made TEXT NOT NULL, reason TEXT NOT NULL
) STRICT;
CREATE TABLE checklist (
  digest TEXT NOT NULL PRIMARY KEY,
  code TEXT NOT NULL, version TEXT NOT NULL, title TEXT NOT NULL, document BLOB NOT NULL, installed TEXT NOT NULL
) STRICT;
CREATE TABLE person (
  code TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL, role TEXT NOT NULL DEFAULT '', unit TEXT NOT NULL DEFAULT '', note TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE site (
  code TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL, address TEXT NOT NULL DEFAULT '', unit TEXT NOT NULL DEFAULT '', note TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE signer (
  code TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL, pkcs12 BLOB NOT NULL, certificate BLOB NOT NULL, made TEXT NOT NULL
) STRICT;
CREATE TABLE preference (name TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL) STRICT;
"""


def _first_form(db: Any) -> None:
    _form(_FIRST)(db)
    db.conn.execute(f"PRAGMA application_id={APPLICATION}")


_OFFICE: Final = """
CREATE TABLE office (
  id TEXT NOT NULL PRIMARY KEY,
  address TEXT NOT NULL, told BLOB NOT NULL, enrolled TEXT NOT NULL
) STRICT;
CREATE TABLE receipt (
  inspection TEXT NOT NULL, office TEXT NOT NULL,
  document BLOB NOT NULL, taken TEXT NOT NULL,
  PRIMARY KEY (inspection, office)
) STRICT, WITHOUT ROWID;
CREATE TABLE exchanged (
  n INTEGER PRIMARY KEY,
  office TEXT NOT NULL, began TEXT NOT NULL, ended TEXT NOT NULL, told BLOB NOT NULL
) STRICT;
CREATE TABLE bundle (
  office TEXT NOT NULL, name TEXT NOT NULL, bytes INTEGER NOT NULL, told BLOB NOT NULL,
  PRIMARY KEY (office, name)
) STRICT, WITHOUT ROWID;
CREATE TABLE removed (
  sha256 TEXT NOT NULL PRIMARY KEY, inspection TEXT NOT NULL, by TEXT NOT NULL, at TEXT NOT NULL
) STRICT;
CREATE INDEX entry_aside ON entry (inspection, desk, seq) WHERE aside > 0;
"""

_OVERVIEW: Final = """
ALTER TABLE inspection ADD COLUMN unit TEXT NOT NULL DEFAULT '';
ALTER TABLE inspection ADD COLUMN day TEXT NOT NULL DEFAULT '';
ALTER TABLE inspection ADD COLUMN review TEXT NOT NULL DEFAULT '';
ALTER TABLE inspection ADD COLUMN remarks INTEGER NOT NULL DEFAULT 0;
ALTER TABLE inspection ADD COLUMN assigned TEXT NOT NULL DEFAULT '';
ALTER TABLE inspection ADD COLUMN due TEXT NOT NULL DEFAULT '';
ALTER TABLE inspection ADD COLUMN previous TEXT NOT NULL DEFAULT '';
ALTER TABLE inspection ADD COLUMN majors INTEGER NOT NULL DEFAULT 0;
ALTER TABLE inspection ADD COLUMN minors INTEGER NOT NULL DEFAULT 0;
ALTER TABLE inspection ADD COLUMN repeats INTEGER NOT NULL DEFAULT 0;
CREATE INDEX inspection_behind ON inspection (id) WHERE state = '';
CREATE INDEX inspection_changed ON inspection (changed, id) WHERE state NOT IN ('', 'company');
CREATE INDEX inspection_figures ON inspection
  (day, site, profile, state, review, grade, score, findings, critical, majors, minors, repeats, actions, open_actions)
  WHERE state NOT IN ('', 'company');
CREATE INDEX inspection_site ON inspection
  (site, day, profile, score, findings, critical, majors, minors, repeats, actions, open_actions, state)
  WHERE state NOT IN ('', 'company');
CREATE INDEX inspection_number ON inspection (number);
CREATE TABLE finding_row (
  inspection TEXT NOT NULL, id TEXT NOT NULL,
  month TEXT NOT NULL, site TEXT NOT NULL, profile TEXT NOT NULL,
  number TEXT NOT NULL, at TEXT NOT NULL, item TEXT NOT NULL, grade TEXT NOT NULL, fact TEXT NOT NULL,
  place TEXT NOT NULL, fixed INTEGER NOT NULL, repeat_of TEXT NOT NULL,
  actions INTEGER NOT NULL, open_actions INTEGER NOT NULL,
  PRIMARY KEY (inspection, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX finding_month ON finding_row (month, inspection, number, id);
CREATE INDEX finding_item ON finding_row (item, month);
CREATE INDEX finding_repeat ON finding_row (month, inspection, number, id) WHERE repeat_of != '';
CREATE TABLE action_row (
  inspection TEXT NOT NULL, id TEXT NOT NULL,
  month TEXT NOT NULL, site TEXT NOT NULL, profile TEXT NOT NULL,
  number TEXT NOT NULL, finding TEXT NOT NULL, at TEXT NOT NULL, grade TEXT NOT NULL, requirement TEXT NOT NULL,
  owner TEXT NOT NULL, due TEXT NOT NULL, until TEXT NOT NULL, state TEXT NOT NULL,
  reply TEXT NOT NULL, verification TEXT NOT NULL,
  PRIMARY KEY (inspection, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX action_due ON action_row (due, inspection, number, id, state, owner, month, site, profile)
  WHERE state != 'closed';
CREATE INDEX action_states ON action_row (state, due, month, site, profile) WHERE state != 'closed';
CREATE INDEX action_all ON action_row (due, inspection, number, id, state);
CREATE TABLE judged_row (
  inspection TEXT NOT NULL PRIMARY KEY,
  month TEXT NOT NULL, site TEXT NOT NULL, profile TEXT NOT NULL, judged BLOB NOT NULL
) STRICT;
CREATE INDEX judged_site ON judged_row (site, month);
CREATE TABLE item_count (
  month TEXT NOT NULL, profile TEXT NOT NULL, dimension TEXT NOT NULL, section TEXT NOT NULL, item TEXT NOT NULL,
  conform INTEGER NOT NULL, obs INTEGER NOT NULL, minor INTEGER NOT NULL, major INTEGER NOT NULL,
  na INTEGER NOT NULL, unchecked INTEGER NOT NULL,
  PRIMARY KEY (month, profile, dimension, section, item)
) STRICT, WITHOUT ROWID;
CREATE TABLE site_count (
  site TEXT NOT NULL, month TEXT NOT NULL, profile TEXT NOT NULL, dimension TEXT NOT NULL,
  conform INTEGER NOT NULL, obs INTEGER NOT NULL, minor INTEGER NOT NULL, major INTEGER NOT NULL,
  na INTEGER NOT NULL, unchecked INTEGER NOT NULL,
  PRIMARY KEY (site, month, profile, dimension)
) STRICT, WITHOUT ROWID;
CREATE TABLE text_row (
  n INTEGER PRIMARY KEY,
  inspection TEXT NOT NULL, kind TEXT NOT NULL, at TEXT NOT NULL, text TEXT NOT NULL
) STRICT;
CREATE INDEX text_inspection ON text_row (inspection);
CREATE VIRTUAL TABLE text_found USING fts5(grams, content = '', tokenize = 'ascii', prefix = '6');
INSERT INTO text_found (text_found, rank) VALUES ('secure-delete', 1);
UPDATE inspection SET state = '';
"""


def _form(statements: str) -> Callable[[Any], None]:
    def step(db: Any) -> None:
        for statement in statements.split(";\n"):
            if statement.strip():
                db.conn.execute(statement)

    return step


STEPS: Final[tuple[tuple[str, Callable[[Any], None]], ...]] = (
    ("first form", _first_form),
    ("exchange with head office", _form(_OFFICE)),
    ("overview of all inspections", _form(_OVERVIEW)),
)
"""Every step in order, by its name; the form's number is how many of them a file has seen."""

FORM: Final = len(STEPS)


def form_of(db: Database) -> int:
    return int(db.one("PRAGMA user_version"))


def migrate(
    db: Database,
    *,
    before: Callable[[], object] | None = None,
    steps: tuple[tuple[str, Callable[[Any], None]], ...] = STEPS,
) -> bool:
    """Bring the file to this program's form; True when something was done.

    ``before`` is called once before an existing desk is changed (to make a backup). Raises `Trouble` for a
    file of a newer version, which is left as it is.
    """
    found = form_of(db)
    refuse_newer(found, len(steps), db.path)
    if found == len(steps) or db.read_only:
        return False
    if found and before is not None:
        before()
    import sqlite_utils  # slow (70 ms), and needed only here
    from sqlite_utils.migrations import Migrations

    known = Migrations("auditapp")
    for number, (name, step) in enumerate(steps, 1):
        known(name=name)(_numbered(step, number))
    try:
        known.apply(sqlite_utils.Database(db.connection))
    except Exception as error:
        told = troubles.of_sqlite(error, db.path)
        if told is None:
            raise
        raise told from error
    return True


def refuse_newer(found: int, known: int, path: Path) -> None:
    if found > known:
        raise troubles.newer_version(path, found, known)


def _numbered(step: Callable[[Any], None], number: int) -> Callable[[Any], None]:
    def run(db: Any, /) -> None:
        step(db)
        db.conn.execute(f"PRAGMA user_version={number}")

    run.__name__ = f"step_{number}"
    return run
