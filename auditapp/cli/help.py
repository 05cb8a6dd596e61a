"""``auditapp --help``: the verbs at a glance, without loading anything that is not needed for it."""

from __future__ import annotations

import os
import sys

from auditapp.cli import verbs

TYPE_CHECKING = False  # `typing` takes 4 ms
if TYPE_CHECKING:
    from collections.abc import Callable


def overview(language: str = "") -> None:
    """Print what the program is and its verbs, in the person's language."""
    language = language or _language()
    w = _chinese() if language.startswith("zh") else str
    lines = [w(verbs.USAGE), "", w(verbs.ABOUT), ""]
    for _, title, group in verbs.VERBS:
        lines += [w(title), *(f"  {name:<11} {w(what)}" for name, what in group), ""]
    lines += [w(verbs.MORE), w(verbs.COMMON), w(verbs.CODES)]
    print("\n".join(lines))


def _language() -> str:
    """The language, without reading more than needed: the settings file is looked at only where there is one."""
    wish = os.environ.get("AUDITAPP_LANG", "")
    if not wish and sys.platform.startswith("linux"):
        home = os.environ.get("XDG_CONFIG_HOME") or os.path.expanduser("~/.config")  # noqa: PTH111 (pathlib costs 3 ms)
        if not os.path.exists(f"{home}/auditapp/settings.toml"):  # noqa: PTH110
            wish = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "en")
    if wish:
        return "zh-CN" if wish.lower().startswith(("zh", "chinese")) else "en"
    from auditapp import settings

    return settings.read(settings.settings_file()).spoken() or "en"


def _chinese() -> Callable[[str], str]:
    """The Chinese words for a few dozen sentences, looked up in the catalogue's file as it lies on the disk.

    `gettext` and all it loads would take longer than Python's own start; a catalogue is a sorted table
    (https://www.gnu.org/software/gettext/manual/html_node/MO-Files.html), so a handful of look-ups needs no more.
    """
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120
    for folder in (package, os.path.dirname(package)):  # noqa: PTH120 as `words.resources`
        try:
            with open(f"{folder}/resources/locale/zh_CN/LC_MESSAGES/auditapp.mo", "rb") as file:  # noqa: PTH123
                raw = file.read()
        except OSError:
            continue
        if raw[:4] == b"\xde\x12\x04\x95":
            return lambda sentence: _found(raw, sentence.encode()).decode() or sentence
    return str


def _found(raw: bytes, sentence: bytes) -> bytes:
    """The translation of *sentence* in a little-endian catalogue, b"" when there is none."""

    def number(at: int) -> int:
        return int.from_bytes(raw[at : at + 4], "little")

    def text(table: int, row: int) -> bytes:
        length, start = number(table + 8 * row), number(table + 8 * row + 4)
        return raw[start : start + length]

    low, high = 0, number(8)
    while low < high:
        middle = (low + high) // 2
        if text(number(12), middle) < sentence:
            low = middle + 1
        else:
            high = middle
    return text(number(16), low) if low < number(8) and text(number(12), low) == sentence else b""
