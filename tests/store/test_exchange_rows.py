"""The digest is read from the ends of the strands and is what the whole journal says; files arrive piece by piece."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable, Iterator

import pytest

from auditapp.journal import union
from auditapp.office.protocol import Cut
from auditapp.store.arriving import Arriving, OtherContent
from auditapp.store.desk_folder import DeskFolder
from auditapp.store.journals import Draft
from auditapp.store.offices import KnownOffice, Removed, Round
from auditapp.store.photos import PIECE
from tests.journal.desks import INSPECTION, Desk

WALL = "2026-11-23T16:00:00+08:00"


def write(desk: DeskFolder, *places: str) -> None:
    desk.journals.append(INSPECTION, [Draft("answer", p, {"v": "conform"}) for p in places], writer="P1", wall=WALL)


def assert_right(desk: DeskFolder) -> None:
    for inspection, digest in desk.journals.digests().items():
        assert digest == union.digest(desk.journals.read(inspection))


def test_the_digest_is_what_the_whole_journal_says_after_every_step(desk: DeskFolder) -> None:
    """Own deeds, others' entries in pieces, forks of others and of oneself, failed deeds."""
    chance = random.Random(4)
    north = Desk.named("north")
    for _ in range(6):
        north.answer("1.1", "yes")
    twin = north.clone("twin")
    for n in range(5):
        north.answer("1.2", n)
        twin.answer("1.2", -n)
    given = [*north.journal.values(), *twin.journal.values()]
    for _ in range(30):
        write(desk, f"A-{chance.randrange(5)}")
        assert_right(desk)
        desk.journals.receive(INSPECTION, chance.sample(given, 3))
        assert_right(desk)
        with pytest.raises(RuntimeError):
            desk.journals.append(INSPECTION, [Draft("answer", "A", {"v": 1})], writer="P1", wall=WALL, project=fails)
        assert_right(desk)
    desk.journals.receive(INSPECTION, given)
    assert_right(desk)
    assert desk.journals.digest(INSPECTION)[north.key.desk].seq == 12
    assert desk.journals.held_at(INSPECTION, north.key.desk, 9) is None, "two entries have this number"


def fails(_: object) -> dict[str, str]:
    raise RuntimeError("a fault of ours")


def test_what_follows_a_number_comes_with_all_branches_of_a_fork(desk: DeskFolder) -> None:
    north = Desk.named("north")
    twin = north.clone("twin")
    north.answer("1.1", "yes")
    twin.answer("1.1", "no")
    desk.journals.receive(INSPECTION, [*north.journal.values(), *twin.journal.values()])
    found = desk.journals.after(INSPECTION, north.key.desk, 1, 10)
    assert {e.id for e in found} == {e.id for d in (north, twin) for e in d.journal.values() if e.head.seq == 2}
    assert desk.journals.kinds_after(INSPECTION, north.key.desk, 0, 2) == {"desk": 1, "answer": 2}


def pieces(raw: bytes, size: int = 10_000) -> Iterator[bytes]:
    return (raw[at : at + size] for at in range(0, len(raw), size))


@pytest.mark.parametrize("length", [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE, 3 * PIECE + 5])
def test_a_file_arrives_in_pieces_and_is_the_same_as_one_that_was_kept_whole(desk: DeskFolder, length: int) -> None:
    raw = random.Random(length).randbytes(length)
    sha256 = hashlib.sha256(raw).hexdigest()
    arriving = Arriving(desk.photos, sha256)
    assert arriving.take(pieces(raw), offset=0) == length
    assert desk.photos.read(sha256) == raw
    assert desk.photos.size(sha256) == length
    assert b"".join(desk.photos.pieces_from(sha256, 0)) == raw
    for offset in {1, PIECE - 1, PIECE, PIECE + 1} & set(range(length)):
        assert b"".join(desk.photos.pieces_from(sha256, offset)) == raw[offset:]
    assert desk.photos.keep(raw).known


def test_a_cut_keeps_the_whole_pieces_and_the_rest_comes_later(desk: DeskFolder) -> None:
    raw = random.Random(1).randbytes(5 * PIECE + 9)
    sha256 = hashlib.sha256(raw).hexdigest()
    arriving = Arriving(desk.photos, sha256)

    def breaks(after: int) -> Iterator[bytes]:
        yield raw[arriving.begun() :][:after]
        raise Cut

    begun = [arriving.begun()]
    for _ in range(3):
        with pytest.raises(Cut):
            arriving.take(breaks(PIECE + 100), offset=begun[-1])
        begun.append(arriving.begun())
    assert begun == [0, PIECE, 2 * PIECE, 3 * PIECE]
    assert not desk.photos.has(sha256)
    arriving.take(iter([raw[begun[-1] :]]), offset=begun[-1])
    assert desk.photos.read(sha256) == raw


def test_another_content_is_forgotten_and_never_kept(desk: DeskFolder) -> None:
    raw = bytes(3 * PIECE)
    arriving = Arriving(desk.photos, hashlib.sha256(b"something else").hexdigest())
    with pytest.raises(OtherContent):
        arriving.take(pieces(raw), offset=0)
    assert arriving.begun() == 0
    assert not desk.photos.has(arriving.sha256)


def test_what_lies_spoilt_on_the_disk_is_not_gone_on_from(desk: DeskFolder) -> None:
    raw = bytes(3 * PIECE)
    arriving = Arriving(desk.photos, hashlib.sha256(raw).hexdigest())
    with pytest.raises(ZeroDivisionError):
        arriving.take((piece if n < 2 else piece[: 1 // 0] for n, piece in enumerate([raw[:PIECE]] * 3)), offset=0)
    spoilt = bytearray(arriving.path.read_bytes())
    spoilt[100] ^= 1
    arriving.path.write_bytes(bytes(spoilt))
    with pytest.raises(OtherContent):
        arriving.take(iter([raw[arriving.begun() :]]), offset=arriving.begun())
    assert arriving.begun() == 0


def test_a_file_that_is_too_large_is_given_up(open_desk: Callable[..., DeskFolder]) -> None:
    desk = open_desk()
    desk.photos.largest = 2 * PIECE
    arriving = Arriving(desk.photos, "0" * 64)
    with pytest.raises(OtherContent):
        arriving.take(iter([bytes(PIECE)] * 3), offset=0)
    assert arriving.begun() == 0


def test_rows_about_offices_come_back_as_they_were_put(desk: DeskFolder) -> None:
    offices = desk.offices
    offices.save(KnownOffice("hub", "https://hub", b"{}", WALL))
    assert [o.id for o in offices.all()] == ["hub"]
    offices.keep_receipt("i", "hub", b"signed", WALL)
    assert offices.receipt("i", "hub") == (b"signed", WALL)
    assert offices.receipt("i", "other") is None
    for n in range(205):
        offices.note(Round("hub", str(n), str(n), b"{}"))
    assert [r.ended for r in offices.rounds(3)] == ["204", "203", "202"]
    assert len(offices.rounds(1_000)) == 200
    offices.keep_bundles("share", {("a", 1): b"x", ("b", 2): b"y"})
    offices.keep_bundles("share", {("b", 2): b"y", ("c", 3): b"z"})
    assert offices.bundles("share") == {("b", 2): b"y", ("c", 3): b"z"}
    offices.note_removed([Removed("0" * 64, "i", "Lin", WALL)])
    assert offices.removed()["0" * 64].by == "Lin"
    assert offices.remove("hub") and not offices.remove("hub")
