"""A desk joins a company by an invitation, once; what may go wrong on the way is told in a sentence."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509

from auditapp.hub import people
from auditapp.hub.house import Hub
from auditapp.hub.limits import Rate, Rates
from auditapp.inspection import facts
from auditapp.office import enrolment as invitations
from auditapp.office import http
from auditapp.office.messages import Join
from auditapp.operations import documents, enrolment, exchange, identities, joining
from auditapp.operations.documents import Signature
from auditapp.operations.exchange import SafeState
from auditapp.operations.testimony import write_down
from auditapp.report.examination import Question, Verdict
from auditapp.store import vault
from auditapp.store.journals import Draft
from auditapp.words import Trouble, speak
from tests.hub.served import NAME, InThread, make
from tests.hub.test_stories import rounds
from tests.inspector import KEY, Inspector, photo


def test_an_invitation_is_the_same_as_line_as_file_and_as_pasted_in_a_letter(hub: InThread, tmp_path: Path) -> None:
    line = hub.invites("lin", "林若溪")
    found = invitations.read(line)
    assert (found.address, found.organisation, found.key) == (hub.address, NAME, hub.company.key)
    assert invitations.read(invitations.to_file(found).decode()) == found
    folded = "\r\n".join(line[i : i + 60] for i in range(0, len(line), 60))
    assert invitations.read(f"  {folded}\n") == found
    file = tmp_path / "lin.json"
    file.write_bytes(b"\xef\xbb\xbf" + invitations.to_file(found))
    told = joining.look_at(file)
    assert (told.organisation, told.address) == (NAME, hub.address)


def test_an_invitation_goes_into_a_qr_picture(hub: InThread) -> None:
    found = invitations.read(hub.invites("lin", "林若溪"))
    assert invitations.to_picture(found).startswith(b"<?xml")
    assert invitations.to_picture(found, "png").startswith(b"\x89PNG")


@pytest.mark.parametrize(
    "given",
    [
        "",
        "hello",
        "auditapp-enrol:",
        "auditapp-enrol:!!!!",
        "{}",
        '{"address": 1}',
        "{" * 3000,
        "x" * 5000,
        "auditapp-enrol:e30",
    ],
)
def test_what_is_no_invitation_is_told_as_such(lin: Inspector, given: str) -> None:
    with pytest.raises(Trouble) as told:
        enrolment.enrol(lin.desk, given)
    assert (told.value.title, told.value.code) == ("This is not an invitation", 2)


@pytest.mark.parametrize(
    "address",
    [
        "ftp://hub:1",
        "https://hub:99999",
        "https://hub/x",
        "https://a@hub",
        "https://",
        "hub",
        "https://hub?x",
        "http://hub",
    ],
)
def test_an_address_that_is_none_or_not_encrypted_is_refused(address: str) -> None:
    with pytest.raises(Trouble):
        invitations.check_address(address)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("https://hub.example:8420/", "https://hub.example:8420"),
        ("https://[::1]:8420", "https://[::1]:8420"),
        ("http://127.0.0.1:1", "http://127.0.0.1:1"),
        ("https://hub.example", "https://hub.example"),
    ],
)
def test_an_address_is_kept_in_one_form(given: str, kept: str) -> None:
    assert invitations.check_address(given) == kept


def test_a_picture_of_the_code_is_an_invitation_and_one_without_a_code_is_told_as_such(
    hub: InThread, lin: Inspector, tmp_path: Path
) -> None:
    found = invitations.read(hub.invites("lin", "林若溪"))
    (tmp_path / "qr.png").write_bytes(invitations.to_picture(found, "png"))
    assert enrolment.enrol(lin.desk, tmp_path / "qr.png").user == "lin"
    with pytest.raises(Trouble, match="no QR code"):
        enrolment.enrol(lin.desk, photo(tmp_path))
    with pytest.raises(Trouble, match="nothing"):
        enrolment.enrol(lin.desk, tmp_path / "nothing.json")


def test_a_code_is_good_once_for_one_desk_and_for_a_day(hub: InThread, lin: Inspector, zhou: Inspector) -> None:
    line = hub.invites("lin", "林若溪")
    first = enrolment.enrol(lin.desk, line)
    assert enrolment.enrol(lin.desk, line).user == first.user, (
        "the answer may have been lost: the same desk may ask again"
    )
    with pytest.raises(Trouble) as told:
        enrolment.enrol(zhou.desk, line)
    assert told.value.title == "The invitation does not hold"
    assert enrolment.enrolled(zhou.desk) is None
    with hub.opened() as late:
        invitation = people.invite(late, "lin", by="test")
        tomorrow = Hub(late.company, late.keeping, late.epoch, lambda: late.clock() + timedelta(hours=25))
        tomorrow.keeping.register._clock = tomorrow.clock  # type: ignore[misc]
        with pytest.raises(people.Refused, match="code"):
            people.join(tomorrow, zhou.desk.store.key.public.hex(), Join(invitation.code, zhou.desk.id))


def test_only_the_hash_of_a_code_is_kept(hub: InThread) -> None:
    code = invitations.read(hub.invites("lin", "林若溪")).code
    with hub.hub.keeping.base.look() as session:
        rows = session.rows("SELECT * FROM code")
    assert rows and code not in str(rows)


def test_a_wrong_code_is_refused_and_tried_a_few_times_only(hub: InThread, lin: Inspector) -> None:
    found = invitations.read(hub.invites("lin", "林若溪"))
    hub.door.codes = Rates(Rate(burst=5, second=0.001))
    wrong = invitations.Invitation(found.address, found.key, "A" * 26, found.authority)
    titles = []
    for _ in range(6):
        with pytest.raises(Trouble) as told:
            http.join(wrong, lin.desk.store.key, Join(wrong.code, lin.desk.id))
        titles.append(told.value.title)
    assert titles[0] == "The invitation does not hold"
    assert titles[-1] == "Head office asks for patience"


def test_a_restored_laptop_keeps_its_key_and_goes_on_without_a_new_invitation(
    hub: InThread, lin: Inspector, tmp_path: Path
) -> None:
    hub.enrols(lin, "lin", "林若溪")
    rounds(hub, lin)
    lin.desk.store.mark.write("another", "")  # what a copied or restored desk finds
    folder, inspection = lin.folder, lin.inspection
    lin.desk.close()
    with Inspector(folder) as again:
        again.inspection = inspection
        found = enrolment.enrolled(again.desk)
        assert found is not None and found.restored
        again.answers("ST-1.1", "conform")
        told = rounds(hub, again)
        assert told.summary.quarantined == () and not told.summary.differs
        assert exchange.safe(again.desk, inspection).state == SafeState.SAFE


def test_a_new_laptop_of_the_same_person_joins_by_a_new_invitation(
    hub: InThread, lin: Inspector, zhou: Inspector
) -> None:
    hub.enrols(lin, "lin", "林若溪")
    rounds(hub, lin)
    hub.enrols(zhou, "lin", "林若溪")
    rounds(hub, zhou)
    assert zhou.desk.store.journals.row(lin.inspection) is not None, "what is his he sees from every laptop of his"
    assert len(hub.hub.keeping.register.desks(user="lin")) == 2


def test_the_hub_lets_no_desk_change_its_person(hub: InThread, lin: Inspector) -> None:
    hub.enrols(lin, "lin", "林若溪")
    with pytest.raises(Trouble, match="belongs to somebody else"):
        hub.enrols(lin, "zhou", "周慕云")
    found = enrolment.enrolled(lin.desk)
    assert found is not None and found.user == "lin"


def test_leaving_a_company_deletes_nothing_and_another_company_may_be_joined(
    hub: InThread, lin: Inspector, tmp_path: Path
) -> None:
    hub.enrols(lin, "lin", "林若溪", recovery=True)
    assert vault.ways_in(lin.desk.store.folder)["recovery"]
    rounds(hub, lin)
    entries = len(lin.desk.store.journals.read(lin.inspection))
    left = enrolment.leave(lin.desk)
    assert (left.organisation, enrolment.enrolled(lin.desk)) == (NAME, None)
    assert not vault.ways_in(lin.desk.store.folder)["recovery"]
    assert len(lin.desk.store.journals.read(lin.inspection)) == entries
    assert enrolment.office(lin.desk) is None
    with pytest.raises(Trouble, match="not enrolled"):
        enrolment.leave(lin.desk)
    with InThread(tmp_path / "other") as other:
        other.enrols(lin, "l", "Lin")
        rounds(other, lin)
        assert exchange.safe(lin.desk, lin.inspection).state == SafeState.SAFE


def test_the_company_s_recovery_key_opens_a_desk_only_when_its_person_agreed(
    hub: InThread, lin: Inspector, zhou: Inspector
) -> None:
    hub.enrols(lin, "lin", "林若溪", recovery=True)
    hub.enrols(zhou, "zhou", "周慕云")
    private = (hub.folder / "RECOVERY-KEY-FOR-THE-SAFE.pem").read_bytes()
    assert vault.unlock(lin.desk.store.folder, recovery_key=private).master == lin.desk.store.keys.master
    with pytest.raises(Trouble, match="recovery key does not open"):
        vault.unlock(zhou.desk.store.folder, recovery_key=private)


def test_roles_that_were_changed_are_told_when_the_desk_asks(hub: InThread, lin: Inspector) -> None:
    hub.enrols(lin, "lin", "林若溪")
    people.add_user(hub.hub, "lin", "林若溪", ["head_office", "lead"], by="test")
    assert enrolment.refresh(lin.desk).roles == ("lead", "head_office")
    found = enrolment.enrolled(lin.desk)
    assert found is not None and found.roles == ("lead", "head_office")
    assert lin.desk.store.key.public.hex() in lin.desk.store.journals.erasers


def test_a_round_brings_roles_and_the_keys_whose_erasures_count(hub: InThread, lin: Inspector, zhou: Inspector) -> None:
    hub.enrols(lin, "lin", "林若溪")
    hub.enrols(zhou, "zhou", "周慕云", ["head_office"])
    people.add_user(hub.hub, "lin", "林若溪", ["inspector"], by="test")
    rounds(hub, lin)
    found = enrolment.enrolled(lin.desk)
    assert found is not None and found.roles == ("inspector",)
    assert zhou.desk.store.key.public.hex() in lin.desk.store.journals.erasers


def test_the_company_certifies_whom_it_knows_and_not_who_one_says_one_is(hub: InThread, lin: Inspector) -> None:
    told = hub.enrols(lin, "lin", "林若溪", person_name="总经理", passphrase=KEY)
    [card] = identities.identities(lin.desk)
    assert (card.code, card.name, card.level) == (told.identity, "林若溪", "unit")
    found = x509.load_pem_x509_certificate(identities.certificate_pem(lin.desk, card.code))
    assert found.subject.rfc4514_string() == f"O={NAME},CN=林若溪"
    assert (found.not_valid_after_utc - found.not_valid_before_utc).days == 730


def test_a_report_signed_with_the_company_s_certificate_verifies_against_the_authority_of_the_enrolment(
    lin: Inspector, tmp_path: Path
) -> None:
    with InThread(tmp_path / "then", clock=lin.desk.clock) as hub:
        hub.enrols(lin, "lin", "林若溪")
        assert identities.identities(lin.desk) == []
        code = enrolment.certify(lin.desk, KEY).identity
    fingerprint = identities.identities(lin.desk)[0].fingerprint
    lin.signs_off(certificate=fingerprint)
    pdf = tmp_path / "report.pdf"
    documents.issue(lin.desk, lin.inspection, pdf, signatures=[Signature("林若溪", code, KEY)])
    known = documents.verify_pdf(pdf, company=enrolment.vouching(lin.desk))
    assert known.verdict is Verdict.VALID, [a.said(speak("en")) for a in known.answers]
    assert NAME in known.signers[0].issuer
    stranger = documents.verify_pdf(pdf)
    answers = {answer.question: answer.verdict for answer in stranger.answers}
    assert answers[Question.CERTIFICATE] is Verdict.UNKNOWN


def test_a_signature_made_after_its_certificate_was_revoked_holds_on_no_laptop_of_the_company(
    lin: Inspector, zhou: Inspector, tmp_path: Path
) -> None:
    def judged(pdf: Path) -> tuple[Verdict | None, str]:
        found = documents.verify_pdf(pdf, company=enrolment.vouching(zhou.desk))
        [answer] = [one for one in found.answers if one.question is Question.CERTIFICATE]
        return found.on(Question.CERTIFICATE), answer.said(speak("en"))

    before, after = tmp_path / "before.pdf", tmp_path / "after.pdf"
    with InThread(tmp_path / "then", clock=lin.desk.clock) as hub:
        hub.enrols(zhou, "zhou", "周慕云")
        hub.enrols(lin, "lin", "林若溪", person_name="lin", passphrase=KEY)
        [card] = identities.identities(lin.desk)
        lin.signs_off(certificate=card.fingerprint)
        signing = Signature("林若溪", card.code, KEY)
        documents.issue(lin.desk, lin.inspection, before, signatures=[signing])
        rounds(hub, zhou)
        assert judged(before)[0] is Verdict.VALID
        people.revoke(hub.hub, "lin", "left the company", by="test")
        documents.issue(lin.desk, lin.inspection, after, signatures=[signing])
        assert judged(after)[0] is Verdict.VALID, "zhou's laptop has not heard of it"
        rounds(hub, zhou)
        verdict, said = judged(after)
        assert verdict is Verdict.INVALID
        assert "revoked before it was used" in said
        verdict, said = judged(before)
        assert verdict is Verdict.UNKNOWN
        assert "only the signer's clock says" in said
        people.let_in_again(hub.hub, "lin", by="test")
        rounds(hub, zhou)
        assert judged(after)[0] is judged(before)[0] is Verdict.VALID


def test_the_same_list_of_revoked_certificates_is_given_for_a_day(hub: InThread) -> None:
    first = people.revocations(hub.hub)
    assert people.revocations(hub.hub) is first
    later = replace(hub.hub, clock=lambda: hub.hub.clock() + timedelta(days=1, seconds=1))
    assert people.revocations(later) != first


def test_a_report_on_an_inspection_in_which_head_office_erased_something_verifies_in_its_company(
    lin: Inspector, zhou: Inspector, tmp_path: Path
) -> None:
    with InThread(tmp_path / "then", clock=lin.desk.clock) as hub:
        lin.notes("ST-1.1", "a name that must go")
        hub.enrols(zhou, "zhou", "周慕云", ["head_office"])
        hub.enrols(lin, "lin", "林若溪", person_name="lin", passphrase=KEY)
        rounds(hub, lin, zhou)
        [note] = [e for e in lin.desk.store.journals.read(lin.inspection) if e.head.kind == "note"]
        write_down(zhou.desk, lin.inspection, "test", [Draft(facts.ERASE, note.id, {"reason": "asked for"})])
        rounds(hub, zhou, lin)
    [card] = identities.identities(lin.desk)
    lin.signs_off(certificate=card.fingerprint)
    pdf = tmp_path / "report.pdf"
    documents.issue(lin.desk, lin.inspection, pdf, signatures=[Signature("林若溪", card.code, KEY)])
    company = enrolment.vouching(lin.desk)
    found = documents.verify_pdf(pdf, company=company)
    assert found.verdict is Verdict.VALID, [a.said(speak("en")) for a in found.answers]
    assert documents.verify_pdf(pdf).on(Question.JOURNAL) is Verdict.UNKNOWN, "a stranger does not know head office"
    others = replace(company, erasers=(lin.desk.store.key.public.hex(),))
    assert documents.verify_pdf(pdf, company=others).on(Question.JOURNAL) is Verdict.INVALID, "it was not head office"


def test_a_short_passphrase_is_refused_before_anything_is_sent(hub: InThread, lin: Inspector) -> None:
    line = hub.invites("lin", "林若溪")
    with pytest.raises(Trouble, match="too short"):
        enrolment.enrol(lin.desk, line, passphrase="short")
    assert enrolment.enrol(lin.desk, line).user == "lin"


def test_a_request_that_is_none_uses_no_code_up(hub: InThread, lin: Inspector) -> None:
    found = invitations.read(hub.invites("lin", "林若溪"))
    with pytest.raises(Trouble, match="no certificate"):
        http.join(found, lin.desk.store.key, Join(found.code, lin.desk.id, "", "not a request"))
    assert http.join(found, lin.desk.store.key, Join(found.code, lin.desk.id)).user == "lin"


def test_an_invitation_of_another_hub_at_the_same_address_sends_no_code(
    hub: InThread, lin: Inspector, tmp_path: Path
) -> None:
    found = invitations.read(hub.invites("lin", "林若溪"))
    other = make(tmp_path / "other")
    from auditapp.hub import authority

    for forged, title in (
        (invitations.Invitation(found.address, other.key, found.code, found.authority), "another key"),
        (
            invitations.Invitation(found.address, found.key, found.code, authority.fingerprint_of(other.authority_pem)),
            "another authority",
        ),
    ):
        with pytest.raises(Trouble, match=title):
            http.join(forged, lin.desk.store.key, Join(found.code, lin.desk.id))
    assert enrolment.enrol(lin.desk, invitations.to_line(found)).user == "lin", "the code was not used up"


def test_what_a_desk_keeps_of_its_enrolment_others_read_by_name(hub: InThread, lin: Inspector) -> None:
    """`operations.head_office` and `operations.exchange` read these names."""
    hub.enrols(lin, "lin", "林若溪")
    [known] = lin.desk.store.offices.all()
    told = json.loads(known.told)
    assert known.id == told["hub"] == hub.company.id
    assert told["company"] == hub.company.journal
    assert (told["user"], told["name"], told["roles"]) == ("lin", "林若溪", ["lead"])
    assert told["key"] == hub.company.key and len(bytes.fromhex(told["bundles"])) == 32
