"""What a thing that is painted by hand is announced as: a picture, a chart, a drawing board.

Qt knows its own buttons and lists; a plain widget would be heard as "panel". A class says it by ``announced_as``.
One that makes what is in it when somebody comes is told by ``come()`` that somebody listens.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QObject
from PySide6.QtWidgets import QAbstractItemView, QTreeView, QWidget

if TYPE_CHECKING:
    from PySide6.QtGui import QAccessibleInterface
    from PySide6.QtWidgets import QComboBox


def announce() -> None:
    """Tell Qt of it; once, after the QApplication is made."""
    from PySide6.QtGui import QAccessible

    QAccessible.installFactory(_made)


def told(name: str, said: str) -> str:
    """What a thing is called and what it says, with the colon of the words' own script: "Colours: dark", 颜色：深色."""
    chinese = any("\u4e00" <= one <= "\u9fff" for one in name + said)
    return f"{name}{'：' if chinese else ': '}{said}"


def call(box: QComboBox, words: str) -> None:
    """Name a box of choices that has no label. On Linux Qt tells what is chosen in it as its name, so what the box is
    for is told as its description too."""
    box.setAccessibleName(words)
    box.setAccessibleDescription(words)


def listen_for_choice(view: QAbstractItemView) -> None:
    """A screen reader selects an entry of a list without moving to it: go there then, as a click or an arrow would.
    Entries are selected as items: by rows Qt's bridge takes the row of a branch for one of the whole tree."""
    view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
    selection = view.selectionModel()

    def follow(now: QItemSelection, _before: QItemSelection) -> None:
        chosen = now.indexes()
        if len(chosen) == 1 and chosen[0].siblingAtColumn(0) != selection.currentIndex().siblingAtColumn(0):
            view.setCurrentIndex(chosen[0])

    def whole(now: QModelIndex, _before: QModelIndex) -> None:
        """The other columns of the entry are shown as chosen too."""
        row = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        selection.select(now, row)

    selection.selectionChanged.connect(follow)
    if isinstance(view, QTreeView):
        selection.currentChanged.connect(whole)


def _made(class_name: str, thing: QObject) -> QAccessibleInterface | None:
    from PySide6.QtGui import QAccessible
    from PySide6.QtWidgets import QAccessibleWidget

    come = getattr(thing, "come", None)
    if callable(come) and class_name == type(thing).__name__:  # Qt asks again for every class it is derived from
        come()
    role = getattr(thing, "announced_as", None)
    if isinstance(role, QAccessible.Role) and isinstance(thing, QWidget):
        return QAccessibleWidget(thing, role)
    return None
