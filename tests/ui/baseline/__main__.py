"""``python -m tests.ui.baseline [--only NAME …] [--into FOLDER]``: make the pictures anew."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_LOGGING_RULES", "qt.multimedia.symbolsresolver=false")


def main() -> int:
    from PySide6.QtWidgets import QApplication

    from auditapp.operations import checklists
    from tests.ui import baseline
    from tests.ui.filled import Filled
    from tests.ui.pages import SHOWN

    asked = argparse.ArgumentParser(description=baseline.__doc__)
    asked.add_argument("--only", nargs="*", default=[], metavar="NAME", help="these pages only")
    asked.add_argument("--into", type=Path, default=baseline.HERE, help="another folder, to look first")
    given = asked.parse_args()
    wanted = [one for name, one in SHOWN.items() if name not in baseline.LEFT_OUT]
    if given.only:
        wanted = [one for one in wanted if one.name in given.only]
    app = QApplication.instance() or QApplication(["auditapp"])
    assert isinstance(app, QApplication)
    given.into.mkdir(parents=True, exist_ok=True)
    changed = 0
    with tempfile.TemporaryDirectory() as place, baseline.bundled_font_only(app):
        folder = Path(place)
        six, short = folder / "six.json", folder / "emergency.json"
        checklists.convert(checklists.named("six-dimensions"), six)
        checklists.convert(checklists.named("emergency"), short)
        for language in baseline.LANGUAGES:
            filled = Filled(folder / language, six, short, language)
            for look in baseline.LOOKS:
                stage = baseline.stage_for(filled, look)
                for one in wanted:
                    file = given.into / baseline.name_of(one.name, look, language)
                    raw = baseline.kept(baseline.drawn(stage, one))
                    before = file.read_bytes() if file.exists() else b""
                    if raw != before:
                        file.write_bytes(raw)
                        changed += 1
                        sys.stdout.write(f"{file.name}  {len(raw) // 1024} KiB\n")
                stage.close()
            filled.close()
    if not given.only:
        for stray in sorted({p.name for p in given.into.glob("*.webp")} - set(baseline.names())):
            (given.into / stray).unlink()
            sys.stdout.write(f"{stray} is of no page any more\n")
    sys.stdout.write(f"{changed} changed\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
