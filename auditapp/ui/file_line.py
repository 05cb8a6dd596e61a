"""A file by its path: typed, or chosen beside it. Nobody who has only a keyboard is led into a system's dialog."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QWidget

from auditapp.ui.bridge import Bridge
from auditapp.ui.parts.buttons import button
from auditapp.ui.parts.field import Field
from auditapp.ui.theme import Theme

PLACES = "folders"
"""Under this key the bridge keeps which folder was used last, until the program ends."""


def usual_folder(bridge: Bridge) -> Path:
    """Where files went last, else the person's documents."""
    kept = bridge.kept.get(PLACES, {}).get("last")
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    usual = (Path(place) for place in (kept, documents) if place)
    return next((place for place in usual if place.is_dir()), Path.home())


def remember_folder(bridge: Bridge, file: Path) -> None:
    bridge.kept.setdefault(PLACES, {})["last"] = str(file.parent)


class FileLine(Field):
    """*saving*: a file that will be written (an existing one is named as such), else one that is read.
    *endings* as in a file dialog ("*.pdf"), *kind* what the dialog says of them ("PDF (*.pdf)")."""

    changed = Signal()
    entered = Signal()
    """Enter was pressed and the path is one that will do."""

    def __init__(
        self, bridge: Bridge, theme: Theme, words: str, *, endings: str, kind: str, saving: bool = False, hint: str = ""
    ) -> None:
        w = bridge.words
        self.bridge, self.words, self.endings, self.kind, self.saving = bridge, words, endings, kind, saving
        self.line = QLineEdit()
        self.line.setAccessibleName(words)
        self.line.setMinimumWidth(theme.px(120))
        self.choose_button = button(
            theme, w("Choose…"), icon="folder-open", name=w("Choose: {what}", what=words), pressed=self.choose
        )
        holder = QWidget()
        across = QHBoxLayout(holder)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(theme.px(8))
        across.addWidget(self.line, 1)
        across.addWidget(self.choose_button)
        super().__init__(theme, words, holder, hint=hint)
        self.name.setBuddy(self.line)
        self.line.textChanged.connect(lambda *_: self._judge())
        self.line.returnPressed.connect(self._enter)

    @property
    def path(self) -> Path | None:
        """The path, when it is one that will do."""
        text = self.line.text().strip().strip('"')
        if not text:
            return None
        path = Path(text).expanduser()
        if not path.is_absolute():
            path = usual_folder(self.bridge) / path
        if self.saving:
            if path.name and not path.suffix:
                path = path.with_suffix(self.endings.split()[0].removeprefix("*"))
            return path if path.parent.is_dir() and not path.is_dir() else None
        return path if path.is_file() else None

    def suggest(self, name: str) -> None:
        """A file of this name in the usual folder, until somebody types another."""
        self.show_path(usual_folder(self.bridge) / name)

    def show_path(self, path: Path) -> None:
        self.line.setText(str(path))
        self.line.setCursorPosition(len(self.line.text()))
        self._judge()  # what lies there may be other than it was, though the name is the same

    def clear(self) -> None:
        self.line.clear()

    def choose(self) -> None:
        w = self.bridge.words
        dialog = QFileDialog(self, self.words)
        dialog.setDirectory(str(self.path.parent if self.path else usual_folder(self.bridge)))
        if self.saving:
            dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
            dialog.setDefaultSuffix(self.endings.split()[0].removeprefix("*."))
            dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)  # said below the line, and nothing is written yet
            dialog.selectFile(Path(self.line.text()).name)
        else:
            dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([self.kind, w("All files (*)")])
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda name: self.show_path(Path(name)))
        dialog.open()

    def _enter(self) -> None:
        if self.path is not None:
            self.entered.emit()

    def _judge(self) -> None:
        """What is wrong with the path, or what will happen to the file that is there."""
        w, text, path = self.bridge.words, self.line.text().strip(), self.path
        wrong = ""
        if text and path is None:
            wrong = w("This folder is not there.") if self.saving else w("This file is not there.")
        self.refuse(wrong)
        if path is not None and self.saving and path.exists():
            self.remark(w("A file of this name is there; it will be replaced."))
        self.changed.emit()

    def remark(self, text: str) -> None:
        """A hint that is no refusal."""
        self.below.setText(text)
        self.below.show()
        self.line.setAccessibleDescription(text)

    def refuse(self, why: str) -> None:
        super().refuse(why)
        self.line.setAccessibleDescription(self.below.text())


class FolderLine(FileLine):
    """A folder that is there."""

    def __init__(self, bridge: Bridge, theme: Theme, words: str, *, hint: str = "") -> None:
        super().__init__(bridge, theme, words, endings="", kind="", hint=hint)

    @property
    def path(self) -> Path | None:
        text = self.line.text().strip().strip('"')
        path = Path(text).expanduser() if text else None
        return path if path is not None and path.is_absolute() and path.is_dir() else None

    def choose(self) -> None:
        dialog = QFileDialog(self, self.words)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.setDirectory(str(self.path or usual_folder(self.bridge)))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda name: self.show_path(Path(name)))
        dialog.open()

    def _judge(self) -> None:
        wrong = bool(self.line.text().strip()) and self.path is None
        self.refuse(self.bridge.words("This folder is not there.") if wrong else "")
        self.changed.emit()
