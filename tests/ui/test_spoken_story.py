"""A new inspection from first start to a verified signed PDF, by somebody who only hears the window.

The program runs as it is installed, in a process of its own; nothing is reached but through the accessibility tree and,
where somebody with a screen reader would press a key, that key.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from auditapp.operations import documents, identities, look
from auditapp.operations.desk import open_desk
from auditapp.report.examination import Verdict
from tests.ui.screen_reader import PATIENCE, Listener, desktop, lacking, program

ROUND = Path(__file__).parent / "short-round.yaml"
PASSPHRASE = "correct horse battery"
KEY = "the key's own words"

pytestmark = pytest.mark.skipif(bool(lacking()), reason=lacking() or "everything is here")


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The home folder of somebody at a screen nobody sees. (Its path is short: the sockets of the buses lie in it.)"""
    with TemporaryDirectory(prefix="heard") as made:
        folder = Path(made)
        with desktop(folder) as surroundings:
            for name, value in surroundings.items():
                monkeypatch.setenv(name, value)
            yield folder


@pytest.fixture
def listener(home: Path) -> Iterator[Listener]:
    with program("--data", str(home / "data"), "--lang", "en") as heard:
        yield heard
    for log in (home / "data" / "logs").glob("*.log"):
        print(log.read_text("utf-8"))  # pytest shows it when the story fails


def begins(one: Listener) -> None:
    """The door, home, and a new inspection with two people and a checklist from a file."""
    one.fills('text_field[name="Passphrase"]', PASSPHRASE)
    one.fills('text_field[name="Passphrase again"]', PASSPHRASE)
    one.presses('button[name="Set passphrase"]')
    one.presses('button[name="New inspection"]')
    one.fills('text_field[name="Inspected unit"]', "Haitang Life")
    one.fills('text_field[name="Short code"]', "JC01")
    one.fills('text_field[name="Checklist from a file"]', str(ROUND))
    one.fills('text_field[name="Name of person 1"]', "Lin Ruoxi")
    one.presses('button[name="Add a person"]')
    one.fills('text_field[name="Name of person 2"]', "Zhao Qiming")
    one.picks('combo_box[description="Role of person 2"]', "site manager")
    one.hears_chosen('radio_button[name^="A short round"]')
    one.presses('button[name="Begin the inspection"]')


def answers(one: Listener) -> None:
    """Eight questions of most kinds, one of which does not conform and becomes a finding."""
    one.chooses('radio_button[name="WP-1.1 The aisles of the agent area are clear: Conforms"]')
    one.fills('text_field[name="WP-1.2 Number of agent seats"]', "120", "Tab")
    one.fills('text_field[name="WP-1.3 Illuminance on the desk"]', "420", "Tab")
    one.chooses('radio_button[name="WP-1.4 Chairs can be adjusted and are undamaged: Minor"]')
    one.fills('text_area[name="Fact"]', "The chair of workstation B-23 is broken and cannot be adjusted")
    one.fills('text_field[name="Place on site"]', "B-23")
    one.presses('button[name="Raise finding"]')
    one.chooses('list_item[name^="EM-1 Plans and drills"]')
    one.chooses('radio_button[name="EM-1.1 There is an approved emergency plan: Yes"]')
    one.fills('text_field[name="EM-1.2 Date of the last drill"]', "2026-10-05", "Tab")
    one.chooses('radio_button[name="EM-1.3 Way of the drill: Live"]')
    one.fills('text_area[name="EM-1.4 Contact in an emergency"]', "Duty manager", "Ctrl", "Enter")
    one.hears('group[name="8 of 8 answered, 1 nonconforming"]')


def closes_the_gaps(one: Listener) -> None:
    """The completeness check leads to what is missing: evidence, a corrective action, the meetings."""
    one.presses('button[name="Sign and finish"]')
    one.presses('button[name="See what is missing"]')
    one.goes_to("What is still missing", "Finding F01 has no evidence.")
    one.fills('text_field[name^="Record seen"]', "Maintenance log 2026-09, page 3", "Enter")
    one.presses('button[name="New corrective action"]')
    one.fills('text_area[name="What must be done"]', "Replace the chair")
    one.presses('button[name="Add"]')
    one.presses('button[name="Back"]')
    one.goes_to("What is still missing", "The opening meeting has no date.")
    one.presses('button[name="Opening meeting is held now"]')
    one.presses('button[name="Both sides agree"]')
    for meeting in ("Opening meeting", "Closing meeting"):
        one.presses(f'button[name="Sign in at the {meeting}"]')
        one.presses('button[name="Sign in"]')
        one.no_longer_hears("dialog")
    one.presses('button[name="Closing meeting is held now"]')
    one.presses('button[name="Back"]')
    one.hears('static_text[name="Nothing is missing"]')


def signs(one: Listener) -> None:
    """With a key that is made here."""
    one.presses('button[name="Back"]')
    one.presses('button[name="Lin Ruoxi signs"]')
    one.presses('dialog[name="Lin Ruoxi signs"] button[name="New identity…"]')
    one.fills('text_field[name="Passphrase of the key"]', KEY)
    one.fills('text_field[name="Passphrase again"]', KEY)
    one.presses('button[name="Make identity"]')
    one.fills('dialog[name="Lin Ruoxi signs"] text_field[name="Passphrase"]', KEY)
    one.presses('button[name="Sign"]')
    one.no_longer_hears("dialog")


def test_a_new_inspection_is_walked_to_a_verified_signed_pdf_by_ear(listener: Listener, home: Path) -> None:
    begins(listener)
    answers(listener)
    closes_the_gaps(listener)
    signs(listener)
    out = home / "report.pdf"
    listener.fills('text_field[name="Save to"]', str(out))
    listener.presses('button[name="Issue PDF"]')
    listener.hears('button[name="Check again"]')
    listener.key("Ctrl", "q")
    assert listener.process.wait(PATIENCE) == 0
    with closing(open_desk(home / "data", PASSPHRASE, keyring=False, create=False)) as desk:
        known = [card.fingerprint for card in identities.identities(desk)]
        (row,) = look.inspections(desk)
    assert (row.state, row.answered, row.findings) == ("signed", 8, 1)
    found = documents.verify_pdf(out, known=known)
    assert found.verdict is Verdict.VALID
    assert [one.name for one in found.signers] == ["Lin Ruoxi"]
