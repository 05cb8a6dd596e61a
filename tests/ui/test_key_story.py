"""A new inspection from first start to a verified signed PDF, with keys and nothing else."""

from __future__ import annotations

from pathlib import Path

from auditapp.app import Program
from auditapp.checklist.model import AnswerKind
from auditapp.inspection.gaps import gaps
from auditapp.inspection.walk import LineState
from auditapp.operations import documents, look
from auditapp.report.examination import Verdict
from tests.inspector import photo
from tests.ui.keys import Hands

PASSPHRASE = "correct horse battery"
KEY = "the key's own words"
CHECKLIST = Path(__file__).parent / "every-kind.yaml"


def test_a_new_inspection_is_walked_to_a_verified_signed_pdf_by_keys_alone(program: Program, tmp_path: Path) -> None:
    picture, out = photo(tmp_path / "card", "floor.jpg"), tmp_path / "report.pdf"
    hands = Hands()
    program.begin()

    # the door: a new desk asks for a passphrase, twice
    hands.until(lambda: hands.where == "Passphrase", "the door")
    hands.type(PASSPHRASE).tab_to("Passphrase again").type(PASSPHRASE).press("Return")
    hands.until(lambda: program.window is not None and program.window.isActiveWindow(), "home")

    # home: nothing is here yet; a new one, from a checklist in a file
    hands.press("Ctrl+N")
    hands.sees("New inspection")
    hands.tab_to("Inspected unit").type("海棠人寿")
    hands.tab_to("Short code").type("JC01")
    hands.tab_to("Checklist from a file").type(str(CHECKLIST))
    hands.until(lambda: "Every kind of answer" in hands.chosen(), "the checklist")
    hands.tab_to("Name of person 1").type("林若溪")
    hands.tab_to("Role of person 1").choose("team leader")
    hands.tab_to("Add a person").press("Space")
    hands.until(lambda: hands.where == "Name of person 2", "a second line")
    hands.type("赵启明").tab_to("Role of person 2").choose("site manager")
    hands.press("Ctrl+Return")
    hands.sees("KY-1 Premises")

    # answers: one key each, and on to the next
    hands.until(lambda: hands.where.startswith("KY-1.1"), "the first item")
    hands.press("1")
    assert hands.where.startswith("KY-1.2")
    hands.press("2")  # the lights do not work: the condition holds, a critical item appears in place
    assert hands.where.startswith("KY-1.3")
    hands.press("4")
    assert hands.where == "Fact"  # the finding is asked for at once; it is written later
    hands.press("Escape")
    assert hands.where.startswith("KY-1.3")
    hands.press("J")
    assert hands.where.startswith("KY-1.4")
    hands.press("2")
    assert hands.where.startswith("KY-1.5")
    hands.press("1", "2", "J")

    # a section that asks of samples: draw both, measure at each
    assert hands.where.startswith("KY-2.1")
    hands.press("Return")
    assert "draw" in hands.where.lower(), hands.where
    hands.press("Space")
    hands.until(lambda: hands.where == "How many there are", "the form of the draw")
    hands.type("2").press("Return")
    hands.until(lambda: "KY-2.1 Illuminance" in hands.where, "the drawn sample")
    hands.press("3").type("20").press("Return")
    assert hands.where.startswith("KY-2.2 Mean illuminance: 320")  # computed from what was just typed, and gone by
    hands.press("K", "]")
    assert hands.where.startswith("KY-2.1 Illuminance · 2")
    hands.press("2").type("90").press("Return", "J")
    assert hands.where.startswith("KY-2.3")
    hands.press("2").type("4").press("Return")
    assert hands.where.startswith("KY-2.4")
    hands.press("2").type("026-08-30").press("Return")
    assert hands.where.startswith("KY-2.5")
    hands.press("Return").type("照度计 LX-1330，编号 0417").press("Ctrl+Return")
    assert hands.where.startswith("KY-2.6")

    # a photo from a file, a note, a flag
    hands.press("Shift+P")
    assert hands.where == "File name:"
    hands.type(str(picture)).press("Return")
    hands.sees("1 photo")
    hands.press("N").type("走道东侧应急灯一盏不亮，").type("seen at 10:20")
    hands.back_to("KY-2.6").press("F", "J")
    assert hands.where.startswith("KY-2.7")
    hands.press("1", "Ctrl+Z")
    hands.sees("Undone")
    assert hands.where.startswith("KY-2.7") and "Open" in hands.where
    hands.press("Ctrl+Shift+Z")
    hands.sees("Redone")
    assert "Conforms" in hands.where

    # the finding that the critical item asks for
    hands.press("Ctrl+K").type("spare").press("Return")
    hands.until(lambda: hands.where.startswith("KY-1.3"), "the critical item")
    hands.press("R")
    assert hands.where == "Fact"
    hands.type("东侧走道备用应急灯一盏不亮，").type("lamp 2 of 6, not lit for 90 minutes")
    hands.tab_to("Place on site").type("East corridor")
    hands.tab_to("What is done until it is mended").type("A guard with a torch")
    hands.tab_to("Raise finding").press("Space")
    hands.sees("F01")
    hands.back_to("KY-1.3").press("G")
    hands.tab_to("Findings").press("Return")
    hands.sees("Finding F01")
    hands.tab_to("New corrective action").press("Space")
    hands.until(lambda: hands.where == "What must be done", "the question")
    hands.type("更换备用灯具并复测").tab_to("Add").press("Space")
    hands.sees("F01-A1")
    hands.tab_to("Responsible").type("Facility lead")

    # what is missing: the photo nobody has looked at, the meetings
    hands.back_to("Findings").back_to("KY-1.3").press("M")
    hands.sees("Completeness check")

    def close(gap: str) -> None:
        """From the list of what is missing to the place where it is closed."""
        hands.until(lambda: hands.where == "What is still missing", "the list of gaps")
        hands.press("Home").down_to(lambda: hands.row, gap).press("Return")

    close("Critical finding F01")
    hands.sees("Finding F01")
    hands.tab_to("Person on site").type("沈知堃").press("Esc")
    hands.back_to("What is still missing")
    close("Photo floor.jpg")
    hands.press("U")
    hands.sees("Nothing to cover")
    hands.back_to("What is still missing")
    for sample, known in (("KY-2.1@S1", False), ("KY-2.1@S2", True)):
        close(sample)
        hands.until(lambda: hands.where.startswith("KY-2.1"), "the item")
        hands.press("Return")
        hands.tab_to("Readings, instrument and place").press("Space")
        hands.tab_to("KY-2.1 Instrument").press("Down")  # the first time the only entry is "Another instrument…"
        if not known:
            hands.until(lambda: "lux meter" in hands.where, "what the instrument is")
            hands.type("照度计, LX-1330, 2027-03-31").press("Return")
        hands.back_to("KY-2.1").press("M")

    # the other finding, and what proves the first
    close("KY-1.2 does not conform")
    hands.until(lambda: hands.where.startswith("KY-1.2"), "the item")
    hands.press("R").type("Two of six lights stay dark, east corridor")
    hands.tab_to("Raise finding").press("Space")
    hands.sees("F02")
    hands.back_to("KY-1.2").press("M")
    close("Finding F01 has no evidence")
    hands.sees("Finding F01")
    hands.tab_to("Record seen").type("应急灯检测记录 2026-08，第2页").press("Return")
    hands.back_to("What is still missing")
    close("Finding F02 has no evidence")
    hands.sees("Finding F02")
    hands.tab_to("Place on site").type("East corridor")
    hands.tab_to("Criterion").type("GB 51309 §4.2")
    hands.tab_to("Record seen").type("Test log of 30 August 2026, page 2").press("Return")
    hands.tab_to("New corrective action").press("Space")
    hands.until(lambda: hands.where == "What must be done", "the question")
    hands.type("Replace the two lights").tab_to("Add").press("Space")
    hands.sees("F02-A1")
    hands.tab_to("Responsible").type("Facility lead")
    hands.back_to("What is still missing")

    # the meetings
    close("The opening meeting has no date")
    for meeting in ("Opening meeting", "Closing meeting"):
        hands.tab_to(f"{meeting} is held now").press("Space")
        if meeting == "Opening meeting":
            hands.tab_to("Both sides agree").press("Space")
            hands.sees("Consent to electronic records: given")
        for name in ("林若溪", "赵启明"):
            hands.tab_to(f"Sign in at the {meeting}").press("Space")
            hands.until(lambda: hands.where == "Name", "the sheet")
            hands.choose(name).tab_to("Sign in").press("Space")
            hands.until(lambda: "Sign in at" in hands.where, "the meetings")
    hands.press("Esc")
    hands.sees("Nothing is missing")

    # signatures: each signs with a key of their own, made here
    hands.press("Ctrl+Shift+Return")
    hands.sees("Sign and finish")
    for name in ("林若溪", "赵启明"):
        hands.tab_to(f"{name} signs").press("Space")
        hands.tab_to("New identity").press("Space")
        hands.until(lambda: hands.where == "Passphrase of the key", "the new identity")
        hands.type(KEY).tab_to("Passphrase again").type(KEY).tab_to("Make identity").press("Space")
        hands.until(lambda: hands.where == "Sign", "the signature")
        hands.press("Space")
        hands.sees("Signed off.")

    # the PDF: where it goes, made and signed by both, judged on the page and once more by hand
    hands.tab_to("Save to").replace(str(out)).press("Return")
    hands.until(out.exists, "the PDF")
    hands.until(lambda: "being checked" not in hands.screen(), "the verdict")
    hands.sees("Drawn again from its journal, the document is the same to the byte.")
    assert documents.verify_pdf(out).verdict is Verdict.VALID

    window = program.window
    assert window is not None
    told = look.look(window.bridge.desk, window.place.inspection)
    assert gaps(told.walk, told.inspection) == ()
    assert {item.kind for item in told.checklist.items()} == set(AnswerKind)
    assert {line.state for line in told.walk.visible} <= {LineState.ANSWERED, LineState.COMPUTED}
    assert len(told.inspection.answers) == 11
    assert [one.number for one in told.inspection.findings] == ["F01", "F02"]
    assert told.inspection.notes["KY-2.6"].text == "走道东侧应急灯一盏不亮，seen at 10:20"
    assert told.inspection.flags == {"KY-2.6"}
    assert len(told.inspection.sign_offs) == 2
