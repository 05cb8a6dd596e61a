"""What a person does at the window, and what a person would complain about."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAccessible, QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget


def type_text(widget: QWidget, text: str) -> None:
    """Type as an input method does: what is being composed, then the whole."""
    widget.setFocus()
    composing = QInputMethodEvent(text[:1], [])
    QCoreApplication.sendEvent(widget, composing)
    finished = QInputMethodEvent()
    finished.setCommitString(text)
    QCoreApplication.sendEvent(widget, finished)


def name_of(widget: QWidget) -> str:
    """What a screen reader says."""
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name) if interface is not None else ""


def focusable(root: QWidget) -> list[QWidget]:
    """Everything visible inside *root* that the tab key reaches, when somebody listens: all is asked for first."""
    for one in root.findChildren(QWidget):
        QAccessible.queryAccessibleInterface(one)
    return [
        one
        for one in root.findChildren(QWidget)
        if one.isVisibleTo(root)
        and one.isEnabled()
        and one.focusPolicy() & Qt.FocusPolicy.TabFocus
        and one.focusProxy() is None
    ]


def nameless(root: QWidget) -> list[str]:
    """Those of `focusable` that have no name."""
    return [f"{type(one).__name__} {one.objectName()}" for one in focusable(root) if not name_of(one).strip()]


def clipped(root: QWidget) -> list[str]:
    """Labels and buttons whose words do not fit and do not end in an ellipsis."""
    found = []
    for one in root.findChildren(QWidget):
        if not one.isVisibleTo(root) or one.visibleRegion().isEmpty():
            continue
        if isinstance(one, QPushButton):
            wanted = one.sizeHint()
            if one.text() and (one.width() < wanted.width() or one.height() < wanted.height()):
                found.append(f"button {one.text()!r}: {one.size().toTuple()} of {wanted.toTuple()}")
        elif isinstance(one, QLabel) and one.text() and not one.property("eliding"):
            high = one.heightForWidth(one.width()) if one.wordWrap() else one.sizeHint().height()
            wide = 0 if one.wordWrap() else one.sizeHint().width()
            if one.width() < wide or one.height() < high:
                found.append(f"label {one.text()[:60]!r}: {one.size().toTuple()} of {(wide, high)}")
    return found


def tab_order(root: QWidget, most: int = 400) -> list[QWidget]:
    """What the tab key reaches from the first widget on, until it comes round."""
    reached: list[QWidget] = []
    now: QWidget | None = root.nextInFocusChain()
    while now is not None and now is not root and len(reached) < most:
        if now in reached:
            break
        if (
            root.isAncestorOf(now)
            and now.isVisibleTo(root)
            and now.isEnabled()
            and (now.focusPolicy() & Qt.FocusPolicy.TabFocus)
        ):
            reached.append(now)
        now = now.nextInFocusChain()
    return reached


def picture(widget: QWidget, file: Path) -> Path:
    """Save what is seen."""
    QApplication.processEvents()
    widget.grab().save(str(file))
    return file


def settled(root: QWidget) -> list[str]:
    """What is `clipped` once Qt has laid out what it had pending: what a person sees."""
    eventually(lambda: clipped(root) == [])
    return clipped(root)


def eventually(told: Callable[[], bool]) -> bool:
    """Let Qt do what it has pending; tells whether *told* holds then."""
    for _ in range(50):
        QApplication.processEvents()
        if told():
            return True
    return told()
