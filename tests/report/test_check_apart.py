"""Checking in a process of its own: what never ends is ended."""

from __future__ import annotations

import zlib
from pathlib import Path

import pytest

from auditapp.report.apart import verify_apart
from auditapp.report.examination import Question, Verdict
from auditapp.words import Trouble
from tests.report.seal_house import people, signed


def test_a_document_is_judged_there_as_here(tmp_path: Path) -> None:
    examination = verify_apart(signed(tmp_path / "r.pdf"), roots=(people().ca.certificate,), redraw=None)
    assert examination.on(Question.SIGNATURES) is Verdict.VALID
    assert examination.on(Question.CERTIFICATE) is Verdict.VALID
    assert len(examination.signers) == 2


def test_a_file_that_is_not_there_is_trouble_there_too(tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="cannot be opened"):
        verify_apart(tmp_path / "none.pdf")


def test_a_check_that_takes_too_long_is_ended_and_the_file_not_relied_upon(tmp_path: Path) -> None:
    examination = verify_apart(signed(tmp_path / "r.pdf"), seconds=0.01)
    assert examination.verdict is Verdict.INVALID
    assert examination.answers[0].question is Question.READABLE


def test_a_file_that_takes_all_memory_is_invalid(tmp_path: Path) -> None:
    """A cross-reference stream that unpacks to a thousand times its size."""
    packing = zlib.compressobj(9)
    packed = b"".join(packing.compress(bytes(1 << 24)) for _ in range(20)) + packing.flush()
    head = b"<</Type/XRef/Size 99999999/W[1 4 2]/Root 2 0 R/Filter/FlateDecode/Length %d>>" % len(packed)
    path = tmp_path / "r.pdf"
    path.write_bytes(
        b"%PDF-1.7\n1 0 obj\n" + head + b"\nstream\n" + packed + b"\nendstream\nendobj\nstartxref\n9\n%%EOF\n"
    )
    examination = verify_apart(path, most_memory=700_000_000, seconds=60)
    assert examination.verdict is Verdict.INVALID
