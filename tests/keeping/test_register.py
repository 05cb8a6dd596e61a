"""Users, desks, codes and nonces are rows that several processes share."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta

from auditapp.hub.keeping.opening import Keeping
from auditapp.hub.keeping.register import EnrolledDesk, User
from tests.keeping.conftest import Somewhere

LI = User("U1", "李雷", ("inspector", "lead"), told={"mail": "li@example.org"})


def laptop(public: str = "aa" * 32, user: str = "U1") -> EnrolledDesk:
    return EnrolledDesk(public, user, "laptop", "2026-11-23T09:00:00+00:00", told={"certificate": "PEM"})


def test_users_and_desks_come_back_as_written(open_keeping: Callable[[], Keeping]) -> None:
    register = open_keeping().register
    register.set_user(LI)
    register.set_desk(laptop())
    again = open_keeping().register
    assert (again.user("U1"), again.users(), again.user("U2")) == (LI, [LI], None)
    assert (again.desk("aa" * 32), again.desks(user="U1"), again.desks(user="U2")) == (laptop(), [laptop()], [])
    again.set_user(User("U1", "李雷", (), disabled="2026-11-24T00:00:00+00:00"))
    found = register.user("U1")
    assert found is not None and found.disabled and found.roles == ()


def test_a_code_is_used_once_by_one_desk_and_not_after_its_time(somewhere: Somewhere) -> None:
    register = somewhere.open().register
    register.set_user(LI)
    register.add_code("c1", "U1", expires=somewhere.clock() + timedelta(hours=24))
    register.add_code("c2", "U1", expires=somewhere.clock() + timedelta(hours=24))
    assert register.code_of("c1") == LI
    assert register.redeem("none", laptop()) is None
    assert register.redeem("c1", laptop()) == LI
    assert register.redeem("c1", laptop()) == LI, "its answer may have been lost"
    assert register.redeem("c1", laptop("bb" * 32)) is None
    assert register.code_of("c1") is None
    assert [desk.public for desk in register.desks()] == ["aa" * 32]
    somewhere.clock.passes(hours=25)
    assert register.redeem("c2", laptop("bb" * 32)) is None


def test_a_code_lets_no_revoked_or_foreign_desk_in_and_is_not_used_up_by_it(somewhere: Somewhere) -> None:
    register = somewhere.open().register
    register.set_user(LI)
    register.set_user(User("U2", "韩梅梅", ()))
    register.add_code("c1", "U1", expires=somewhere.clock() + timedelta(hours=24))
    register.set_desk(EnrolledDesk("aa" * 32, "U1", "lost", "", revoked="2026-11-23T08:00:00+00:00"))
    register.set_desk(laptop("bb" * 32, "U2"))
    assert register.redeem("c1", laptop()) is None
    assert register.redeem("c1", laptop("bb" * 32)) is None
    assert register.redeem("c1", laptop("cc" * 32)) == LI


def test_of_many_who_try_one_code_at_once_one_gets_in(somewhere: Somewhere) -> None:
    doors = [somewhere.open().register, somewhere.open().register]
    doors[0].set_user(LI)
    doors[0].add_code("c1", "U1", expires=somewhere.clock() + timedelta(hours=24))
    let_in: list[str] = []
    began = threading.Barrier(6)

    def attempt(n: int) -> None:
        began.wait()
        if doors[n % 2].redeem("c1", laptop(f"{n:064x}")) is not None:
            let_in.append(f"{n:064x}")

    threads = [threading.Thread(target=attempt, args=(n,)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [desk.public for desk in doors[0].desks()] == let_in
    assert len(let_in) == 1


def test_a_nonce_is_fresh_once(somewhere: Somewhere) -> None:
    first, second = somewhere.open().register, somewhere.open().register
    soon = somewhere.clock() + timedelta(minutes=5)
    assert first.fresh("n1", expires=soon)
    assert not second.fresh("n1", expires=soon)
    assert second.fresh("n2", expires=soon)
    somewhere.clock.passes(minutes=6)
    assert first.fresh("n1", expires=somewhere.clock() + timedelta(minutes=5)), "forgotten after its time"


def test_a_setting_is_settled_by_whoever_comes_first(open_keeping: Callable[[], Keeping]) -> None:
    first, second = open_keeping().register, open_keeping().register
    assert first.setting("key") is None
    assert first.settle("key", b"one") == second.settle("key", b"two") == b"one"
    second.set_setting("key", b"three")
    assert first.setting("key") == b"three"


def test_administrators_deeds_are_written_down(somewhere: Somewhere) -> None:
    register = somewhere.open().register
    register.note("U1", "revoke", {"desk": "aa"})
    register.note("U1", "enrol\0", {})
    assert [(deed.what, dict(deed.told)) for deed in register.deeds()] == [
        ("enrol\ufffd", {}),
        ("revoke", {"desk": "aa"}),
    ]
    assert register.deeds(most=1)[0].at == "2026-11-23T09:00:00+00:00"


def test_certificates_of_revoked_desks_and_users_are_known_by_their_numbers(somewhere: Somewhere) -> None:
    register = somewhere.open().register
    register.set_user(LI)
    register.set_user(User("U2", "韩梅梅", ()))
    register.set_desk(laptop())
    register.add_certificate(2**150 + 7, "U1", "aa" * 32)
    register.add_certificate(8, "U2", "bb" * 32)
    assert register.revoked_certificates() == {}
    register.set_desk(EnrolledDesk("aa" * 32, "U1", "lost", "", revoked="2026-11-23T08:00:00+00:00"))
    assert register.revoked_certificates() == {2**150 + 7: "2026-11-23T08:00:00+00:00"}
    register.set_user(User("U2", "韩梅梅", (), disabled="2026-11-24T00:00:00+00:00"))
    assert set(register.revoked_certificates()) == {2**150 + 7, 8}
