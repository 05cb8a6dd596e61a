"""``auditapp --help``: the verbs at a glance, without loading anything that is not needed for it."""

from __future__ import annotations

import os
import sys

from auditapp.cli import verbs


def overview(language: str = "") -> int:
    """Print what the program is and its verbs, in the person's language."""
    language = language or _language()
    if language.startswith("zh"):
        from auditapp.words import speak

        w = speak(language)
    else:
        w = str  # type: ignore[assignment]
    lines = [w(verbs.USAGE), "", w(verbs.ABOUT), ""]
    for _, title, group in verbs.VERBS:
        lines += [w(title), *(f"  {name:<11} {w(what)}" for name, what in group), ""]
    lines += [w(verbs.MORE), w(verbs.COMMON), w(verbs.CODES)]
    print("\n".join(lines))
    return 0


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
