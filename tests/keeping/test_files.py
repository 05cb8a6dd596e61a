"""A file is held when it is whole, hashed and on the drive; until then its pieces wait, and nothing mixes them up."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable

import pytest

from auditapp.hub.keeping.blobs import HELD, OtherFile, OtherOffset
from auditapp.hub.keeping.opening import Keeping
from auditapp.words import Trouble
from tests.keeping.writing import INSPECTION, Writer, content


def whole(keeping: Keeping, sha256: str, offset: int = 0) -> bytes:
    return b"".join(keeping.files.get(sha256, offset=offset))


@pytest.mark.parametrize("size", [0, 1, 1_000, 700_000])
def test_a_file_in_one_piece_is_held_at_once(keeping: Keeping, size: int) -> None:
    sha256, made = content(size)
    assert keeping.files.have([sha256]) == {sha256: 0}
    assert keeping.files.put(sha256, size, 0, made) == HELD
    assert keeping.files.have([sha256]) == {sha256: HELD}
    assert (keeping.files.size(sha256), whole(keeping, sha256)) == (size, made)
    assert list(keeping.files.blobs.all()) == [(sha256, size)]


def test_a_file_in_pieces_goes_on_where_it_stopped_in_another_process(open_keeping: Callable[[], Keeping]) -> None:
    sha256, made = content(900_000)
    assert open_keeping().files.put(sha256, len(made), 0, made[:300_000]) == 300_000
    other = open_keeping()
    assert other.files.have([sha256, "f" * 64]) == {sha256: 300_000, "f" * 64: 0}
    with pytest.raises(OtherOffset) as fault:
        other.files.put(sha256, len(made), 0, made[:1_000])
    assert fault.value.held == 300_000
    with pytest.raises(Trouble):
        whole(other, sha256)
    assert other.files.put(sha256, len(made), 300_000, made[300_000:600_000]) == 600_000
    assert other.files.put(sha256, len(made), 600_000, made[600_000:]) == HELD
    assert (whole(other, sha256), whole(other, sha256, 899_990)) == (made, made[899_990:])
    assert other.files.put(sha256, len(made), 0, b"whatever") == HELD
    assert whole(other, sha256) == made


def test_bytes_of_another_file_are_not_held_and_the_true_ones_still_may_come(keeping: Keeping) -> None:
    sha256, made = content(5_000)
    _, other = content(5_000, "b")
    with pytest.raises(OtherFile):
        keeping.files.put(sha256, 5_000, 0, other)
    keeping.files.put(sha256, 5_000, 0, other[:2_000])
    with pytest.raises(OtherFile):
        keeping.files.put(sha256, 5_000, 2_000, made[2_000:])
    assert keeping.files.have([sha256]) == {sha256: 0}
    keeping.files.put(sha256, 5_000, 0, made[:2_000])
    assert keeping.files.put(sha256, 5_000, 2_000, made[2_000:]) == HELD
    assert whole(keeping, sha256) == made


def test_a_piece_beyond_the_end_is_refused(keeping: Keeping) -> None:
    sha256, made = content(5_000)
    with pytest.raises(OtherFile):
        keeping.files.put(sha256, 4_999, 0, made)
    with pytest.raises(ValueError, match="64 hex digits"):
        keeping.files.put("../../etc/passwd", 4, 0, b"root")
    assert keeping.files.have(["../../etc/passwd"]) == {"../../etc/passwd": 0}


def test_two_senders_of_one_file_cannot_mix_their_pieces(open_keeping: Callable[[], Keeping]) -> None:
    sha256, made = content(400_000)
    doors = [open_keeping(), open_keeping()]
    faults: list[BaseException] = []
    began = threading.Barrier(4)

    def send(n: int) -> None:
        try:
            files, chance, at = doors[n % 2].files, random.Random(n), 0
            began.wait()
            while at != HELD:
                try:
                    at = files.put(sha256, len(made), at, made[at : at + chance.randrange(1, 60_000)])
                except OtherOffset as fault:
                    at = fault.held
        except BaseException as fault:
            faults.append(fault)
            raise

    threads = [threading.Thread(target=send, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert whole(doors[0], sha256) == made
    assert doors[1].files.have([sha256]) == {sha256: HELD}


def test_a_receipt_names_what_is_held_and_what_is_missing(keeping: Keeping) -> None:
    first, second, third = content(10), content(11), content(12)
    desk = Writer()
    desk.says("photo", "A-1", {"sha256": first[0], "rendition": second[0]})
    desk.says("photo", "A-1", {"sha256": third[0]})
    keeping.files.put(second[0], 11, 0, second[1])
    keeping.journals.append(INSPECTION, desk.entries, members=["U1"])
    assert keeping.files.named(INSPECTION).held == (second[0],)
    assert set(keeping.files.named(INSPECTION).missing) == {first[0], third[0]}
    keeping.files.put(first[0], 10, 0, first[1])
    assert keeping.files.named(INSPECTION).missing == (third[0],)
    assert keeping.files.named_in(first[0]) == {INSPECTION}
    assert keeping.files.sees("U1", first[0]) and not keeping.files.sees("U2", first[0])
    assert keeping.files.counts() == {"files": 2, "bytes": 21}
    assert [s for s, _ in keeping.files.recorded()] == sorted([first[0], second[0]])


def test_a_report_is_named_but_no_receipt_waits_for_it(keeping: Keeping) -> None:
    report, photo = content(10)[0], content(11)[0]
    desk = Writer()
    desk.says("report", "1", {"sha256": report})
    desk.says("photo", "A-1", {"sha256": photo})
    keeping.journals.append(INSPECTION, desk.entries)
    assert keeping.files.named(INSPECTION).missing == (photo,)
    assert keeping.files.named_in(report) == {INSPECTION}
    desk.says("photo", "A-2", {"sha256": report})  # the same bytes, needed after all
    keeping.journals.append(INSPECTION, desk.entries)
    assert set(keeping.files.named(INSPECTION).missing) == {photo, report}


def test_a_file_whose_row_was_lost_is_found_again(keeping: Keeping) -> None:
    sha256, made = content(5_000)
    keeping.files.blobs.put(sha256, 5_000, 0, made)  # killed before the row was written
    assert keeping.files.counts()["files"] == 0
    assert keeping.files.put(sha256, 5_000, 0, made) == HELD
    assert keeping.files.counts()["files"] == 1
