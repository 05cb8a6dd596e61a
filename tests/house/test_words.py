"""Every sentence of the program is spoken in both languages, with the same places, in proper punctuation."""

from __future__ import annotations

import importlib.util
import io
import re
from pathlib import Path
from types import ModuleType

import pytest
from babel.messages.mofile import write_mo

from auditapp.words import Trouble, in_words, say, speak, without_title

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def collect() -> ModuleType:
    spec = importlib.util.spec_from_file_location("collect", ROOT / "resources" / "locale" / "collect.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def pairs(words):  # type: ignore[no-untyped-def]
    for message in words:
        if not message.id:
            continue
        english = message.id if isinstance(message.id, tuple) else (message.id,)
        chinese = message.string if isinstance(message.string, (list, tuple)) else (message.string,)
        yield english, chinese[0]


def test_the_word_list_holds_just_the_sentences_of_the_code(collect: ModuleType) -> None:
    code = {m.id if isinstance(m.id, str) else m.id[0] for m in collect.collect() if m.id}
    listed = {m.id if isinstance(m.id, str) else m.id[0] for m in collect.current() if m.id}
    assert code == listed, "run: python resources/locale/collect.py"


def test_every_sentence_has_a_chinese_translation(collect: ModuleType) -> None:
    assert collect.missing(collect.current()) == []


def test_a_translation_keeps_the_places_of_its_sentence(collect: ModuleType) -> None:
    place = re.compile(r"\{(\w*)[^}]*\}")
    wrong = [
        english
        for english, chinese in pairs(collect.current())
        if set(place.findall(english[-1])) != set(place.findall(chinese))
    ]
    assert wrong == []


def test_chinese_sentences_use_full_width_punctuation(collect: ModuleType) -> None:
    half = re.compile(r"[\u4e00-\u9fff][,;:?!()]|[,;:?!()][\u4e00-\u9fff]")
    wrong = [chinese for _, chinese in pairs(collect.current()) if half.search(chinese)]
    assert wrong == []


def test_the_compiled_list_is_the_list(collect: ModuleType) -> None:
    compiled = io.BytesIO()
    write_mo(compiled, collect.current())
    assert collect.LIST.with_suffix(".mo").read_bytes() == compiled.getvalue(), (
        "run: python resources/locale/collect.py"
    )


@pytest.mark.parametrize(
    ("language", "told"), [("en", "No disk space. Free some, then go on."), ("zh-CN", "没有空间。请腾出空间。")]
)
def test_sentences_follow_one_another_as_the_language_sets_them(language: str, told: str) -> None:
    parts = ("No disk space.", "Free some, then go on.") if language == "en" else ("没有空间。", "", "请腾出空间。")
    assert speak(language).run_on(*parts) == told


def test_a_trouble_can_be_told_without_its_title_with_its_values_in_the_reader_s_words() -> None:
    trouble = Trouble(say("Not a date"), say("Choose: {what}"), say("Stopped"), what=say("Not a date"))
    assert without_title(trouble, speak("zh-CN")) == "选择：不是日期已停止"
    assert in_words(trouble, speak("en")) == "Not a date: Choose: Not a date Stopped"
