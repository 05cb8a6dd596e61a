"""What the README promises is there."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[2]
README = (HOUSE / "README.md").read_text(encoding="utf-8")
DOOR = (HOUSE / "run").read_text(encoding="utf-8")
CODE = [block or words for block, words in re.findall(r"```\w*\n(.*?)```|`([^`\n]+)`", README, re.DOTALL)]
VERBS = set(re.findall(r"^    (\w+)\)$", DOOR, re.MULTILINE))


def test_the_two_commands_come_first() -> None:
    first_block = README.split("```sh\n", 1)[1].split("```", 1)[0]
    assert [line.split("#")[0].strip() for line in first_block.splitlines()] == ["sh run demo", "sh run test"]
    assert README.index("```sh") < README.index("\n## ")


def test_every_command_of_the_readme_exists() -> None:
    named = set(re.findall(r"\bsh run (\w+)", README))
    assert named == VERBS


def test_make_knows_the_same_commands() -> None:
    makefile = (HOUSE / "Makefile").read_text(encoding="utf-8")
    targets = re.search(r"^([\w ]+):\n\t@sh run \$@$", makefile, re.MULTILINE)
    assert targets is not None
    assert set(targets[1].split()) == VERBS
    assert set(re.findall(r"`make (\w+)`", README)) <= VERBS


def test_the_door_explains_every_command() -> None:
    assert set(re.findall(r"^#   sh run (\w+)", DOOR, re.MULTILINE)) == VERBS


def test_ci_calls_the_readmes_test_command() -> None:
    assert re.search(r"^sh run test$", (HOUSE / ".ci" / "run").read_text(encoding="utf-8"), re.MULTILINE)


# Folders that the commands make need not be there yet.
@pytest.mark.parametrize("path", sorted(set(re.findall(r"`(\.?[\w./-]+\.(?:txt|toml|md|py|ttf)|\.ci/run)`", README))))
def test_every_file_of_the_readme_exists(path: str) -> None:
    assert (HOUSE / path).is_file()


@pytest.mark.parametrize("verb", sorted({verb for code in CODE for verb in re.findall(r"\bauditapp ([a-z]+)", code)}))
def test_every_verb_of_the_readme_has_its_help(verb: str) -> None:
    told = subprocess.run([sys.executable, "-m", "auditapp", verb, "--help"], cwd=HOUSE, capture_output=True)
    assert told.returncode == 0, told.stderr.decode()
