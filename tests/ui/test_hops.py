"""A job on another thread writes on the desk's, between the strokes of a key, and never keeps the desk from closing."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from auditapp.operations import answer
from auditapp.ui.background import Background, Cancelled
from auditapp.ui.bridge import Bridge
from auditapp.ui.hops import PATIENCE, QUIET, Hops
from auditapp.words import Trouble, say
from tests.inspector import Inspector

LONG = 20_000


@pytest.fixture
def lanes(qtbot: Any) -> Iterator[tuple[Background, Hops]]:
    """Lanes and the way over to this thread. They end as the window ends them: nobody waits, no lane is busy."""
    background, hops = Background(), Hops()
    yield background, hops
    hops.close()
    background.close()
    QApplication.processEvents()


def test_a_job_writes_on_the_desk_s_thread_and_gets_what_came_of_it(bridge: Bridge, lin: Inspector, qtbot: Any) -> None:
    own, told = threading.get_ident(), list[Any]()

    def job(_task: object) -> tuple[int, int, Any]:
        def write() -> Any:
            return threading.get_ident(), answer.note(lin.desk, lin.inspection, "WP-1.1", "from a job")

        thread, changes = bridge.on_desk(write)
        return threading.get_ident(), thread, changes

    bridge.later(job, told.append, lane="exchange")
    qtbot.waitUntil(lambda: bool(told), timeout=LONG)
    ran, wrote, changes = told[0]
    assert ran != own
    assert wrote == own
    assert changes.places == frozenset({"WP-1.1"})
    assert lin.now.notes["WP-1.1"].text == "from a job"


def test_on_the_desk_s_own_thread_it_is_simply_done(bridge: Bridge) -> None:
    assert bridge.on_desk(lambda: 7) == 7


def test_trouble_over_there_is_trouble_over_here(bridge: Bridge, qtbot: Any) -> None:
    told: list[Trouble] = []

    def refused() -> None:
        raise Trouble(say("No"), say("It is refused."), code=2)

    bridge.later(lambda _: bridge.on_desk(refused), lambda _: None, failed=told.append)
    qtbot.waitUntil(lambda: bool(told), timeout=LONG)
    assert told[0].title == "No"


def test_nothing_hops_between_two_strokes_and_nobody_waits_for_ever(lanes: tuple[Background, Hops], qtbot: Any) -> None:
    background, hops = lanes
    done: list[int] = []
    hops.wait_a_moment()
    background.run(lambda _: [hops.do(lambda n=n: done.append(n)) for n in range(3)], lambda _: None)  # type: ignore[misc]
    qtbot.wait(QUIET // 2)
    assert done == [], "somebody answered just now"
    qtbot.waitUntil(lambda: done == [0, 1, 2], timeout=LONG)
    stop = threading.Event()
    background.run(lambda _: hops.do(lambda: stop.set()), lambda _: None)
    for _ in range(2 * PATIENCE // (QUIET // 2)):  # somebody who never stops
        hops.wait_a_moment()
        qtbot.wait(QUIET // 2)
        if stop.is_set():
            break
    assert stop.is_set()
    qtbot.waitUntil(lambda: not background.busy, timeout=LONG)


def test_closing_lets_go_whoever_waits_to_hop(lanes: tuple[Background, Hops], qtbot: Any) -> None:
    background, hops = lanes
    begun, ended = threading.Event(), list[type[BaseException]]()

    def job(_task: object) -> None:
        begun.set()
        try:
            hops.do(lambda: None)
        except Cancelled as let_go:
            ended.append(type(let_go))
            raise

    hops.wait_a_moment()
    background.run(job, lambda _: None)
    assert begun.wait(10)
    hops.close()
    background.close()  # waits for the job, on the thread it wanted to hop to
    assert ended == [Cancelled]
    with pytest.raises(Cancelled):
        threading_do(hops)


def threading_do(hops: Hops) -> None:
    """What a job is told that comes too late."""
    told: list[BaseException] = []

    def late() -> None:
        try:
            hops.do(lambda: None)
        except Cancelled as fault:
            told.append(fault)

    one = threading.Thread(target=late)
    one.start()
    one.join(10)
    raise told[0]
