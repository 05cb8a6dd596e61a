"""``auditapp exchange``: give and take, with head office, through a folder, or into one file."""

from __future__ import annotations

import time
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from auditapp.cli.call import Call
from auditapp.cli.reader import Reader
from auditapp.words import Trouble, in_words, say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from auditapp.office.protocol import Office
    from auditapp.operations.desk import Desk
    from auditapp.operations.exchange import Exchanged, Removable


def options(reader: Reader, verb: str) -> None:
    w = reader.words
    way = reader.add_mutually_exclusive_group()
    way.add_argument("--folder", type=Path, metavar="DIR", help=w("through this folder: a share, or a stick"))
    way.add_argument(
        "--bundle", type=Path, metavar="OUT", help=w("write one file for somebody, who takes it in with import")
    )
    way.add_argument("--key", action="store_true", help=w("show this laptop's key, for whoever seals a file for it"))
    way.add_argument(
        "--removable", action="store_true", help=w("list the originals that head office holds for long enough")
    )
    way.add_argument(
        "--remove-originals", action="store_true", help=w("remove those of one inspection (-i) from this laptop")
    )
    reader.add_argument(
        "--always",
        action="store_true",
        help=w("with --folder: from now on, unless told otherwise"),
    )
    reader.add_argument(
        "--to",
        action="append",
        default=[],
        metavar="KEY",
        help=w("seal for this key, or the key in this file; may be repeated"),
    )
    reader.add_argument("--all", action="store_true", help=w("with --bundle: all inspections"))
    reader.add_argument(
        "--originals",
        choices=("all", "none"),
        help=w("from now on fetch the untouched originals of others, or leave them at head office"),
    )
    reader.add_argument("--by", default="", metavar="P", help=w("with --remove-originals: who wishes it"))
    reader.add_argument(
        "--watch", action="store_true", help=w("go on exchanging; after a failure sooner, then more seldom")
    )


def run(call: Call) -> int:
    given = call.options
    if given.key:
        return _key(call)
    if given.bundle is not None:
        return _bundle(call)
    if given.removable:
        return _removable(call)
    if given.remove_originals:
        return _remove(call)
    if given.watch:
        return _watch(call)
    with call.desk(create=given.folder is not None) as desk:
        return _round(call, desk)


def _round(call: Call, desk: Desk) -> int:
    from auditapp.operations import exchange, folders

    if call.options.originals:
        exchange.leave_originals(desk, call.options.originals == "none")
    if call.options.folder is not None and call.options.always:
        folders.use_folder(desk, call.options.folder)
    with _office(call, desk) as (office, key):
        done = exchange.exchange(desk, office, key=key)
    _told(call, done)
    pending = exchange.pending(desk)
    if pending.office and not pending.nothing:
        call.screen.told(
            call.words(
                "Not there yet: {entries} entries and {photos} photos of {inspections} inspections.",
                entries=pending.entries,
                photos=pending.photos,
                inspections=pending.inspections,
            )
        )
    call.screen.result({**_for_machines(done), "pending": pending})
    return _code(done)


@contextmanager
def _office(call: Call, desk: Desk) -> Iterator[tuple[Office, str]]:
    """Whom to exchange with, and the key its receipts are read by."""
    from auditapp.operations import exchange, folders

    if call.options.folder is not None:
        recipients = [_key_in(text) for text in call.options.to]
        with closing(folders.folder_office(desk, call.options.folder, recipients=recipients)) as folder:
            yield folder, ""
        return
    office = exchange.office_of(desk)
    if office is None:
        raise Trouble(
            say("Nobody to exchange with"),
            say("This laptop is not enrolled at head office."),
            say("Nothing was exchanged. Enrol it, or exchange through a folder (--folder) or one file (--bundle)."),
            code=2,
        )
    with closing(office):
        yield office, exchange.key_of_office(desk)


def _told(call: Call, done: Exchanged) -> None:
    w, s = call.words, done.summary
    call.screen.said(
        "With {name}: {given} entries given, {taken} taken; {files_given} files given, {files_taken} taken.",
        name=s.name,
        given=s.given,
        taken=s.taken,
        files_given=s.files_given,
        files_taken=s.files_taken,
    )
    if s.receipts:
        call.screen.line(w.count("{n} inspection was signed for.", "{n} inspections were signed for.", len(s.receipts)))
    _warnings(call, done)


def _warnings(call: Call, done: Exchanged) -> None:
    """What people should know, each in a line of its own on standard error."""
    from auditapp.operations.exchange import WHY

    w, s, tell = call.words, done.summary, call.screen.told
    if s.restored:
        tell(w("Head office was brought back from a backup; what it lacked was given again."))
    if s.clock is not None:
        tell(w("The clocks differ by {minutes} minutes. Nothing was decided by them.", minutes=abs(s.clock) // 60))
    for why in sorted({held.why for held in s.quarantined}):
        reason = w(WHY[why]) if why in WHY else why
        number = sum(held.why == why for held in s.quarantined)
        tell(w("Head office put {n} entries aside: {why}. Nothing is lost.", n=number, why=reason))
    if s.refused:
        tell(w("{n} entries that came are altered or foreign. They were put aside.", n=len(s.refused)))
    if s.forks:
        tell(w("One desk wrote twice under one number, as a copied or restored laptop does. Both are kept."))
    if s.waiting:
        tell(w("Entries came without those before them. They come again when what was sent earlier is here."))
    if s.missing:
        tell(w.count("{n} file is on neither side yet.", "{n} files are on neither side yet.", len(s.missing)))
    if s.damaged:
        tell(
            w.count(
                "{n} file is damaged here or there.",
                "{n} files are damaged here or there.",
                len(s.damaged),
            )
        )
    if s.unproven:
        tell(w("A receipt is not signed by the head office this laptop knows. It was not kept."))
    if s.differs:
        tell(
            w.count(
                "{n} inspection is not equal on both sides yet.",
                "{n} inspections are not equal on both sides yet.",
                len(s.differs),
            )
        )
    if done.disputes:
        tell(
            w.count(
                "{n} answer is disputed now: auditapp show --disputes",
                "{n} answers are disputed now: auditapp show --disputes",
                sum(done.disputes.values()),
            )
        )
    if done.late:
        tell(
            w.count(
                "{n} entry came in after the signature: amend, look at it, and sign again.",
                "{n} entries came in after the signature: amend, look at them, and sign again.",
                sum(done.late.values()),
            )
        )


def _code(done: Exchanged) -> int:
    s = done.summary
    return 1 if s.quarantined or s.refused or s.forks or s.damaged or s.unproven or s.differs else 0


def _watch(call: Call) -> int:
    """Round after round until Ctrl+C. The desk is open only during a round, so that the window may be used."""
    import random

    from auditapp.office.retry import Retry

    retry = Retry()
    while True:
        try:
            with call.desk() as desk:
                _round(call, desk)
            retry = retry.succeeded()
        except Trouble as trouble:
            if trouble.code == 2:
                raise
            call.screen.told(in_words(trouble, call.words))
            retry = retry.failed()
        pause = retry.wait(random.random())
        now = datetime.now().astimezone().strftime("%H:%M:%S")
        call.screen.told(call.words("{time}: the next round is in {seconds} s.", time=now, seconds=round(pause)))
        time.sleep(pause)


def take_in(call: Call, desk: Desk, file: Path) -> int:
    """A bundle somebody sent (``auditapp import``)."""
    from auditapp.operations import bundles

    done = bundles.take_bundle(desk, file)
    call.screen.said(
        "Taken in: {taken} new entries and {files_taken} files of {inspections} inspections.",
        taken=done.summary.taken,
        files_taken=done.summary.files_taken,
        inspections=len(done.touched),
    )
    _warnings(call, done)
    call.screen.result(_for_machines(done))
    return _code(done)


def _bundle(call: Call) -> int:
    from auditapp.operations import bundles, look
    from auditapp.operations.saving import refuse_there

    given = call.options
    refuse_there(given.bundle)
    with call.desk() as desk:
        every = [row.id for row in look.inspections(desk)] if given.all else [look.choose(desk, given.inspection)]
        done = bundles.write_bundle(desk, given.bundle, every, recipients=[_key_in(text) for text in given.to])
        call.screen.said(
            "Written: {file}, {inspections} inspections, {entries} entries, {files} files, SHA-256 {sha256}",
            file=given.bundle,
            inspections=done.inspections,
            entries=done.entries,
            files=done.files,
            sha256=done.sha256,
        )
        if not done.sealed:
            call.screen.told(call.words("It is not sealed: whoever has the file can read it. With --to KEY it is."))
        if done.missing:
            call.screen.told(
                call.words.count(
                    "{n} file is not on this laptop and is not in it.",
                    "{n} files are not on this laptop and are not in it.",
                    len(done.missing),
                )
            )
        call.screen.result(done)
    return 0


def _key(call: Call) -> int:
    from auditapp.operations import sealing

    with call.desk(create=True) as desk:
        key = sealing.key_of(desk)
        call.screen.line(key)
        call.screen.result({"key": key})
    return 0


def _key_in(text: str) -> str:
    """A key, or the key in a file."""
    from auditapp.cli.call import text_of

    return text_of(Path(text)).strip() if Path(text).is_file() else text


def _removable(call: Call) -> int:
    from auditapp.operations import exchange

    w = call.words
    with call.desk() as desk:
        found = exchange.removable(desk)
        call.screen.table(
            [w("Number"), w("Site"), w("Originals"), "MB", w("Signed for")],
            [(one.number, one.site, len(one.files), one.bytes // 2**20, one.since[:10]) for one in found],
        )
        call.screen.result([_plain(one) for one in found])
    return 0


def _remove(call: Call) -> int:
    from auditapp.operations import exchange, look

    with call.desk() as desk:
        done = exchange.remove_files(desk, look.choose(desk, call.options.inspection), call.options.by)
        call.screen.said(
            "Removed from this laptop: {files} originals, {mb} MB. Head office holds them.",
            files=len(done.files),
            mb=done.bytes // 2**20,
        )
        call.screen.result(_plain(done))
    return 0


def _plain(one: Removable) -> dict[str, object]:
    return {name: getattr(one, name) for name in ("inspection", "number", "files", "bytes", "since")}


def _for_machines(done: Exchanged) -> dict[str, object]:
    return {"summary": done.summary, "disputes": done.disputes, "checklists": done.checklists}
