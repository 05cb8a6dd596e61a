"""Carry one command line out: find the verb, read its options, do it, and tell what went wrong in one sentence."""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import traceback
from contextlib import suppress
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Any, Final

import auditapp
from auditapp import settings
from auditapp.cli import verbs
from auditapp.cli.call import Call
from auditapp.cli.reader import COMMON, Reader, common
from auditapp.cli.screen import out, unwritable, visible
from auditapp.words import Trouble, Words, in_words, say, speak

BUG: Final = 70
INTERRUPTED: Final = 130


def run(given: list[str]) -> int:
    """Do *given*; returns the exit code. Never lets an exception out."""
    before, rest = _split(given)
    words = speak(_language(given))
    machine = "--json" in given
    try:
        try:
            return _run(before, rest, words)
        except Trouble as trouble:
            return _tell(trouble, words, machine=machine)
        except KeyboardInterrupt:
            print(words("Interrupted. Everything shown as saved is saved."), file=sys.stderr)
            return INTERRUPTED
        except SystemExit as leaving:  # argparse after --help
            return leaving.code if isinstance(leaving.code, int) else 0
        except BrokenPipeError:
            raise
        except OSError as fault:
            if _output_fails():
                return _tell(unwritable(fault), words, machine=False)
            return _tell_bug(fault, given, words, machine=machine)
        except Exception as bug:  # noqa: BLE001 the edge: a fault of ours must not show a traceback to an inspector
            return _tell_bug(bug, given, words, machine=machine)
    except BrokenPipeError:
        # Whoever read our output has left (`| head`); what was done is done.
        _silence()
        return 0
    finally:
        if _output_fails():
            _silence()


def _output_fails() -> bool:
    """Is there something that standard output would not take?"""
    try:
        sys.stdout.flush()
    except (OSError, ValueError):
        return True
    return False


def _silence() -> None:
    """Python would try again when it ends, and complain."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _run(before: list[str], rest: list[str], words: Words) -> int:
    if not rest or rest[0] in ("help", "-h", "--help"):
        from auditapp.cli.help import overview

        try:
            overview(words.language)
            sys.stdout.flush()
        except BrokenPipeError:
            raise
        except OSError as fault:
            raise unwritable(fault) from fault
        return 0 if rest else 2
    if rest[0] == "--version":
        out(f"auditapp {auditapp.__version__}")
        return 0
    verb, *others = rest
    if verb not in verbs.names():
        raise Trouble(
            say("No such verb"), say("There is no verb {verb}."), say("See: auditapp --help"), code=2, verb=verb[:40]
        )
    room: Any = import_module(f"auditapp.cli.{verbs.FILES.get(verb, verb)}")
    reader = Reader(prog=f"auditapp {verb}", words=words, description=_what(verb, words))
    common(reader)
    room.options(reader, verb)
    read = argparse.Namespace(**COMMON)
    reader.parse_args(others, read)
    _take_before(before, words, read)
    call = Call(verb, read, words, settings.read(settings.settings_file()))
    code = room.run(call)
    sys.stdout.flush()
    return int(code or 0)


def _split(given: list[str]) -> tuple[list[str], list[str]]:
    """Common options that stand before the verb, and the rest beginning with the verb."""
    at = 0
    while at < len(given) and given[at].startswith("-") and given[at] not in ("-h", "--help", "--version"):
        takes = given[at] in ("-i", "--inspection", "--as", "--data", "--lang", "--passphrase-file", "--passphrase")
        at += 2 if takes else 1
    return given[:at], given[at:]


def _take_before(before: list[str], words: Words, read: argparse.Namespace) -> None:
    if before:
        reader = Reader(prog="auditapp", words=words)
        common(reader)
        for name, value in vars(reader.parse_args(before, argparse.Namespace())).items():
            if getattr(read, name, None) == COMMON.get(name):
                setattr(read, name, value)


def _language(given: list[str]) -> str:
    wish = ""
    for n, word in enumerate(given):
        if word == "--lang" and n + 1 < len(given):
            wish = given[n + 1]
        elif word.startswith("--lang="):
            wish = word.partition("=")[2]
    return settings.read(settings.settings_file()).spoken(wish) or "en"


def _what(verb: str, words: Words) -> str:
    return next(words(what) for _, _, group in verbs.VERBS for name, what in group if name == verb)


def _tell(trouble: Trouble, words: Words, *, machine: bool) -> int:
    with suppress(OSError, ValueError):
        sys.stdout.flush()
    sentence = in_words(trouble, words)
    print(visible(sentence), file=sys.stderr, flush=True)
    if machine:
        _tell_machine({"title": trouble.title, "sentence": sentence, "code": trouble.code})
    return trouble.code


def _tell_bug(bug: Exception, given: list[str], words: Words, *, machine: bool) -> int:
    """A fault of ours: one sentence, and a log with where it happened (no answers, no names: only the code's lines)."""
    log = _log(bug, given)
    sentence = words(
        "This is a fault of the program. What was shown as saved is saved. Please send us {file}.",
        file=str(log) if log else words("this command line"),
    )
    print(visible(sentence), file=sys.stderr, flush=True)
    if machine:
        _tell_machine({"title": "bug", "sentence": sentence, "code": BUG, "kind": type(bug).__name__})
    return BUG


def _tell_machine(error: dict[str, object]) -> None:
    with suppress(Trouble):  # the output that cannot be written may be what is told
        out(json.dumps({"error": error}, ensure_ascii=False))


def _log(bug: Exception, given: list[str]) -> Path | None:
    data = next((given[n + 1] for n, word in enumerate(given[:-1]) if word == "--data"), "")
    for folder in (settings.data_folder(data) / "logs", Path(tempfile.gettempdir())):
        stamp = datetime.now().astimezone().strftime("%Y%m%d-%H%M%S")
        frames = "".join(traceback.format_list(traceback.extract_tb(bug.__traceback__)))
        text = (
            f"auditapp {auditapp.__version__}, Python {sys.version}\nverb: {next(iter(given), '')[:20]}\n{frames}"
            f"{type(bug).__module__}.{type(bug).__qualname__}\n"
        )
        with suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
            log = folder / f"bug-{stamp}-{os.getpid()}.txt"
            log.write_text(text, encoding="utf-8")
            return log
    return None
