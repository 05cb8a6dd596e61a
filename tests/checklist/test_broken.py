"""Every kind of broken YAML gets its fault: the right line, the right item, one sentence.

Each file of `broken/` says in its first line what is expected, ``# expect [@LINE] WEIGHT [ITEM:] SENTENCE``; without
@LINE the fault stands on the line marked ``# <-``.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from auditapp.checklist.faults import Weight, errors
from auditapp.checklist.formats.yaml import MAX_BYTES, parse_tree
from auditapp.checklist.read import load, read
from auditapp.words import Trouble, speak
from tests.checklist.given import HERE

BROKEN = sorted((HERE / "broken").glob("*.yaml"))
SOUND = HERE / "sound.yaml"


def test_the_file_they_are_broken_copies_of_is_sound() -> None:
    assert read(SOUND).sound
    assert read(SOUND).faults == ()


def test_there_are_more_than_eighty_kinds() -> None:
    assert len(BROKEN) > 80


@pytest.mark.parametrize("path", BROKEN, ids=lambda p: p.stem)
def test_a_broken_file_gets_its_fault(path: Path) -> None:
    raw = path.read_bytes()
    first = raw.split(b"\n")[0].decode("utf-8")
    found = re.fullmatch(r"# expect (?:@(\d+) )?(error|warning|advice) (?:([A-Z]*-?[\d.]+): )?(.*)", first)
    assert found is not None
    line, weight, item, sentence = found.groups()
    wanted = int(line) if line else next(n for n, t in enumerate(raw.split(b"\n"), 1) if b"# <-" in t)
    reading = read(path)
    said = [(f.place.file, f.place.line, f.weight, f.item, f.text()) for f in reading.faults]
    assert (path.name, wanted, weight, item or "", sentence) in said
    assert reading.sound is (weight != "error")


@pytest.mark.parametrize("path", BROKEN, ids=lambda p: p.stem)
def test_a_broken_file_is_refused_with_a_sentence(path: Path) -> None:
    if errors(read(path).faults):
        with pytest.raises(Trouble, match="faults were found") as caught:
            load(path)
        assert "Traceback" not in str(caught.value)
    else:
        assert load(path).id == "small"


@pytest.mark.parametrize("path", BROKEN, ids=lambda p: p.stem)
def test_every_fault_can_be_said_in_both_languages(path: Path) -> None:
    for fault in read(path).faults:
        for language in ("en", "zh-CN"):
            assert fault.line(speak(language))


def test_all_faults_of_a_file_are_told_at_once(tmp_path: Path) -> None:
    text = SOUND.read_text(encoding="utf-8")
    for old, new in (
        ("method: M", "methode: M"),
        ("mean('WP-1.2')", "median('WP-1.2')"),
        ("en: Exit clear", "en: ''"),
        ("weight: 5", "weight: 9"),
        ("kind: yesno", "kind: maybe"),
    ):
        text = text.replace(old, new)
    (tmp_path / "five.yaml").write_text(text, encoding="utf-8")
    faults = read(tmp_path / "five.yaml").faults
    assert {f.item for f in faults} == {"WP-1.2", "WP-1.3", "WP-1.4", "WP-1.6"}
    assert len(faults) == 5


def test_a_file_over_a_megabyte_is_refused(tmp_path: Path) -> None:
    big = tmp_path / "big.yaml"
    big.write_bytes(b"#" * (MAX_BYTES + 1))
    assert [f.text() for f in read(big).faults] == ["The file is larger than 1000000 bytes."]


def test_a_bomb_of_aliases_is_refused_at_the_first() -> None:
    bomb = b"a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n"
    tree, faults = parse_tree(bomb, "bomb.yaml")
    assert tree is None
    assert [f.text() for f in faults] == ["Anchors (&a) are not allowed; write it out."]


def test_ten_thousand_brackets_are_refused_and_nothing_breaks() -> None:
    tree, faults = parse_tree(b"[" * 10_000, "deep.yaml")
    assert tree is None
    assert len(faults) == 1


@pytest.mark.parametrize("name", ["folder.yaml", "gone.yaml"])
def test_what_is_no_file_is_a_fault(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder.yaml").mkdir()
    reading = read(tmp_path / name)
    assert reading.checklist is None
    assert reading.faults[0].text().startswith("The file cannot be read: ")


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    assert [f.text() for f in read(tmp_path / "notes.docx").faults] == ["Files ending in “.docx” are not checklists."]


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    (tmp_path / "secret.yaml").write_text("sets: []\n", encoding="utf-8")
    (inside / "part.yaml").symlink_to(tmp_path / "secret.yaml")
    text = SOUND.read_text(encoding="utf-8").replace("preset: A\n", "preset: A\ninclude: [part.yaml]\n")
    (inside / "profile.yaml").write_text(text, encoding="utf-8")
    assert [f.text() for f in read(inside / "profile.yaml").faults] == [
        "“part.yaml” lies outside the checklist's folder."
    ]


def test_a_fault_in_an_included_part_names_that_file(tmp_path: Path) -> None:
    (tmp_path / "more.yaml").write_text("sets:\n  - code: exit\n    tilte: {zh: 甲, en: A}\n", encoding="utf-8")
    text = SOUND.read_text(encoding="utf-8").replace("preset: A\n", "preset: A\ninclude: [more.yaml]\n")
    (tmp_path / "profile.yaml").write_text(text, encoding="utf-8")
    lines = [f.line() for f in read(tmp_path / "profile.yaml").faults]
    assert "more.yaml:3: The key “tilte” is not known here; did you mean “title”?" in lines


def test_weights_of_faults_are_ordered_words() -> None:
    assert list(Weight) == ["error", "warning", "advice"]
