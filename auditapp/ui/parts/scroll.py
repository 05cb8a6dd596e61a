"""Scrolling: panes lie in scroll areas, so that no pane forces the window to be taller than the screen."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPoint, QRect, Qt, QTimer
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractScrollArea,
    QFrame,
    QScrollArea,
    QScroller,
    QScrollerProperties,
    QVBoxLayout,
    QWidget,
)

from auditapp.ui.theme import Theme

SOON: Final = 300
"""Milliseconds after which a pane takes fingers: after it is seen, for Qt's gestures take a while to be made ready."""


def scroll(inside: QWidget, *, name: str = "") -> QScrollArea:
    """*inside* in a frameless area that scrolls down only."""
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    inside.setObjectName(inside.objectName() or "canvas")
    area.setWidget(inside)
    area.setAccessibleName(name)
    by_finger(area)
    return area


def show_within(area: QScrollArea, thing: QWidget, where: QRect) -> None:
    """Scroll until *where* of *thing*, which lies in *area*, is seen, with a row's height around it."""
    canvas = area.widget()
    if canvas is not None:
        middle = thing.mapTo(canvas, QPoint(0, where.center().y()))
        area.ensureVisible(middle.x(), middle.y(), 0, min(where.height(), area.height() // 3))


def by_finger(area: QAbstractScrollArea) -> None:
    """Let a finger drag and flick what lies in *area*; a tap stays a tap, and the mouse selects as ever."""
    if isinstance(area, QAbstractItemView):
        area.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    QTimer.singleShot(SOON, area, lambda: _take_fingers(area))


def _take_fingers(area: QAbstractScrollArea) -> None:
    viewport = area.viewport()
    QScroller.grabGesture(viewport, QScroller.ScrollerGestureType.TouchGesture)
    scroller = QScroller.scroller(viewport)
    properties = scroller.scrollerProperties()
    for metric in (
        QScrollerProperties.ScrollMetric.HorizontalOvershootPolicy,
        QScrollerProperties.ScrollMetric.VerticalOvershootPolicy,
    ):
        properties.setScrollMetric(metric, QScrollerProperties.OvershootPolicy.OvershootAlwaysOff)
    scroller.setScrollerProperties(properties)


class Column(QWidget):
    """Things below one another: ``body`` is the layout; *most* keeps long lines readable on wide screens."""

    def __init__(self, theme: Theme, *, margin: int = 20, gap: int = 10, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("canvas")
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(*(theme.px(margin),) * 4)
        self.body.setSpacing(theme.px(gap))
