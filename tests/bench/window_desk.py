"""What the benches of the window work on: an inspection of 2,000 items with 40,000 entries, and a window at it.

Sections of 60 items; item 20 of each decides whether items 21 and 22 are asked, so that walking through a section
makes cards come and go. Everything was answered many times before, as a year of changing one's mind would leave it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench import fixtures

if TYPE_CHECKING:
    from auditapp.ui.window import Window

ITEMS, ENTRIES, EACH = 2_000, 40_000, 60
FIRST = "XX-1"
"""The first of the sections of 60."""
_VALUES = (
    {"status": "answered", "v": "conform"},
    {"status": "answered", "v": "minor"},
    {"status": "na", "reason": "本层不设"},
    {"status": "answered", "v": "obs"},
)


def large(folder: Path) -> str:
    """Make the desk in *folder* with the large inspection; its id."""
    from auditapp.operations import begin
    from auditapp.store.journals import Draft

    with fixtures.desk(folder) as desk:
        document = _checklist(folder)
        team = (begin.Member("林若溪", "leader", "总部"),)
        inspection = begin.begin(desk, document, title="Q3", unit="海棠人寿", unit_code="JC01", team=team).inspection
        journals = desk.store.journals
        before: dict[str, str] = {}
        written = turn = 0
        places = _answered(document)
        while written < ENTRIES:
            drafts = [
                Draft("answer", place, _VALUES[(n + turn) % 4], (before[place],) if place in before else ())
                for n, place in enumerate(places)
            ]
            wall = f"2026-09-{turn + 1:02d}T09:00:00.000000+08:00"
            entries = journals.append(inspection, drafts, writer="P1", wall=wall)
            before = {place: entry.id for place, entry in zip(places, entries, strict=True)}
            written, turn = written + len(entries), turn + 1
    return inspection


def _checklist(folder: Path) -> Path:
    """The six dimensions, and as many sections of 60 as make 2,000 items."""
    from auditapp.checklist import write
    from auditapp.checklist.model import AnswerKind, Group, Item, Text
    from auditapp.operations import checklists

    shipped = folder / "shipped.json"
    checklists.convert(checklists.named("six-dimensions"), shipped)
    six = write.decode(shipped.read_bytes())
    asked = Text(
        "显示器、桌面及白板上无明文密码，抽查三个座席区", "No written passwords on monitors, desks or whiteboards"
    )
    guide = Text("巡视三个座席区，每区看十个座席", "Walk three zones, ten seats in each")
    bad = Text("第 20 项为一般不符合", "Item 20 is a minor nonconformity")
    missing = ITEMS - len(list(six.items()))
    groups = []
    while missing > 0:
        code = f"XX-{len(groups) + 1}"
        groups.append(
            Group(
                code,
                Text(f"加测 {len(groups) + 1}", f"More {len(groups) + 1}"),
                tuple(
                    Item(f"{code}.{n}", asked, AnswerKind.CONFORM, weight=1, guidance=guide)
                    if n not in (21, 22)
                    else Item(
                        f"{code}.{n}",
                        asked,
                        AnswerKind.CONFORM,
                        weight=1,
                        guidance=guide,
                        when=f"answer('{code}.20') == 'minor'",
                        when_text=bad,
                    )
                    for n in range(1, min(EACH, missing) + 1)
                ),
            )
        )
        missing -= EACH
    last = six.dimensions[-1]
    grown = replace(six, id="large", dimensions=(*six.dimensions[:-1], replace(last, groups=(*last.groups, *groups))))
    document = folder / "large.json"
    document.write_bytes(write.document(grown))
    return document


def _answered(document: Path) -> list[str]:
    from auditapp.checklist import write
    from auditapp.checklist.model import AnswerKind

    checklist = write.decode(document.read_bytes())
    return [item.id for item in checklist.items() if item.kind is AnswerKind.CONFORM and not item.set]


@contextmanager
def window(folder: Path, inspection: str, at: str = f"section:{FIRST}") -> Iterator[Window]:
    """A window at the inspection, drawn without a screen."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtWidgets import QApplication

    from auditapp.ui.bridge import Bridge
    from auditapp.ui.places import Place
    from auditapp.ui.preferences import Remembered
    from auditapp.ui.theme import Look, Theme, load_fonts
    from auditapp.ui.window import Window
    from auditapp.words import speak

    app = QApplication(["bench"])
    app.setCursorFlashTime(0)
    load_fonts()
    theme = Theme(look=Look.LIGHT)
    theme.apply(app)
    with fixtures.desk(folder) as desk:
        desk.words = speak("zh-CN")
        bridge = Bridge(desk, remembered=Remembered(folder / "settings"))
        made = Window(bridge, theme)
        made.resize(1440, 900)
        made.go(Place("inspection", inspection, at))
        made.show()
        yield made
        made.leave()
        made.page.rest()
        bridge.close()
