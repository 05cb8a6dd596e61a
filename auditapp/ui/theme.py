"""How everything looks: colours by token, sizes by one scale, one style sheet.

Widgets never name a colour or a pixel: they ask for ``token("accent")`` and ``px(8)``, or set the dynamic properties
``role`` (what the thing is) and ``tone`` (what it says), which the sheet reads. Fusion everywhere, so the three
systems look alike.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QIcon, QPalette, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from auditapp.ui import icons
from auditapp.ui.sheet import SHEET, TOUCH
from auditapp.words import resources

STYLE: Final = "fusion"


class Look(StrEnum):
    """Which colours: those of the system, or one of ours."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    CONTRAST = "contrast"


class Density(StrEnum):
    """How much room things take: compact, normal, or large enough for fingers."""

    COMPACT = "compact"
    NORMAL = "normal"
    TOUCH = "touch"


SCALES: Final = (90, 100, 110, 125, 150, 175, 200)
"""Text sizes in percent."""

TARGET: Final[Mapping[Density, int]] = {Density.COMPACT: 30, Density.NORMAL: 34, Density.TOUCH: 44}
"""Height of what is pressed, in unscaled pixels."""

_LIGHT: Final = {
    "bg": "F4F5F7", "surface": "FFFFFF", "subtle": "F1F3F6", "hover": "ECEFF3",
    "border": "E2E5EA", "strong": "C8CDD5",
    "text": "1B2130", "text2": "525B6B", "text3": "656D7D", "faint": "7C8493",
    "accent": "2F57C9", "accent_on": "FFFFFF", "accent_bg": "EBF0FD", "accent_bd": "B9C9F4", "accent_press": "2748A8",
    "ok": "12704A", "ok_bg": "E3F3EA", "warn": "8A5200", "warn_bg": "FCF0DA", "bad": "B3261E", "bad_bg": "FBE8E6",
    "bad_on": "FFFFFF", "na": "525B6B", "na_bg": "EAEDF1", "shade": "1B2130",
}  # fmt: skip
_DARK: Final = {
    "bg": "12151A", "surface": "1B1F26", "subtle": "232830", "hover": "2A303A",
    "border": "2C323C", "strong": "464E5B",
    "text": "E7EAF0", "text2": "AAB2BF", "text3": "8C95A4", "faint": "737C8B",
    "accent": "8AA9FF", "accent_on": "0D1426", "accent_bg": "202B47", "accent_bd": "3B5190", "accent_press": "A5BDFF",
    "ok": "63CF97", "ok_bg": "16321F", "warn": "EDB958", "warn_bg": "382A10", "bad": "FF8F84", "bad_bg": "401D1B",
    "bad_on": "2A0B09", "na": "AAB2BF", "na_bg": "2A303A", "shade": "000000",
}  # fmt: skip
# Quiet borders are 1.3:1 on purpose; whoever asks for contrast gets lines and secondary text as strong as text.
_CONTRAST_LIGHT: Final = {**_LIGHT, "bg": "FFFFFF", "subtle": "FFFFFF", "border": "525B6B", "strong": "1B2130",
                          "text": "000000", "text2": "1B2130", "text3": "1B2130", "accent": "163A9E",
                          "accent_bd": "163A9E"}  # fmt: skip
_CONTRAST_DARK: Final = {**_DARK, "bg": "000000", "surface": "000000", "subtle": "000000", "border": "AAB2BF",
                         "strong": "FFFFFF", "text": "FFFFFF", "text2": "FFFFFF", "text3": "E7EAF0",
                         "accent": "A9C1FF", "accent_bd": "A9C1FF"}  # fmt: skip

TOKENS: Final = tuple(_LIGHT)

FAMILIES: Final = (
    "Segoe UI Variable Text", "Segoe UI", "Microsoft YaHei UI", ".AppleSystemUIFont", "PingFang SC",
    "Noto Sans SC", "Noto Sans CJK SC",
)  # fmt: skip
"""In the order of preference; the last but one comes with the program, so Chinese is never boxes."""


class Theme(QObject):
    """The look at hand. ``changed`` tells that colours or sizes are others now; the window then builds anew."""

    changed = Signal()

    def __init__(
        self,
        *,
        look: Look = Look.SYSTEM,
        scale: int = 100,
        density: Density = Density.NORMAL,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.look, self.scale, self.density = look, scale, density
        self._colours: dict[str, QColor] = {}
        self._fonts: dict[tuple[int, bool], QFont] = {}
        self._icons: dict[tuple[str, str, int, int], QIcon] = {}
        self._choose_colours()

    # ------------------------------------------------------------------------------------ asking

    def token(self, name: str) -> QColor:
        """The colour of a token (`TOKENS`); a copy, for a colour made fainter in place would be faint everywhere."""
        return QColor(self._colours[name])

    def px(self, pixels: float) -> int:
        """*pixels* of the drawing at 100 % as logical pixels now."""
        return max(1, round(pixels * self.scale / 100)) if pixels else 0

    @property
    def target(self) -> int:
        """Height of what is pressed, scaled."""
        return self.px(TARGET[self.density])

    @property
    def dark(self) -> bool:
        return self.token("bg").lightness() < 128

    def icon(self, name: str, *, token: str = "text2", size: int = 18, trail: int = 0) -> QIcon:
        """A line icon in a token's colour; *size* unscaled, *trail* empty pixels before the words of a button."""
        key = (name, token, size, trail)
        if key not in self._icons:
            self._icons[key] = icons.icon(name, self.token(token), self.token("faint"), self.px(size), self.px(trail))
        return self._icons[key]

    def pixmap(self, name: str, *, token: str = "text2", size: int = 18, ratio: float = 2.0) -> QPixmap:
        """The same as a picture, for painting and labels."""
        return icons.pixmap(name, self.token(token), self.px(size), ratio)

    def font(self, size: int = 14, *, bold: bool = False) -> QFont:
        """A font of the drawing: sizes 12 13 14 16 18 20."""
        key = (self.px(size), bold)
        if key not in self._fonts:
            made = QFont()
            made.setFamilies(list(FAMILIES))
            made.setPixelSize(self.px(size))
            made.setWeight(QFont.Weight.Bold if bold else QFont.Weight.Normal)
            made.setHintingPreference(QFont.HintingPreference.PreferVerticalHinting)
            self._fonts[key] = made
        return QFont(self._fonts[key])  # a copy keeps what Qt found for it

    # ------------------------------------------------------------------------------------ changing

    def set_look(self, look: Look) -> None:
        self._set(look=look)

    def set_scale(self, scale: int) -> None:
        """Text size in percent, 90 to 200."""
        self._set(scale=min(SCALES[-1], max(SCALES[0], scale)))

    def set_density(self, density: Density) -> None:
        self._set(density=density)

    def larger(self, steps: int = 1) -> None:
        """The next larger of `SCALES` (-1: the next smaller)."""
        nearest = min(range(len(SCALES)), key=lambda n: abs(SCALES[n] - self.scale))
        self.set_scale(SCALES[min(len(SCALES) - 1, max(0, nearest + steps))])

    def _set(self, **wish: object) -> None:
        if all(getattr(self, name) == value for name, value in wish.items()):
            return
        for name, value in wish.items():
            setattr(self, name, value)
        self._refresh()

    def system_changed(self) -> None:
        """The system went dark or light; only those who follow it follow."""
        if self.look is Look.SYSTEM:
            self._refresh()

    def _refresh(self) -> None:
        self._choose_colours()
        self._icons.clear()
        app = QApplication.instance()
        if isinstance(app, QApplication):
            self.apply(app)
        self.changed.emit()

    def _choose_colours(self) -> None:
        hints = QGuiApplication.styleHints() if QGuiApplication.instance() is not None else None
        dark = self.look is Look.DARK
        contrast = self.look is Look.CONTRAST
        if hints is not None and self.look in (Look.SYSTEM, Look.CONTRAST):
            dark = hints.colorScheme() == Qt.ColorScheme.Dark
            contrast = contrast or _wants_contrast(hints)
        if contrast:
            chosen = _CONTRAST_DARK if dark else _CONTRAST_LIGHT
        else:
            chosen = _DARK if dark else _LIGHT
        self._colours = {name: QColor(f"#{value}") for name, value in chosen.items()}

    # ------------------------------------------------------------------------------------ applying

    def apply(self, app: QApplication) -> None:
        """Put style, palette, font and sheet on the program."""
        if app.property("style") != STYLE:  # PySide learns of every style there is before it hands one out
            app.setStyle(STYLE)  # before the sheet, else Qt wraps the wrong one
            app.setProperty("style", STYLE)
        app.setFont(self.font(14))
        app.setPalette(self.palette())
        app.setStyleSheet(self.sheet())

    def palette(self) -> QPalette:
        made = QPalette()
        roles = {
            QPalette.ColorRole.Window: "bg",
            QPalette.ColorRole.WindowText: "text",
            QPalette.ColorRole.Base: "surface",
            QPalette.ColorRole.AlternateBase: "subtle",
            QPalette.ColorRole.Text: "text",
            QPalette.ColorRole.Button: "surface",
            QPalette.ColorRole.ButtonText: "text",
            QPalette.ColorRole.BrightText: "bad",
            QPalette.ColorRole.ToolTipBase: "surface",
            QPalette.ColorRole.ToolTipText: "text",
            QPalette.ColorRole.PlaceholderText: "text3",
            QPalette.ColorRole.Highlight: "accent",
            QPalette.ColorRole.HighlightedText: "accent_on",
            QPalette.ColorRole.Link: "accent",
            QPalette.ColorRole.Light: "surface",
            QPalette.ColorRole.Midlight: "hover",
            QPalette.ColorRole.Mid: "border",
            QPalette.ColorRole.Dark: "strong",
            QPalette.ColorRole.Shadow: "shade",
            QPalette.ColorRole.Accent: "accent",
        }
        for role, name in roles.items():
            made.setColor(role, self.token(name))
        for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
            made.setColor(QPalette.ColorGroup.Disabled, role, self.token("faint"))
        return made

    def sheet(self) -> str:
        """The style sheet: ``@token`` is a colour, ``12u`` are scaled pixels, ``@target`` the height of a control."""
        text = (
            (SHEET + TOUCH * (self.density is Density.TOUCH))
            .replace("@target", f"{self.target}px")
            .replace("@inside", f"{self.target - 2}px")
            .replace("@icons", (resources() / "icons").as_posix())
        )
        # Qt draws square corners when a radius is larger than half the box, so round boxes are computed, not scaled.
        text = text.replace("@radio", f"{(self.px(16) + 2) // 2}px")
        text = text.replace("@dot", f"{self.px(16) + 2 - 2 * self.px(5)}px")
        text = text.replace("@side", "dark" if self.dark else "light")
        text = re.sub(r"@([a-z_0-9]+)", lambda found: self.token(found[1]).name(), text)
        text = re.sub(r"\b(\d+)v\b", lambda found: f"{self.px(int(found[1])) - 2}px", text)
        return re.sub(r"\b(\d+)u\b", lambda found: f"{self.px(int(found[1]))}px", text)


def _wants_contrast(hints: object) -> bool:
    """Whether the system asks for high contrast (Qt 6.10 and newer can tell)."""
    accessibility = getattr(hints, "accessibility", None)
    if accessibility is None:
        return False
    preference = accessibility().contrastPreference()
    return getattr(preference, "name", "") == "HighContrast"


def load_fonts() -> None:
    """Bring the fonts that come with the program; once, after the QApplication is made."""
    for file in sorted((resources() / "fonts").glob("*.ttf")):
        QFontDatabase.addApplicationFont(str(file))


def tell(widget: QWidget, **properties: object) -> None:
    """Set dynamic properties that the sheet reads (``tone="bad"``) and let the style look again."""
    for name, value in properties.items():
        widget.setProperty(name, value)
    if not widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        return  # never looked yet: it will
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
    widget.update()
