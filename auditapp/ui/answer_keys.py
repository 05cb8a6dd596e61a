"""Answers as keys in a well: one of them, or several, is chosen. Painted by hand: sixty cards show at once.

Each key is a real radio button or check box for keyboard and screen reader ("3.5 No passwords: conforms"), but none of
them paints: the well paints all of its keys, from a picture kept for all wells with the same keys and the same answer.
They are made when somebody comes: by Tab, by mouse or finger, or a screen reader that asks (making them takes longer
than all else of a card). Widths come from the bold words, so nothing moves when something is chosen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QEnterEvent,
    QFocusEvent,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QAbstractButton, QApplication, QCheckBox, QRadioButton, QSizePolicy, QWidget

from auditapp.ui.announced import told
from auditapp.ui.ink import ink
from auditapp.ui.theme import Theme

if TYPE_CHECKING:
    _AnyButton = QAbstractButton
else:
    _AnyButton = object  # Qt's own class stands behind it, in each kind
ICONS: Final = {"ok": "check", "warn": "circle-dot-dashed", "bad": "x", "na": "minus", "accent": "check"}


@dataclass(frozen=True)
class Key:
    """One answer: its code, its words, its tone (ok, warn, bad, na, accent) and the key that gives it."""

    code: str
    words: str
    tone: str = "accent"
    press: str = ""
    icon: str = ""


def _draw(painter: QPainter, theme: Theme, key: Key, where: QRect, *, on: bool, enabled: bool) -> None:
    """One key with nobody at it."""
    colour = key.tone if key.tone in ("ok", "warn", "bad", "accent") else "text"
    painter.setFont(ink(theme).font(13, bold=on))
    painter.setPen(theme.token((colour if on else "text2") if enabled else "text3"))
    if not on:
        painter.drawText(where, Qt.AlignmentFlag.AlignCenter, key.words)
        return
    size, gap = theme.px(15), theme.px(4)
    words = painter.fontMetrics().horizontalAdvance(key.words)
    left = where.left() + (where.width() - size - gap - words) // 2
    picture = ink(theme).icon(key.icon or ICONS[key.tone], colour, 15)
    painter.drawPixmap(QRect(left, where.top() + (where.height() - size) // 2, size, size), picture)
    rest = QRect(left + size + gap, where.top(), where.right() - left - size - gap, where.height())
    painter.drawText(rest, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, key.words)


def _ground(painter: QPainter, theme: Theme, tone: str, where: QRect, *, on: bool) -> None:
    """What lies under a key that is chosen, or that the mouse is over."""
    ground, line = {
        "ok": ("ok_bg", "ok"),
        "warn": ("warn_bg", "warn"),
        "bad": ("bad_bg", "bad"),
        "accent": ("accent_bg", "accent_bd"),
    }.get(tone, ("surface", "strong"))
    painter.setBrush(theme.token(ground if on else "hover"))
    painter.setPen(theme.token(line) if on else Qt.PenStyle.NoPen)
    painter.drawRoundedRect(QRectF(where).adjusted(0.5, 0.5, -0.5, -0.5), theme.px(6), theme.px(6))


class _Unpainted(_AnyButton):
    """What a key of either kind has of the well: its place, and that the well paints it."""

    def __init__(self, key: Key, room: int, parent: AnswerKeys) -> None:
        super().__init__(parent)
        self.key, self.room, self._well = key, room, parent
        self.setText(key.words)
        self.setUpdatesEnabled(False)

    def hitButton(self, where: QPoint) -> bool:  # noqa: N802 the whole key is pressed, not only Qt's sign
        return self.rect().contains(where)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        _pressed(self, event)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        super().focusInEvent(event)
        self._well.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        super().focusOutEvent(event)
        self._well.update()

    def enterEvent(self, event: QEnterEvent) -> None:  # noqa: N802
        super().enterEvent(event)
        self._well.update()

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802
        super().leaveEvent(event)
        self._well.update()


class _One(_Unpainted, QRadioButton):
    """One of several answers."""

    def __init__(self, key: Key, room: int, parent: AnswerKeys) -> None:
        super().__init__(key, room, parent)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)


class _Many(_Unpainted, QCheckBox):
    """An answer beside which others may be chosen."""


def _pressed(button: _Unpainted, event: QKeyEvent) -> None:
    """Left and right go to the next key without choosing; Space and Enter choose; all else is the page's."""
    if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
        keys = button.parentWidget()
        if isinstance(keys, AnswerKeys):
            keys.step(button, 1 if event.key() == Qt.Key.Key_Right else -1)
        event.accept()
    elif event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
        button.click()
        event.accept()
    else:
        event.ignore()


class AnswerKeys(QWidget):
    """Keys in a well that wrap where there is no room. ``chosen(codes)`` when a person chose, never when shown."""

    chosen = Signal(tuple)

    def __init__(
        self, theme: Theme, keys: Sequence[Key], *, many: bool = False, name: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme, self._many = theme, many
        self._given = tuple(keys)
        self._chosen: tuple[str, ...] = ()
        self._keys: dict[str, _One | _Many] = {}
        self._places: list[QRect] = []
        self._pressed: QAbstractButton | None = None
        self._rooms = _rooms(theme, self._given)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        if many:
            self.come()
        else:
            self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # in place of its keys, until they are there
        self.rename(name)

    def come(self) -> None:
        """Somebody comes: make the keys, in the place of the well in the order of Tab."""
        if self._keys or not self._given:
            return
        before: QWidget = self
        for key, room in zip(self._given, self._rooms, strict=True):
            made = _Many(key, room, self) if self._many else _One(key, room, self)
            self._keys[key.code] = made
            if key.press:
                made.setToolTip(f"{key.words}  {key.press}")
            made.setChecked(key.code in self._chosen)
            made.toggled.connect(self._toggled)
            made.show()
            QWidget.setTabOrder(before, made)
            before = made
        self._reach()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.rename(self.accessibleName())
        self._lay(self.width(), move=True)

    def rename(self, name: str) -> None:
        """What is asked, for those who listen."""
        self.setAccessibleName(name)
        for key in self._keys.values():
            key.setAccessibleName(told(name, key.key.words) if name else key.key.words)

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes chosen."""
        return self._chosen

    def show_codes(self, codes: Sequence[str]) -> None:
        """Show these as chosen without telling anyone."""
        chosen = tuple(key.code for key in self._given if key.code in codes)
        if self._chosen == chosen:
            return
        self._chosen = chosen
        for code, key in self._keys.items():
            key.blockSignals(True)
            key.setAutoExclusive(False)
            key.setChecked(code in chosen)
            key.setAutoExclusive(not self._many)
            key.blockSignals(False)
        self.update()
        self._reach()

    def button(self, code: str) -> QAbstractButton:
        self.come()
        return self._keys[code]

    def has(self, code: str) -> bool:
        return any(key.code == code for key in self._given)

    def by_press(self, press: str) -> str:
        """The code that a key gives, "" for none."""
        return next((key.code for key in self._given if key.press == press), "")

    def step(self, button: QAbstractButton, by: int) -> None:
        keys = list(self._keys.values())
        at = keys.index(button) + by  # type: ignore[arg-type]
        if 0 <= at < len(keys):
            keys[at].setFocus(Qt.FocusReason.TabFocusReason)

    def _reach(self) -> None:
        """Tab comes to the chosen key, or to the first: one stop a card (check boxes are a stop each)."""
        stop = self._chosen[0] if self._chosen else next(iter(self._keys), "")
        for code, key in self._keys.items():
            wanted = Qt.FocusPolicy.StrongFocus if self._many or code == stop else Qt.FocusPolicy.ClickFocus
            if key.focusPolicy() != wanted:
                key.setFocusPolicy(wanted)

    def _toggled(self, on: bool) -> None:
        self._chosen = tuple(code for code, key in self._keys.items() if key.isChecked())
        self.update()
        self._reach()
        if on or self._many:
            self.chosen.emit(self._chosen)

    # -- somebody comes ----------------------------------------------------------------------------

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        if self._given:
            self.button(self._chosen[0] if self._chosen else self._given[0].code).setFocus(event.reason())

    def enterEvent(self, event: QEnterEvent) -> None:  # noqa: N802
        self.come()
        super().enterEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Only a finger comes without having been over it: what it presses is pressed on the key just made."""
        self.come()
        key = self.childAt(event.position().toPoint())
        self._pressed = key if isinstance(key, QAbstractButton) else None
        self._hand_on(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        self._hand_on(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        self._hand_on(event)
        self._pressed = None

    def _hand_on(self, event: QMouseEvent) -> None:
        key = self._pressed
        if key is None:
            event.ignore()
            return
        where = event.position() - key.geometry().topLeft().toPointF()
        QApplication.sendEvent(key, QMouseEvent(event.type(), where, event.scenePosition(), event.globalPosition(),
                                                event.button(), event.buttons(), event.modifiers()))  # fmt: skip

    # -- laying out --------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:  # noqa: N802
        edge, gap = self._theme.px(2), self._theme.px(2)
        width = sum(room + gap for room in self._rooms) - gap + 2 * edge
        return QSize(width, self._theme.target)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(max(self._rooms, default=0) + self._theme.px(4), self._theme.target)

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        return self._lay(width, move=False)

    def resizeEvent(self, event: object) -> None:  # noqa: N802
        self._lay(self.width(), move=True)

    def _lay(self, width: int, *, move: bool) -> int:
        edge, gap = self._theme.px(2), self._theme.px(2)
        height = self._theme.target - 2 * edge
        x, y = edge, edge
        places = []
        for wanted in self._rooms:
            room = min(wanted, max(1, width - 2 * edge))
            if x > edge and x + room > width - edge:
                x, y = edge, y + height + gap
            places.append(QRect(x, y, room, height))
            x += room + gap
        if move:
            self._places = places
            for key, where in zip(self._keys.values(), places, strict=False):
                key.setGeometry(where)
        return y + height + edge

    # -- painting ----------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        over = next((key for key in self._keys.values() if key.underMouse() and key.isEnabled()), None)
        focus = next((key for key in self._keys.values() if key.hasFocus()), None)
        with QPainter(self) as painter:
            if over is None and focus is None:
                painter.drawPixmap(0, 0, self._picture())
            else:
                self._paint(painter, over, focus)

    def _picture(self) -> QPixmap:
        """The well with nobody at it, kept for all that look the same."""
        ratio = self.devicePixelRatioF()
        look = (self._given, self._chosen, self.width(), self.height(), self.isEnabled(), ratio)
        kept = ink(self._theme).pictures
        picture = kept.get(look)
        if picture is None:
            picture = QPixmap(QSize(round(self.width() * ratio), round(self.height() * ratio)))
            picture.setDevicePixelRatio(ratio)
            picture.fill(self._theme.token("surface"))  # words on a see-through ground would lose their sharpness
            with QPainter(picture) as painter:
                self._paint(painter, None, None)
            kept[look] = picture
        return picture

    def _paint(self, painter: QPainter, over: QWidget | None, focus: QWidget | None) -> None:
        theme = self._theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(theme.token("subtle"))
        painter.setPen(theme.token("border"))
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(box, theme.px(8), theme.px(8))
        for key, where in zip(self._given, self._places, strict=True):
            made, on = self._keys.get(key.code), key.code in self._chosen
            if on or (made is not None and made is over):
                _ground(painter, theme, key.tone, where, on=on)
            if made is not None and made is focus:
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(theme.token("accent"), 2))
                painter.drawRoundedRect(QRectF(where).adjusted(1.5, 1.5, -1.5, -1.5), theme.px(5), theme.px(5))
            _draw(painter, theme, key, where, on=on, enabled=self.isEnabled())


def _rooms(theme: Theme, keys: tuple[Key, ...]) -> tuple[int, ...]:
    """The width of every key, from its words when it is chosen."""
    kept = ink(theme).rooms
    if keys not in kept:
        bold = QFontMetrics(ink(theme).font(13, bold=True))
        kept[keys] = tuple(max(theme.px(46), bold.horizontalAdvance(key.words) + theme.px(30)) for key in keys)
    return kept[keys]
