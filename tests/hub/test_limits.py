"""How often one may ask, and that nothing is heard twice."""

from __future__ import annotations

from auditapp.hub.limits import Challenges, Rate, Rates, SharedChallenges


class Hands:
    """A clock moved by hand."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


PUBLIC, OTHER = bytes(32), bytes([1]) * 32


def nonce(n: int) -> str:
    return f"{n:032x}"


def test_one_may_ask_in_a_burst_and_then_at_a_pace() -> None:
    clock = Hands()
    rates = Rates(Rate(burst=3, second=0.5), clock=clock)
    assert [rates.wait("lin") for _ in range(4)] == [0, 0, 0, 2]
    assert rates.wait("zhou") == 0
    clock.now += 1.9
    assert rates.wait("lin") > 0
    clock.now += 0.2
    assert rates.wait("lin") == 0
    clock.now += 1_000
    assert [bool(rates.wait("lin")) for _ in range(4)] == [False, False, False, True]


def test_who_asks_without_end_fills_no_memory() -> None:
    rates = Rates(Rate(burst=1, second=1), clock=Hands())
    for n in range(25_000):
        rates.wait(str(n))
    assert len(rates._buckets) <= 10_000


def test_a_nonce_is_heard_once_under_a_challenge() -> None:
    challenges = Challenges(clock=Hands())
    word = challenges.word
    assert challenges.take(word, PUBLIC, nonce(1)) == ""
    assert challenges.take(word, PUBLIC, nonce(1)) == "replayed"
    assert challenges.take(word, OTHER, nonce(1)) == ""
    assert challenges.take(word, PUBLIC, nonce(2)) == ""


def test_an_old_challenge_is_no_good_and_so_is_another_process_s() -> None:
    clock = Hands()
    challenges, other = Challenges(clock=clock, seconds=60), Challenges(clock=clock)
    word = challenges.word
    assert other.take(word, PUBLIC, nonce(1)) == "challenge"
    assert challenges.take(word, PUBLIC, nonce(1)) == ""
    clock.now += 61
    assert challenges.word != word
    assert challenges.take(word, PUBLIC, nonce(1)) == "replayed", "the last one is good for as long again"
    assert challenges.take(word, PUBLIC, nonce(2)) == ""
    clock.now += 61
    assert challenges.take(word, PUBLIC, nonce(3)) == "challenge"


def test_after_a_long_silence_no_challenge_is_good() -> None:
    clock = Hands()
    challenges = Challenges(clock=clock, seconds=60)
    word = challenges.word
    clock.now += 10_000
    assert challenges.take(word, PUBLIC, nonce(1)) == "challenge"


def test_nonces_fill_no_memory() -> None:
    challenges = Challenges(clock=Hands(), most=100)
    first = challenges.word
    for n in range(100):
        assert challenges.take(first, PUBLIC, nonce(n)) == ""
    assert challenges.word != first
    assert challenges.take(first, PUBLIC, nonce(5)) == "replayed"
    second = challenges.word
    for n in range(100):
        challenges.take(second, PUBLIC, nonce(n))
    assert challenges.take(first, PUBLIC, nonce(5)) == "challenge"


def test_a_challenge_of_odd_letters_is_an_old_one() -> None:
    assert Challenges(clock=Hands()).take("ÿé", PUBLIC, nonce(1)) == "challenge"


def test_processes_of_one_hub_draw_the_same_challenge_and_another_hub_another() -> None:
    clock = Hands()
    one, two = (SharedChallenges(b"secret", clock=clock, seconds=60) for _ in range(2))
    word = one.word
    assert two.word == word and two.good(word)
    assert not SharedChallenges(b"another", clock=clock, seconds=60).good(word)
    clock.now += 60
    assert two.good(word) and two.word != word
    clock.now += 60
    assert not two.good(word) and not two.good("ÿ")
