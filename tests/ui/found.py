"""A round of eight questions with a finding, its action and both languages' words in it: what the paper pages show.

Modules that want it take the fixtures by name: ``from tests.ui.found import begun, lin``.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from auditapp.ui.bridge import Bridge
from auditapp.ui.signature_pad import SignaturePad
from auditapp.words import speak
from tests.inspector import Inspector

SOURCE = Path(__file__).parent / "short-round.yaml"
AT = "WP-1.1"
OTHER = "WP-1.4"


@pytest.fixture
def lin(tmp_path: Path) -> Iterator[Inspector]:
    """Lin at her desk with the round begun."""
    with Inspector(tmp_path / "lin", words=speak("en")) as inspector:
        yield inspector.begins(SOURCE)


@pytest.fixture
def begun(lin: Inspector, bridge: Bridge) -> Inspector:
    """The aisle is blocked: a finding, an action, and nothing signed."""
    lin.answers(AT, "major").finds(AT, "楼梯间前室堆放纸箱11个，占用约1.1平方米", interim="清空", person="赵启明")
    lin.asks("F01", "清理前室并每日巡查")
    bridge.forget()
    return lin


def write(pad: SignaturePad) -> None:
    """Two strokes with the mouse."""
    for x in (20, 120):
        QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=QPoint(x, 20))
        for step in range(1, 8):
            QTest.mouseMove(pad, QPoint(x + step * 9, 20 + (step % 3) * 25))
        QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=QPoint(x + 70, 60))
