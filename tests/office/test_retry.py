"""When to exchange again: after a failure soon, then more seldom, for ever, and never because somebody wrote."""

from __future__ import annotations

import pytest

from auditapp.office.retry import LONGEST, REGULAR, SOON, Retry


def failed(times: int) -> Retry:
    retry = Retry()
    for _ in range(times):
        retry = retry.failed()
    return retry


def test_a_failure_is_tried_again_soon_and_then_more_seldom_but_for_ever() -> None:
    waits = [failed(times).wait() for times in range(1, 12)]
    assert waits[0] == 5
    assert waits == sorted(waits)
    assert waits[-1] == LONGEST
    assert failed(10_000).wait() == LONGEST


def test_a_failure_does_not_wait_for_the_next_answer_nor_is_it_hastened_by_one() -> None:
    assert failed(6).wait() == failed(6).written().wait()


def test_success_forgets_the_failures() -> None:
    assert failed(7).succeeded() == Retry()
    assert Retry().wait() == REGULAR


def test_what_was_written_comes_to_head_office_sooner_than_the_regular_round() -> None:
    assert Retry().written().wait() == SOON
    assert Retry().written().succeeded().wait() == REGULAR


@pytest.mark.parametrize("times", [0, 1, 5, 50])
def test_laptops_that_lost_one_hub_at_one_time_do_not_all_come_back_at_once(times: int) -> None:
    middle = failed(times).wait(0.5)
    assert failed(times).wait(0.0) == middle * 0.75
    assert failed(times).wait(0.999) < middle * 1.25
