"""The running program as somebody meets it who cannot see it: a process of its own, worked by what it says of itself.

`desktop` is a screen nobody looks at (Xvfb), with a window manager (openbox), a session bus and, behind it, the
accessibility bus of at-spi. `Listener` finds things there by role and name, presses them, fills them in, and types
where somebody with a screen reader would type. Everything waits for what it needs and gives up with what it last heard.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

HOUSE = Path(__file__).parents[2]
LAUNCHERS = (Path("/usr/libexec/at-spi-bus-launcher"), Path("/usr/lib/at-spi2-core/at-spi-bus-launcher"))
PATIENCE = 30.0
"""Seconds until something that is on its way has to be there."""


def lacking() -> str:
    """What this computer lacks for listening; "" when nothing."""
    if not sys.platform.startswith("linux"):
        return "Xvfb and at-spi are an affair of Linux"
    missing = [name for name in ("Xvfb", "openbox", "dbus-daemon") if shutil.which(name) is None]
    if not any(one.exists() for one in LAUNCHERS):
        missing.append("at-spi2-core")
    return f"not installed: {', '.join(missing)}" if missing else ""


@contextmanager
def running(command: Sequence[str], surroundings: dict[str, str], **named: Any) -> Iterator[subprocess.Popen[bytes]]:
    """A process and all it starts; none of them is left when this ends."""
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(command, env=surroundings, start_new_session=True, **{**quiet, **named})
    try:
        yield process
    finally:
        for sign in (signal.SIGTERM, signal.SIGKILL):
            try:
                os.killpg(process.pid, sign)
                process.wait(10)
            except (ProcessLookupError, subprocess.TimeoutExpired):
                continue
        if process.stdout is not None:
            process.stdout.close()


@contextmanager
def desktop(folder: Path) -> Iterator[dict[str, str]]:
    """The surroundings of a person's session on a screen of its own: put them into `os.environ` to listen there."""
    home = {
        "HOME": folder, "XDG_CONFIG_HOME": folder / "config", "XDG_DATA_HOME": folder / "share",
        "XDG_STATE_HOME": folder / "state", "XDG_CACHE_HOME": folder / "cache", "XDG_RUNTIME_DIR": folder / "run",
    }  # fmt: skip
    (folder / "run").mkdir(mode=0o700)
    found = {**os.environ, **{name: str(path) for name, path in home.items()}, "PYTHONPATH": str(HOUSE)}
    for name in ("DBUS_SESSION_BUS_ADDRESS", "AT_SPI_BUS_ADDRESS", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        found.pop(name, None)
    heard, told = os.pipe()
    with running(["Xvfb", "-displayfd", str(told), "-screen", "0", "1440x900x24", "-nolisten", "tcp"], found,
                 pass_fds=[told]):  # fmt: skip
        os.close(told)
        with os.fdopen(heard) as line:
            found["DISPLAY"] = f":{line.readline().strip()}"
        bus = ["dbus-daemon", "--session", "--nofork", "--print-address=1"]
        with running(bus, found, stdout=subprocess.PIPE) as daemon:
            assert daemon.stdout is not None
            found["DBUS_SESSION_BUS_ADDRESS"] = daemon.stdout.readline().decode().strip()
            with running(["openbox"], found):
                yield {name: found[name] for name in (*home, "DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "PYTHONPATH")}


@contextmanager
def program(*arguments: str) -> Iterator[Listener]:
    """The program, started as a person starts it, and somebody listening to it."""
    spoken = {
        "QT_QPA_PLATFORM": "xcb", "QT_ACCESSIBILITY": "1", "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
        "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
    }  # fmt: skip
    surroundings = {**os.environ, **spoken}
    for name in ("AUDITAPP_PASSPHRASE", "AUDITAPP_DATA", "AUDITAPP_LANG"):
        surroundings.pop(name, None)
    command = [sys.executable, "-m", "auditapp", *arguments]
    with TemporaryFile() as said:
        try:
            with running(command, surroundings, cwd=HOUSE, stdout=said, stderr=said) as process:
                yield Listener(process)
        finally:
            said.seek(0)
            print(said.read().decode(errors="replace"))  # pytest shows it when the story fails


class Listener:
    """Somebody who knows the window by what is said of it: roles and names."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        import xa11y

        self.process, self.keys = process, xa11y.input_sim()
        self.app = xa11y.App.by_pid(process.pid, timeout=PATIENCE)  # the registry starts late: asked until it knows

    def hears(self, what: str, *, within: float = PATIENCE) -> Any:
        """The first thing of a selector (``button[name="Undo"]``) that is there, visible and not greyed out."""
        found: list[Any] = []

        def there(first: Any) -> bool:
            every = [first] if first is None or _open(first) else self.app.locator(what).elements()
            found[:] = [one for one in every if one is not None and _open(one)]
            return bool(found)

        self.app.locator(what).wait_until(there, timeout=within)
        return found[0]

    def no_longer_hears(self, what: str) -> None:
        self.app.locator(what).wait_hidden(timeout=PATIENCE)

    def hears_chosen(self, what: str) -> None:
        """A radio button or box is on."""
        self.app.locator(what).wait_until(lambda one: one is not None and one.checked == "on", timeout=PATIENCE)

    def presses(self, what: str) -> None:
        self.hears(what).press()

    def chooses(self, what: str) -> None:
        """Choose a radio button, tick a box, take an entry of a list: what its own action does."""
        one = self.hears(what)
        one.perform_action(one.actions[0])
        if one.role in ("radio_button", "check_box"):
            self.hears_chosen(what)

    def picks(self, box: str, words: str, *, at: int) -> None:
        """Open a box of choices and go down to the entry that is so many below the first."""
        self.presses(box)
        self.hears(f'list_item[name="{words}"]')
        self.key("Home")
        for _ in range(at):
            self.key("Down")
        self.key("Enter")
        self.hears(f'{box}[name="{words}"]')

    def fills(self, what: str, text: str, *leaving: str) -> None:
        """Go to a field and put the text in; *leaving*: the key pressed then."""
        one = self.hears(what)
        one.focus()
        one.set_value(text)
        if leaving:
            self.stands_on(what)
            self.key(*leaving)

    def stands_on(self, what: str) -> None:
        """Have the focus there; asked for again when an answer given just before has moved it on."""

        def there(now: Any) -> bool:
            if now is not None and not now.focused:
                now.focus()
            return now is not None and bool(now.focused)

        self.app.locator(what).wait_until(there, timeout=PATIENCE)

    def goes_to(self, tree: str, entry: str) -> None:
        """Take the entry of a tree that begins so, and press Enter on it."""
        self.hears(f'group[name="{tree}"]').focus()
        self.chooses(f'tree_item[name^="{entry}"]')
        self.key("Enter")

    def key(self, *names: str) -> None:
        """A key, or one pressed while others are held."""
        *held, last = names
        self.keys.chord(last, held=held)


def _open(one: Any) -> bool:
    return bool(one.visible and one.enabled)
