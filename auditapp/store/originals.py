"""What an original tells about itself (EXIF): when, with what and where it was taken. Shown, never believed.

Only the original holds it; what leaves the laptop is pixels alone (`renditions`).
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from auditapp.store import pictures

if TYPE_CHECKING:
    from auditapp.store.photos import Photos

_MAKE, _MODEL, _GPS = 0x010F, 0x0110, 0x8825
_NORTH, _LATITUDE, _EAST, _LONGITUDE = 1, 2, 3, 4
_LONGEST: Final = 80


@dataclass(frozen=True, slots=True)
class Told:
    """``taken`` is ISO 8601, with an offset where the photo says so; ``device`` maker and model; ``place`` latitude
    and longitude in degrees. "" and None: the photo does not say."""

    taken: str = ""
    device: str = ""
    place: tuple[float, float] | None = None


def told(photos: Photos, sha256: str) -> Told:
    """What the original *sha256* tells. Reads the whole file: not on the thread of a window. Raises `Trouble`."""
    picture = pictures.look(photos.read(sha256))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            exif = picture.image.getexif()
            make, model = _line(exif.get(_MAKE)), _line(exif.get(_MODEL))
            place = _place(exif.get_ifd(_GPS))
        except pictures.FAULTS:  # EXIF is often damaged; the photo is good all the same
            return Told(picture.taken)
    device = model if model.casefold().startswith(make.casefold()) else f"{make} {model}".strip()
    return Told(picture.taken, device or make, place)


def _line(text: object) -> str:
    return " ".join(text.replace("\0", " ").split())[:_LONGEST] if isinstance(text, str) else ""


def _place(gps: dict[int, Any]) -> tuple[float, float] | None:
    try:
        latitude, longitude = (
            sum(float(part) / 60**n for n, part in enumerate(gps[tag])) for tag in (_LATITUDE, _LONGITUDE)
        )
    except (KeyError, *pictures.FAULTS):
        return None
    signs = (str(gps.get(_NORTH, "N")).upper().startswith("S"), str(gps.get(_EAST, "E")).upper().startswith("W"))
    found = (-latitude if signs[0] else latitude, -longitude if signs[1] else longitude)
    return found if abs(found[0]) <= 90 and abs(found[1]) <= 180 else None
