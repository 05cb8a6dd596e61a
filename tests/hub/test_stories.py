"""The hub as people meet it: desks that join, give, take, are refused and let in again."""

from __future__ import annotations

from pathlib import Path

from auditapp.journal.union import digest
from auditapp.operations import exchange
from auditapp.operations.exchange import Exchanged
from tests.hub.served import InThread
from tests.inspector import Inspector, photo


def rounds(hub: InThread, desk: Inspector) -> Exchanged:
    office = hub.office(desk)
    try:
        return exchange.exchange(desk.desk, office)
    finally:
        office.close()


def test_a_desk_that_worked_before_it_was_enrolled_joins_and_loses_nothing(
    hub: InThread, lin: Inspector, zhou: Inspector, tmp_path: Path
) -> None:
    lin.answers("ST-1.1", "conform").photographs("ST-1.1", photo(tmp_path))
    hub.enrols(lin, "lin", "林若溪")
    told = rounds(hub, lin)
    assert not told.summary.differs and not told.summary.missing
    hub.enrols(zhou, "zhou", "周慕云", ["head_office"])
    rounds(hub, zhou)
    zhou.inspection = lin.inspection
    assert zhou.now == lin.now
    assert hub.hub.keeping.journals.digest(lin.inspection) == digest(lin.desk.store.journals.read(lin.inspection))
    assert exchange.safe(lin.desk, lin.inspection).receipt is not None
