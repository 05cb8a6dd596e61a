"""Which edition of the printing house drew a document: everything besides the papers that decides its bytes.

Two programs of the same version can still draw differently: another word list, another reportlab, another zlib.
The edition is written into the manifest; `check` compares documents of one edition only, and says of others that
they cannot be compared instead of calling them changed.
"""

from __future__ import annotations

import hashlib
import zlib
from functools import cache
from pathlib import Path

from auditapp import __version__
from auditapp.words import resources


@cache
def edition() -> str:
    """``version+digest``: of the words, the fonts, the drawing code, reportlab and zlib."""
    import reportlab

    seen = hashlib.sha256(f"{__version__} {reportlab.__version__} {zlib.ZLIB_RUNTIME_VERSION}".encode())
    house = Path(__file__).parent
    for file in sorted([*house.rglob("*.py"), *(resources() / "locale").rglob("*.mo")]):
        seen.update(file.name.encode() + b"\0" + file.read_bytes())
    for font in sorted((resources() / "fonts").glob("*.ttf")):
        with font.open("rb") as opened:  # a font's first bytes hold the checksums of all its tables
            seen.update(font.name.encode() + b"\0" + opened.read(4096))
    return f"{__version__}+{seen.hexdigest()[:12]}"
