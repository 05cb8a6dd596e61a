"""What a person would complain about who works by keys and listens: nameless things, wrong roles, a Tab that jumps.

The tab order is walked with the key itself, not read from Qt's chain, so a widget that swallows it is found.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from itertools import pairwise
from typing import Final

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QToolButton,
    QWidget,
)
from shiboken6 import isValid

from tests.ui.person import focusable, name_of

Role = QAccessible.Role
MOST: Final = 600
"""Presses of Tab after which a page is taken for a trap."""


def role_of(one: QWidget) -> QAccessible.Role:
    interface = QAccessible.queryAccessibleInterface(one)
    return interface.role() if interface is not None else Role.NoRole


def told(one: QWidget | None) -> str:
    return "nothing" if one is None else f"{type(one).__name__} {name_of(one)[:60]!r}"


def wrong_names(root: QWidget) -> list[str]:
    """Things one can be on without knowing what they are, or without telling them apart."""
    found, heard = [], Counter[tuple[str, QAccessible.Role]]()
    for one in focusable(root):
        name = (one.accessibleName() if isinstance(one, QComboBox) else name_of(one)).strip()
        if not name:
            found.append(f"nameless: {type(one).__name__} {one.objectName()} in {told(one.parentWidget())}")
        elif "{" in name or name in ("...", "…"):
            found.append(f"no name: {told(one)}")
        heard[name, role_of(one)] += 1
        if isinstance(one, QComboBox) and not _has_label(one):
            found.append(f"its value is heard, not what it is: {told(one)} {name!r}")
    for (name, role), many in heard.items():
        if name and many > 1:
            found.append(f"the same name {many} times: {name[:80]!r} ({role.name})")
    return found


def _has_label(box: QComboBox) -> bool:
    """On Linux the name of a combo box is what is chosen in it; what it is for comes from its label or is described."""
    interface = QAccessible.queryAccessibleInterface(box)
    return bool(interface and interface.relations(QAccessible.RelationFlag.Label)) or bool(box.accessibleDescription())


def wrong_roles(root: QWidget) -> list[str]:
    """Things announced as something else than what they are."""
    found = []
    for one in focusable(root):
        role = role_of(one)
        right: tuple[QAccessible.Role, ...] = ()
        if isinstance(one, QRadioButton) or (isinstance(one, QAbstractButton) and one.autoExclusive()):
            right = (Role.RadioButton,)
        elif isinstance(one, QCheckBox) or (isinstance(one, QAbstractButton) and one.isCheckable()):
            right = (Role.CheckBox,)
        elif isinstance(one, QToolButton):
            right = (Role.Button, Role.PushButton, Role.ButtonMenu, Role.ButtonDropDown)
        elif isinstance(one, QPushButton):
            right = (Role.Button, Role.PushButton, Role.ButtonMenu)
        elif isinstance(one, QComboBox):
            right = (Role.ComboBox,)
        elif isinstance(one, QLineEdit | QPlainTextEdit):
            right = (Role.EditableText,)
        elif isinstance(one, QAbstractItemView):
            right = (Role.List, Role.Tree, Role.Table)
        elif isinstance(one, QScrollArea):
            continue
        if right and role not in right:
            found.append(f"{told(one)} is announced as {role.name}")
        if not right and role in (Role.NoRole, Role.Client):
            found.append(f"{told(one)} is announced as nothing ({role.name})")
    return found


def silent_rows(root: QWidget) -> list[str]:
    """Lists with rows that say nothing."""
    found = []
    for view in root.findChildren(QAbstractItemView):
        if not view.isVisibleTo(root) or isinstance(view.parent(), QComboBox) or view.model() is None:
            continue
        for row in range(min(view.model().rowCount(), 200)):
            index = view.model().index(row, 0)
            said = index.data(Qt.ItemDataRole.AccessibleTextRole) or index.data(Qt.ItemDataRole.DisplayRole)
            if not str(said or "").strip():
                found.append(f"{told(view)}: row {row} says nothing")
    return found


def walked(*, back: bool = False) -> list[QWidget]:
    """What Tab (or Shift+Tab) comes to, from where the focus is, until it comes round. A trap is all there is then."""
    seen: list[QWidget] = []
    stayed = 0
    for _ in range(MOST):
        now = QApplication.focusWidget()
        if now is None:
            break
        if seen and now is seen[-1]:
            stayed += 1  # a date has three parts
            if stayed > 3:
                return [now]
        elif now in seen:
            return seen[seen.index(now) :]
        else:
            seen.append(now)
            stayed = 0
        press(now, back=back)
    return seen


def press(now: QWidget, *, back: bool = False) -> None:
    """Tab, or Shift+Tab."""
    modifier = Qt.KeyboardModifier.ShiftModifier if back else Qt.KeyboardModifier.NoModifier
    QTest.keyClick(now, Qt.Key.Key_Backtab if back else Qt.Key.Key_Tab, modifier)


def entries(menu: QMenu) -> list[str]:
    """What the down arrow comes to in a menu, until it comes round."""
    found: list[str] = []
    for _ in range(MOST):
        QTest.keyClick(menu, Qt.Key.Key_Down)
        action = menu.activeAction()
        if action is None or action.text() in found:
            break
        found.append(action.text())
    return found


def go_to_end(root: QWidget, lap: Sequence[QWidget]) -> list[QWidget]:
    """Walk a lap on to the last stop before the top: what a page shows of the thing at hand has been walked by then."""
    reached = list(lap)
    last = in_turn(root, lap)[-1]
    for _ in range(MOST):
        now = QApplication.focusWidget()
        if now is None or now is last:
            break
        reached.append(now)
        press(now)
    return reached


def in_turn(root: QWidget, lap: Sequence[QWidget]) -> list[QWidget]:
    """A lap from its topmost stop on."""
    there = [one for one in lap if isValid(one) and one.isVisibleTo(root)]
    seen = [n for n, one in enumerate(there) if not one.visibleRegion().isEmpty()]  # not what is scrolled away
    start = min(seen, key=lambda n: _order(root, there[n])) if seen else 0
    return [*there[start:], *there[:start]]


def unreached(root: QWidget, reached: Sequence[QWidget]) -> list[str]:
    """What ought to be reached by Tab and is not."""
    among = {one for one in reached if isValid(one)}
    return [told(one) for one in focusable(root) if one not in among and not _of_group(one, among)]


def _of_group(one: QWidget, reached: Collection[QWidget]) -> bool:
    """Of exclusive buttons one is reached by Tab, the others from it by arrows; an editable box by its line."""
    if isinstance(one, QComboBox) and one.isEditable():
        return one.lineEdit() in reached
    if isinstance(one, QScrollArea):  # reached by what is in it
        return True
    return (
        isinstance(one, QAbstractButton)
        and one.autoExclusive()
        and any(
            isinstance(other, QAbstractButton) and other.autoExclusive() and other.parent() is one.parent()
            for other in reached
        )
    )


def jumps(root: QWidget, reached: Sequence[QWidget]) -> list[str]:
    """Steps of Tab against the way one reads: up in the same column, or to the left in the same line."""
    found = []
    turned = in_turn(root, reached)
    for before, after in pairwise(turned):
        if before.isAncestorOf(after) or after.isAncestorOf(before):
            continue
        one, other = _apart(before, after)
        if other is not after and after.visibleRegion().isEmpty():
            continue  # scrolled away in its pane: the lap comes round from below the pane to what is above
        a, b = _at(root, one), _at(root, other)
        same_column = min(a.right(), b.right()) - max(a.left(), b.left()) > 4
        same_line = min(a.bottom(), b.bottom()) - max(a.top(), b.top()) > min(a.height(), b.height()) // 2
        if (same_column and b.bottom() <= a.top() + 2) or (same_line and b.right() <= a.left() + 2):
            found.append(f"from {told(before)} {a.getRect()} back to {told(after)} {b.getRect()}")
    return found


def _order(root: QWidget, one: QWidget) -> int:
    """By where it is seen: what is longer than its pane begins above it."""
    seen = one.visibleRegion().boundingRect()
    where = QWidget.mapTo(one, root, seen.topLeft())
    return where.y() * 10_000 + where.x()


def _at(root: QWidget, one: QWidget) -> QRect:
    return QRect(QWidget.mapTo(one, root, QPoint()), QWidget.size(one))


def _apart(one: QWidget, other: QWidget) -> tuple[QWidget, QWidget]:
    """The two children of their nearest common parent in which they lie: panes are compared with panes."""
    mine = [one]
    while (above := mine[-1].parentWidget()) is not None:
        mine.append(above)
    now = other
    while (above := now.parentWidget()) is not None and above not in mine:
        now = above
    if above is None:
        return one, other
    return mine[mine.index(above) - 1], now


def unseen_focus(root: QWidget, reached: Sequence[QWidget]) -> list[str]:
    """Things that look the same with and without the focus."""
    found = []
    for one in reached:
        if not isValid(one) or not root.isAncestorOf(one) or not one.isVisibleTo(root):
            continue  # gone when the page moved on: what takes its place is reached as well
        _show(one)
        one.setFocus(Qt.FocusReason.TabFocusReason)
        QApplication.processEvents()
        if QApplication.focusWidget() is not one:
            continue  # of no use at the item one came to meanwhile
        rect = QRect(one.mapTo(root, QPoint(-3, -3)), one.size().grownBy(_three())).intersected(root.rect())
        with_focus = root.grab(rect).toImage()
        if not _go_elsewhere(one, reached):
            continue
        _show(one)
        if with_focus == root.grab(rect).toImage():
            found.append(told(one))
    return found


def _go_elsewhere(one: QWidget, reached: Sequence[QWidget]) -> bool:
    """Take the focus off it, to something that has its own picture."""
    for other in reached:
        if other is one or not isValid(other) or other.isAncestorOf(one) or one.isAncestorOf(other):
            continue
        other.setFocus(Qt.FocusReason.TabFocusReason)
        QApplication.processEvents()
        if not isValid(one):
            return False
        if QApplication.focusWidget() is other:
            return True
    return False


def _three() -> object:
    from PySide6.QtCore import QMargins

    return QMargins(3, 3, 3, 3)


def _show(one: QWidget) -> None:
    above = one.parentWidget()
    while above is not None:
        if isinstance(above, QScrollArea):
            above.ensureWidgetVisible(one)
        above = above.parentWidget()
    QApplication.processEvents()
