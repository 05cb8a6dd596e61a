"""Drawing in a process of its own: the same paper, stoppable, and never a wait without end."""

from __future__ import annotations

import os
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from auditapp.report import process
from auditapp.report.build import render
from auditapp.report.papers import Cancelled, Document
from tests.report import make


def test_another_process_draws_the_same_bytes(tmp_path: Path) -> None:
    papers = make.papers()
    here = render(papers, Document.FACTS, tmp_path / "here.pdf")
    told: list[tuple[int, int]] = []
    apart = process.render_apart(
        papers, Document.FACTS, tmp_path / "apart.pdf", progress=lambda done, of: told.append((done, of))
    )
    assert apart.sha256 == here.sha256
    assert told and told[-1][0] == told[-1][1]


def test_a_drawing_that_nobody_wants_any_more_leaves_nothing(tmp_path: Path) -> None:
    def enough(done: int, of: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        process.render_apart(make.papers(), Document.FACTS, tmp_path / "never.pdf", progress=enough)
    assert list(tmp_path.iterdir()) == []


def dies_before_it_reads(pipe: Connection) -> None:
    os._exit(3)


def test_a_process_that_dies_while_it_starts_is_told_and_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process, "_draw", dies_before_it_reads)
    with pytest.raises(process.DrawingFailed):
        process.render_apart(make.papers(), Document.FACTS, tmp_path / "never.pdf")
    assert list(tmp_path.iterdir()) == []
