# ruff: noqa: F811 fixtures are taken by name
"""Findings, actions, meetings, completeness, sign-off, overview: nothing nameless or cut; and a story through them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from auditapp.inspection.gaps import GapKind
from auditapp.operations import documents
from auditapp.operations.testimony import Draft, testify
from auditapp.report import stamping
from auditapp.report.examination import Verdict
from auditapp.ui.actions_page import ActionsPage
from auditapp.ui.asking import Question
from auditapp.ui.bridge import Bridge
from auditapp.ui.completeness_view import CompletenessPage
from auditapp.ui.file_line import remember_folder
from auditapp.ui.findings_page import FindingsPage
from auditapp.ui.hand_dialog import HandDialog
from auditapp.ui.identity_dialogs import NewIdentity
from auditapp.ui.meetings_page import MeetingsPage
from auditapp.ui.new_finding import NewFinding
from auditapp.ui.overview_page import OverviewPage
from auditapp.ui.places import Place, Width
from auditapp.ui.sign_dialog import SignDialog
from auditapp.ui.sign_in import SignIn
from auditapp.ui.sign_off_page import SignOffPage
from auditapp.ui.theme import Theme
from auditapp.ui.window import HOME, Window
from auditapp.words import speak
from tests.inspector import KEY, Inspector
from tests.report.seal_house import time_stamp_for
from tests.ui.found import OTHER, begun, lin, write  # noqa: F401 fixtures
from tests.ui.person import type_text

SIZES = ((1440, 836), (960, 476))
PAGES = [FindingsPage, ActionsPage, MeetingsPage, CompletenessPage, SignOffPage, OverviewPage]


@pytest.mark.parametrize("language", ["en", "zh-CN"])
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("page", PAGES)
def test_everything_has_a_name_and_no_word_is_cut(
    page: Any,
    size: tuple[int, int],
    language: str,
    begun: Inspector,
    bridge: Bridge,
    theme: Theme,
    show: Any,
    gate: Any,
) -> None:
    bridge.desk.words = speak(language)
    made = page(bridge, theme, begun.inspection)
    if hasattr(made, "fit"):
        made.fit(Width.WIDE if size[0] > 1000 else Width.NARROW)
    show(made, *size)
    gate(made)


@pytest.mark.parametrize("scale", [150, 200])
@pytest.mark.parametrize("page", PAGES)
def test_no_word_is_cut_when_text_is_large(
    page: Any, scale: int, begun: Inspector, bridge: Bridge, theme: Theme, show: Any, gate: Any
) -> None:
    theme.set_scale(scale)
    made = page(bridge, theme, begun.inspection)
    if hasattr(made, "fit"):
        made.fit(Width.NARROW)
    show(made, 1280, 720)
    gate(made)


def test_from_a_finding_over_what_is_missing_to_a_verified_signed_pdf(
    begun: Inspector, bridge: Bridge, theme: Theme, show: Any, qtbot: Any, tmp_path: Path
) -> None:
    """Two signers, one window, buttons only: findings, actions, meetings, completeness, sign-off, the PDF."""
    remember_folder(bridge, tmp_path / "last.pdf")
    window = Window(bridge, theme)
    window.go(HOME)
    show(window, 1366, 768)
    window.go(Place("findings", begun.inspection))
    page = window.page
    assert isinstance(page, FindingsPage)
    page.new_button.click()
    new = page.findChild(NewFinding)
    new.at.setCurrentIndex(new.at.findData(OTHER))
    type_text(new.fact, "B区3把座椅升降失灵，靠背不能固定")
    new.give_button.click()
    type_text(page.editor.texts["place"], "B区")
    type_text(page.editor.evidence.record, "维修台账 2026-08")
    page.editor.evidence.add_button.click()
    page.editor.action_button.click()
    question = page.editor.findChild(Question)
    type_text(question.editor, "更换座椅")
    question.give_button.click()
    finding = begun.now.findings[1]
    assert (finding.number, finding.where, finding.evidence) == ("F02", "B区", ("维修台账 2026-08",))
    assert finding.actions[0].due

    window.go(Place("meetings", begun.inspection))
    meeting = window.page
    assert isinstance(meeting, MeetingsPage)
    for card in meeting.cards.values():
        card.now_button.click()
        card.sign_in_button.click()
        sheet = card.findChild(SignIn)
        write(sheet.ink.pad)
        sheet.give_button.click()
    meeting.cards["opening"].consent_button.click()

    window.go(Place("completeness", begun.inspection))
    check = window.page
    assert isinstance(check, CompletenessPage)
    assert not any(gap.kind is GapKind.MEETING or gap.must for gap in check.gaps)
    next(one for one in check.commands() if one.id == "sign").do()

    sign = window.page
    assert isinstance(sign, SignOffPage)
    for name in ("林若溪", "赵启明"):
        person = next(p for p in begun.now.people.values() if p.name == name)
        sign.sign_buttons[person.code].click()
        dialog = next(one for one in sign.findChildren(SignDialog) if one.isVisible())
        dialog.new_button.click()
        made = next(one for one in dialog.findChildren(NewIdentity) if one.isVisible())
        for line in (made.passphrase, made.again):
            type_text(line, KEY)
        made.give_button.click()
        if dialog.gaps:
            type_text(dialog.despite, "其余项目下次检查")
        dialog.sign_button.click()
        qtbot.waitUntil(lambda dialog=dialog: not dialog.isVisible())
    assert [s.level for s in begun.now.sign_offs] == ["L1", "L1"]

    assert sign.documents.out.path is not None
    out = sign.documents.out.path
    with qtbot.waitSignal(sign.documents.view.judged, timeout=180_000) as judged:
        sign.documents.issue_button.click()
        assert sign.documents.findChild(HandDialog) is None, "both keys are still at hand"
    assert judged.args[0].verdict is Verdict.VALID
    assert len(judged.args[0].signers) == 2
    known = [s.certificate for s in begun.now.sign_offs]
    assert documents.verify_pdf(out, known=known).verdict is Verdict.VALID
    assert "valid" in sign.documents.verdict.text()
    assert [one.sha256 for one in begun.now.issued] == [sign.documents.view.sha256]

    assert not sign.documents.stamped_button.isVisible()
    made = stamping.stamp(out, tmp_path / "at-head-office.pdf", time_stamp_for)
    begun.desk.store.photos.keep(made.path.read_bytes())
    value = {"sha256": made.sha256, "bytes": made.bytes, "time": made.when.isoformat(), "authority": made.authority}
    bridge.do(testify, begun.inspection, "stamped", [Draft("stamped", begun.now.issued[0].sha256, value)])
    sign.documents.refresh()
    assert sign.documents.stamped_button.isVisible()
    with qtbot.waitSignal(sign.documents.view.judged, timeout=180_000) as judged:
        sign.documents.save_stamped(tmp_path / "stamped.pdf")
    assert (tmp_path / "stamped.pdf").read_bytes().startswith(out.read_bytes())
    assert [(one.authority, one.verdict) for one in judged.args[0].stamps] == [("TSA", Verdict.UNKNOWN)]
    window.close()
