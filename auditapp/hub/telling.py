"""What a hub tells its operator: one JSON line a request, and figures for Prometheus. Ids, counts and durations; never
an answer, a name, a path of a query or a word that a stranger sent."""

from __future__ import annotations

import json
import logging
import re
import sys
import traceback
from collections import defaultdict
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

LOG: Final = "auditapp.hub"
_BUCKETS: Final = (0.005, 0.02, 0.1, 0.5, 2.0, 10.0)


def tell(what: str, *, level: int = logging.INFO, **figures: object) -> None:
    """One event. *figures* are ids, counts, durations."""
    logging.getLogger(LOG).log(level, what, extra={"figures": figures})


def tell_fault(fault: BaseException, **figures: object) -> None:
    """A fault of ours: where it happened, and not what with."""
    frames = traceback.extract_tb(fault.__traceback__)
    where = [f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames[-12:]]
    kind = f"{type(fault).__module__}.{type(fault).__qualname__}"
    tell("fault", level=logging.ERROR, kind=kind, where=where, **figures)


def _short(file: str) -> str:
    """A file's name from its package on: where the program lies is nobody's affair."""
    return re.split(r"site-packages[/\\]|(?<=auditapp)[/\\]", file)[-1]


class Lines(logging.Formatter):
    """A record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        told: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
        }
        if record.name == LOG:
            told |= {"what": record.getMessage(), **getattr(record, "figures", {})}
        else:  # of the server below us: its message may quote what strangers sent, so only its form is told
            told |= {"what": "server", "from": record.name, "said": str(record.msg)[:200]}
            if record.exc_info and record.exc_info[0] is not None:
                told["kind"] = record.exc_info[0].__qualname__
        return json.dumps(told, ensure_ascii=False, default=str)


def to_stderr() -> None:
    """Send what is told to standard error, and nothing anywhere else."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Lines())
    for name in (LOG, "uvicorn", "uvicorn.error"):
        log = logging.getLogger(name)
        log.handlers, log.propagate = [handler], False
        log.setLevel(logging.INFO if name == LOG else logging.WARNING)
    logging.getLogger("uvicorn.error").handlers = []
    logging.getLogger("uvicorn.error").propagate = True
    logging.getLogger("uvicorn.access").disabled = True


class Figures:
    """Counters of one process, and its reading of what the hub keeps."""

    def __init__(self) -> None:
        self.requests: dict[tuple[str, str, int], int] = defaultdict(int)
        self.seconds: dict[str, list[float]] = defaultdict(lambda: [0.0] * (len(_BUCKETS) + 2))
        self.counts: dict[str, int] = defaultdict(int)

    def request(self, method: str, way: str, status: int, seconds: float) -> None:
        self.requests[method, way, status] += 1
        spread = self.seconds[way]
        spread[-2] += seconds
        spread[-1] += 1
        for n, limit in enumerate(_BUCKETS):
            if seconds <= limit:
                spread[n] += 1

    def add(self, **figures: int) -> None:
        for name, figure in figures.items():
            self.counts[name] += figure

    def prometheus(self, kept: Mapping[str, int]) -> str:
        """All of it as Prometheus reads it (text format 0.0.4)."""
        lines = ["# TYPE auditapp_hub_requests_total counter"]
        lines += [
            f'auditapp_hub_requests_total{{method="{method}",way="{way}",status="{status}"}} {n}'
            for (method, way, status), n in sorted(self.requests.items())
        ]
        lines.append("# TYPE auditapp_hub_request_seconds histogram")
        for way, spread in sorted(self.seconds.items()):
            lines += [
                f'auditapp_hub_request_seconds_bucket{{way="{way}",le="{limit:g}"}} {spread[n]:g}'
                for n, limit in enumerate(_BUCKETS)
            ]
            lines.append(f'auditapp_hub_request_seconds_bucket{{way="{way}",le="+Inf"}} {spread[-1]:g}')
            lines.append(f'auditapp_hub_request_seconds_sum{{way="{way}"}} {spread[-2]:.6f}')
            lines.append(f'auditapp_hub_request_seconds_count{{way="{way}"}} {spread[-1]:g}')
        for name, n in sorted(self.counts.items()):
            lines += [f"# TYPE auditapp_hub_{name}_total counter", f"auditapp_hub_{name}_total {n}"]
        for name, n in sorted(kept.items()):
            lines += [f"# TYPE auditapp_hub_kept_{name} gauge", f"auditapp_hub_kept_{name} {n}"]
        return "\n".join(lines) + "\n"
