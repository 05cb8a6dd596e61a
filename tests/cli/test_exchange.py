"""``auditapp exchange``: through a folder, into one file, and what is said when something is wrong."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from auditapp.cli import exchange as verb
from auditapp.operations.desk import open_desk
from tests.cli.conftest import Run, Told
from tests.inspector import CHEAP, PASSPHRASE, photo

Second = Callable[..., Told]


@pytest.fixture
def second(run: Run, tmp_path: Path) -> Second:
    """The same command line at another laptop."""
    open_desk(tmp_path / "second", PASSPHRASE, keyring=False, cost=CHEAP).close()
    return lambda *words: run(*words, "--data", tmp_path / "second")


@pytest.fixture
def share(tmp_path: Path) -> Path:
    (tmp_path / "share").mkdir()
    return tmp_path / "share"


def test_two_laptops_exchange_through_a_folder(begun: Run, second: Second, share: Path, tmp_path: Path) -> None:
    begun("answer", "ST-1.1", "conform")
    begun("photo", "add", "ST-1.1", photo(tmp_path))
    told = begun("exchange", "--folder", share, "--always")
    assert (told.code, told.err) == (0, "")
    assert "Head office" in begun("list").out
    told = second("exchange", "--folder", share, "--json")
    assert (told.code, told.json["summary"]["files_taken"]) == (0, 3)
    second("answer", "ST-1.1", "minor")
    second("exchange", "--folder", share)
    told = begun("exchange")
    assert (told.code, told.err) == (0, ""), "nothing was answered here meanwhile, so nothing is disputed"
    begun("answer", "ST-1.1", "obs")
    second("answer", "ST-1.1", "major")
    begun("exchange")
    told = second("exchange", "--folder", share)
    assert (told.code, "1 answer is disputed" in told.err) == (0, True)
    assert begun("show", "--json").json["head_office"]["state"] == "nowhere", "nobody signs for a folder"


def test_a_laptop_that_is_enrolled_nowhere_says_so(begun: Run) -> None:
    told = begun("exchange")
    assert (told.code, "not enrolled" in told.err) == (2, True)


def test_a_folder_that_is_not_there_cannot_be_reached_and_the_list_says_what_waits(
    begun: Run, share: Path, tmp_path: Path
) -> None:
    begun("exchange", "--folder", share, "--always")
    begun("answer", "ST-1.1", "conform")
    share.rename(tmp_path / "away")
    told = begun("exchange")
    assert (told.code, "not there" in told.err) == (3, True)
    assert "1 entries, 0 photos not there yet" in begun("list").out
    assert begun("show", "--json").json["head_office"]["entries"] == 1


def test_one_file_sealed_for_a_team_mate_is_read_by_nobody_else(
    begun: Run, second: Second, run: Run, tmp_path: Path
) -> None:
    begun("photo", "add", "ST-1.1", photo(tmp_path))
    key = second("exchange", "--key").out.strip()
    (tmp_path / "zhou.key").write_text(key + "\n", encoding="utf-8")
    out = tmp_path / "mail.auditpkg"
    told = begun("exchange", "--bundle", out, "--to", tmp_path / "zhou.key")
    assert (told.code, told.err) == (0, "")
    assert b"manifest.json" not in out.read_bytes()
    open_desk(tmp_path / "third", PASSPHRASE, keyring=False, cost=CHEAP).close()
    told = run("import", out, "--data", tmp_path / "third")
    assert (told.code, "sealed for somebody else" in told.err) == (1, True)
    assert second("import", out).code == 0
    assert second("show", "--json").json["photos"] == 1
    again = begun("exchange", "--bundle", out)
    assert (again.code, "not overwritten" in again.err) == (2, True)


@pytest.mark.parametrize(("language", "said"), [("en", "cannot be relied on"), ("zh-CN", "不可采信")])
def test_an_altered_file_is_refused_in_one_sentence(
    begun: Run, second: Second, tmp_path: Path, language: str, said: str
) -> None:
    out = tmp_path / "mail.auditpkg"
    begun("exchange", "--bundle", out, "--to", second("exchange", "--key").out.strip())
    raw = bytearray(out.read_bytes())
    raw[len(raw) // 2] ^= 1
    out.write_bytes(bytes(raw))
    told = second("import", out, "--lang", language)
    assert (told.code, told.out, told.err.count("\n")) == (1, "", 1)
    assert said in told.err
    assert second("list", "--json").json == []


def test_a_key_with_a_slip_is_noticed(begun: Run, tmp_path: Path) -> None:
    told = begun("exchange", "--key")
    wrong = ("0" if told.out[0] != "0" else "1") + told.out.strip()[1:]
    told = begun("exchange", "--bundle", tmp_path / "x.auditpkg", "--to", wrong)
    assert (told.code, "not whole, or a digit" in told.err, (tmp_path / "x.auditpkg").exists()) == (2, True, False)


def test_watching_goes_on_after_a_failure_sooner_than_after_a_success(
    begun: Run, share: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun("exchange", "--folder", share, "--always")
    pauses: list[float] = []

    def pause(seconds: float) -> None:
        pauses.append(seconds)
        match len(pauses):
            case 1:
                share.rename(tmp_path / "away")
            case 3:
                (tmp_path / "away").rename(share)
            case 4:
                raise KeyboardInterrupt

    monkeypatch.setattr(verb.time, "sleep", pause)
    told = begun("exchange", "--watch")
    assert told.code == 130
    assert told.err.count("The exchange folder is not there") == 2
    assert max(pauses[1:3]) < 20 < min(pauses[0], pauses[3])


def test_nothing_is_removed_that_head_office_has_not_signed_for(begun: Run, tmp_path: Path) -> None:
    begun("photo", "add", "ST-1.1", photo(tmp_path))
    assert begun("exchange", "--removable", "--json").json == []
    told = begun("exchange", "--remove-originals", "--by", "林若溪")
    assert (told.code, "stay here" in told.err) == (2, True)
