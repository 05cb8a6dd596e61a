# ruff: noqa: F811 fixtures are taken by name
"""Sign-off: who signs in which way, what each way proves, refusal and amendment, and the PDF that leaves."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QPageSize, QPainter, QPdfWriter
from PySide6.QtTest import QTest

from auditapp.operations import documents, identities, meetings
from auditapp.report.examination import Verdict
from auditapp.ui.asking import Question
from auditapp.ui.bridge import Bridge
from auditapp.ui.file_line import remember_folder
from auditapp.ui.hand_dialog import HandDialog
from auditapp.ui.identity_dialogs import KeepIdentity, NewIdentity
from auditapp.ui.places import Place
from auditapp.ui.sign_dialog import SignDialog
from auditapp.ui.sign_off_page import SignOffPage
from auditapp.ui.theme import Theme
from auditapp.ui.ways_of_signing import WAYS, way
from auditapp.words import speak
from tests.inspector import KEY, Inspector, photo
from tests.ui.found import begun, lin, write  # noqa: F401 fixtures
from tests.ui.person import type_text


@pytest.fixture
def page(begun: Inspector, bridge: Bridge, theme: Theme, show: Any, tmp_path: Path) -> SignOffPage:
    remember_folder(bridge, tmp_path / "last.pdf")
    made: SignOffPage = show(SignOffPage(bridge, theme, begun.inspection), 1280, 836)
    return made


def signs(page: SignOffPage, *, despite: str = "抽查演练") -> SignDialog:
    """The dialog of the next person, with a reason for what is missing."""
    page.sign_next()
    dialog = page.findChild(SignDialog)
    type_text(dialog.despite, despite)
    return dialog


def issued(page: SignOffPage, qtbot: Any, out: Path) -> Verdict:
    """Issue to *out* by the line and the button; the verdict that the page then shows."""
    page.documents.out.show_path(out)
    with qtbot.waitSignal(page.documents.view.judged, timeout=180_000) as judged:
        page.documents.issue_button.click()
        hand = page.documents.findChild(HandDialog)
        if hand is not None:
            type_text(hand.passphrase, KEY)
            hand.give()
    verdict: Verdict = judged.args[0].verdict
    return verdict


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_each_way_of_signing_says_what_it_proves_and_what_not(language: str) -> None:
    w = speak(language)
    ways = [way(w, code) for code in WAYS]
    assert len({one.name for one in ways} | {one.proves for one in ways} | {one.lacks for one in ways}) == 12
    electronic = "电子签名" if language == "zh-CN" else "Electronic signature"
    assert [electronic in one.name for one in ways] == [True, True, False, False], (
        "ink and paper never call themselves so"
    )


def test_signing_by_keys_from_a_new_identity_to_a_verified_pdf(
    page: SignOffPage,
    begun: Inspector,
    qtbot: Any,
    gate: Any,
    tmp_path: Path,
) -> None:
    page.sign_next()
    dialog = page.findChild(SignDialog)
    gate(dialog)
    dialog.new_button.click()
    made = dialog.findChild(NewIdentity)
    type_text(made.passphrase, KEY)
    type_text(made.again, KEY)
    QTest.keyClick(made.again, Qt.Key.Key_Return)
    assert not dialog.sign_button.isEnabled(), "things are missing, and nobody has said why it is signed all the same"
    type_text(dialog.despite, "抽查演练")
    QTest.keyClick(dialog.passphrase, Qt.Key.Key_Return)
    signed = begun.now.sign_offs[0]
    assert signed.level == "L1"
    assert signed.certificate
    assert "抽查演练" in signed.statement
    out = tmp_path / "report.pdf"
    assert issued(page, qtbot, out) is Verdict.VALID
    assert documents.verify_pdf(out, known=[signed.certificate]).verdict is Verdict.VALID
    assert [i.document for i in begun.now.issued] == ["report"]
    page.documents.view.copy_button.click()
    assert QGuiApplication.clipboard().text() == begun.now.issued[0].sha256


def test_enter_in_the_line_issues_to_the_name_it_suggests(
    page: SignOffPage,
    begun: Inspector,
    bridge: Bridge,
    qtbot: Any,
    tmp_path: Path,
) -> None:
    card = begun.has_identity()
    begun.signs_off(certificate=card.fingerprint)
    bridge.forget()
    page.refresh()
    assert page.documents.out.path is not None
    assert page.documents.out.path.name.endswith("-report-r1-en.pdf")
    page.documents.out.show_path(tmp_path / "nowhere" / "report.pdf")
    assert not page.documents.issue_button.isEnabled(), "the folder is not there, and it is said below the line"
    assert page.documents.out.below.text()
    page.documents.out.show_path(tmp_path / "report")
    QTest.keyClick(page.documents.out.line, Qt.Key.Key_Return)
    hand = page.documents.findChild(HandDialog)
    type_text(hand.passphrase, "not the words")
    hand.give()
    assert hand.told.text(), "a wrong passphrase is told before anything is drawn"
    hand.passphrase.clear()
    type_text(hand.passphrase, KEY)
    with qtbot.waitSignal(page.documents.view.judged, timeout=180_000):
        QTest.keyClick(hand.passphrase, Qt.Key.Key_Return)
    assert (tmp_path / "report.pdf").is_file()
    page.leaving()
    assert page.documents.hands == {}, "no passphrase is kept behind a page nobody sees"


def test_what_is_stopped_while_it_is_issued_leaves_nothing(
    page: SignOffPage,
    begun: Inspector,
    bridge: Bridge,
    qtbot: Any,
    tmp_path: Path,
) -> None:
    card = begun.has_identity()
    begun.signs_off(certificate=card.fingerprint)
    bridge.forget()
    page.refresh()
    page.documents.ticks[begun.now.sign_offs[0].by].setChecked(False)
    page.documents.issue(tmp_path / "report.pdf")
    page.documents.cancel_button.click()
    qtbot.waitUntil(lambda: not bridge.background.busy, timeout=120_000)
    assert list(tmp_path.glob("*.pdf")) == []
    assert list(tmp_path.glob(".*.signing")) == []
    assert begun.now.issued == ()
    assert page.documents.issue_button.isEnabled()


def test_the_second_signer_countersigns_the_finished_pdf(
    page: SignOffPage,
    begun: Inspector,
    bridge: Bridge,
    qtbot: Any,
    tmp_path: Path,
) -> None:
    mine, theirs = begun.has_identity(), begun.has_identity("赵启明")
    begun.signs_off(certificate=mine.fingerprint).signs_off("赵启明", certificate=theirs.fingerprint)
    bridge.forget()
    page.refresh()
    manager = next(p.code for p in begun.now.people.values() if p.role == "site_manager")
    page.documents.ticks[manager].setChecked(False)
    out = tmp_path / "report.pdf"
    issued(page, qtbot, out)
    page.documents.countersign_button.click()
    countersigning = page.documents.countersigning
    countersigning.file.show_path(out)
    countersigning.who.setCurrentIndex(countersigning.who.findData(manager))
    with qtbot.waitSignal(page.documents.view.judged, timeout=180_000) as judged:
        countersigning.sign_button.click()
        hand = countersigning.findChild(HandDialog)
        type_text(hand.passphrase, KEY)
        hand.give()
    assert judged.args[0].verdict is Verdict.VALID, [one for one in judged.args[0].answers if one.verdict]
    assert [one.name.split(",")[0] for one in judged.args[0].signers] == ["林若溪", "赵启明"]
    assert len(begun.now.issued) == 2


def test_a_wrong_passphrase_signs_nothing(page: SignOffPage, begun: Inspector) -> None:
    begun.has_identity()
    dialog = signs(page)
    type_text(dialog.passphrase, "not the words")
    dialog.give()
    assert begun.now.sign_offs == ()
    assert dialog.passphrase_field.below.text()


def test_a_certificate_file_of_ones_own_signs_and_nothing_of_it_stays(
    page: SignOffPage,
    begun: Inspector,
    bridge: Bridge,
    tmp_path: Path,
) -> None:
    authority = identities.make_company_ca(begun.desk, "海棠人寿", passphrase=KEY)
    issued_to = identities.issue(begun.desk, authority.code, "林若溪", authority_passphrase=KEY, passphrase=KEY)
    kept = begun.desk.store.people.signer(issued_to.code)
    assert kept is not None
    file = tmp_path / "lin.p12"
    file.write_bytes(kept.pkcs12)
    identities.remove(begun.desk, issued_to.code)
    dialog = signs(page)
    dialog.radios["L2"].setChecked(True)
    dialog.file.show_path(file)
    type_text(dialog.file_passphrase, KEY)
    dialog.sign_button.click()
    assert begun.now.sign_offs[0].level == "L2"
    assert begun.now.sign_offs[0].certificate == issued_to.fingerprint
    assert issued_to.code not in {card.code for card in identities.identities(begun.desk)}


def test_a_key_of_the_units_own_authority_is_not_called_a_licensed_one(
    page: SignOffPage,
    begun: Inspector,
) -> None:
    authority = identities.make_company_ca(begun.desk, "海棠人寿", passphrase=KEY)
    card = identities.issue(begun.desk, authority.code, "林若溪", authority_passphrase=KEY, passphrase=KEY)
    dialog = signs(page)
    dialog.identity.setCurrentIndex(dialog.identity.findData(card.code))
    assert not dialog.licensed.isHidden()
    type_text(dialog.passphrase, KEY)
    dialog.sign_button.click()
    assert begun.now.sign_offs[0].level == "unit"


def test_a_drawn_signature_never_calls_itself_electronic(page: SignOffPage, begun: Inspector) -> None:
    dialog = signs(page)
    dialog.radios["L0"].setChecked(True)
    assert "electronic signature" not in dialog.radios["L0"].accessibleName().lower()
    assert not dialog.sign_button.isEnabled()
    write(dialog.ink.pad)
    dialog.sign_button.click()
    assert begun.now.sign_offs[0].level == "L0"
    assert begun.now.sign_offs[0].ink


def test_a_site_managers_ink_says_in_whose_presence_it_was_drawn(page: SignOffPage, begun: Inspector) -> None:
    manager = next(p for p in begun.now.people.values() if p.role == "site_manager")
    dialog = page.sign(manager)
    dialog.radios["L0"].setChecked(True)
    assert "林若溪" in dialog.statement.toPlainText()
    dialog.radios["L1"].setChecked(True)
    assert dialog.statement.toPlainText() == ""


def test_by_keyboard_alone_a_picture_file_stands_for_the_pad(
    page: SignOffPage,
    begun: Inspector,
    tmp_path: Path,
) -> None:
    dialog = signs(page)
    dialog.radios["L0"].setChecked(True)
    dialog.ink.file_button.click()
    (tmp_path / "words.txt").write_text("no picture")
    type_text(dialog.ink.file.line, str(tmp_path / "words.txt"))
    assert not dialog.sign_button.isEnabled()
    dialog.ink.file.line.clear()
    type_text(dialog.ink.file.line, str(photo(tmp_path, "ink.jpg", size=(300, 100))))
    assert dialog.sign_button.isEnabled()
    dialog.sign_button.click()
    assert begun.now.sign_offs[0].ink


def test_a_page_signed_on_paper_is_attached_and_names_what_was_printed(
    page: SignOffPage,
    begun: Inspector,
    bridge: Bridge,
    qtbot: Any,
    tmp_path: Path,
) -> None:
    card = begun.has_identity()
    begun.signs_off(certificate=card.fingerprint)
    bridge.forget()
    page.refresh()
    issued(page, qtbot, tmp_path / "report.pdf")
    scan = tmp_path / "scan.pdf"
    writer = QPdfWriter(str(scan))
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    with QPainter(writer) as p:
        p.drawText(200, 400, "signed by hand")
    dialog = page.sign(page._unsigned()[0])
    dialog.radios["paper"].setChecked(True)
    assert not dialog.sign_button.isEnabled()
    type_text(dialog.scan.file.line, str(scan))
    dialog.sign_button.click()
    signed = begun.now.sign_offs[-1]
    assert signed.level == "paper"
    assert bridge.picture(signed.ink)
    assert begun.now.issued[0].sha256 in signed.statement


def test_who_has_not_agreed_to_electronic_signatures_is_named(
    page: SignOffPage,
    begun: Inspector,
    bridge: Bridge,
) -> None:
    assert not signs(page).unagreed.isHidden()
    meetings.consent(begun.desk, begun.inspection)
    bridge.forget()
    page.findChild(SignDialog).reject()
    assert page.sign(page._unsigned()[0]).unagreed.isHidden()


def test_refusal_has_a_reason_and_witnesses_and_an_amendment_a_reason(
    page: SignOffPage,
    begun: Inspector,
    bridge: Bridge,
) -> None:
    manager = next(p for p in begun.now.people.values() if p.role == "site_manager")
    dialog = page.refuse(manager)
    type_text(dialog.reason, "对事实有异议")
    assert not dialog.give_button.isEnabled(), "a refusal needs a witness"
    dialog.team[0].setChecked(True)
    type_text(dialog.witnesses, "沈知堃")
    dialog.give()
    refusal = begun.now.refusals[0]
    assert len(refusal.witnesses) == 2
    begun.signs_off()
    bridge.forget()
    page.refresh()
    page.amend_button.click()
    question = page.findChild(Question)
    type_text(question.editor, "更正照片")
    question.give()
    assert begun.now.revision == "2"
    assert "更正照片" in page.history.text()


def test_what_must_be_closed_keeps_every_pen_away(
    begun: Inspector,
    bridge: Bridge,
    theme: Theme,
    show: Any,
    tmp_path: Path,
    qtbot: Any,
) -> None:
    begun.photographs("WP-1.1", photo(tmp_path))
    bridge.forget()
    page = show(SignOffPage(bridge, theme, begun.inspection), 1280, 836)
    assert not any(one.isEnabled() for one in page.sign_buttons.values())
    with qtbot.waitSignal(page.asked_for) as asked:
        page.gaps_button.click()
    assert asked.args[0] == Place("completeness", begun.inspection)


def test_identities_are_made_kept_and_taken_off_on_the_page(
    page: SignOffPage,
    begun: Inspector,
    tmp_path: Path,
) -> None:
    page.identities.new_button.click()
    new = page.identities.findChild(NewIdentity)
    for line in (new.passphrase, new.again):
        type_text(line, KEY)
    new.give()
    card = identities.identities(begun.desk)[0]
    kept = begun.desk.store.people.signer(card.code)
    assert kept is not None
    file = tmp_path / "lin.p12"
    file.write_bytes(kept.pkcs12)
    page.identities.remove(card)
    question = page.identities.findChild(Question)
    type_text(question.editor, card.name)
    question.give()
    assert identities.identities(begun.desk) == []
    page.identities.keep_button.click()
    keep = page.identities.findChild(KeepIdentity)
    keep.file.show_path(file)
    type_text(keep.passphrase, "not the words")
    keep.give()
    assert keep.told.text(), "told in the dialog, where it can be read"
    keep.passphrase.clear()
    type_text(keep.passphrase, KEY)
    keep.give()
    assert [one.code for one in identities.identities(begun.desk)] == [card.code]
