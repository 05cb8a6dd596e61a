"""A QR picture is read as people come by it: a screenshot, a photo held askew, among other things; else it is said."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
import segno
from PIL import Image, ImageDraw

from auditapp.operations import qr
from auditapp.words import Trouble
from tests.inspector import photo

LINE = "auditapp-enrol:" + "eyJhZGRyZXNzIjoiaHR0cHM6Ly8" * 12


def drawn(text: str = LINE) -> Image.Image:
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(out, kind="png", scale=4, border=4)
    return Image.open(out).convert("RGB")


def test_a_code_is_read_from_a_screenshot(tmp_path: Path) -> None:
    drawn().save(tmp_path / "code.png")
    assert qr.text_in(tmp_path / "code.png") == LINE


def test_and_from_a_large_photo_of_a_screen_held_askew(tmp_path: Path) -> None:
    table = Image.new("RGB", (4000, 3000), (110, 96, 80))
    turned = drawn().resize((1100, 1100)).rotate(11, expand=True, fillcolor=(110, 96, 80))
    table.paste(turned, (1500, 900))
    ImageDraw.Draw(table).rectangle((100, 100, 900, 500), fill=(200, 210, 220))
    table.save(tmp_path / "table.jpg", quality=80)
    assert qr.text_in(tmp_path / "table.jpg") == LINE


def test_a_picture_without_a_code_and_a_file_that_is_no_picture_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="no QR code"):
        qr.text_in(photo(tmp_path))
    (tmp_path / "letter.txt").write_text("a letter", encoding="utf-8")
    with pytest.raises(Trouble) as told:
        qr.text_in(tmp_path / "letter.txt")
    assert "no QR code" not in str(told.value)
    with pytest.raises(Trouble, match="cannot be opened"):
        qr.text_in(tmp_path / "gone.png")


def test_a_picture_that_is_cut_is_no_fault(tmp_path: Path) -> None:
    whole = io.BytesIO()
    drawn().save(whole, "JPEG")
    (tmp_path / "cut.jpg").write_bytes(whole.getvalue()[: len(whole.getvalue()) // 3])
    with pytest.raises(Trouble):
        qr.text_in(tmp_path / "cut.jpg")
