"""Reading a command line with `argparse`, in the person's language, its complaints told like any other trouble."""

from __future__ import annotations

import argparse
import re
from typing import Any, Final, NoReturn

from auditapp.cli.screen import folded
from auditapp.words import Trouble, Words, say

_COMPLAINTS: Final[tuple[tuple[str, str], ...]] = (
    (r"the following arguments are required: (?P<what>.*)", say("Please give this too: {what}.")),
    (r"unrecognized arguments: (?P<what>.*)", say("This is not understood: {what}.")),
    (
        r"argument (?P<where>.*?): invalid choice: (?P<what>.*?) \(choose from (?P<known>.*)\)",
        say("{what} is none of these: {known}."),
    ),
    (r"argument (?P<where>.*?): expected (?:at least )?(?:one|1|\d+) arguments?", say("{where} needs a value.")),
    (r"argument (?P<where>.*?): invalid \w+ value: (?P<what>.*)", say("{what} does not fit {where}.")),
    (r"argument (?P<where>.*?): not allowed with argument (?P<what>.*)", say("{where} and {what} exclude each other.")),
    (r"ambiguous option: (?P<what>.*) could match (?P<known>.*)", say("{what} could be any of {known}.")),
    (r"one of the arguments (?P<what>.*) is required", say("Please give one of these: {what}.")),
)


class Reader(argparse.ArgumentParser):
    """An argument parser that speaks our words and raises `Trouble` instead of leaving the program."""

    def __init__(self, *, words: Words, prog: str, description: str = "") -> None:
        self.words = words
        super().__init__(
            prog=prog, description=description, add_help=False, allow_abbrev=False, formatter_class=_layout(words)
        )
        self._positionals.title = words("What is meant")
        self._optionals.title = words("Options")
        self.add_argument("-h", "--help", action="help", help=words("show this and stop"))

    def w(self, sentence: str, **values: object) -> str:
        return self.words(sentence, **values)

    def error(self, message: str) -> NoReturn:
        for pattern, sentence in _COMPLAINTS:
            found = re.fullmatch(pattern, message, re.DOTALL)
            if found:
                raise wrongly(self.prog, sentence, **found.groupdict())
        raise wrongly(self.prog, say("The command line is not understood: {what}."), what=message)

    def deeds(self, name: str = "deed") -> Deeds:
        """Second words of a verb (``photo add``); the first of them is done when none is given."""
        return Deeds(self, name)


class Deeds:
    """The second words of a verb."""

    def __init__(self, reader: Reader, name: str) -> None:
        self.reader = reader
        self.parts = reader.add_subparsers(
            dest=name, title=reader.words("What to do"), metavar="…", parser_class=_maker(reader.words)
        )

    def add(self, name: str, what: str) -> Reader:
        part: Reader = self.parts.add_parser(name, help=what, description=what)
        common(part)
        return part


def _maker(words: Words) -> Any:
    def make(**named: Any) -> Reader:
        return Reader(words=words, **named)

    return make


def common(reader: Reader) -> None:
    """The options every verb knows. They have no default here, so that they may stand before the verb too."""
    w = reader.words
    group = reader.add_argument_group(w("Everywhere"))
    group.add_argument(
        "-i",
        "--inspection",
        metavar="N",
        default=argparse.SUPPRESS,
        help=w("which inspection: its number, or the beginning of number or id (default: the last one)"),
    )
    group.add_argument(
        "--as",
        dest="person",
        metavar="P",
        default=argparse.SUPPRESS,
        help=w("write in the name of this person (code or name)"),
    )
    group.add_argument("--data", metavar="DIR", default=argparse.SUPPRESS, help=w("the desk's folder"))
    group.add_argument("--lang", metavar="L", default=argparse.SUPPRESS, help=w("language: zh-CN or en"))
    group.add_argument(
        "--json", action="store_true", default=argparse.SUPPRESS, help=w("one JSON document on standard output")
    )
    group.add_argument(
        "--passphrase-file",
        metavar="FILE",
        default=argparse.SUPPRESS,
        help=w("the desk's passphrase is the first line of this file"),
    )
    group.add_argument(
        "--passphrase",
        metavar="P",
        default=argparse.SUPPRESS,
        help=w("the desk's passphrase (others on this computer may see it)"),
    )


COMMON: Final = {
    "inspection": "",
    "person": "",
    "data": "",
    "lang": "",
    "json": False,
    "passphrase_file": "",
    "passphrase": "",
}


def wrongly(prog: str, sentence: str, **values: object) -> Trouble:
    return Trouble(say("Used wrongly"), sentence, say("See: {prog} --help"), code=2, prog=prog, **values)


def _layout(words: Words) -> Any:
    class Layout(argparse.RawDescriptionHelpFormatter):
        def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: Any = None) -> None:
            super().add_usage(usage, actions, groups, words("Usage: ") if prefix is None else prefix)

        def _split_lines(self, text: str, width: int) -> list[str]:
            return folded(text, width) if words.chinese else super()._split_lines(text, width)

        class _Section(argparse.HelpFormatter._Section):
            def format_help(self) -> str:
                text = super().format_help()
                return text.replace(f"{self.heading}:\n", f"{self.heading}：\n", 1) if words.chinese else text

    return Layout
