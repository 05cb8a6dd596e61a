"""The way Tab goes: as one reads, from what is seen now.

Qt keeps a chain in the order in which things were made, and everything that comes later (a page above another, a photo
taken in, a form that opens) hangs at its end. So the next stop is looked up when the key is pressed: line by line from
the top, each line from the left, a pane or a card as a whole before the next one.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractScrollArea, QComboBox, QScrollArea, QWidget

LAP: Final = 4
"""Pixels by which neighbours may overlap and still stand apart."""


def step(root: QWidget, *, forward: bool) -> bool:
    """Give the focus to the next stop inside *root* (or the one before); False when there is none."""
    stops = list(stops_of(root))
    if not stops:
        return False
    now: QWidget | None = root.window().focusWidget()
    while now is not None and now not in stops and now is not root:
        now = now.parentWidget()  # such as the line of an editable box
    if now in stops:
        after = stops[(stops.index(now) + (1 if forward else -1)) % len(stops)]
    else:
        after = stops[0 if forward else -1]
    after.setFocus(Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason)
    into_view(after)
    return True


def stops_of(root: QWidget) -> Iterator[QWidget]:
    """Everything inside *root* that Tab comes to, in the order of reading."""
    for one in in_lines([child for child in root.children() if isinstance(child, QWidget)]):
        if one.isWindow() or not one.isVisibleTo(root) or not one.isEnabled():
            continue
        inside = isinstance(one, QScrollArea) and any(True for _ in stops_of(one))  # reached by what is in it
        if one.focusPolicy() & Qt.FocusPolicy.TabFocus and one.focusProxy() is None and not inside:
            yield one
        if isinstance(one, QScrollArea) or not isinstance(one, QAbstractScrollArea | QComboBox):
            yield from stops_of(one)


def in_lines(widgets: list[QWidget]) -> list[QWidget]:
    """Siblings as one reads: cut into lines where nothing stands across the cut, a line into columns, and so on."""
    seen = [one for one in widgets if not one.isHidden()]
    seen.sort(key=lambda one: (one.y(), one.x()))
    return _cut(seen, down=True, last=False)


def _cut(seen: list[QWidget], *, down: bool, last: bool) -> list[QWidget]:
    """Cut across (*down*) or along; *last*: the other way found no cut, so this is the last try."""
    if len(seen) < 2:
        return seen
    ordered = seen if down else sorted(seen, key=lambda one: (one.x(), one.y()))
    parts: list[list[QWidget]] = []
    reach = 0
    for one in ordered:
        rect = one.geometry()
        near, far = (rect.top(), rect.bottom()) if down else (rect.left(), rect.right())
        if parts and near <= reach - LAP:
            parts[-1].append(one)
            reach = max(reach, far)
        else:
            parts.append([one])
            reach = far
    if len(parts) == 1:
        return seen if last else _cut(seen, down=not down, last=True)
    return [one for part in parts for one in _cut(sorted(part, key=_corner), down=not down, last=False)]


def _corner(one: QWidget) -> tuple[int, int]:
    return one.y(), one.x()


def into_view(one: QWidget) -> None:
    """Scroll to it, through every area it lies in."""
    above = one.parentWidget()
    while above is not None:
        if isinstance(above, QScrollArea):
            above.ensureWidgetVisible(one)
        above = above.parentWidget()
