"""An inspection leaves for another desk: one file that Open a package takes in there. Written beside the work."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QWidget

from auditapp.operations import look, package
from auditapp.operations.package import Exported
from auditapp.ui.asking import Asking
from auditapp.ui.background import Task
from auditapp.ui.bridge import Bridge
from auditapp.ui.file_line import FileLine, remember_folder
from auditapp.ui.one_package import OnePackage
from auditapp.ui.parts.labels import Paragraph
from auditapp.ui.theme import Theme


class HandOverDialog(Asking):
    """Which file, and whether the original photos go along."""

    def __init__(self, bridge: Bridge, theme: Theme, number: str, parent: QWidget) -> None:
        w = bridge.words
        super().__init__(
            theme,
            w,
            parent,
            w("Hand over {number}", number=number),
            w("Everything that was written goes into one file. Another desk takes it in with Open a package; what both "
              "write afterwards joins when it comes back."),
        )  # fmt: skip
        self.file = FileLine(
            bridge, theme, w("Save to"), endings="*.auditpkg", kind=w("Inspections") + " (*.auditpkg)", saving=True
        )
        self.body.addWidget(self.file)
        self.light = QCheckBox(w("Leave the original photos out"))
        why = w("A smaller file, and what was covered in a photo does not go along.")
        self.light.setAccessibleDescription(why)
        self.body.addWidget(self.light)
        self.body.addWidget(Paragraph(theme, why, role="secondary"))
        self.end(w("Hand over"), icon="package")
        self.file.changed.connect(self._ready)
        self.file.entered.connect(self.give)
        self.file.suggest(f"{number}.auditpkg")
        self._ready()
        self.file.line.setFocus()

    def _ready(self) -> None:
        self.give_button.setEnabled(self.file.path is not None)

    def give(self) -> None:
        if self.give_button.isEnabled():
            self.accept()


class HandingOver(OnePackage):
    """An inspection is written into a file; stopped, no file is left."""

    def doing(self) -> str:
        return self._window.words("Writing {file}", file=self._file.name)

    def stopped(self) -> str:
        return self._window.words("Stopped. {file} was not written.", file=self._file.name)

    def ask(self, inspection: str) -> None:
        """Which file it goes to."""
        window = self._window
        if not window.underway.isHidden():
            window.say(window.words("Something else is still under way. Wait for its end, or stop it."), "warn")
            return
        found = self._bridge.ask(look.fold, inspection)
        if found is None:
            return
        dialog = HandOverDialog(self._bridge, window.theme, found.number or inspection[:8], window)
        dialog.accepted.connect(lambda: self._chosen(inspection, dialog))
        dialog.open()

    def _chosen(self, inspection: str, dialog: HandOverDialog) -> None:
        if dialog.file.path is not None:
            self.give(inspection, dialog.file.path, light=dialog.light.isChecked())

    def give(self, inspection: str, out: Path, *, light: bool = False) -> None:
        """Write the file, as the inspection stands now; one may go on working."""
        desk = self._bridge.desk
        remember_folder(self._bridge, out)

        def job(task: Task) -> Exported:
            with desk.apart() as twin:
                return package.export_package(
                    twin, inspection, out, renditions_only=light, progress=lambda n, of: task.progress(n, of)
                )

        self._begin(out, job, lambda found: self._done(found, light))

    def _done(self, found: Exported, light: bool) -> None:
        self._end()
        w = self._window.words
        said = w.count("Written: {file}, with {n} photo file.", "Written: {file}, with {n} photo files.", found.photos,
                       file=str(found.path))  # fmt: skip
        lost = 0 if light else len(found.missing)
        if lost:
            said += ("" if w.chinese else " ") + w.count(
                "{n} photo file is not on this laptop and did not go along.",
                "{n} photo files are not on this laptop and did not go along.",
                lost,
            )
        self._window.say(said, "warn" if lost else "ok")
