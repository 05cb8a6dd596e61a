"""``auditapp enrol``: this desk belongs to a company's hub."""

from __future__ import annotations

from pathlib import Path

from auditapp.cli.call import Call
from auditapp.cli.identity import key_options, key_passphrase
from auditapp.cli.reader import Reader


def options(reader: Reader, verb: str) -> None:
    w = reader.words
    reader.add_argument(
        "invitation",
        nargs="?",
        default="",
        help=w("the file or the line that head office handed out; none: to whom the desk belongs"),
    )
    reader.add_argument("--name", default="", help=w("who works here, or what the laptop is called"))
    reader.add_argument(
        "--certify", action="store_true", help=w("make a signing identity that the company certifies, too")
    )
    reader.add_argument(
        "--recovery", action="store_true", help=w("let the company's recovery key open this desk; it is in their safe")
    )
    reader.add_argument("--refresh", action="store_true", help=w("ask the hub for roles and keys as they are now"))
    reader.add_argument("--leave", action="store_true", help=w("belong to no company any more; nothing is deleted"))
    key_options(reader)


def run(call: Call) -> int:
    from auditapp.operations import enrolment

    given, w = call.options, call.words
    with call.desk(create=bool(given.invitation)) as desk:
        if given.invitation:
            wanted = given.certify or given.key_passphrase or given.key_passphrase_file
            file = Path(given.invitation)
            is_line = given.invitation.lstrip().startswith(("{", "auditapp-enrol:"))
            found = enrolment.enrol(
                desk,
                given.invitation if is_line else file,
                person_name=given.name,
                passphrase=key_passphrase(call, twice=True) if wanted else "",
                recovery=given.recovery,
            )
        elif given.leave:
            left = enrolment.leave(desk)
            call.screen.said("This desk no longer belongs to {name}. Nothing was deleted.", name=left.organisation)
            call.screen.result(left)
            return 0
        elif given.certify:
            found = enrolment.certify(desk, key_passphrase(call, twice=True))
        elif given.refresh:
            found = enrolment.refresh(desk)
        else:
            known = enrolment.enrolled(desk)
            if known is None:
                call.screen.said("This desk is not enrolled.")
                call.screen.result(None)
                return 0
            found = known
        from auditapp.inspection import terms

        call.screen.said(
            "This desk belongs to {organisation}, as {name} ({roles}).",
            organisation=found.organisation,
            name=found.name,
            roles=w.listed(*(terms.hub_role(w, role) for role in found.roles)),
        )
        call.screen.said("The hub: {address}", address=found.address)
        call.screen.said("Fingerprint of the company's authority: {fingerprint}", fingerprint=found.fingerprint)
        if found.identity:
            call.screen.said("Signing identity certified by the company: {code}", code=found.identity)
        call.screen.result(found)
    return 0
