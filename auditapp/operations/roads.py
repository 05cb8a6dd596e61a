"""The roads a desk may go by: the hub it is enrolled at, or the folder that was chosen. One round by the usual one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

from auditapp.office.exchange import Progress
from auditapp.operations import bundles, enrolment, exchange, folders, sealing
from auditapp.operations.desk import Desk
from auditapp.operations.exchange import Exchanged
from auditapp.operations.folders import OnDesk, at_once

if TYPE_CHECKING:
    from auditapp.office.protocol import Office


@contextmanager
def usual(desk: Desk, *, on_desk: OnDesk[Any] = at_once) -> Iterator[Office | None]:
    """The office this desk exchanges with (`exchange.office_of`), closed afterwards; None where there is none."""
    office = exchange.office_of(desk, on_desk=on_desk)
    with closing(office) if office is not None else nullcontext():
        yield office


def exchange_usually(
    desk: Desk, *, on_desk: OnDesk[Any] = at_once, progress: Progress | None = None
) -> Exchanged | None:
    """One round with whom this desk exchanges; None where there is nobody. Raises `Trouble`."""
    with usual(desk, on_desk=on_desk) as office:
        return None if office is None else exchange.exchange(desk, office, on_desk=on_desk, progress=progress)


def exchange_with_folder(
    desk: Desk, *, on_desk: OnDesk[Any] = at_once, progress: Progress | None = None, folder: Path
) -> Exchanged:
    """One round with *folder*, whomever this desk exchanges with else. Raises `Trouble`."""
    with closing(folders.folder_office(desk, folder, on_desk=on_desk)) as office:
        return exchange.exchange(desk, office, on_desk=on_desk, progress=progress)


def take_file(desk: Desk, *, on_desk: OnDesk[Any] = at_once, progress: Progress | None = None, file: Path) -> Exchanged:
    """What a bundle brings, as a round that only takes. Raises `Trouble`."""
    return bundles.take_bundle(desk, file, progress=progress, on_desk=on_desk)


def key_of_office(desk: Desk) -> str:
    """What a file for head office is encrypted with, as `sealing.key_of` tells a laptop's; "" where there is none."""
    told = enrolment.enrolment_of(desk)
    return sealing.spelled(bytes.fromhex(told.bundles)) if told is not None and told.bundles else ""
