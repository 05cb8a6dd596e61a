"""Collect every sentence of the program, bring the Chinese word list up to date, and compile it.

    python resources/locale/collect.py            update zh_CN/LC_MESSAGES/auditapp.po and .mo
    python resources/locale/collect.py --missing  only list the sentences that lack a translation

Sentences are the literal strings given to ``say(…)``, ``w(…)``, ``words(…)``, ``screen.said(…)`` and ``w.count(…)``.
The compiled list lies in git beside the word list, so that a checkout runs without this tool
(Babel is a development package); a test keeps the two together.
"""

from __future__ import annotations

import ast
import sys
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

HERE = Path(__file__).parent
PACKAGE = HERE.parent.parent / "auditapp"
LIST = HERE / "zh_CN" / "LC_MESSAGES" / "auditapp.po"
SPEAKERS = {"say": 1, "w": 1, "words": 1, "said": 1, "count": 2}
"""Who speaks, and how many forms of the sentence come first among the arguments."""


def collect() -> Catalog:
    """The sentences of the program as they stand in the code, in the order of the files."""
    found = Catalog(project="auditapp", charset="utf-8", fuzzy=False)
    for file in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and (forms := sentence(node)):
                found.add(forms if len(forms) > 1 else forms[0])
    return found


def sentence(call: ast.Call) -> tuple[str, ...]:
    """The forms of the sentence a call speaks; empty when it is no speaking or its words are not literal."""
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    said = [a.value for a in call.args[: SPEAKERS.get(name, 0)] if isinstance(a, ast.Constant)]
    forms = tuple(form for form in said if isinstance(form, str) and form)
    return forms if forms and len(forms) == SPEAKERS[name] else ()


def current() -> Catalog:
    """The word list as it lies on disk (an empty one when there is none)."""
    if not LIST.exists():
        return Catalog(locale="zh_CN", project="auditapp", charset="utf-8", fuzzy=False)
    with LIST.open("rb") as file:
        return read_po(file, locale="zh_CN")


def missing(words: Catalog) -> list[str | tuple[str, str]]:
    """Sentences without a translation. (Chinese has one plural form.)"""
    lacking = []
    for message in words:
        spoken = message.string if isinstance(message.string, (list, tuple)) else (message.string,)
        if message.id and not (spoken and spoken[0]):
            lacking.append(message.id)
    return lacking


def main(arguments: list[str]) -> int:
    words = current()
    words.update(collect(), no_fuzzy_matching=True)
    words.obsolete.clear()
    if "--missing" in arguments:
        for sentence in missing(words):
            print(repr(sentence))
        return 1 if missing(words) else 0
    LIST.parent.mkdir(parents=True, exist_ok=True)
    words.header_comment = "# Chinese words of auditapp. Translate here, then run resources/locale/collect.py again."
    words.project, words.version, words.fuzzy = "auditapp", "1", False
    words.last_translator, words.language_team = "the auditapp team", "zh_CN"
    words.msgid_bugs_address = ""
    words.revision_date = words.creation_date = datetime(2026, 1, 1, tzinfo=UTC)  # the same list, the same bytes
    with LIST.open("wb") as file:
        write_po(file, words, sort_output=True, no_location=True, omit_header=False, width=110)
    with LIST.with_suffix(".mo").open("wb") as file:
        write_mo(file, words)
    print(f"{len(words)} sentences, {len(missing(words))} without a translation")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
