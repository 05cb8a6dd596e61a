"""What of the files somebody gives is a picture."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from auditapp.operations.picture_files import SortedOut, sort_out
from tests.inspector import photo


def test_folders_give_their_pictures_in_order_and_the_rest_is_told_by_name(tmp_path: Path) -> None:
    card = tmp_path / "card"
    pictures = tuple(photo(card / "DCIM", name) for name in ("a.jpg", "b.JPG"))
    notes = card / "notes.txt"
    notes.write_text("no picture", encoding="utf-8")
    for left in (".DS_Store", "Thumbs.db"):
        (card / "DCIM" / left).write_bytes(b"left by a file manager")
    photo(card / ".trash", "thrown-away.jpg")
    assert sort_out([card]) == SortedOut(pictures, (notes,))
    assert sort_out([card, card / "DCIM"]).pictures == pictures, "each once"


def test_a_file_that_is_named_is_told_by_its_content(tmp_path: Path) -> None:
    nameless = photo(tmp_path, "photo")
    contract = tmp_path / "contract.pdf"
    contract.write_bytes(b"%PDF-1.7")
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(b"nothing")
    found = sort_out([nameless, contract, broken])
    assert found == SortedOut((nameless, broken), (contract,)), "a broken picture is told for itself when taken in"


def test_what_cannot_be_opened_is_told_and_keeps_nobody_out(tmp_path: Path) -> None:
    there = photo(tmp_path, "there.jpg")
    assert sort_out([tmp_path / "gone", there]) == SortedOut((there,), (), (tmp_path / "gone",))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes among files here")
def test_a_pipe_and_a_circle_of_links_are_not_walked_into(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "round").symlink_to(tmp_path, target_is_directory=True)
    assert sort_out([tmp_path]).pictures == ()
    assert sort_out([tmp_path / "pipe"]).others == (tmp_path / "pipe",)


def test_somebody_who_stops_gets_what_was_found_until_then(tmp_path: Path) -> None:
    for name in ("a.jpg", "b.jpg", "c.jpg"):
        photo(tmp_path, name)
    asked = iter((False, False, True))
    assert [file.name for file in sort_out([tmp_path], stopped=lambda: next(asked)).pictures] == ["a.jpg", "b.jpg"]
