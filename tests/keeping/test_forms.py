"""A database of any older form is brought to this one, once, by whichever of several hubs comes first."""

from __future__ import annotations

import threading

import pytest

from auditapp.hub.keeping import forms
from auditapp.hub.keeping.base import Base, Session
from auditapp.hub.keeping.sqlite_base import SqliteBase
from auditapp.words import Trouble
from tests.keeping.conftest import Somewhere

BOTH = pytest.mark.parametrize("somewhere", ["sqlite+folder", "postgresql+folder"], indirect=True)


def base_of(somewhere: Somewhere, request: pytest.FixtureRequest) -> Base:
    """An empty database of the same kind."""
    if somewhere.places.database:
        from auditapp.hub.keeping.postgres_base import PostgresBase

        base: Base = PostgresBase(request.getfixturevalue("postgres").new_database())
    else:
        somewhere.folder.mkdir(exist_ok=True)
        base = SqliteBase(somewhere.folder / "other.db", b"k" * 32)
    somewhere.opened.callback(base.close)
    return base


def tables(session: Session, name: str) -> int:
    return int(session.one(f"SELECT count(*) FROM {name}"))


@BOTH
def test_every_older_form_is_brought_to_this_one(somewhere: Somewhere, request: pytest.FixtureRequest) -> None:
    base = base_of(somewhere, request)
    for form in range(1, forms.FORM + 1):
        assert forms.climb(base, steps=forms.STEPS[:form]) == 1
        assert forms.form_of(base) == form
    assert forms.climb(base) == 0


@BOTH
def test_a_step_that_fails_leaves_the_older_form(somewhere: Somewhere, request: pytest.FixtureRequest) -> None:
    base = base_of(somewhere, request)
    forms.climb(base)
    broken = "CREATE TABLE half (n BIGINT);\nCREATE TABLE half (n BIGINT)"
    with pytest.raises(Exception, match="half"):
        forms.climb(base, steps=(*forms.STEPS, broken))
    assert forms.form_of(base) == forms.FORM
    whole = "CREATE TABLE half (n BIGINT)"
    assert forms.climb(base, steps=(*forms.STEPS, whole)) == 1
    with pytest.raises(Trouble, match="newer version"):
        forms.climb(base)


@BOTH
def test_of_many_who_start_at_once_each_step_is_taken_once(
    somewhere: Somewhere, request: pytest.FixtureRequest
) -> None:
    base = base_of(somewhere, request)
    began, taken = threading.Barrier(4), []

    def start() -> None:
        began.wait()
        taken.append(forms.climb(base))

    threads = [threading.Thread(target=start) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken)[-1] <= forms.FORM and sum(taken) == forms.FORM
    with base.look() as session:
        assert tables(session, "entry") == 0
