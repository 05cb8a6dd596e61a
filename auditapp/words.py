"""Words for people: translation, trouble, and dates and numbers as people write them.

Vocabulary
    *sentence*   an English sentence as it stands in the code; it is the key of its translation.
    *Words*      one language, chosen once by whoever starts the program, and passed in as a value.
    *Trouble*    something in the world went wrong (disk, network, a bad file): a title, a sentence,
                 and what to do. It is raised in English and put into the reader's language only at
                 the edge (screen or command line).

Rules: nothing global; a sentence is written whole (never glued from parts); values go in by name.
"""

from __future__ import annotations

import gettext
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

LANGUAGES = ("zh-CN", "en")


class Sentence(str):
    """A sentence of the program, as against a text of a person: only these are translated inside other sentences."""

    __slots__ = ()


def say(sentence: str) -> Sentence:
    """Mark a sentence for translation where it is written but not yet spoken (`collect.py` collects it)."""
    return Sentence(sentence)


@dataclass(frozen=True)
class Coded:
    """One of our codes with its word: people read the word, and type the code."""

    word: Sentence
    code: str


class Trouble(Exception):
    """Something in the world went wrong; a person can understand it and do something about it.

    ``title`` names it in a few words, ``sentence`` says what happened, ``todo`` says what is safe and
    what to do next. All three are English sentences marked with `say`; ``values`` fill their places (a
    tuple is listed as the language lists, a `Coded` is its word with the code in brackets).
    ``code`` is the exit code of the command line: 1 found something wrong, 2 used wrongly, 3 cannot
    reach or read.
    """

    def __init__(self, title: str, sentence: str, todo: str = "", *, code: int = 3, **values: object) -> None:
        super().__init__(title, sentence, todo)
        self.title, self.sentence, self.todo, self.code = title, sentence, todo, code
        self.values: Mapping[str, object] = values

    def __str__(self) -> str:
        return in_words(self, ENGLISH)


@dataclass(frozen=True)
class Words:
    """One language. Call it with an English sentence and the values for its places."""

    language: str
    _catalogue: gettext.NullTranslations

    def __call__(self, sentence: str, /, **values: object) -> str:
        spoken = self._catalogue.gettext(sentence) if sentence else ""
        return spoken.format(**values) if values else spoken

    def count(self, one: str, many: str, n: int, /, **values: object) -> str:
        """The sentence for *n* things; ``{n}`` stands for the number."""
        return self._catalogue.ngettext(one, many, n).format(n=n, **values)

    def listed(self, *texts: str) -> str:
        """Texts side by side, as the language lists them."""
        return ("、" if self.chinese else ", ").join(texts)

    def run_on(self, *sentences: str) -> str:
        """Sentences one after the other, as the language sets them; empty ones are left out."""
        return ("" if self.chinese else " ").join(filter(None, sentences))

    def bracketed(self, text: str, more: str) -> str:
        """A text with a remark in the language's brackets."""
        return self(say("{text} ({more})"), text=text, more=more)

    @property
    def chinese(self) -> bool:
        return self.language.startswith("zh")


ENGLISH = Words("en", gettext.NullTranslations())


def resources() -> Path:
    """The folder of fonts, word lists and icons: beside the package in a checkout, inside it in a wheel."""
    inside = Path(__file__).parent / "resources"
    return inside if inside.is_dir() else Path(__file__).parent.parent / "resources"


def shipped_checklists() -> Path:
    """The folder of checklists that come with the program, found the same way."""
    inside = Path(__file__).parent / "checklists"
    return inside if inside.is_dir() else Path(__file__).parent.parent / "checklists"


@cache
def speak(language: str) -> Words:
    """The words of a language (``zh-CN`` or ``en``; anything else that begins with zh is Chinese)."""
    if not language.lower().startswith("zh"):
        return ENGLISH
    catalogue = gettext.translation("auditapp", resources() / "locale", languages=["zh_CN"], fallback=True)
    return Words("zh-CN", catalogue)


def what_happened(trouble: Trouble, words: Words) -> str:
    """The sentence of a trouble alone: beside a field there is no room for a title and advice."""
    return words(trouble.sentence).format(**{k: _told(v, words) for k, v in trouble.values.items()})


def in_words(trouble: Trouble, words: Words) -> str:
    """A trouble as one paragraph in the reader's language: title, what happened, what to do."""
    title, *rest = told_apart(trouble, words)
    return words("{title}: {rest}", title=title, rest=words.run_on(*rest))


def without_title(trouble: Trouble, words: Words) -> str:
    """What happened and what to do: for a place whose heading is title enough."""
    return words.run_on(*told_apart(trouble, words)[1:])


def told_apart(trouble: Trouble, words: Words) -> tuple[str, str, str]:
    """Title, sentence and what to do, each in the reader's language; "" for what is not said."""
    values = {k: _told(v, words) for k, v in trouble.values.items()}
    title, sentence, todo = (
        words(part).format(**values) if part else "" for part in (trouble.title, trouble.sentence, trouble.todo)
    )
    return title, sentence, todo


def _told(value: object, words: Words) -> object:
    """A value of a trouble as it stands in its sentence."""
    match value:
        case Sentence():
            return words(value)
        case Coded():
            return words.bracketed(words(value.word), value.code)
        case tuple():
            return words.listed(*(str(_told(part, words)) for part in value))
        case _:
            return value
