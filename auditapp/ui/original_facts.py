"""What is known of an original: its name, size and hash at once; what it tells about itself when it has been read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditapp.inspection.state import Photo
from auditapp.ui import labelled
from auditapp.ui.bridge import Bridge
from auditapp.ui.parts.labels import Paragraph
from auditapp.ui.theme import Theme
from auditapp.words import Trouble

if TYPE_CHECKING:
    from auditapp.store.originals import Told
    from auditapp.ui.background import Task


class OriginalFacts(Paragraph):
    """Shown beside the photo; the original is read beside the window, once."""

    def __init__(self, bridge: Bridge, theme: Theme) -> None:
        super().__init__(theme, role="meta")
        self.bridge = bridge
        self.photo: Photo | None = None
        self.told: dict[str, Told | None] = {}
        """By SHA-256; None while it is read, and where it cannot be."""

    def show_photo(self, photo: Photo) -> None:
        self.photo = photo
        self._show()
        if photo.sha256 not in self.told:
            self._read(photo.sha256)

    def _read(self, sha256: str) -> None:
        self.told[sha256] = None
        files = self.bridge.desk.store.photos

        def job(_task: Task) -> Told | None:
            from auditapp.store import originals

            try:
                return originals.told(files, sha256)
            except Trouble:  # its picture says so already
                return None

        self.bridge.later(job, lambda found: self._came(sha256, found), lane="pictures")

    def _came(self, sha256: str, found: Told | None) -> None:
        self.told[sha256] = found
        if self.photo is not None and self.photo.sha256 == sha256:
            self._show()

    def _show(self) -> None:
        photo = self.photo
        if photo is None:
            return
        w, told = self.bridge.words, self.told.get(photo.sha256)
        taken = photo.taken or (told.taken if told is not None else "")
        self.set_text(
            "\n".join(
                part
                for part in (
                    w("File: {name}", name=photo.name),
                    w("Taken: {time}", time=labelled.moment(w, taken)) if taken else w("Taken: it does not say"),
                    w("Device: {device}", device=told.device) if told is not None and told.device else "",
                    w("It tells where it was taken; what leaves does not.") if told is not None and told.place else "",
                    w(
                        "{width} × {height} pixels, {kib} KiB, kept untouched",
                        width=photo.width,
                        height=photo.height,
                        kib=-(-photo.bytes // 1024),
                    ),
                    f"SHA-256 {photo.sha256[:16]}…",
                )
                if part
            )
        )
