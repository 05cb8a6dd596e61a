"""The header of the window: where one is, and what one can do here (64 px high)."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QPushButton, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from auditapp.ui.commands import Command, drawn, keys_in_words
from auditapp.ui.parts.buttons import button, icon_button
from auditapp.ui.parts.flow import clear
from auditapp.ui.parts.labels import ElidingLabel
from auditapp.ui.parts.pill import Pill
from auditapp.ui.places import Width
from auditapp.ui.theme import Theme
from auditapp.words import Words


class Header(QFrame):
    """Back, title with its state and second line, search, icons, buttons, one primary deed, and a menu."""

    back = Signal()

    def __init__(self, theme: Theme, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._words = theme, words
        self.setProperty("role", "header")
        self.setFixedHeight(theme.px(64))
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(theme.px(12), 0, theme.px(16), 0)
        self._row.setSpacing(theme.px(8))
        self.back_button = icon_button(theme, "arrow-left", words("Back"), pressed=self.back.emit)
        self._row.addWidget(self.back_button)
        lines = QVBoxLayout()
        lines.setSpacing(0)
        first = QHBoxLayout()
        first.setSpacing(theme.px(10))
        self.title = ElidingLabel("", role="site")
        self.state = Pill()
        first.addWidget(self.title)
        first.addWidget(self.state)
        first.addStretch(1)
        self.subtitle = ElidingLabel("", role="meta")
        lines.addStretch(1)
        lines.addLayout(first)
        lines.addWidget(self.subtitle)
        lines.addStretch(1)
        self._row.addLayout(lines, 1)
        self._tools = QHBoxLayout()
        self._tools.setSpacing(theme.px(8))
        self._row.addLayout(self._tools)
        self._menu = QMenu(self)
        self._menus: list[QMenu] = []
        self._more = QToolButton(self)
        self._more.hide()
        self._made: list[tuple[Command, QWidget]] = []

    def show_title(self, title: str, subtitle: str, state: tuple[str, str] | None, *, back: bool) -> None:
        self.back_button.setVisible(back)
        self.title.setText(title)
        self.subtitle.setText(subtitle)
        self.subtitle.setVisible(bool(subtitle))
        self.state.setVisible(state is not None)
        if state is not None:
            self.state.say(*state)
        margin = 12 if back else 20
        self._row.setContentsMargins(self._theme.px(margin), 0, self._theme.px(16), 0)

    def show_commands(self, commands: list[Command], actions: dict[str, QAction]) -> None:
        """Make the tools anew."""
        clear(self._tools)
        self._made = []
        for kind in ("search", "icon", "button", "primary"):
            for command in commands:
                if command.shown == kind:
                    made = self._tool(kind, command, actions[command.id])
                    self._tools.addWidget(made)
                    self._made.append((command, made))
        self._menu.deleteLater()
        self._menu = QMenu(self)
        behind = [one for one in commands if one.shown == "menu"]
        for command in behind:
            self._menu.addAction(actions[command.id])
        drawn(self._menu, behind, actions, self._theme)
        self._more = icon_button(self._theme, "ellipsis", self._words("More"))
        self._more.setMenu(self._menu)
        self._more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._tools.addWidget(self._more)
        self._menus = []

    def show_menus(self, menus: list[QMenu]) -> None:
        """The menus of the menu bar, where the bar has no room."""
        if menus == self._menus:
            return
        for old in self._menus:
            self._menu.removeAction(old.menuAction())
        self._menus = menus
        for menu in menus:
            self._menu.addMenu(menu)

    def open_menu(self) -> None:
        self._more.showMenu()

    def refresh(self) -> None:
        for command, made in self._made:
            made.setEnabled(command.possible())

    def fit(self, width: Width, *, tiny: bool = False) -> None:
        """Narrow: the search keeps its key and loses its box. *tiny* (large text on a small screen): plain buttons
        show their icon only, so that the title can be read; among many the primary one too."""
        bare = ("button", "primary") if len(self._made) > 3 else ("button",)
        for command, made in self._made:
            if command.shown == "search":
                made.setVisible(width is not Width.NARROW)
            if command.shown in ("button", "primary") and command.icon and isinstance(made, QPushButton):
                made.setText("" if tiny and command.shown in bare else command.words)

    def _tool(self, kind: str, command: Command, action: QAction) -> QWidget:
        theme = self._theme
        name = command.name or command.words
        if kind == "icon":
            tool = icon_button(theme, command.icon, name, pressed=command.do)
            tool.setToolTip(action.toolTip())
            action.changed.connect(lambda: _follow(tool, command, action))
            return tool
        if kind == "search":
            box = QPushButton(f"{command.words}   {keys_in_words(command, 1)}")
            box.setProperty("role", "searchbox")
            box.setIcon(theme.icon("search"))
            box.setIconSize(QSize(theme.px(16), theme.px(16)))
            box.setAccessibleName(name)
            box.setToolTip(action.toolTip())
            box.setAutoDefault(False)
            box.setCursor(Qt.CursorShape.IBeamCursor)
            box.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
            box.setMinimumWidth(theme.px(260))
            box.clicked.connect(lambda: command.do())
            return box
        made = button(
            theme,
            command.words,
            role="primary" if kind == "primary" else "",
            icon=command.icon,
            name=name,
            pressed=command.do,
        )
        made.setToolTip(action.toolTip())
        return made


def _follow(tool: QToolButton, command: Command, action: QAction) -> None:
    """The words of some commands change with what was done last."""
    tool.setToolTip(action.toolTip())
    if command.now is not None:
        tool.setAccessibleName(action.iconText())
