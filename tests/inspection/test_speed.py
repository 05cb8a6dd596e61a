"""Speed: a big inspection is walked, scored and checked at once (product.md rule 10).

The aims are 100 ms of processor time for 2,000 items and 40 ms for the shipped checklist with samples, on the
machine of 2026 the figures were taken on (about 35 and 20 ms); the bounds here are loose enough for a busy one.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from auditapp.checklist.model import AnswerKind, Band, Checklist, Limits
from auditapp.inspection.progress import gaps, progress
from auditapp.inspection.scoring import score
from auditapp.inspection.walk import walk
from tests.inspection.centre import DAY, Book, checklist, item
from tests.inspection.shipped import good_centre, six_dimensions


def best_of(times: int, work: Callable[[], object]) -> float:
    """Least processor time of some runs, in milliseconds."""
    taken = []
    for _ in range(times):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return min(taken) * 1000


def big() -> tuple[Checklist, Book]:
    """2,000 items: a tenth computed, a tenth conditional, a fifth with limits."""
    items, book = [], Book()
    for n in range(2000):
        id_ = f"WP-{n // 20}.{n % 20}"
        match n % 10:
            case 0:
                items.append(
                    item(id_, AnswerKind.NUMBER, limits=Limits(bands=(Band(fail_below="10", warn_below="20"),)))
                )
                book.answer(id_, str(n % 50))
            case 1:
                before = f"WP-{n // 20}.{(n - 1) % 20}"
                items.append(
                    item(
                        id_,
                        AnswerKind.COMPUTED,
                        calc=f"num('{before}') * 2",
                        limits=Limits(bands=(Band(fail_below="20"),)),
                    )
                )
            case 2:
                before = f"WP-{n // 20}.{(n - 2) % 20}"
                items.append(item(id_, when=f"num('{before}') > 10"))
                book.answer(id_, "conform")
            case 3:
                items.append(item(id_, AnswerKind.COUNT, limits=Limits(bands=(Band(fail_above="30"),))))
                book.answer(id_, str(n % 40))
            case _:
                items.append(item(id_))
                book.answer(id_, ("conform", "conform", "minor", "obs")[n % 4])
    return checklist(*items), book


def test_two_thousand_items_are_walked_in_a_tenth_of_a_second() -> None:
    what, book = big()
    inspection = book.inspection
    walked = walk(what, inspection, DAY)
    assert len(walked.lines) == 2000
    assert best_of(5, lambda: walk(what, inspection, DAY)) < 250
    assert best_of(5, lambda: score(what, inspection, walked)) < 100
    assert best_of(5, lambda: progress(walked)) < 20
    assert best_of(5, lambda: gaps(walked, inspection)) < 100


def test_the_shipped_checklist_with_its_samples_is_walked_in_less() -> None:
    what, inspection = six_dimensions(), good_centre().inspection
    assert best_of(5, lambda: walk(what, inspection, DAY)) < 120
