"""``auditapp sign``, ``refuse`` and ``amend``: sign-off, refusal to sign, and the next revision."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from auditapp.cli.call import Call
from auditapp.cli.reader import Reader

if TYPE_CHECKING:
    from auditapp.operations.desk import Desk


def options(reader: Reader, verb: str) -> None:
    w = reader.words
    if verb == "amend":
        reader.add_argument("--reason", required=True, help=w("why the signed inspection has to be changed"))
        return
    if verb == "refuse":
        reader.add_argument("name", help=w("who refuses to sign"))
        reader.add_argument("--reason", required=True, help=w("why"))
        reader.add_argument("--role", default="site_manager", help=w("their role"))
        reader.add_argument(
            "--witness", action="append", default=[], metavar="P", help=w("who saw it; may be given again")
        )
        return
    reader.add_argument("--by", required=True, metavar="P", help=w("who signs (code or name)"))
    reader.add_argument(
        "--identity",
        default="",
        metavar="CODE",
        help=w("the identity the PDF will be signed with (see auditapp identity)"),
    )
    reader.add_argument(
        "--pkcs12",
        default=None,
        type=Path,
        metavar="FILE",
        help=w("the signer's own PKCS#12 file; nothing of it is kept"),
    )
    reader.add_argument(
        "--level",
        default="",
        choices=("", "L0", "L1", "unit", "L2", "L3", "paper"),
        metavar="L",
        help=w("L0 drawn picture, L1 self-made, unit: company CA, L2 licensed CA, paper (default: as the identity)"),
    )
    reader.add_argument(
        "--ink", default=None, type=Path, metavar="FILE", help=w("picture of the drawn signature (PNG, JPEG)")
    )
    reader.add_argument("--statement", default="", help=w("what the signer states"))
    reader.add_argument(
        "--despite-gaps", default="", metavar="REASON", help=w("sign although things are missing; recorded")
    )
    from auditapp.cli.identity import key_options

    key_options(reader)


def run(call: Call) -> int:
    from auditapp.operations import sign_off

    given = call.options
    with call.inspection() as (desk, inspection):
        if call.verb == "amend":
            changes = sign_off.amend(desk, inspection, given.reason)
            call.screen.said("Revision {revision} is open.", revision=changes.code)
        elif call.verb == "refuse":
            changes = sign_off.refuse(
                desk, inspection, given.name, given.reason, role=given.role, witnesses=given.witness
            )
            call.screen.said("Recorded: {name} refuses to sign.", name=given.name)
        else:
            certificate, level = _certificate(call, desk)
            changes = sign_off.sign_off(
                desk,
                inspection,
                given.by,
                level=given.level or level,
                certificate=certificate,
                statement=given.statement,
                ink=given.ink,
                despite_gaps=given.despite_gaps,
            )
            call.screen.said(
                "Signed off: revision {revision}. The inspection is closed; it is changed by an amendment only.",
                revision=changes.code,
            )
        call.screen.result(changes)
    return 0


def _certificate(call: Call, desk: Desk) -> tuple[str, str]:
    """(fingerprint, level) of what the PDF will be signed with; ("", level) for a drawn or paper signature."""
    from auditapp.operations import identities
    from auditapp.words import Trouble, say

    given = call.options
    if given.pkcs12:
        from auditapp.cli.identity import key_passphrase

        hand = identities.from_file(given.pkcs12, key_passphrase(call))
        return hand.fingerprint, "L1" if hand.self_made else "L2"
    if not given.identity:
        return "", "L0" if given.ink else "L1"
    for card in identities.identities(desk):
        if given.identity in (card.code, card.name):
            return card.fingerprint, card.level
    raise Trouble(
        say("No such identity"),
        say("This desk has no signing identity {identity}."),
        say("See what there is with: auditapp identity"),
        code=2,
        identity=given.identity[:60],
    )
