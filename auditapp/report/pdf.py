"""A PDF file being written: object after object, straight to disk, hashed on the way.

Nothing is kept in memory but the offsets. Objects may be reserved before they are written, so that a page
can name its footer or a cover its contents although both are only known at the end. The same objects in the
same order give the same bytes; the file's id is made from them.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from concurrent.futures import Future, ThreadPoolExecutor

_LARGE = 1 << 18
"""Bytes that are worth handing over to the writing thread."""


class Pdf:
    """Writes PDF 1.7 to *out*. Body strings are PDF syntax; texts for people go through `text_string`."""

    def __init__(self, out: BinaryIO) -> None:
        self._pen = _Pen(out)
        self._offsets: list[int] = [0]
        self.length = 0
        self.raw(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")

    def raw(self, data: bytes) -> None:
        self._pen.write(data)
        self.length += len(data)

    def close(self) -> None:
        """Let the writing thread go; needed only when the file is given up before `finish`."""
        self._pen.close()

    def reserve(self) -> int:
        """The number of an object that will be written later."""
        self._offsets.append(0)
        return len(self._offsets) - 1

    def put(self, body: str, number: int = 0) -> int:
        """Write an object; its number."""
        number = self._begin(number)
        self.raw(body.encode("latin-1") + b"\nendobj\n")
        return number

    def stream(self, entries: Mapping[str, str], data: bytes, number: int = 0, *, compress: bool = True) -> int:
        """Write a stream object. ``compress``: deflate it here; else *data* goes in as it is."""
        number = self._begin(number)
        if compress:
            data = zlib.compress(data, 4)
            entries = {**entries, "Filter": "/FlateDecode"}
        listed = "".join(f"/{name} {value}" for name, value in {**entries, "Length": str(len(data))}.items())
        self.raw(f"<<{listed}>>\nstream\n".encode("latin-1"))
        self.raw(data)
        self.raw(b"\nendstream\nendobj\n")
        return number

    def _begin(self, number: int) -> int:
        number = number or self.reserve()
        if self._offsets[number]:
            raise ValueError(f"object {number} is written twice")
        self._offsets[number] = self.length
        self.raw(b"%d 0 obj\n" % number)
        return number

    def finish(self, *, root: int, about: int) -> str:
        """Cross-reference table and trailer; the SHA-256 of the whole file."""
        missing = [n for n, offset in enumerate(self._offsets) if n and not offset]
        if missing:
            raise ValueError(f"objects reserved and never written: {missing}")
        name = self._pen.so_far()[:32]
        start = self.length
        rows = [b"xref\n0 %d\n0000000000 65535 f \n" % len(self._offsets)]
        rows += [b"%010d 00000 n \n" % offset for offset in self._offsets[1:]]
        self.raw(b"".join(rows))
        self.raw(f"trailer\n<</Size {len(self._offsets)}/Root {root} 0 R/Info {about} 0 R/ID[<{name}><{name}>]>>\n"
                 f"startxref\n{start}\n%%EOF\n".encode("latin-1"))
        whole = self._pen.so_far()
        self.close()
        return whole


class _Pen:
    """Writes and hashes beside the layout: one photo goes to disk while the next page is drawn.

    A disk that fails is noticed at the next piece or at the end, as the `OSError` it was.
    """

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self._hash = hashlib.sha256()
        self._pieces: list[bytes] = []
        self._size = 0
        self._worker: ThreadPoolExecutor | None = None
        self._running: Future[None] | None = None

    def write(self, data: bytes) -> None:
        self._pieces.append(data)
        self._size += len(data)
        if self._size >= _LARGE:
            self._hand_over()

    def _hand_over(self) -> None:
        """Give the waiting pieces to the thread, once it is done with the ones before: few photos in memory."""
        if self._worker is None:
            from concurrent.futures import ThreadPoolExecutor

            self._worker = ThreadPoolExecutor(1, "auditapp-pen")
        self._wait()
        self._running = self._worker.submit(self._put, self._pieces)
        self._pieces, self._size = [], 0

    def _put(self, pieces: list[bytes]) -> None:
        for piece in pieces:
            self._out.write(piece)
            self._hash.update(piece)

    def _wait(self) -> None:
        running, self._running = self._running, None
        if running is not None:
            running.result()

    def so_far(self) -> str:
        """The SHA-256 of everything up to here, all of it written."""
        self._wait()
        self._put(self._pieces)
        self._pieces, self._size = [], 0
        return self._hash.hexdigest()

    def close(self) -> None:
        worker, self._worker = self._worker, None
        if worker is not None:
            worker.shutdown()


def text_string(text: str) -> str:
    """A text as a PDF string, in UTF-16 with its mark, written in hex: nothing in it can end the string."""
    return f"<FEFF{text.encode('utf-16-be', 'replace').hex().upper()}>"


def name(text: str) -> str:
    """A PDF name: ``/text`` with everything unusual written as #xx."""
    return "/" + "".join(chr(b) if chr(b).isascii() and chr(b).isalnum() or b in b"-_.+" else f"#{b:02X}"
                         for b in text.encode("utf-8"))


def number(value: float) -> str:
    """A number as short as it can be; two decimals of a point are finer than any printer."""
    short = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if short in ("", "-0") else short


def references(numbers: Iterable[int]) -> str:
    return "[" + " ".join(f"{n} 0 R" for n in numbers) + "]"
