"""Taking photos in: the original untouched, beside it what leaves the laptop and a thumbnail.

The **rendition** is upright, at most 2016 pixels long (libjpeg halves 12 megapixels to exactly that), without
EXIF or place; JPEG, or PNG where the picture is drawn rather than photographed, so that screenshots stay sharp.
Many photos are taken in by processes of their own, never by threads (performance.md 4c).
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from auditapp.store import pictures
from auditapp.store.photos import Photos, too_large
from auditapp.words import Trouble

if TYPE_CHECKING:
    from PIL import Image

CAP: Final = 2016
THUMBNAIL: Final = 320
THUMBNAIL_USE: Final = "thumbnail"
_QUALITY: Final = 85
_DRAWN_COLOURS: Final = 4096
"""A picture with no more colours than this was drawn (a screenshot, a plan), not photographed."""
_ALONE: Final = 3
"""So few photos are taken in here; starting processes would take longer."""


@dataclass(frozen=True, slots=True)
class Intake:
    """A photo that is now on the drive. ``width`` and ``height`` are of the original, upright.

    ``claimed`` is the form its name claims when that is another than ``media``: say so to the person.
    ``known``: the very same original was here before.
    """

    sha256: str
    name: str
    media: str
    bytes: int
    width: int
    height: int
    taken: str
    rendition: str
    rendition_media: str
    claimed: str
    known: bool


def take_in(photos: Photos, source: Path | bytes, *, name: str = "") -> Intake:
    """Keep a photo from a file, or from bytes with a *name* (pasted). Raises `Trouble` and then kept nothing new.

    The original is written first; when this returns, original and rendition are on the drive.
    """
    raw = source if isinstance(source, bytes) else _read(source, photos.largest)
    name = name or (source.name if isinstance(source, Path) else "")
    picture = pictures.look(raw, name)
    upright = pictures.decode(picture, CAP, name)
    if isinstance(picture.image.info.get("icc_profile"), bytes):
        upright.info["icc_profile"] = picture.image.info["icc_profile"]
    rendition, media = _encode(upright, drawn=picture.form in ("PNG", "BMP", "GIF", "WEBP", "TIFF"))
    thumbnail = _thumbnail(upright)
    width, height = picture.upright
    del upright
    kept = photos.keep(raw)
    made = photos.keep(rendition)
    photos.keep_derived(made.sha256, THUMBNAIL_USE, thumbnail)
    claimed = pictures.form_of_name(name)
    return Intake(
        sha256=kept.sha256,
        name=name,
        media=picture.media,
        bytes=len(raw),
        width=width,
        height=height,
        taken=picture.taken,
        rendition=made.sha256,
        rendition_media=media,
        claimed=claimed if claimed and claimed != picture.form else "",
        known=kept.known,
    )


def thumbnail(photos: Photos, rendition: str) -> bytes:
    """The thumbnail (JPEG) of a rendition, made again when it is not there. Raises `Trouble`: photo missing."""
    found = photos.derived(rendition, THUMBNAIL_USE)
    if found is None:
        found = _thumbnail(pictures.decode(pictures.look(photos.read(rendition)), CAP))
        with suppress(Trouble):  # a full disk does not keep anyone from looking
            photos.keep_derived(rendition, THUMBNAIL_USE, found)
    return found


def keep_rendition(photos: Photos, image: Image.Image, *, drawn: bool = False) -> tuple[str, str]:
    """Keep a picture made here (a redacted or annotated copy): (sha256, media). Nothing but pixels is kept."""
    content, media = _encode(image if image.mode in ("RGB", "L") else image.convert("RGB"), drawn=drawn)
    return photos.keep(content).sha256, media


def intake_many(
    photos: Photos,
    paths: Sequence[Path],
    *,
    workers: int | None = None,
    progress: Callable[[int, int], None] | None = None,
    cancel: Callable[[], bool] | None = None,
) -> Iterator[tuple[Path, Intake | Trouble]]:
    """Take many photos in, in processes of low priority; gives each as it is done, in the order of *paths*.

    What was given is on the drive. ``cancel()`` is asked between photos: those not begun are left out, those
    under way are finished and given. A photo that cannot be taken in comes with its `Trouble`; the others go on.
    """
    paths = list(paths)
    workers = min(workers or os.cpu_count() or 1, len(paths))
    stop = cancel or _never
    outcomes = (
        _in_line(photos, paths, stop)
        if workers <= 1 or len(paths) <= _ALONE
        else _in_processes(photos, paths, workers, stop)
    )
    for done, (path, outcome) in enumerate(outcomes, 1):
        yield path, outcome
        if progress is not None:
            progress(done, len(paths))


def _never() -> bool:
    return False


def _in_line(
    photos: Photos, paths: Sequence[Path], stop: Callable[[], bool]
) -> Iterator[tuple[Path, Intake | Trouble]]:
    for path in paths:
        if stop():
            return
        yield path, _outcome(photos, path)


def _in_processes(
    photos: Photos, paths: list[Path], workers: int, stop: Callable[[], bool]
) -> Iterator[tuple[Path, Intake | Trouble]]:
    try:
        pool = _pool(workers)
    except (OSError, ImportError):
        # No semaphores (a container without /dev/shm, a locked-down system): slower, and as safe.
        yield from _in_line(photos, paths, stop)
        return
    waiting, begun = list(paths), list[tuple[Path, Future[Intake | Trouble]]]()
    try:
        while waiting or begun:
            while waiting and len(begun) <= workers and not stop():
                path = waiting.pop(0)
                begun.append((path, pool.submit(_outcome, photos, path)))
            if not begun:
                return
            path, future = begun.pop(0)
            try:
                yield path, future.result()
            except BrokenProcessPool:  # a decoder died; find out which photo it was, each in a process of its own
                pool.shutdown(wait=False)
                for each in (path, *(one for one, _ in begun)):
                    yield each, _alone(photos, each)
                begun.clear()
                pool = _pool(workers)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _alone(photos: Photos, path: Path) -> Intake | Trouble:
    with _pool(1) as pool:
        try:
            return pool.submit(_outcome, photos, path).result()
        except BrokenProcessPool:
            return pictures.cut(path.name)


def _outcome(photos: Photos, path: Path) -> Intake | Trouble:
    try:
        return take_in(photos, path)
    except Trouble as trouble:
        return trouble


def _pool(workers: int) -> ProcessPoolExecutor:
    import multiprocessing

    return ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"), initializer=_begin_work)


def _begin_work() -> None:
    """The first thing a process of the pool does."""
    import threading

    _yield_to_others()
    threading.Thread(target=_leave_with_the_program, daemon=True).start()


def _leave_with_the_program() -> None:
    """A program that is killed tells its pool nothing, and each process of it would wait for a photo for ever: it
    holds the sending end of its own queue, so the queue never ends. Files half written are only `.part`s."""
    import multiprocessing

    program = multiprocessing.parent_process()
    if program is not None:
        program.join()
        os._exit(1)


def _yield_to_others() -> None:
    """The person's window comes first."""
    if sys.platform == "win32":
        import ctypes

        below_normal = 0x4000
        ctypes.windll.kernel32.SetPriorityClass(ctypes.windll.kernel32.GetCurrentProcess(), below_normal)
    else:
        os.nice(10)


def _read(path: Path, largest: int) -> bytes:
    try:
        size = path.stat().st_size
        if size > largest:
            raise too_large(size, largest)
        return path.read_bytes()
    except OSError as error:  # the card's, not the desk's: the next photo may well be read
        raise pictures.unread(path.name) from error


def _encode(image: Image.Image, *, drawn: bool) -> tuple[bytes, str]:
    """(bytes, media) without anything but pixels and their colour profile."""
    from PIL import Image

    profile = image.info.get("icc_profile")
    out = io.BytesIO()
    colours = image.getcolors(_DRAWN_COLOURS) if drawn else None
    if colours is not None:
        small = image.mode == "RGB" and len(colours) <= 256
        few = image.convert("P", palette=Image.Palette.ADAPTIVE, colors=256) if small else image
        few.info.clear()
        few.save(out, "PNG", optimize=False, icc_profile=profile)
        return out.getvalue(), "image/png"
    image.save(out, "JPEG", quality=_QUALITY, exif=b"", icc_profile=profile)
    return out.getvalue(), "image/jpeg"


def _thumbnail(image: Image.Image) -> bytes:
    from PIL import Image

    share = min(1.0, THUMBNAIL / max(image.size))
    size = (max(1, round(image.width * share)), max(1, round(image.height * share)))
    out = io.BytesIO()
    image.resize(size, Image.Resampling.BILINEAR, reducing_gap=1.0).save(out, "JPEG", quality=80, exif=b"")
    return out.getvalue()
