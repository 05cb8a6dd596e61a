"""The program without a screen: one verb, one command.

Vocabulary
    *verb*    a word after ``auditapp``; its arguments are read here, its deed is done in ``operations``.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence

import auditapp


def main(arguments: Sequence[str] | None = None) -> int:
    """Read one command line and do it. Returns the exit code: 0, 1, 2 or 3 (see ``__main__``)."""
    reader = argparse.ArgumentParser(prog="auditapp")
    reader.add_argument("--version", action="version", version=f"auditapp {auditapp.__version__}")
    reader.parse_args(arguments)
    reader.print_help()
    return 2
