"""Answers as keys in a well: one of them, or several, is chosen. Painted by hand: sixty cards show at once.

Each key is a real radio button or check box for keyboard and screen reader ("3.5 No passwords: conforms"); only its
picture is ours. Widths come from the bold words, so nothing moves when something is chosen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QRadioButton, QSizePolicy, QWidget

from auditapp.ui.ink import ink
from auditapp.ui.theme import Theme

ICONS: Final = {"ok": "check", "warn": "circle-dot-dashed", "bad": "x", "na": "minus", "accent": "check"}


@dataclass(frozen=True)
class Key:
    """One answer: its code, its words, its tone (ok, warn, bad, na, accent) and the key that gives it."""

    code: str
    words: str
    tone: str = "accent"
    press: str = ""
    icon: str = ""


class _Painted:
    """What the radio button and the check box have in common: their picture."""

    key: Key
    theme: Theme
    room: int

    def draw(self, button: QAbstractButton) -> None:
        theme, key, on = self.theme, self.key, button.isChecked()
        ground, line, colour = {
            "ok": ("ok_bg", "ok", "ok"),
            "warn": ("warn_bg", "warn", "warn"),
            "bad": ("bad_bg", "bad", "bad"),
            "accent": ("accent_bg", "accent_bd", "accent"),
        }.get(key.tone, ("surface", "strong", "text"))
        box = QRectF(button.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        with QPainter(button) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            if on or button.underMouse():
                painter.setBrush(theme.token(ground if on else "hover"))
                painter.setPen(theme.token(line) if on else Qt.PenStyle.NoPen)
                painter.drawRoundedRect(box, theme.px(6), theme.px(6))
            if button.hasFocus():
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(theme.token("accent"), 2))
                painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), theme.px(5), theme.px(5))
            painter.setFont(ink(theme).font(13, bold=on))
            painter.setPen(theme.token((colour if on else "text2") if button.isEnabled() else "text3"))
            if not on:
                painter.drawText(button.rect(), Qt.AlignmentFlag.AlignCenter, key.words)
                return
            size, gap = theme.px(15), theme.px(4)
            words = painter.fontMetrics().horizontalAdvance(key.words)
            left = (button.width() - size - gap - words) // 2
            picture = ink(theme).icon(key.icon or ICONS[key.tone], colour, 15)
            painter.drawPixmap(QRect(left, (button.height() - size) // 2, size, size), picture)
            rest = QRect(left + size + gap, 0, button.width() - left - size - gap, button.height())
            painter.drawText(rest, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, key.words)

    def hint(self) -> QSize:
        return QSize(self.room, self.theme.target - self.theme.px(4))


class _One(_Painted, QRadioButton):
    def __init__(self, theme: Theme, key: Key, parent: QWidget) -> None:
        QRadioButton.__init__(self, key.words, parent)
        self.theme, self.key = theme, key
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        self.draw(self)

    def hitButton(self, where: object) -> bool:  # noqa: N802 the whole key is pressed, not only Qt's circle
        return self.rect().contains(where)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        _pressed(self, event)


class _Many(_Painted, QCheckBox):
    def __init__(self, theme: Theme, key: Key, parent: QWidget) -> None:
        QCheckBox.__init__(self, key.words, parent)
        self.theme, self.key = theme, key

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        self.draw(self)

    def hitButton(self, where: object) -> bool:  # noqa: N802
        return self.rect().contains(where)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        _pressed(self, event)


def _pressed(button: _One | _Many, event: QKeyEvent) -> None:
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
        self._keys: dict[str, _One | _Many] = {}
        self._laid: tuple[int, int] = (-1, 0)
        bold = QFontMetrics(ink(theme).font(13, bold=True))
        for key in keys:
            made = _Many(theme, key, self) if many else _One(theme, key, self)
            made.room = max(theme.px(46), bold.horizontalAdvance(key.words) + theme.px(30))
            if key.press:
                made.setToolTip(f"{key.words}  {key.press}")
            made.toggled.connect(lambda on, code=key.code: self._toggled(on))
            self._keys[key.code] = made
        self._reach()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.rename(name)

    def rename(self, name: str) -> None:
        """What is asked, for those who listen."""
        self.setAccessibleName(name)
        for key in self._keys.values():
            key.setAccessibleName(f"{name}: {key.key.words}" if name else key.key.words)

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes chosen."""
        return tuple(code for code, key in self._keys.items() if key.isChecked())

    def show_codes(self, codes: Sequence[str]) -> None:
        """Show these as chosen without telling anyone."""
        if self.codes == tuple(codes):
            return
        for code, key in self._keys.items():
            key.blockSignals(True)
            key.setAutoExclusive(False)
            key.setChecked(code in codes)
            key.setAutoExclusive(not self._many)
            key.blockSignals(False)
            key.update()
        self._reach()

    def button(self, code: str) -> QAbstractButton:
        return self._keys[code]

    def has(self, code: str) -> bool:
        return code in self._keys

    def by_press(self, press: str) -> str:
        """The code that a key gives, "" for none."""
        return next((code for code, key in self._keys.items() if key.key.press == press), "")

    def step(self, button: QAbstractButton, by: int) -> None:
        keys = list(self._keys.values())
        at = keys.index(button) + by  # type: ignore[arg-type]
        if 0 <= at < len(keys):
            keys[at].setFocus(Qt.FocusReason.TabFocusReason)

    def _reach(self) -> None:
        """Tab comes to the chosen key, or to the first: one stop a card (check boxes are a stop each)."""
        chosen = self.codes[:1] or tuple(self._keys)[:1]
        for code, key in self._keys.items():
            stop = self._many or code in chosen
            key.setFocusPolicy(Qt.FocusPolicy.StrongFocus if stop else Qt.FocusPolicy.ClickFocus)

    def _toggled(self, on: bool) -> None:
        for key in self._keys.values():
            key.update()
        self._reach()
        if on or self._many:
            self.chosen.emit(self.codes)

    # -- laying out --------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:  # noqa: N802
        edge, gap = self._theme.px(2), self._theme.px(2)
        width = sum(key.room + gap for key in self._keys.values()) - gap + 2 * edge
        return QSize(width, self._theme.target)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(max((key.room for key in self._keys.values()), default=0) + self._theme.px(4), self._theme.target)

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
        for key in self._keys.values():
            room = min(key.room, max(1, width - 2 * edge))
            if x > edge and x + room > width - edge:
                x, y = edge, y + height + gap
            if move:
                key.setGeometry(x, y, room, height)
            x += room + gap
        return y + height + edge

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setBrush(self._theme.token("subtle"))
            painter.setPen(self._theme.token("border"))
            painter.drawRoundedRect(box, self._theme.px(8), self._theme.px(8))
