"""What another laptop wrote before it heard of the sign-off is kept and shown, and no document claims it was signed."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditapp.operations import actions, answer, documents, head_office, review, withdraw
from auditapp.operations.documents import Signature
from auditapp.operations.late import late
from auditapp.report.examination import Verdict
from auditapp.report.papers import Document
from auditapp.words import Trouble
from tests.inspector import KEY, Inspector


def test_an_answer_from_another_laptop_after_the_sign_off_stops_issuing_until_it_is_amended_and_signed(
    lin: Inspector, zhou: Inspector, tmp_path: Path
) -> None:
    card = lin.has_identity()
    lin.answers("ST-1.1", "conform")
    lin.hands_over(zhou)
    zhou.answers("ST-1.2", "minor")
    lin.signs_off(certificate=card.fingerprint)
    assert late(lin.desk, lin.inspection) == ()
    signing = [Signature("林若溪", card.code, KEY)]
    before = tmp_path / "before.pdf"
    documents.issue(lin.desk, lin.inspection, before, signatures=signing)
    zhou.hands_over(lin)
    assert lin.sees("ST-1.2") == "minor", "nothing is dropped"
    [came] = late(lin.desk, lin.inspection)
    assert (came.head.kind, came.head.subject, came.head.desk) == ("answer", "ST-1.2", zhou.desk.id)
    for document in (Document.REPORT, Document.NOTICE):
        with pytest.raises(Trouble, match="came in after the signature"):
            documents.issue(lin.desk, lin.inspection, tmp_path / "after.pdf", document=document, signatures=signing)
    assert not (tmp_path / "after.pdf").exists()
    with pytest.raises(Trouble, match="came in after the signature"):
        lin.signs_off("赵启明", level="paper")
    assert documents.papers_of(lin.desk, lin.inspection, Document.REPORT).draft, "what one looks at says draft"
    known = [card.fingerprint]
    assert documents.verify_pdf(before, known=known).verdict is Verdict.VALID, "what was issued holds"
    lin.amends("Zhou's answer came in").signs_off(certificate=card.fingerprint)
    assert late(lin.desk, lin.inspection) == ()
    after = tmp_path / "after.pdf"
    documents.issue(lin.desk, lin.inspection, after, signatures=signing)
    assert documents.verify_pdf(after, known=known).verdict is Verdict.VALID


def test_an_answer_taken_back_elsewhere_after_the_sign_off_is_late_too(lin: Inspector, zhou: Inspector) -> None:
    lin.hands_over(zhou)
    zhou.answers("ST-1.2", "minor")
    zhou.hands_over(lin)
    lin.signs_off()
    withdraw.undo(zhou.desk, zhou.inspection)
    zhou.hands_over(lin)
    assert [entry.head.kind for entry in late(lin.desk, lin.inspection)] == ["withdraw"]


def test_signatures_given_on_two_laptops_cover_what_both_had(lin: Inspector, zhou: Inspector) -> None:
    lin.answers("ST-1.1", "conform")
    lin.hands_over(zhou)
    lin.answers("ST-1.2", "conform").signs_off()
    zhou.signs_off("赵启明", level="paper")
    zhou.hands_over(lin)
    assert [entry.head.subject for entry in late(lin.desk, lin.inspection)] == ["ST-1.2"], "Zhao signed without it"


def test_following_up_and_signing_elsewhere_are_not_late(lin: Inspector, zhou: Inspector) -> None:
    lin.finds("ST-1.1", grade="minor").asks("F01", "Approve the paper").signs_off()
    lin.hands_over(zhou)
    actions.set_state(zhou.desk, zhou.inspection, "F01-A1", "confirmed")
    zhou.signs_off("赵启明", level="paper")
    zhou.hands_over(lin)
    assert late(lin.desk, lin.inspection) == ()


def test_head_office_accepts_nothing_that_came_in_after_the_signature(lin: Inspector, zhou: Inspector) -> None:
    lin.hands_over(zhou)
    zhou.answers("ST-1.2", "minor")
    lin.signs_off()
    zhou.hands_over(lin)
    head_office.act(lin.desk, "梅清")
    assert review.possible(lin.desk, lin.now) == ("received", "under_review", "returned")
    with pytest.raises(Trouble, match="came in after the signature"):
        review.set_state(lin.desk, lin.inspection, "accepted")
    review.set_state(lin.desk, lin.inspection, "returned", "look at what Zhou saw")
    lin.amends("it came in").signs_off()
    review.set_state(lin.desk, lin.inspection, "accepted")


def test_while_nobody_has_signed_nothing_is_late(lin: Inspector, zhou: Inspector) -> None:
    lin.hands_over(zhou)
    zhou.answers("ST-1.2", "minor")
    zhou.hands_over(lin)
    assert late(lin.desk, lin.inspection) == ()
    answer.answer(lin.desk, lin.inspection, "ST-1.3", "conform")
