"""Makes the desk that a form leaves behind for ever.

``python -m tests.store.make_old_desk tests/store/old_desks/form-1``: run it once for every new form, before the
release, and never over a desk that is there already.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from auditapp.store.desk_folder import open_folder
from auditapp.store.journals import Draft
from auditapp.store.people import KnownPerson
from auditapp.store.space import Limits
from auditapp.store.vault import Cost

PASSPHRASE = "kept for ever"
INSPECTION = "0d" * 16
WALL = "2026-11-23T16:00:00+08:00"


def make(folder: Path, marks: Path) -> None:
    if folder.exists():
        raise SystemExit(f"{folder} is there already and is kept for ever")
    with open_folder(folder, PASSPHRASE, marks=marks, limits=Limits(0, 0, 0), cost=Cost(64, 1, 1)) as desk:
        _, first = desk.journals.append(
            INSPECTION,
            [
                Draft(
                    "inspection", "", {"number": "2026-001", "title": "供电营业厅检查", "checklist": "", "document": ""}
                ),
                Draft("answer", "WP-2.2", {"status": "answered", "v": "conform"}),
            ],
            writer="P1",
            wall=WALL,
        )
        later, finding = desk.journals.append(
            INSPECTION,
            [
                Draft("answer", "WP-2.2", {"status": "answered", "v": "major"}, (first.id,)),
                Draft("finding", "WP-2.2", {"number": "F01"}),
            ],
            writer="P1",
            wall=WALL,
        )
        desk.journals.append(
            INSPECTION,
            [
                Draft("finding.fact", finding.id, {"v": "灭火器压力不足"}),
                Draft("withdraw", later.id, {"reason": "slip"}),
                Draft("from-the-future", "WP-2.2", {"v": "?"}),
            ],
            writer="P1",
            wall=WALL,
            project=lambda _: {"number": "2026-001", "title": "供电营业厅检查", "answered": 1},
        )
        kept = desk.photos.keep(b"not really a photo, but kept like one")
        desk.journals.append(
            INSPECTION, [Draft("photo", "WP-2.2", {"sha256": kept.sha256, "rendition": ""})], writer="P1", wall=WALL
        )
        desk.library.install(b"{}", code="full", version="1", title="Full", installed=WALL)
        desk.people.save_person(KnownPerson("P1", "李", "lead", "总部"))
        desk.set_preference("language", "zh-CN")
        desk.close(backup=False)
    (folder / "desk.lock").unlink(missing_ok=True)
    for empty in (folder / "photos").iterdir():
        if not any(empty.iterdir()):
            empty.rmdir()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as marks:
        make(Path(sys.argv[1]), Path(marks))
