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

from auditapp.checklist.model import Item
from auditapp.checklist.read import load
from auditapp.operations import about, documents, identities, look
from auditapp.operations.desk import open_desk
from auditapp.report.examination import Verdict
from auditapp.ui.announced import told
from auditapp.words import Words, speak
from tests.ui.screen_reader import PATIENCE, Listener, desktop, lacking, program

ROUND = Path(__file__).parent / "short-round.yaml"
PASSPHRASE = "correct horse battery"
KEY = "the key's own words"

pytestmark = pytest.mark.skipif(bool(lacking()), reason=lacking() or "everything is here")


@pytest.fixture(scope="module")
def screen() -> Iterator[Path]:
    """The home folder of somebody at a screen nobody sees; one for all who listen, for their library keeps to
    the first bus it finds. (Its path is short: the sockets of the buses lie in it.)"""
    with (
        TemporaryDirectory(prefix="heard") as made,
        desktop(Path(made)) as surroundings,
        pytest.MonkeyPatch.context() as patch,
    ):
        for name, value in surroundings.items():
            patch.setenv(name, value)
        yield Path(made)


@pytest.fixture
def home(screen: Path, words: Words) -> Path:
    """The folder of one who listens in one language."""
    folder = screen / words.language
    folder.mkdir()
    return folder


@pytest.fixture(params=["en", "zh-CN"])
def words(request: pytest.FixtureRequest) -> Words:
    return speak(request.param)


@pytest.fixture
def listener(home: Path, words: Words) -> Iterator[Listener]:
    with program("--data", str(home / "data"), "--lang", words.language) as heard:
        yield heard
    for log in (home / "data" / "logs").glob("*.log"):
        print(log.read_text("utf-8"))  # pytest shows it when the story fails


@pytest.fixture(scope="module")
def asked() -> dict[str, Item]:
    """The items of the round."""
    return {item.id: item for item in load(ROUND).items()}


def begins(one: Listener, w: Words) -> None:
    """The door, home, and a new inspection with two people and a checklist from a file."""
    one.fills(f'text_field[name="{w("Passphrase")}"]', PASSPHRASE)
    one.fills(f'text_field[name="{w("Passphrase again")}"]', PASSPHRASE)
    one.presses(f'button[name="{w("Set passphrase")}"]')
    one.presses(f'button[name="{w("New inspection")}"]')
    one.fills(f'text_field[name="{w("Inspected unit")}"]', "Haitang Life")
    one.fills(f'text_field[name="{w("Short code")}"]', "JC01")
    one.fills(f'text_field[name="{w("Checklist from a file")}"]', str(ROUND))
    one.fills(f'text_field[name="{w("Name of person {n}", n=1)}"]', "Lin Ruoxi")
    one.presses(f'button[name="{w("Add a person")}"]')
    one.fills(f'text_field[name="{w("Name of person {n}", n=2)}"]', "Zhao Qiming")
    one.picks(
        f'combo_box[description="{w("Role of person {n}", n=2)}"]',
        w("site manager"),
        at=list(about.ROLES).index("site_manager"),
    )
    one.hears_chosen(f'radio_button[name^="{"短程巡查" if w.chinese else "A short round"}"]')
    one.presses(f'button[name="{w("Begin the inspection")}"]')


def answers(one: Listener, w: Words, asked: dict[str, Item]) -> None:
    """Eight questions of most kinds, one of which does not conform and becomes a finding."""

    def named(item: str) -> str:
        return f"{item} {asked[item].text.in_(w.language)}"

    def key(item: str, answer: str) -> str:
        return f'radio_button[name="{told(named(item), answer)}"]'

    live = next(one.label.in_(w.language) for one in asked["EM-1.3"].options if one.code == "live")
    one.chooses(key("WP-1.1", w("Conforms")))
    one.fills(f'text_field[name="{named("WP-1.2")}"]', "120", "Tab")
    one.fills(f'text_field[name="{named("WP-1.3")}"]', "420", "Tab")
    one.chooses(key("WP-1.4", w("Minor")))
    one.fills(f'text_area[name="{w("Fact")}"]', "The chair of workstation B-23 is broken and cannot be adjusted")
    one.fills(f'text_field[name="{w("Place on site")}"]', "B-23")
    one.presses(f'button[name="{w("Raise finding")}"]')
    one.chooses(f'list_item[name^="EM-1 {"预案与演练" if w.chinese else "Plans and drills"}"]')
    one.chooses(key("EM-1.1", w("Yes")))
    one.fills(f'text_field[name="{named("EM-1.2")}"]', "2026-10-05", "Tab")
    one.chooses(key("EM-1.3", live))
    one.fills(f'text_area[name="{named("EM-1.4")}"]', "Duty manager", "Ctrl", "Enter")
    one.hears(f'group[name="{w("{n} of {of} answered, {bad} nonconforming", n=8, of=8, bad=1)}"]')


def closes_the_gaps(one: Listener, w: Words) -> None:
    """The completeness check leads to what is missing: evidence, a corrective action, the meetings."""
    missing = w("What is still missing")
    one.presses(f'button[name="{w("Sign and finish")}"]')
    one.presses(f'button[name="{w("See what is missing")}"]')
    one.goes_to(missing, w("Finding {number} has no evidence.", number="F01"))
    one.fills(f'text_field[name^="{w("Record seen")}"]', "Log 2026-09, page 3", "Enter")
    one.presses(f'button[name="{w("New corrective action")}"]')
    one.fills(f'text_area[name="{w("What must be done")}"]', "Replace the chair")
    one.presses(f'button[name="{w("Add")}"]')
    one.no_longer_hears("dialog")
    one.presses(f'button[name="{w("Back")}"]')
    one.goes_to(missing, w("The opening meeting has no date."))
    opening, closing_ = w("Opening meeting"), w("Closing meeting")
    one.presses(f'button[name="{w("{meeting} is held now", meeting=opening)}"]')
    one.presses(f'button[name="{w("Both sides agree")}"]')
    for meeting in (opening, closing_):
        one.presses(f'button[name="{w("Sign in at the {meeting}", meeting=meeting)}"]')
        one.presses(f'button[name="{w("Sign in")}"]')
        one.no_longer_hears("dialog")
    one.presses(f'button[name="{w("{meeting} is held now", meeting=closing_)}"]')
    one.presses(f'button[name="{w("Back")}"]')
    one.hears(f'static_text[name="{w("Nothing is missing")}"]')


def signs(one: Listener, w: Words) -> None:
    """With a key that is made here."""
    signing = w("{name} signs", name="Lin Ruoxi")
    one.presses(f'button[name="{w("Back")}"]')
    one.presses(f'button[name="{signing}"]')
    one.presses(f'dialog[name="{signing}"] button[name="{w("New identity…")}"]')
    one.fills(f'text_field[name="{w("Passphrase of the key")}"]', KEY)
    one.fills(f'text_field[name="{w("Passphrase again")}"]', KEY)
    one.presses(f'button[name="{w("Make identity")}"]')
    one.fills(f'dialog[name="{signing}"] text_field[name="{w("Passphrase")}"]', KEY)
    one.presses(f'button[name="{w("Sign")}"]')
    one.no_longer_hears("dialog")


def test_a_new_inspection_is_walked_to_a_verified_signed_pdf_by_ear(
    listener: Listener, words: Words, asked: dict[str, Item], home: Path
) -> None:
    w = words
    begins(listener, w)
    answers(listener, w, asked)
    closes_the_gaps(listener, w)
    signs(listener, w)
    out = home / "report.pdf"
    listener.fills(f'text_field[name="{w("Save to")}"]', str(out))
    listener.presses(f'button[name="{w("Issue PDF")}"]')
    listener.hears(f'button[name="{w("Check again")}"]')
    listener.key("Ctrl", "q")
    assert listener.process.wait(PATIENCE) == 0
    with closing(open_desk(home / "data", PASSPHRASE, keyring=False, create=False)) as desk:
        known = [card.fingerprint for card in identities.identities(desk)]
        (row,) = look.inspections(desk)
    assert (row.state, row.answered, row.findings) == ("signed", 8, 1)
    found = documents.verify_pdf(out, known=known)
    assert found.verdict is Verdict.VALID
    assert [one.name for one in found.signers] == ["Lin Ruoxi"]
