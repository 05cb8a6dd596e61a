"""Who may say what, as a table that people can read: a change to `hub.roles` shows here, line by line."""

from __future__ import annotations

import pytest

from auditapp.hub import roles
from auditapp.hub.roles import ADMIN, HEAD_OFFICE, INSPECTOR, LEAD, SITE_MANAGER
from auditapp.inspection import facts

LETTERS = {"I": INSPECTOR, "L": LEAD, "S": SITE_MANAGER, "H": HEAD_OFFICE, "A": ADMIN}
TABLE = """
desk               I L S H
inspection         I L   H
about              I L   H
setting            I L   H
person             I L S H
previous           I L   H
answer             I L
note               I L
flag               I L
sample-plan        I L   H
sample             I L
sample-skip        I L
instrument         I L
photo              I L S
photo.caption      I L S
photo.place        I L S
photo.clearance    I L S
finding            I L
finding.grade      I L
finding.fact       I L
finding.place      I L
finding.criterion  I L
finding.evidence   I L
finding.fixed      I L
finding.interim    I L
finding.person     I L
finding.confirmed  I L
finding.kind       I L
action             I L   H
action.requirement I L   H
action.owner       I L S H
action.due         I L   H
action.state       I L S H
action.reply       I L S H
action.verification I L  H
meeting.held       I L
meeting.place      I L
meeting.consent    I L
meeting.note       I L
attendance         I L S
comment            I L S
sign-off             L S
refusal            I L S
report             I L S H
amendment            L
assignment           L   H
review.state             H
remark                   H
remark.reply       I L S H
remark.state             H
release                  H
release.state            H
stamped                  H
withdraw           I L S H
erase                    H
"""
WHO = {line.split()[0]: {LETTERS[letter] for letter in line.split()[1:]} for line in TABLE.strip().splitlines()}
EVERY_KIND = sorted(facts.PILES | facts.SLOTS | facts.FIELDS | {facts.WITHDRAW, facts.ERASE})


def test_the_table_names_every_kind_of_entry_and_every_role() -> None:
    assert sorted(WHO) == EVERY_KIND
    assert set(LETTERS.values()) == set(roles.ROLES) == set(roles.ALLOWED)


@pytest.mark.parametrize("role", sorted(roles.ROLES))
@pytest.mark.parametrize("kind", EVERY_KIND)
def test_a_role_may_sign_just_what_the_table_says(kind: str, role: str) -> None:
    assert roles.may_sign([role], kind) is (role in WHO[kind])


@pytest.mark.parametrize("kind", EVERY_KIND)
def test_two_roles_may_sign_what_either_may(kind: str) -> None:
    for one in roles.ROLES:
        for other in roles.ROLES:
            either = roles.may_sign([one], kind) or roles.may_sign([other], kind)
            assert roles.may_sign([one, other], kind) is either


@pytest.mark.parametrize("role", sorted(roles.ROLES))
@pytest.mark.parametrize("kind", EVERY_KIND)
def test_one_takes_back_just_what_one_may_say(kind: str, role: str) -> None:
    may = roles.may_sign([role], facts.WITHDRAW) and (kind == facts.WITHDRAW or roles.may_sign([role], kind))
    assert roles.may_sign([role], facts.WITHDRAW, takes_back=kind) is may


def test_head_office_s_kinds_are_head_office_s_alone() -> None:
    for kind in facts.OFFICE:
        assert {role for role in roles.ROLES if roles.may_sign([role], kind)} == {HEAD_OFFICE}


@pytest.mark.parametrize("kind", ["weather", "answer.draft", "finding.weight", "action.budget", "meeting.minutes"])
def test_what_a_newer_version_says_is_let_in_from_whoever_may_write(kind: str) -> None:
    assert {role for role in roles.ROLES if roles.may_sign([role], kind)} == {*roles.ROLES} - {ADMIN}


@pytest.mark.parametrize("kind", ["review.note", "remark.urgency", "release.region"])
def test_a_newer_field_of_head_office_s_is_head_office_s(kind: str) -> None:
    assert {role for role in roles.ROLES if roles.may_sign([role], kind)} == {HEAD_OFFICE}


def test_nobody_without_a_role_and_no_unknown_role_may_say_anything() -> None:
    for kind in [*EVERY_KIND, "weather"]:
        assert not roles.may_sign([], kind)
        assert not roles.may_sign(["emperor"], kind)


@pytest.mark.parametrize(
    ("value", "allowed"),
    [
        ({"v": "submitted"}, True),
        ({"v": "extension_asked", "until": "2027-01-01"}, True),
        ({"v": "closed"}, False),
        ({"v": "returned"}, False),
        (None, True),
        ("closed", True),
    ],
)
def test_who_has_to_mend_does_not_say_that_it_is_mended(value: object, allowed: bool) -> None:
    assert roles.may_sign([SITE_MANAGER], roles.meant("action.state", value)) is allowed
    assert roles.may_sign([INSPECTOR], roles.meant("action.state", value))


def test_head_office_and_administrators_see_everything_and_head_office_alone_erases() -> None:
    assert {role for role in roles.ROLES if roles.sees_all([role])} == {HEAD_OFFICE, ADMIN}
    assert {role for role in roles.ROLES if roles.erases([role])} == {HEAD_OFFICE}
