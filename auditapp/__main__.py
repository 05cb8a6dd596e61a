"""Start: hand over to the command line (and, once there is one, to the window)."""

from __future__ import annotations

import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return 0 fine, 1 found something wrong, 2 used wrongly, 3 cannot reach or read."""
    for stream in (sys.stdout, sys.stderr):
        # A pipe on Windows or an old locale cannot hold every Chinese character; a question mark beats a traceback.
        if stream is not None and hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    from auditapp.cli import main as run

    return run(arguments)


if __name__ == "__main__":
    sys.exit(main())
