"""One command line being carried out: options, words, screen, and the desk once it is open."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from auditapp.cli.screen import Screen
from auditapp.settings import Settings, data_folder
from auditapp.words import Trouble, Words, say

if TYPE_CHECKING:
    from auditapp.operations.desk import Desk

ENVIRONMENT = "AUDITAPP_PASSPHRASE"


class Call:
    """What a verb's ``run`` is given."""

    def __init__(self, verb: str, options: argparse.Namespace, words: Words, settings: Settings) -> None:
        self.verb, self.options, self.words, self.settings = verb, options, words, settings
        self.screen = Screen(words, machine=options.json)

    @property
    def folder(self) -> Path:
        return data_folder(self.options.data)

    @contextmanager
    def desk(self, *, create: bool = False) -> Iterator[Desk]:
        """The desk, open for the block; *create*: make it when there is none (no question where none is needed)."""
        from auditapp.operations.desk import open_desk

        given = self.passphrase()
        try:
            desk = open_desk(self.folder, given, words=self.words, create=create)
        except Trouble as trouble:
            if given or trouble.title != "A passphrase is needed" or not sys.stdin.isatty():
                raise
            desk = open_desk(self.folder, self._asked_for(new=create), words=self.words, create=create)
        with desk:
            yield desk

    @contextmanager
    def inspection(self) -> Iterator[tuple[Desk, str]]:
        """The desk and the inspection that is meant, with the person working there."""
        from auditapp.operations import about, look

        with self.desk() as desk:
            inspection = look.choose(desk, self.options.inspection)
            if self.options.person:
                desk = desk.as_person(about.whom(desk, inspection, self.options.person).code)
            yield desk, inspection

    def passphrase(self) -> str | None:
        """The desk's passphrase as given by option, file or environment; None when it was not."""
        if self.options.passphrase:
            return str(self.options.passphrase)
        if self.options.passphrase_file:
            return first_line(Path(self.options.passphrase_file))
        return os.environ.get(ENVIRONMENT) or None

    def _asked_for(self, *, new: bool) -> str:
        from auditapp.operations.desk import is_there

        return self.ask_secret(self.words("Passphrase of the desk: "), twice=new and not is_there(self.folder))

    def secret(self, given: str, file: str, prompt: str, *, variable: str = "", twice: bool = False) -> str:
        """A passphrase of a signing key: from an option, a file, the environment, or asked for."""
        if given:
            return given
        if file:
            return first_line(Path(file))
        if variable and os.environ.get(variable):
            return os.environ[variable]
        if not sys.stdin.isatty():
            raise Trouble(
                say("A passphrase is needed"),
                say("The signing key is protected by its own passphrase."),
                say("Give it with --key-passphrase-file FILE, or in the environment variable {variable}."),
                code=2,
                variable=variable or "AUDITAPP_KEY_PASSPHRASE",
            )
        return self.ask_secret(prompt, twice=twice)

    def ask_secret(self, prompt: str, *, twice: bool = False) -> str:
        import getpass

        typed = getpass.getpass(prompt)
        if twice and getpass.getpass(self.words("Once more: ")) != typed:
            raise Trouble(
                say("The passphrases differ"),
                say("The two passphrases are not the same."),
                say("Nothing was made. Try again."),
                code=2,
            )
        return typed


def first_line(file: Path) -> str:
    """The first line of a file, without its end. Raises `Trouble`."""
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise Trouble(
            say("The file cannot be read"),
            say("{file} could not be read."),
            say("Check the name and whether you may open it."),
            file=str(file),
        ) from error
    line = text.splitlines()[0] if text else ""
    if not line:
        raise Trouble(
            say("The passphrase file is empty"),
            say("{file} has an empty first line."),
            say("Nothing was changed. Write the passphrase into the first line of the file."),
            code=2,
            file=str(file),
        )
    return line


def text_of(file: Path) -> str:
    """The text of a file a person names (UTF-8). Raises `Trouble`."""
    try:
        return file.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise Trouble(
            say("The file cannot be read"),
            say("{file} could not be read."),
            say("Check the name and whether you may open it."),
            file=str(file),
        ) from error
    except UnicodeDecodeError as error:
        raise Trouble(
            say("The text cannot be read"),
            say("{file} is not UTF-8."),
            say("Save it as UTF-8 and try again."),
            code=2,
            file=str(file),
        ) from error
