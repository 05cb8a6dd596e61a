"""A whole day on the command line, from the first answer to a signed PDF that verifies."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Run
from tests.inspector import photo


def well(run: Run, *words: object) -> str:
    """The command, which must succeed."""
    told = run(*words)
    assert (told.code, told.err) == (0, ""), (words, told)
    return told.out


def test_from_the_first_answer_to_a_signed_report_that_verifies(begun: Run, tmp_path: Path) -> None:
    run = begun
    well(run, "setting", "season=cooling", "--about", "purpose=Yearly inspection")
    well(run, "instrument", "lux", "Lux meter", "--number", "0417", "--due", "2027-03-31")
    assert "S1 S2 S3" in well(run, "sample", "draw", "workstation", "--population", 120, "--size", 3, "--seed", "s")
    assert "120" in well(run, "sample")
    well(run, "sample", "replace", "workstation/S3", "--reason", "agent ill")
    well(run, "answer", "WP-2.2@S1", "--reading", "500", "--reading", "520", "--instrument", "lux")
    well(run, "answer", "ST-1.1", "minor")
    well(run, "answer", "ST-1.2", "na", "--reason", "not here")
    well(run, "note", "ST-1.1", "seen by two")
    well(run, "flag", "ST-1.1")
    key = run("photo", "add", "ST-1.1", photo(tmp_path), "--caption", "Paper", "--json").json["photos"][0]
    well(run, "photo", "redact", key[:8], "--box", "10,10,50,50", "--by", "林若溪")
    well(run, "finding", "raise", "ST-1.1", "The position paper was never approved")
    well(run, "action", "add", "F01", "Approve the paper", "--owner", "赵启明")
    well(run, "finding", "confirm", "F01", "--by", "赵启明")
    well(run, "comment", "We agree", "--name", "赵启明", "--finding", "F01")
    well(run, "meeting", "opening", "--held", "--attend", "林若溪:leader", "--consent")
    well(run, "meeting", "closing", "--held")
    assert "closing" in well(run, "undo")
    well(run, "redo")
    for words in (["show"], ["show", "ST-1.1"], ["show", "--items"], ["show", "--open", "--group", "ST"],
                  ["show", "--score"], ["list"], ["person"], ["photo"], ["finding"], ["finding", "show", "F01"],
                  ["action"], ["setting"], ["meeting"], ["instrument"], ["journal"], ["journal", "ST-1.1"],
                  ["verify"], ["site"], ["identity"], ["backup"], ["backup", "--list"]):  # fmt: skip
        assert well(run, *words).strip()
    code = run("identity", "make", "林若溪", "--json").json["code"]
    refused = run("sign", "--by", "林若溪", "--identity", code)
    assert (refused.code, "missing" in refused.err) == (1, True)
    well(run, "sign", "--by", "林若溪", "--identity", code, "--despite-gaps", "a test")
    assert run("answer", "ST-1.1", "conform").code == 2
    out = tmp_path / "report.pdf"
    well(run, "report", out, "--sign", f"林若溪={code}")
    again = run("report", out, "--sign", f"林若溪={code}")
    assert (again.code, "not overwritten" in again.err) == (2, True)
    assert "is valid" in well(run, "verify", out, "--known-here")
    well(run, "report", tmp_path / "facts.pdf", "--document", "facts", "--language", "zh-CN", "--draft")
    well(run, "export", tmp_path / "x.auditpkg")
    well(run, "import", tmp_path / "x.auditpkg")
    well(run, "refuse", "赵启明", "--reason", "does not agree", "--witness", "林若溪")
    assert "Revision 2" in well(run, "amend", "--reason", "the paper was approved")
    well(run, "answer", "ST-1.1", "conform")
    entry = run("journal", "--kind", "answer", "--json").json[-1]["id"]
    well(run, "withdraw", entry[:12], "--reason", "wrong item")
    assert run("show", "ST-1.1", "--json").json[0]["answer"]["v"] == "minor"


def test_a_dispute_is_shown_and_decided(begun: Run, tmp_path: Path, checklist: Path) -> None:
    package, back = tmp_path / "a.auditpkg", tmp_path / "b.auditpkg"
    second = ("--data", str(tmp_path / "second"))
    well(begun, "export", package)
    well(begun, "import", package, *second)
    well(begun, "answer", "ST-1.1", "conform")
    well(begun, "answer", "ST-1.1", "minor", *second)
    well(begun, "export", back, *second)
    told = begun("import", back)
    assert (told.code, "1 answer is disputed" in told.err) == (0, True)
    shown = begun("show", "--disputes", "--json")
    assert (shown.code, {row["place"] for row in shown.json}) == (1, {"ST-1.1"})
    told = begun("show", "--disputes").out
    assert "Conforms" in told and "Minor" in told and '"v"' not in told, "people read words, not what is stored"
    assert begun("answer", "ST-1.1", "obs").code == 2
    well(begun, "resolve", "ST-1.1", "--value", "obs", "--reason", "seen together")
    assert begun("show", "--disputes").code == 0
    well(begun, "undo")
    assert begun("resolve", "--keep", "0000").code == 2
    well(begun, "resolve", "--keep", shown.json[0]["entry"])
    assert begun("show", "--disputes").code == 0
