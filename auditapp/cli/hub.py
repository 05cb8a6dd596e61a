"""``auditapp hub``: head office's hub, for whoever runs it, at its own machine."""

from __future__ import annotations

import getpass
import json
import sys
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from auditapp.cli.call import Call
from auditapp.cli.reader import Reader
from auditapp.words import Trouble, Words, say

if TYPE_CHECKING:
    from auditapp.hub.backups import Made
    from auditapp.hub.house import Hub
    from auditapp.hub.keeping.journals import Held
    from auditapp.hub.keeping.register import EnrolledDesk, User

_ROLES = ("inspector", "lead", "site_manager", "head_office", "admin")


def options(reader: Reader, verb: str) -> None:
    w = reader.words
    deeds = reader.deeds()
    init = deeds.add("init", w("make a hub in a folder"))
    serve = deeds.add("serve", w("serve it until somebody stops it"))
    user = deeds.add("user", w("list the users, add one, change name or roles"))
    enrol = deeds.add("enrol", w("hand out an invitation for a user's desk"))
    revoke = deeds.add("revoke", w("take nothing any more from a user or a desk"))
    backup = deeds.add("backup", w("make a proven copy while the hub serves"))
    restore = deeds.add("restore", w("bring the hub back from a backup"))
    status = deeds.add("status", w("what the hub holds; users, desks, quarantine"))
    told = deeds.add("openapi", w("the protocol as an OpenAPI document"))
    for one in (init, serve, user, enrol, revoke, backup, restore, status):
        one.add_argument("folder", type=Path, help=w("the hub's folder"))

    init.add_argument("--name", default="", help=w("the company's name"))
    init.add_argument("--address", default="", metavar="URL", help=w("where desks reach the hub: https://name:port"))
    init.add_argument("--database", default="", metavar="URL", help=w("PostgreSQL instead of SQLite in the folder"))
    init.add_argument("--files", default="", metavar="URL", help=w("S3-compatible storage instead of the folder"))
    init.add_argument("--certificate", default="", metavar="FILE", help=w("your own certificate (PEM)"))
    init.add_argument("--certificate-key", default="", metavar="FILE", help=w("and its key (PEM)"))
    init.add_argument("--port", type=int, default=0, help=w("the port to listen at"))
    init.add_argument("--host", default="", help=w("the address to listen at; 127.0.0.1: this machine only"))

    serve.add_argument("--port", type=int, default=0, help=w("the port to listen at"))
    serve.add_argument("--host", default="", help=w("the address to listen at; 127.0.0.1: this machine only"))
    serve.add_argument("--processes", type=int, default=0, help=w("how many processes serve"))
    serve.add_argument("--plain", action="store_true", help=w("without TLS, for a reverse proxy on this machine"))

    user.add_argument("code", nargs="?", default="", help=w("a short code, such as lin"))
    user.add_argument("name", nargs="?", default="", help=w("the person's name"))
    user.add_argument("--role", action="append", default=[], choices=_ROLES, help=w("a role; may be given again"))

    enrol.add_argument("who", nargs="+", help=w("a user's code, or CODE=NAME or CODE=NAME:ROLE for a new user"))
    enrol.add_argument("--role", action="append", default=[], choices=_ROLES, help=w("role of new users"))
    enrol.add_argument("--out", type=Path, default=Path(), metavar="DIR", help=w("where the files go"))
    enrol.add_argument("--qr", action="store_true", help=w("a QR picture (.png) besides"))

    revoke.add_argument("who", help=w("a user's code, or the beginning of a desk's id"))
    revoke.add_argument("--reason", default="", help=w("why"))
    revoke.add_argument("--undo", action="store_true", help=w("let them in again"))

    backup.add_argument("to", type=Path, help=w("a folder elsewhere"))
    backup.add_argument("--without-files", action="store_true", help=w("the database only, not the photos"))
    restore.add_argument(
        "--recovery-key",
        type=Path,
        default=None,
        metavar="FILE",
        help=w("on an empty machine: the key from the safe, which opens the settings and keys in the backup"),
    )
    restore.add_argument("backup", type=Path, help=w("the backup's file, or its folder: then the newest in it"))
    status.add_argument("--thorough", action="store_true", help=w("read every entry and every file"))

    told.add_argument("file", nargs="?", type=Path, default=None, help=w("where to; standard output otherwise"))


def run(call: Call) -> int:
    deeds: Mapping[str, Callable[[Call], int]] = {
        "init": _init,
        "serve": _serve,
        "user": _user,
        "enrol": _enrol,
        "revoke": _revoke,
        "backup": _backup,
        "restore": _restore,
        "status": _status,
        "openapi": _openapi,
    }
    deed = getattr(call.options, "deed", None)
    if deed is None:
        raise Trouble(
            say("Used wrongly"),
            say("Say what the hub should do: {deeds}."),
            say("See: {prog} --help"),
            code=2,
            deeds=tuple(deeds),
            prog="auditapp hub",
        )
    return deeds[deed](call)


def _init(call: Call) -> int:
    import os

    from auditapp.hub import company, house
    from auditapp.hub.keeping.opening import utc_now

    given = call.options
    named = {
        name: getattr(given, name)
        for name in ("database", "files", "certificate", "certificate_key", "host")
        if getattr(given, name)
    }
    made = company.init(
        given.folder,
        name=given.name,
        address=given.address,
        clock=utc_now,
        randomness=os.urandom,
        port=given.port,
        **named,
    )
    with house.open_hub(given.folder):
        pass  # database and storage are there now, or said why not
    safe = given.folder / company.SAFE
    call.screen.said("The hub of {name} is made: {address}", name=made.settings.name, address=made.settings.address)
    call.screen.said("Settings to read and change: {file}", file=given.folder / company.SETTINGS)
    call.screen.said("Put this file into a safe and delete it here; it opens lost laptops: {file}", file=safe)
    call.screen.said("Next: auditapp hub serve {folder}", folder=given.folder)
    call.screen.result(
        {
            "hub": made.id,
            "name": made.settings.name,
            "address": made.settings.address,
            "folder": given.folder,
            "recovery_key": safe,
        }
    )
    return 0


def _serve(call: Call) -> int:
    from auditapp.hub import serving

    given = call.options

    def ready(address: str) -> None:
        call.screen.said("Listening at {address}; Ctrl+C stops the hub.", address=address)
        call.screen.result({"listening": address})
        sys.stdout.flush()

    serving.serve(
        given.folder, host=given.host, port=given.port, plain=given.plain, processes=given.processes, ready=ready
    )
    return 0


def _user(call: Call) -> int:
    from auditapp.hub import people

    given, w = call.options, call.words
    with _opened(given.folder) as hub:
        if not given.code:
            every = hub.keeping.register.users()
            call.screen.table(
                [w("Code"), w("Name"), w("Roles"), w("Desks"), w("Revoked")],
                [
                    (
                        user.code,
                        user.name,
                        _roles(w, user),
                        len(hub.keeping.register.desks(user=user.code)),
                        user.disabled,
                    )
                    for user in every
                ],
            )
            call.screen.result([_plain_user(user) for user in every])
            return 0
        before = hub.keeping.register.user(given.code.lower())
        name = given.name or (before.name if before is not None else "")
        roles = given.role or (before.roles if before is not None else people.DEFAULT_ROLES)
        done = people.add_user(hub, given.code, name, roles, by=_operator())
        call.screen.said(
            "Saved: {user} ({name}), {roles}.", user=done.user.code, name=done.user.name, roles=_roles(w, done.user)
        )
        _tell_released(call, done.released)
        call.screen.result({**_plain_user(done.user), "released": done.released})
    return 0


def _enrol(call: Call) -> int:
    from auditapp.hub import people
    from auditapp.office import enrolment
    from auditapp.operations.saving import save_new

    given = call.options
    told: list[dict[str, object]] = []
    with _opened(given.folder) as hub:
        for who in given.who:
            code, equals, name = who.partition("=")
            if equals:
                name, _, role = name.partition(":")
                wanted = role.split("+") if role else given.role or people.DEFAULT_ROLES
                people.add_user(hub, code, name, wanted, by=_operator())
            invitation = people.invite(hub, code, by=_operator())
            file = _free(given.out, people.user_of(hub, code).code)
            save_new(file, enrolment.to_file(invitation))
            call.screen.said("Invitation, good once and for a day: {file}", file=file)
            if given.qr:
                picture = file.with_suffix(".png")
                save_new(picture, enrolment.to_picture(invitation, "png"))
                call.screen.said("The same as a picture: {file}", file=picture)
            if len(given.who) == 1:
                call.screen.said("The same as a line to paste:")
                call.screen.line(enrolment.to_line(invitation))
            told.append({"user": code, "file": file, "line": enrolment.to_line(invitation)})
        call.screen.said("Hand it over like a key. At the desk: auditapp enrol FILE")
    call.screen.result(told)
    return 0


def _revoke(call: Call) -> int:
    from auditapp.hub import people

    given = call.options
    with _opened(given.folder) as hub:
        released = 0
        if given.undo:
            desks, released = people.let_in_again(hub, given.who, by=_operator())
            call.screen.said("Let in again: {n} desks.", n=len(desks))
            _tell_released(call, released)
        else:
            desks = people.revoke(hub, given.who, given.reason, by=_operator())
            call.screen.said("Revoked: {n} desks. What arrived before stays.", n=len(desks))
        call.screen.result({"desks": [_plain_desk(one) for one in desks], "released": released})
    return 0


def _backup(call: Call) -> int:
    from auditapp.hub import backups, company

    given = call.options
    with _opened(given.folder) as hub:
        made = backups.backup(hub.keeping, given.to, files=not given.without_files)
        call.screen.said("Backed up: {file}", file=made.database)
        call.screen.said("{entries} entries, {files} files, {copied} of them new.", **_counts(made))
        if made.elsewhere:
            call.screen.said("The files lie in a bucket and were only listed.")
        if made.keys is not None:
            call.screen.said(
                "Settings and keys go along, and only the company's recovery key opens them: {file}", file=made.keys
            )
        else:
            for one in (made.key, hub.company.folder / company.KEYS, hub.company.folder / company.SETTINGS):
                if one is not None:
                    call.screen.said("Keep a copy of this elsewhere too, apart from the backup: {file}", file=one)
        call.screen.result(made)
    return 0


def _restore(call: Call) -> int:
    from auditapp.hub import backups, company, house

    given, w = call.options, call.words
    if given.recovery_key is not None:
        source = given.backup if given.backup.is_dir() else given.backup.with_suffix(".keys")
        backups.bring_keys(source, given.folder, given.recovery_key)
    found = company.read(given.folder)  # the keys must be there: nothing else could sign receipts that desks believe
    back = backups.restore(given.folder, house.places(found), given.backup)
    call.screen.said("The hub is back: {entries} entries, {files} files.", entries=back.entries, files=back.files)
    call.screen.said("What came in since the backup comes again when the desks exchange.")
    if back.lacking:
        call.screen.line(
            w.count(
                "{n} file is lacking; the desk that has it sends it again.",
                "{n} files are lacking; the desks that have them send them again.",
                len(back.lacking),
            )
        )
    if back.aside is not None:
        call.screen.said("What was there before was put aside: {file}", file=back.aside)
    call.screen.result(back)
    return 1 if back.lacking else 0


def _status(call: Call) -> int:
    from auditapp.hub import backups

    given, w = call.options, call.words
    with _opened(given.folder) as hub:
        stands = backups.status(hub.keeping, thorough=given.thorough, erasers=hub.erasers())
        users, desks = hub.keeping.register.users(), hub.keeping.register.desks()
        call.screen.table(
            [],
            [
                (w("Company"), hub.company.settings.name),
                (w("Address"), hub.company.settings.address),
                (w("Kept in"), stands.database),
                (w("Files in"), stands.files_at),
                (w("Inspections"), stands.counts["inspections"]),
                (w("Entries"), stands.counts["entries"]),
                (w("Files"), stands.files["files"]),
                (w("Named, not sent yet"), stands.missing),
                (w("Bytes"), stands.files["bytes"] + stands.database_bytes),
                (w("Bytes free"), stands.free_bytes),
                (w("Users"), len(users)),
                (w("Desks"), len(desks)),
                (w("In quarantine"), stands.counts["quarantined"]),
                (w("Last backup"), stands.last_backup or "-"),
            ],
        )
        for fault in filter(None, (stands.careless, *stands.flaws)):
            call.screen.line(fault)
        waiting = hub.keeping.journals.quarantined() if stands.counts["quarantined"] else []
        _tell_waiting(call, waiting)
        call.screen.result(
            {
                "hub": hub.company.id,
                "name": hub.company.settings.name,
                "address": hub.company.settings.address,
                "stands": stands,
                "users": [_plain_user(user) for user in users],
                "desks": [_plain_desk(desk) for desk in desks],
            }
        )
        well = not (waiting or stands.counts["forked"] or stands.careless or stands.flaws)
        return 0 if well else 1


def _tell_waiting(call: Call, waiting: Sequence[Held]) -> None:
    """What is in quarantine: why, whose, how much."""
    if not waiting:
        return
    from auditapp.operations.exchange import WHY

    w = call.words
    rows = Counter((held.why, held.inspection, held.entry.head.desk) for held in waiting)
    call.screen.line("")
    call.screen.table(
        [w("In quarantine because"), w("Inspection"), w("Desk"), w("Entries")],
        [(w(WHY.get(why, why)), of[:12], desk[:12], n) for (why, of, desk), n in sorted(rows.items())],
    )


def _counts(made: Made) -> dict[str, int]:
    return {"entries": made.entries, "files": made.files, "copied": made.copied}


def _openapi(call: Call) -> int:
    from auditapp.cli.screen import out
    from auditapp.hub.openapi import document
    from auditapp.operations.saving import save_new

    text = json.dumps(document(), ensure_ascii=False, indent=1)
    if call.options.file is None:
        out(text)
        return 0
    save_new(call.options.file, text.encode() + b"\n")
    call.screen.said("Written: {file}", file=call.options.file)
    call.screen.result({"file": call.options.file})
    return 0


def _opened(folder: Path) -> Hub:
    from auditapp.hub import house

    return house.open_hub(folder)


def _free(folder: Path, code: str) -> Path:
    """A file name that is free: an older invitation of the same user may lie there."""
    names = (folder / (f"{code}.json" if n == 1 else f"{code}-{n}.json") for n in count(1))
    return next(file for file in names if not file.exists() and not file.with_suffix(".png").exists())


def _operator() -> str:
    """Who does it, for the hub's own list of deeds: the account of this computer."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "?"


def _tell_released(call: Call, released: int) -> None:
    if released:
        call.screen.line(
            call.words.count("{n} entry came out of quarantine.", "{n} entries came out of quarantine.", released)
        )


def _roles(words: Words, user: User) -> str:
    from auditapp.inspection import terms

    return words.listed(*(terms.hub_role(words, role) for role in user.roles))


def _plain_user(user: User) -> dict[str, Any]:
    return {"code": user.code, "name": user.name, "roles": user.roles, "revoked": user.disabled}


def _plain_desk(desk: EnrolledDesk) -> dict[str, Any]:
    return {
        "key": desk.public,
        "desk": desk.told.get("desk", ""),
        "user": desk.user,
        "name": desk.name,
        "enrolled": desk.enrolled,
        "revoked": desk.revoked,
        "why": desk.why,
    }
