"""A hub whose machine is gone comes back as itself: with a backup and the key from the safe, by its own commands."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from auditapp.cli import main
from auditapp.hub import company
from auditapp.journal.union import digest
from auditapp.operations import exchange
from tests.hub.served import InThread, make
from tests.inspector import Inspector, photo


def exchanged(hub: InThread, desk: Inspector) -> exchange.Exchanged:
    office = hub.office(desk)
    try:
        return exchange.exchange(desk.desk, office)
    finally:
        office.close()


def test_a_lost_machine_is_replaced_and_the_desks_go_on(
    lin: Inspector, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("AUDITAPP_LANG", "en")
    make(tmp_path / "hub", tls=False)
    safe = shutil.move(tmp_path / "hub" / company.SAFE, tmp_path / "safe.pem")
    with InThread(tmp_path / "hub") as hub:
        hub.enrols(lin, "lin", "林若溪")
        lin.answers("ST-1.1", "conform").photographs("ST-1.1", photo(tmp_path))
        exchanged(hub, lin)
        assert main(["hub", "backup", str(tmp_path / "hub"), str(tmp_path / "stick")]) == 0
        assert "only the company's recovery key opens them" in capsys.readouterr().out
        lin.answers("ST-1.2", "conform")
        exchanged(hub, lin)
        epoch = hub.hub.epoch
    shutil.rmtree(tmp_path / "hub")
    place = tmp_path / "hub"
    assert main(["hub", "restore", str(place), str(tmp_path / "stick")]) != 0, (
        "without keys it would be another company"
    )
    code = main(["hub", "restore", str(place), str(tmp_path / "stick"), "--recovery-key", str(safe)])
    assert code == 0, capsys.readouterr().err
    with InThread(place) as again:
        assert again.hub.epoch != epoch
        exchanged(again, lin)
        entries = lin.desk.store.journals.read(lin.inspection)
        assert again.hub.keeping.journals.digest(lin.inspection) == digest(entries)
        assert exchange.safe(lin.desk, lin.inspection).state == exchange.SafeState.SAFE
