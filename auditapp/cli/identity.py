"""``auditapp identity``: signing identities on this desk."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from auditapp.cli.call import Call
from auditapp.cli.reader import Reader

VARIABLE = "AUDITAPP_KEY_PASSPHRASE"


def options(reader: Reader, verb: str) -> None:
    w = reader.words
    deeds = reader.deeds()
    deeds.add("list", w("the identities on this desk (default)"))
    make = deeds.add("make", w("make a self-signed identity"))
    make.add_argument("name", help=w("the person's name"))
    make.add_argument("--unit", default="", help=w("unit the person belongs to"))
    authority = deeds.add("ca", w("make a company's own authority"))
    authority.add_argument("name", help=w("the company's name"))
    issue = deeds.add("issue", w("issue an identity by the company's authority on this desk"))
    issue.add_argument("name", help=w("the person's name"))
    issue.add_argument("--unit", default="", help=w("unit the person belongs to"))
    issue.add_argument("--by", required=True, metavar="CODE", help=w("code of the authority"))
    issue.add_argument("--ca-passphrase-file", default="", metavar="FILE", help=w("passphrase of the authority's key"))
    bring = deeds.add("import", w("take in a PKCS#12 file (.p12, .pfx)"))
    bring.add_argument("file", type=Path, help=w("the file"))
    for one in (make, authority, issue, bring):
        key_options(one)
    show = deeds.add("certificate", w("write the certificate into a file, to hand on"))
    remove = deeds.add("remove", w("take an identity off this desk"))
    for one in (show, remove):
        one.add_argument("code", help=w("code of the identity"))
    show.add_argument("file", type=Path, help=w("where to"))


def key_options(reader: Reader) -> None:
    """How the passphrase of a signing key is given."""
    w = reader.words
    reader.add_argument(
        "--key-passphrase-file",
        default="",
        metavar="FILE",
        help=w("passphrase of the signing key: first line of this file (or AUDITAPP_KEY_PASSPHRASE)"),
    )
    reader.add_argument(
        "--key-passphrase",
        default="",
        metavar="P",
        help=w("passphrase of the signing key (others on this computer may see it)"),
    )


def key_passphrase(call: Call, *, twice: bool = False) -> str:
    given = call.options
    return call.secret(
        given.key_passphrase,
        given.key_passphrase_file,
        call.words("Passphrase of the signing key: "),
        variable=VARIABLE,
        twice=twice,
    )


def run(call: Call) -> int:
    from auditapp.operations import identities
    from auditapp.operations.saving import save_new

    given, w = call.options, call.words
    with call.desk(create=True) as desk:
        card: Any
        match getattr(given, "deed", None):
            case "make":
                card = identities.make(desk, given.name, unit=given.unit, passphrase=key_passphrase(call, twice=True))
            case "ca":
                card = identities.make_company_ca(desk, given.name, passphrase=key_passphrase(call, twice=True))
            case "issue":
                authority = call.secret(
                    "",
                    given.ca_passphrase_file,
                    w("Passphrase of the authority's key: "),
                    variable="AUDITAPP_CA_PASSPHRASE",
                )
                card = identities.issue(
                    desk,
                    given.by,
                    given.name,
                    unit=given.unit,
                    authority_passphrase=authority,
                    passphrase=key_passphrase(call, twice=True),
                )
            case "import":
                card = identities.import_pkcs12(desk, given.file, password=key_passphrase(call))
            case "certificate":
                save_new(given.file, identities.certificate_pem(desk, given.code))
                call.screen.said("Written: {file}", file=given.file)
                call.screen.result({"file": given.file})
                return 0
            case "remove":
                identities.remove(desk, given.code)
                call.screen.said("Removed: {code}", code=given.code)
                call.screen.result({"removed": given.code})
                return 0
            case _:
                cards = identities.identities(desk)
                call.screen.table(
                    [w("Code"), w("Name"), w("Certificate"), w("Level"), w("Valid until"), w("Fingerprint")],
                    [(c.code, c.name, c.subject, w(c.worth), c.not_after, c.fingerprint) for c in cards],
                )
                call.screen.result(cards)
                return 0
        call.screen.said(
            "Saved: identity {code} of {name}, valid until {day}.", code=card.code, name=card.name, day=card.not_after
        )
        call.screen.said(
            "Fingerprint of its certificate, for the company's list: {fingerprint}", fingerprint=card.fingerprint
        )
        call.screen.result(card)
    return 0
