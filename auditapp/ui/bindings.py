"""Bring in Qt's Python bindings without what only their documentation and their error messages need.

PySide compiles seven modules of its own at every start (they lie in its library as text): how signatures are written,
how a wrong argument is explained, how type stubs are made. A start wants none of them, and pays a fifth of its time.
Here their text is kept, and each is compiled when somebody asks something of it.
"""

from __future__ import annotations

import builtins
import sys
from collections.abc import Callable
from threading import RLock
from types import CodeType
from typing import Any, Final

_FOLDER: Final = "shibokensupport/signature/"
_LATER: Final = frozenset(
    f"{_FOLDER}{name}.py"
    for name in (
        "errorhandler",
        "layout",
        "mapping",
        "parser",
        "lib/enum_sig",
        "lib/pyi_generator",
        "lib/tool",
    )
)
"""What nothing calls before a signature is looked at. A module that is not named here is compiled as ever."""
_CALLED_BY_C: Final = {f"{_FOLDER}mapping.py": "update_mapping"}
"""The library takes this function out of the module without asking the module for it."""
_waiting: Final[dict[str, _Text]] = {}
"""Texts by the name of their file; what is compiled is gone from here."""
_kept: Final[list[Callable[[], Any]]] = []
"""The library remembers a function it once took, and does not hold it."""
_one_at_a_time = RLock()


def bring() -> None:
    """Import Qt's widgets; once, before anything else does. Raises `ImportError` where Qt does not load."""
    plain_import, plain_compile = builtins.__import__, builtins.compile

    def compile_later(source: Any, filename: Any, mode: str, *given: Any, **named: Any) -> Any:
        if filename not in _LATER:
            return plain_compile(source, filename, mode, *given, **named)
        _waiting[filename] = _Text(source, filename, plain_compile)
        return plain_compile(f"from {__name__} import wait as w; w({filename!r}, globals()); del w", filename, mode)

    if "shiboken6" not in sys.modules:
        builtins.compile = compile_later
    try:
        import PySide6.QtWidgets  # noqa: F401
    finally:
        builtins.compile = plain_compile
        builtins.__import__ = plain_import  # PySide's reads the source of every module imported after it


class _Text:
    """A module that was asked for and has not been needed."""

    def __init__(self, source: Any, filename: str, plain_compile: Callable[..., CodeType]) -> None:
        self.source, self.filename, self.compile = source, filename, plain_compile

    def run(self, module: dict[str, Any]) -> None:
        with _one_at_a_time:
            if _waiting.pop(self.filename, None) is not None:
                module.pop("__getattr__", None)
                exec(self.compile(self.source, self.filename, "exec"), module)  # noqa: S102 the library's own text


def wait(filename: str, module: dict[str, Any]) -> None:
    """What stands in the place of the module's code: whoever misses something in it has it filled."""
    text = _waiting[filename]

    def missing(name: str) -> Any:
        if name.startswith("__"):  # the machinery of imports looks for its own marks only
            raise AttributeError(name)
        text.run(module)
        try:
            return module[name]
        except KeyError:
            raise AttributeError(name) from None

    module["__getattr__"] = missing
    called = _CALLED_BY_C.get(filename)
    if called:

        def fill() -> Any:
            text.run(module)
            return module[called]()

        _kept.append(fill)
        module[called] = fill
