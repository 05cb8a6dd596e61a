"""What the benches work on, made here: photos of noise and shapes, and a desk with an inspection."""

from __future__ import annotations

import io
import random
from functools import cache
from pathlib import Path

from auditapp.operations.desk import Desk, open_desk
from auditapp.store.vault import Cost

PASSPHRASE = "correct horse battery"
CHEAP = Cost(memory_kib=64, passes=1, lanes=1)
_COMMENT = b"\xff\xfe\x00\x0a"


@cache
def photo(width: int, height: int, seed: int, grain: float = 26) -> bytes:
    """A JPEG that compresses about as a phone's photo does: soft shapes under grain (0.3 bytes a pixel at 12 MP)."""
    from PIL import Image, ImageDraw, ImageFilter

    chance = random.Random(seed)
    scene = Image.new("RGB", (256, 192), (150, 140, 130))
    pen = ImageDraw.Draw(scene)
    for _ in range(60):
        x, y = chance.randrange(256), chance.randrange(192)
        shade = (chance.randrange(256), chance.randrange(256), chance.randrange(256))
        pen.ellipse((x, y, x + chance.randrange(6, 70), y + chance.randrange(6, 70)), fill=shade)
    scene = scene.filter(ImageFilter.GaussianBlur(1.2)).resize((width, height), Image.Resampling.BICUBIC)
    noise = Image.effect_noise((width, height), grain).convert("RGB")
    out = io.BytesIO()
    Image.blend(scene, noise, 0.35).save(out, "JPEG", quality=85)
    return out.getvalue()


def photos(folder: Path, count: int, width: int, height: int, *, kinds: int = 8, grain: float = 26) -> list[Path]:
    """*count* different photos in *folder*: *kinds* pictures, each copy with a comment of its own in its header."""
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for n in range(count):
        raw = photo(width, height, n % kinds, grain)
        file = folder / f"IMG_{n:04d}.jpg"
        file.write_bytes(raw[:2] + _COMMENT + b"%08d" % n + raw[2:])
        files.append(file)
    return files


def desk(folder: Path) -> Desk:
    """The desk in *folder*, made when there is none; its passphrase costs nothing."""
    return open_desk(folder / "desk", PASSPHRASE, keyring=False, marks=folder / "marks", cost=CHEAP)


def begun(at: Desk) -> str:
    """An inspection over the shipped six dimensions, begun at a desk; its id."""
    from auditapp.operations import begin

    team = (begin.Member("林若溪", "leader", "总部"),)
    return begin.begin(at, "six-dimensions", title="Q3", unit="海棠人寿", unit_code="JC01", team=team).inspection
