"""What a person would complain about when looking: words cut off, pushed out of sight, or drawn over one another.

Widgets are measured against their size hints; what is painted by hand (cards, lists, charts) is caught while it is
painted: every text is measured against the room it was given.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QStyle,
    QStyleOptionComboBox,
    QStyleOptionFrame,
    QTabBar,
    QToolButton,
    QWidget,
)

SLACK: Final = 1
"""Pixels that rounding may take."""


FINGER: Final = 44
"""Pixels."""

LEAST_SHOWN: Final = 8
"""Letters of a chosen entry that must be seen before it ends in …"""


def cut(root: QWidget) -> list[str]:
    """Everything with words that is too small for them, outside what can be seen or scrolled to, or overlapped."""
    found: list[str] = []
    for one in root.findChildren(QWidget):
        if not one.isVisibleTo(root) or not words_of(one):
            continue
        found += _too_small(one)
        found += _out_of_sight(one, root)
    return found


def words_of(one: QWidget) -> str:
    """The words a widget shows, "" for none."""
    if isinstance(one, QLabel | QAbstractButton):
        return one.text()
    if isinstance(one, QComboBox):
        return one.currentText()
    if isinstance(one, QLineEdit):
        return one.text() or one.placeholderText()
    return ""


def _told(one: QWidget, wanted: object) -> str:
    return f"{type(one).__name__} {words_of(one)[:60]!r}: {one.width()} x {one.height()} of {wanted}"


def _too_small(one: QWidget) -> Iterator[str]:
    if isinstance(one, QLabel):
        if one.property("eliding"):
            least = one.fontMetrics().height()
            if one.contentsRect().height() < least - SLACK:
                yield _told(one, f"… x {least}")
            return
        high = one.heightForWidth(one.width()) if one.wordWrap() else one.sizeHint().height()
        wide = one.minimumSizeHint().width() if one.wordWrap() else one.sizeHint().width()
        if one.width() < wide - SLACK or one.height() < high - SLACK:
            yield _told(one, f"{wide} x {high}")
    elif hasattr(one, "room") and isinstance(one, QAbstractButton):  # painted by hand: tells what it needs
        if one.width() < one.room - SLACK:
            yield _told(one, f"{one.room} x …")
    elif isinstance(one, QPushButton | QCheckBox | QRadioButton | QToolButton):
        wanted = one.sizeHint()
        if one.width() < wanted.width() - SLACK or one.height() < wanted.height() - SLACK:
            yield _told(one, f"{wanted.width()} x {wanted.height()}")
    elif isinstance(one, QComboBox):
        option = QStyleOptionComboBox()
        one.initStyleOption(option)
        field = one.style().subControlRect(
            QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, one
        )
        icon = one.iconSize().width() + 4 if not one.itemIcon(one.currentIndex()).isNull() else 0
        wanted_width = one.fontMetrics().horizontalAdvance(one.currentText()) + icon
        if field.height() < one.fontMetrics().height() - SLACK:
            yield _told(one, f"height {one.fontMetrics().height()}")
        least = min(wanted_width, one.fontMetrics().averageCharWidth() * LEAST_SHOWN)
        if field.width() < least - SLACK:  # Qt ends what is longer in …; the list shows it in full
            yield _told(one, f"field {field.width()} of {least}")
    elif isinstance(one, QLineEdit):
        option_frame = QStyleOptionFrame()
        one.initStyleOption(option_frame)
        room = one.style().subElementRect(QStyle.SubElement.SE_LineEditContents, option_frame, one)
        high = one.fontMetrics().height()
        if room.height() < high - SLACK:
            yield _told(one, f"height {high}, has {room.height()}")
        margins = one.textMargins()
        wide = room.width() - 4 - margins.left() - margins.right()  # Qt keeps two pixels on either side
        shown = one.placeholderText() if not one.text() else ""
        if shown and one.fontMetrics().horizontalAdvance(shown) > wide and not one.toolTip():
            yield _told(one, f"placeholder {one.fontMetrics().horizontalAdvance(shown)}, has {wide}")
        if one.property("role") == "number" or one.isReadOnly():
            text = one.fontMetrics().horizontalAdvance(one.text())
            if text > wide and not one.toolTip():
                yield _told(one, f"text {text}, has {wide}")


def _out_of_sight(one: QWidget, root: QWidget) -> Iterator[str]:
    """Does a parent cut it off? What is scrolled to is not cut, what cannot be scrolled to is."""
    rect = one.rect()
    above, child = one.parentWidget(), one
    while above is not None and above is not root.parentWidget():
        rect = QRect(child.mapTo(above, rect.topLeft()), rect.size())
        area = above.parentWidget()
        if isinstance(area, QAbstractScrollArea) and area.viewport() is above:
            across = area.horizontalScrollBar()
            strip = area.property("role") == "strip"  # scrolled by its keys and by the wheel, without a bar
            hidden = area.horizontalScrollBarPolicy() is Qt.ScrollBarPolicy.ScrollBarAlwaysOff and not strip
            out = rect.left() < -SLACK or rect.right() > above.width() + SLACK
            if out and (hidden or across.maximum() == across.minimum()):
                yield f"{_told(one, 'seen')}: sticks out of {type(area).__name__} {area.accessibleName()!r}"
                return
            if isinstance(area, QScrollArea):
                return  # where it can be scrolled to, and the area itself is looked at as a widget below
        elif (
            rect.left() < -SLACK
            or rect.top() < -SLACK
            or rect.right() > above.width() + SLACK
            or rect.bottom() > above.height() + SLACK
        ):
            yield f"{_told(one, 'seen')}: sticks out of {type(above).__name__} {above.size().toTuple()}"
            return
        if above is root:
            return
        child, above = above, area


def overlapping(root: QWidget) -> list[str]:
    """Pairs of things with words that lie over one another without one holding the other."""
    toast = [one for one in root.findChildren(QWidget) if one.property("role") == "toast"]
    leaves: list[tuple[QWidget, QRect]] = []
    for one in root.findChildren(QWidget):
        if not words_of(one) or not one.isVisibleTo(root) or any(t is one or t.isAncestorOf(one) for t in toast):
            continue
        region = one.visibleRegion().boundingRect()
        if not region.isEmpty():
            leaves.append((one, QRect(one.mapTo(root, region.topLeft()), region.size())))
    found = []
    for n, (one, rect) in enumerate(leaves):
        for other, its in leaves[n + 1 :]:
            shared = rect.intersected(its)
            kin = one.isAncestorOf(other) or other.isAncestorOf(one)
            if shared.width() > 2 and shared.height() > 2 and not kin:
                found.append(f"{_told(one, 'its own')} over {_told(other, 'its own')}: {shared.size().toTuple()}")
    return found


@contextmanager
def watched() -> Iterator[list[str]]:
    """While this holds, texts that our own code paints into too small a room are noted."""
    noted: list[str] = []
    plain = QPainter.drawText

    def measured(painter: QPainter, *given: Any) -> Any:
        rect, text = next((g for g in given if isinstance(g, QRect | QRectF)), None), given[-1]
        if not isinstance(text, str):
            text = next((g for g in given if isinstance(g, str)), "")
        flags = next((g for g in given if isinstance(g, int | Qt.AlignmentFlag) and not isinstance(g, bool)), 0)
        if rect is not None and text:
            flag = int(flags.value if hasattr(flags, "value") else flags)
            metrics = painter.fontMetrics()
            needed = metrics.boundingRect(QRectF(rect).toRect(), flag, text)
            if (
                needed.width() > rect.width() + 4
                or metrics.height() * 0.8 > rect.height() + 1
                or (flag & int(Qt.TextFlag.TextWordWrap.value) and needed.height() > rect.height() + 2)
            ):
                noted.append(
                    f"painted {text[:60]!r}: {needed.width()} x {needed.height()} "
                    f"in {rect.width():.0f} x {rect.height():.0f}"
                )
        elif text and isinstance(given[0], QPoint):
            pass
        return plain(painter, *given)

    QPainter.drawText = measured  # type: ignore[method-assign, assignment]
    try:
        yield noted
    finally:
        QPainter.drawText = plain  # type: ignore[method-assign]


def painted_cut(root: QWidget) -> list[str]:
    """Texts painted by hand that did not fit, in one picture of *root*."""
    with watched() as noted:
        root.grab()
    return noted


def tabs_cut(root: QWidget) -> list[str]:
    """Tabs and headers whose words are elided."""
    found = []
    for bar in root.findChildren(QTabBar):
        for n in range(bar.count()):
            if bar.tabRect(n).width() < bar.fontMetrics().horizontalAdvance(bar.tabText(n)):
                found.append(f"tab {bar.tabText(n)!r}")
    return found


def too_small_for_fingers(root: QWidget) -> list[str]:
    """What one presses and is lower than a finger needs. (What stands in a line of a text may be.)"""
    found = []
    for one in root.findChildren(QWidget):
        pressed = isinstance(one, QAbstractButton | QComboBox | QLineEdit) and one.focusPolicy()
        within = isinstance(one.parent(), QComboBox | QAbstractSpinBox)
        if pressed and not within and one.isVisibleTo(root) and one.height() < FINGER - SLACK:
            found.append(_told(one, f"{FINGER} for a finger"))
    return found


def typed_out_of_sight(root: QWidget) -> list[str]:
    """The field one is in, when it is scrolled away or covered: one would type without seeing it."""
    focus = QApplication.focusWidget()
    if not isinstance(focus, QLineEdit | QPlainTextEdit) or not root.isAncestorOf(focus):
        return []
    shown = focus.visibleRegion().boundingRect()
    least = min(focus.height(), 2 * focus.fontMetrics().height())
    return [_told(focus, f"{shown.height()} seen")] if shown.height() < least - SLACK else []
