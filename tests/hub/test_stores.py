"""The same hub over PostgreSQL and a bucket, by one setting each, served by several processes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from auditapp.hub import backups
from auditapp.operations import exchange
from tests.hub.served import AsProgram
from tests.hub.test_stories import rounds
from tests.inspector import Inspector, photo


@pytest.mark.timeout(600)
def test_two_laptops_exchange_through_two_processes_over_postgresql_and_a_bucket(
    lin: Inspector, zhou: Inspector, tmp_path: Path, postgres: Any, bucket: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    places = {"database": postgres.new_database(), "files": bucket.new_bucket()}
    lin.answers("ST-1.1", "conform").photographs("ST-1.1", photo(tmp_path))
    hub = AsProgram(tmp_path / "hub", options=["--processes", "2"], **places)
    with hub:
        hub.all_started(2)
        hub.enrols(lin, "lin", "林若溪")
        hub.enrols(zhou, "zhou", "周慕云", ["head_office"])
        told = rounds(hub, lin, zhou)
        assert not told.summary.differs and not told.summary.missing
        zhou.inspection = lin.inspection
        assert zhou.now == lin.now
        for _ in range(3):  # whichever process answers
            assert not rounds(hub, lin).summary.changed
        assert exchange.safe(lin.desk, lin.inspection).state == exchange.SafeState.SAFE
        with hub.opened() as kept:
            stands = backups.status(kept.keeping, thorough=True)
        assert stands.database.startswith("postgresql://") and stands.files_at.startswith("s3://")
        assert (stands.flaws, stands.missing) == ((), 0)
        assert hub.stop() == 0
    assert not list((tmp_path / "hub").glob("hub.db*")), "nothing is kept in the folder but settings and keys"
    log = (tmp_path / "hub" / "log.txt").read_text("utf-8")
    assert len({line["process"] for line in hub.lines() if line["what"] == "started"}) == 2, log[-500:]
