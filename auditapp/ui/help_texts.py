"""The help that comes with the program: Markdown, one page per screen, in both languages (resources/help).

The first line of a page is its title. Keys are written as code (`Ctrl+K`), so that a test can compare them with the
commands there are.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from auditapp.words import Words, resources

TOPICS: Final = (
    "home",
    "new",
    "inspection",
    "evidence",
    "findings",
    "meetings",
    "sign-off",
    "preview",
    "sharing",
    "exchange",
    "enrol",
    "originals",
    "inbox",
    "all_actions",
    "dashboard",
    "releases",
    "care",
    "settings",
    "keys",
)
"""In the order in which an inspection goes; a topic is the name of its file."""
_OTHERS: Final = {
    "history": "inspection",
    "overview": "findings",
    "actions": "findings",
    "completeness": "sign-off",
    "sign_off": "sign-off",
    "photo": "evidence",
    "clearance": "evidence",
    "review": "inbox",
    "all_findings": "all_actions",
    "compare": "dashboard",
    "everything": "dashboard",
    "give_out": "releases",
    "extract": "releases",
    "help": "keys",
    "about": "settings",
}
"""Pages whose help stands on the page of another."""


@dataclass(frozen=True)
class Text:
    """One page of the help, in one language."""

    topic: str
    title: str
    markdown: str

    def holds(self, wanted: str) -> bool:
        """Does every word looked for stand in it?"""
        here = self.markdown.casefold()
        return all(word in here for word in wanted.casefold().split())


def topic_of(page: str) -> str:
    """The topic that helps on a page of `places.PAGES`."""
    return page if page in TOPICS else _OTHERS.get(page, TOPICS[0])


@lru_cache(maxsize=4)
def _texts(folder: str) -> tuple[Text, ...]:
    found = []
    for topic in TOPICS:
        markdown = (resources() / "help" / folder / f"{topic}.md").read_text(encoding="utf-8")
        found.append(Text(topic, markdown.partition("\n")[0].lstrip("# ").strip(), markdown))
    return tuple(found)


def texts(words: Words) -> tuple[Text, ...]:
    """Every page in the reader's language."""
    return _texts("zh_CN" if words.chinese else "en")
