"""The command line itself: help, languages, JSON, exit codes, scripts, bad input, bugs. Never a traceback."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from auditapp.cli import main, verbs
from auditapp.cli.screen import cut, folded, visible, wide
from auditapp.operations import answer as answers
from auditapp.operations.desk import open_desk
from auditapp.operations.look import fold
from tests.cli.conftest import HOUSE, Run, program
from tests.inspector import PASSPHRASE, photo

VERBS = verbs.names()


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_every_verb_explains_itself(run: Run, verb: str, language: str) -> None:
    told = run(verb, "--help", "--lang", language)
    assert (told.code, told.err) == (0, "")
    assert f"auditapp {verb}" in told.out
    assert ("用法" in told.out) is (language == "zh-CN")


def test_the_overview_names_every_verb(run: Run) -> None:
    told = run("--help")
    assert told.code == 0
    assert all(f"\n  {verb} " in told.out for verb in VERBS)
    assert "检查" in run("--lang", "zh-CN", "--help").out
    assert run("--version").out.startswith("auditapp ")
    assert run().code == 2


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["no-such-verb"], 2),
        (["answer"], 2),
        (["answer", "ST-1.1", "conform", "--nonsense"], 2),
        (["list", "--state", "lost"], 2),
        (["sample", "draw", "workstation", "--population", "many"], 2),
        (["show", "-i", "JC-nothing"], 2),
        (["answer", "XX-1", "yes"], 2),
        (["answer", "ST-1.1", "maybe"], 2),
        (["photo", "add", "ST-1.1", "/nowhere/x.jpg"], 2),
        (["photo", "redact", "abc", "--box", "1,2", "--by", "x"], 2),
        (["setting", "season"], 2),
        (["setting", "season=monsoon"], 2),
        (["import", "/nowhere/x.auditpkg"], 3),
        (["verify", "/nowhere/x.pdf"], 3),
        (["resolve", "ST-1.1", "--value", "obs"], 2),
        (["withdraw", "0123456789", "--reason", "x"], 2),
        (["new", "unit", "--checklist", "no-such"], 2),
        (["new"], 2),
        (["report", "/nowhere/deep/x.pdf", "--draft"], 3),
        (["list", "--passphrase-file", "/nowhere"], 3),
        (["list", "--data", "/nowhere/desk"], 3),
        (["list", "--passphrase", "not the words"], 3),
        (["checklist", "check", "/nowhere.yaml"], 1),
        (["undo"], 2),
        (["redo"], 2),
        (["sign", "--by", "nobody"], 2),
        (["finding", "show", "F99"], 2),
        (["action", "state", "F99-A1", "closed"], 2),
    ],
    ids=lambda given: " ".join(given) if isinstance(given, list) else str(given),
)
@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_whatever_goes_wrong_is_one_sentence_and_its_exit_code(
    begun: Run, words: list[str], code: int, language: str
) -> None:
    told = begun(*words, "--lang", language)
    assert told.code == code, told
    assert "Traceback" not in told.out + told.err
    assert told.err.strip() or told.out.strip()
    assert len(told.err.splitlines()) <= 1


def test_with_json_there_is_one_document_and_errors_are_one_too(begun: Run) -> None:
    for words in (["list"], ["show"], ["show", "ST-1.1"], ["show", "--items"], ["show", "--gaps"], ["show", "--score"],
                  ["person"], ["setting"], ["meeting"], ["sample"], ["photo"], ["finding"], ["action"], ["journal"],
                  ["verify"], ["site"], ["identity"], ["doctor", "--quick"], ["checklist"], ["backup"],
                  ["answer", "ST-1.1", "conform"], ["note", "ST-1.1", "x"], ["undo"]):  # fmt: skip
        told = begun(*words, "--json")
        assert isinstance(told.json, dict | list), words
        assert told.err == ""
    told = begun("answer", "ST-1.1", "maybe", "--json")
    assert (told.code, told.json["error"]["code"]) == (2, 2)
    assert told.json["error"]["sentence"] == told.err.strip()


def test_common_options_may_stand_before_the_verb(begun: Run) -> None:
    assert begun("--json", "--lang", "en", "list").json[0]["number"]


def test_lines_from_standard_input_are_acknowledged_one_by_one(begun: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = '# a comment\n\nST-1.1 符合\nST-1.2 na "not here"\nXX-1 yes\nST-1.3\nWP-1.5 120\n'
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(lines.encode()), encoding="utf-8"))
    told = begun("answer", "-")
    assert told.code == 1
    assert told.out.splitlines() == ["Saved: ST-1.1", "Saved: ST-1.2", "Saved: WP-1.5"]
    assert [line.partition(":")[0] for line in told.err.splitlines()] == ["Line 5", "Line 6"]
    assert begun("show", "--json").json["progress"]["answered"] == 2


def test_input_that_is_not_utf8_is_a_sentence_and_what_was_saved_stays(
    begun: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        sys, "stdin", io.TextIOWrapper(io.BytesIO("ST-1.1 conform\nST-1.2 符合\n".encode("gbk")), encoding="utf-8")
    )
    told = begun("answer", "-")
    assert (told.code, "Line 2" in told.err) == (2, True)
    assert "Saved: ST-1.1" in told.out


def test_a_note_of_two_million_characters_is_one_sentence(begun: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"x" * 2_000_000), encoding="utf-8"))
    told = begun("note", "ST-1.1", "-")
    assert (told.code, "2000000 characters" in told.err) == (2, True)


def test_control_and_direction_characters_never_reach_the_terminal(begun: Run) -> None:
    begun("note", "ST-1.1", "red \x1b[31m alarm \u202e back \x07")
    told = begun("show", "ST-1.1")
    assert not set("\x1b\x07\u202e") & set(told.out)
    assert "⟨U+001B⟩" in told.out
    assert begun("show", "ST-1.1", "--json").json[0]["note"] == "red \x1b[31m alarm \u202e back \x07"


def test_columns_are_aligned_as_a_terminal_shows_them() -> None:
    assert wide("检查 a") == 6
    assert wide(cut("检查报告" * 20, 11)) <= 11
    assert visible("a\tb\nc") == "a\tb\nc"


@pytest.mark.parametrize("width", [12, 17, 30, 200])
def test_chinese_help_is_folded_by_columns_and_no_line_begins_with_a_comma(width: int) -> None:
    text = "检查点：WP-1.5，样本写成WP-2.2@S3；写-则从标准输入逐行读取，每行为“检查点 答案 [理由]”；引号内可含空格"
    lines = folded(text, width)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(wide(line) <= width for line in lines)
    assert not [line for line in lines if line[0] in "，。；：、）”]" or line[-1] in "（“["]


def test_heads_of_chinese_help_end_with_a_chinese_colon(run: Run) -> None:
    told = run("show", "--help", "--lang", "zh-CN").out
    assert "\n选项：\n" in told
    assert "选项:" not in told


def test_lists_and_brackets_are_those_of_the_language(begun: Run) -> None:
    def team(language: str) -> str:
        lines = begun("show", "--lang", language).out.splitlines()
        return next(line for line in lines if "林若溪" in line).split(maxsplit=1)[1]

    assert set(team("zh-CN").split("、")) == {"林若溪（组长）", "赵启明（职场负责人）"}
    assert set(team("en").split(", ")) == {"林若溪 (Team leader)", "赵启明 (Site manager)"}


def test_the_kind_of_an_answer_is_a_word(begun: Run) -> None:
    assert "是否符合" in begun("show", "ST-1.1", "--lang", "zh-CN").out


def test_a_gap_of_a_finding_is_shown_at_its_number(begun: Run) -> None:
    begun("finding", "raise", "WP-2.2", "Two seats without light at the window", "--grade", "minor")
    told = begun("show", "--gaps").out
    assert "\nF01 " in told


def test_the_next_states_of_an_action_are_named_with_their_codes(begun: Run) -> None:
    begun("finding", "raise", "WP-2.2", "Two seats without light at the window", "--grade", "minor")
    begun("action", "add", "F01", "Put lamps there")
    told = begun("action", "state", "F01-A1", "closed", "--verification", "seen", "--lang", "zh-CN")
    assert told.code == 2
    assert "（confirmed）、" in told.err


def test_a_fault_of_ours_is_one_sentence_and_a_log_without_answers(
    begun: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError(f"the {folder.name[::-1]} answer")

    monkeypatch.setattr(answers, "answer", broken)
    told = begun("answer", "ST-1.1", "conform")
    assert told.code == 70
    assert "Traceback" not in told.err
    log = next((folder / "logs").glob("bug-*.txt"))
    assert str(log) in told.err
    text = log.read_text(encoding="utf-8")
    assert "ZeroDivisionError" in text
    assert folder.name[::-1] not in text


def test_interruption_has_its_own_code(begun: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(answers, "answer", interrupted)
    assert begun("answer", "ST-1.1", "conform").code == 130


def test_the_passphrase_comes_from_a_file_too(begun: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AUDITAPP_PASSPHRASE")
    without = begun("list")
    assert (without.code, "passphrase" in without.err) == (2, True)
    secret = tmp_path / "secret"
    secret.write_text(f"{PASSPHRASE}\nsecond line\n", encoding="utf-8")
    assert begun("list", "--passphrase-file", secret).code == 0
    secret.write_text("", encoding="utf-8")
    assert begun("list", "--passphrase-file", secret).code == 2


def test_checklists_are_checked_converted_compared_and_installed(run: Run, checklist: Path, tmp_path: Path) -> None:
    assert "six-dimensions" in run("checklist").out
    assert run("checklist", "check", checklist).code == 0
    for ending in ("xlsx", "csv", "json"):
        out = tmp_path / f"six.{ending}"
        assert run("checklist", "convert", checklist, out).code == 0
        assert out.stat().st_size > 10_000
    assert run("checklist", "diff", checklist, tmp_path / "six.json").code == 0
    document = json.loads(checklist.read_bytes())
    document["dimensions"][0]["groups"][0]["items"][0]["weight"] = 5
    changed = tmp_path / "changed.json"
    changed.write_text(json.dumps(document), encoding="utf-8")
    told = run("checklist", "diff", checklist, changed)
    assert (told.code, "weight" in told.out) == (1, True)
    assert run("checklist", "install", changed).code == 0
    bad = tmp_path / "bad.yaml"
    bad.write_text("id: x\nitems: [", encoding="utf-8")
    told = run("checklist", "check", bad)
    assert (told.code, "bad.yaml:" in told.out) == (1, True)
    table = tmp_path / "clauses.csv"
    table.write_text("item,clause_ref\nWP-1.10,5.2.3\n", encoding="utf-8")
    assert run("checklist", "overlay", checklist, table, tmp_path / "with.json").code == 0
    assert run("checklist", "overlay", checklist, tmp_path / "none.csv", tmp_path / "w.json").code == 2


def test_a_photo_leaves_only_after_somebody_looked_at_it(begun: Run, tmp_path: Path) -> None:
    key = begun("photo", "add", "ST-1.1", photo(tmp_path), "--json").json["photos"][0]
    told = begun("photo", "save", key[:8], tmp_path / "out.jpg")
    assert (told.code, (tmp_path / "out.jpg").exists()) == (1, False)
    begun("photo", "clear", "all", "--by", "林若溪")
    assert begun("photo", "save", key[:8], tmp_path / "out.jpg").code == 0


def test_the_passphrase_is_changed_and_the_old_one_opens_nothing(begun: Run, folder: Path, tmp_path: Path) -> None:
    told = begun("passphrase", "--json")
    assert (told.json["passphrase"], told.json["recovery"]) == (True, False)
    new = tmp_path / "new.txt"
    new.write_text("four other small words\n", encoding="utf-8")
    assert begun("passphrase", "--new-file", str(new)).code == 0
    assert begun("list").code == 3
    assert begun("list", "--passphrase-file", str(new)).code == 0
    told = begun("passphrase", "--remove", "--passphrase-file", str(new))
    assert (told.code, "Nothing else opens" in told.err or "Nobody" in told.err or "nobody" in told.err) == (2, True)
    assert begun("passphrase", "--set", "--passphrase-file", str(new)).code == 2, "nobody is there to type it"


def test_the_support_file_is_shown_before_it_is_written(begun: Run, folder: Path, tmp_path: Path) -> None:
    told = begun("support")
    assert (told.code, "versions.txt" in told.out, "checks.txt" in told.out) == (0, True, True)
    out = tmp_path / "support.zip"
    assert begun("support", str(out), "--quick").code == 0
    assert out.read_bytes().startswith(b"PK")
    assert begun("support", str(out)).code == 2, "nothing is written over"


def test_the_doctor_and_the_backup_bring_a_desk_back(begun: Run, folder: Path) -> None:
    begun("answer", "ST-1.1", "conform")
    assert begun("backup").code == 0
    (folder / "desk.db").write_bytes(b"garbage" * 1000)
    told = begun("doctor")
    assert (told.code, "bad" in told.out) == (1, True)
    assert begun("show").code == 3
    assert begun("restore").code == 0
    assert begun("show", "ST-1.1", "--json").json[0]["answer"]["v"] == "conform"


# -- as a program -----------------------------------------------------------------------------------


@pytest.mark.skipif(os.name == "nt", reason="locales of POSIX")
@pytest.mark.parametrize("strict", ["0", "1"])
def test_chinese_comes_out_as_utf8_under_every_locale(begun: Run, folder: Path, strict: str) -> None:
    plain = {"LC_ALL": "C", "PYTHONUTF8": "0"} if strict == "1" else {"LC_ALL": "C"}
    told = program("list", "--data", folder, "--lang", "zh-CN", **plain, PYTHONCOERCECLOCALE="0")
    assert told.returncode == 0, told.stderr
    assert "海棠人寿" in told.stdout.decode("utf-8")


@pytest.mark.skipif(os.name == "nt", reason="pipes of POSIX")
def test_a_reader_that_leaves_early_is_no_fault(begun: Run, folder: Path) -> None:
    for words in ("--help", f"show --items --data '{folder}'"):
        ran = subprocess.run(
            f"{sys.executable} -m auditapp {words} | head -1",
            shell=True,
            cwd=HOUSE,
            capture_output=True,
            env={**os.environ, "AUDITAPP_PASSPHRASE": PASSPHRASE},
            check=False,
        )
        assert ran.stderr == b""


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
@pytest.mark.parametrize("rounds", [3, pytest.param(300, marks=pytest.mark.long)])
def test_every_answer_shown_as_saved_survives_a_kill(begun: Run, folder: Path, rounds: int) -> None:
    for number in range(rounds):
        told = _killed(folder, after=3 + number % 7)
        wanted = told[-1].removeprefix("Saved: ") if told else ""
        with open_desk(folder, PASSPHRASE, keyring=False) as desk:
            inspection = desk.store.journals.inspections()[0].id
            found = fold(desk, inspection)
            assert len(told) >= 3
            assert {line.removeprefix("Saved: ") for line in told} <= set(found.answers), wanted
            assert not desk.store.db.quick_check()


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
@pytest.mark.parametrize("rounds", [2, pytest.param(100, marks=pytest.mark.long)])
def test_every_photo_shown_as_saved_survives_a_kill(begun: Run, folder: Path, tmp_path: Path, rounds: int) -> None:
    for number in range(rounds):
        card = tmp_path / f"card{number}"
        files = [photo(card, f"{n}.jpg", colour=20 * n, size=(300 + number, 200 + n)) for n in range(12)]
        told = _killed(folder, "photo", "add", f"ST-1.{number % 6 + 1}", str(card), after=1 + number % 4)
        with open_desk(folder, PASSPHRASE, keyring=False) as desk:
            found = fold(desk, desk.store.journals.inspections()[0].id)
            kept = {p.name: p.sha256 for p in found.photos_at(f"ST-1.{number % 6 + 1}")}
            for line in told:
                name = line.removeprefix("Saved: ").partition(" ")[0]
                assert name in {file.name for file in files}, (line, told)
                original = (card / name).read_bytes()
                assert desk.store.photos.read(kept[name]) == original
            assert not desk.store.db.quick_check()


def _killed(folder: Path, *words: str, after: int) -> list[str]:
    """Feed answers without end, or do *words*; kill the program hard after some acknowledgements; its whole lines."""
    ran = subprocess.Popen(
        [sys.executable, "-m", "auditapp", *(words or ("answer", "-")), "--data", str(folder), "--lang", "en"],
        cwd=HOUSE,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "AUDITAPP_PASSPHRASE": PASSPHRASE},
    )
    assert ran.stdin is not None
    assert ran.stdout is not None
    with ran, ran.stdin, ran.stdout:
        places = [f"ST-1.{n}" for n in range(1, 7)]
        with suppress(BrokenPipeError):
            ran.stdin.write("".join(f"{places[n % 6]} {('conform', 'minor')[n % 2]}\n" for n in range(400)).encode())
            ran.stdin.flush()
        told = [ran.stdout.readline().decode().strip() for _ in range(after)]
        ran.send_signal(signal.SIGKILL)
        told += [line.decode().strip() for line in ran.stdout if line.endswith(b"\n")]
    return told


def test_help_takes_little_more_than_python_itself() -> None:
    """The figure is measured in tests/bench; here only that nothing slow crept in."""
    told = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "auditapp", "--help"], cwd=HOUSE, capture_output=True, check=True
    )
    loaded = {line.rpartition("|")[2].strip() for line in told.stderr.decode().splitlines()}
    assert not loaded & {"argparse", "dataclasses", "gettext", "typing", "inspect", "json", "auditapp.words"}


def test_main_takes_its_arguments_from_the_command_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["auditapp", "--version"])
    assert main() == 0
