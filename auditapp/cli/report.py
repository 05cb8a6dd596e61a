"""``auditapp report``: draw, sign and issue documents."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from auditapp.cli.call import Call, first_line
from auditapp.cli.reader import Reader
from auditapp.words import Trouble, say

if TYPE_CHECKING:
    from auditapp.operations.desk import Desk
    from auditapp.operations.documents import IssuedDocument, Signature

DOCUMENTS = ("report", "notice", "facts", "blank")


def options(reader: Reader, verb: str) -> None:
    w = reader.words
    reader.add_argument("out", type=Path, help=w("where to write the PDF"))
    reader.add_argument(
        "--document",
        default="report",
        choices=DOCUMENTS,
        metavar="D",
        help=w("report, notice (what must be mended by when), facts (for the site to confirm), blank checklist"),
    )
    reader.add_argument("--language", default="", metavar="L", help=w("language of the paper: zh-CN or en"))
    reader.add_argument("--draft", action="store_true", help=w("only draw it: not signed, not recorded"))
    reader.add_argument(
        "--sign",
        action="append",
        default=[],
        metavar="PERSON=IDENTITY|FILE.p12[:PASSPHRASE-FILE]",
        help=w("sign the PDF; may be given again: the first one certifies, the others countersign"),
    )
    reader.add_argument(
        "--countersign", action="store_true", help=w("add the signature to the issued PDF that is there already")
    )
    reader.add_argument(
        "--stamped", action="store_true", help=w("write the issued document to which head office added a time stamp")
    )
    reader.add_argument("--force", action="store_true", help=w("write over a file that is there"))
    from auditapp.cli.identity import key_options

    key_options(reader)


def run(call: Call) -> int:
    from auditapp.operations import documents
    from auditapp.report.papers import Document

    given, w = call.options, call.words
    if given.out.exists() and not given.force and not given.countersign:
        raise Trouble(
            say("The file is there already"),
            say("{file} exists and is not overwritten."),
            say("Choose another name, or say --force."),
            code=2,
            file=str(given.out),
        )
    language = call.settings.written(given.language) if given.language or call.settings.report_language else w.language
    with call.inspection() as (desk, inspection):
        if given.stamped:
            stamped = documents.save_stamped(desk, inspection, given.out)
            call.screen.said(
                "Written: {file}, stamped at {time} by {authority}",
                file=given.out,
                time=stamped.time,
                authority=stamped.authority,
            )
            call.screen.result(
                {"path": given.out, "sha256": stamped.sha256, "time": stamped.time, "authority": stamped.authority}
            )
            return 0
        signatures = [_signature(call, one) for one in given.sign]
        if given.countersign:
            return _countersign(call, desk, inspection, signatures)
        document = Document(given.document)
        if given.draft or document is Document.BLANK:
            drawn = documents.render(desk, inspection, given.out, document=document, language=language)
            call.screen.said("Drawn: {file}, {pages} pages, not signed.", file=given.out, pages=drawn.pages)
            call.screen.result(
                {
                    "path": drawn.path,
                    "sha256": drawn.sha256,
                    "bytes": drawn.bytes,
                    "pages": drawn.pages,
                    "signatures": [],
                }
            )
            return 0
        issued = documents.issue(
            desk, inspection, given.out, document=document, language=language, signatures=signatures
        )
        call.screen.said(
            "Issued: {file}, {pages} pages, {n} signatures, SHA-256 {sha256}",
            file=given.out,
            pages=issued.pages,
            n=len(issued.signatures),
            sha256=issued.sha256,
        )
        _say_whether_kept(call, issued)
        call.screen.result(issued)
    return 0


def _say_whether_kept(call: Call, issued: IssuedDocument) -> None:
    if not issued.kept:
        call.screen.said("The desk keeps no copy of it, so head office does not get it from here: hand it on yourself.")


def _countersign(call: Call, desk: Desk, inspection: str, signatures: list[Signature]) -> int:
    from auditapp.operations import documents

    if not signatures:
        raise Trouble(
            say("Used wrongly"),
            say("Say who signs, with --sign."),
            say("Nothing was signed. For example: --sign PERSON=IDENTITY"),
            code=2,
        )
    for one in signatures:
        issued = documents.countersign(desk, inspection, call.options.out, one)
        call.screen.said("Signed: {file}, SHA-256 {sha256}", file=call.options.out, sha256=issued.sha256)
        _say_whether_kept(call, issued)
        call.screen.result(issued)
    return 0


def _signature(call: Call, text: str) -> Signature:
    """PERSON=IDENTITY or PERSON=FILE.p12, each with the file of its passphrase after a colon."""
    from auditapp.cli.identity import key_passphrase
    from auditapp.operations.documents import Signature

    person, sign, what = text.partition("=")
    if not sign or not person or not what:
        raise Trouble(
            say("Used wrongly"),
            say("{what} is not of the form PERSON=IDENTITY."),
            say("Nothing was signed. See the identities with: auditapp identity"),
            code=2,
            what=text[:60],
        )
    with_what, colon, file = what.rpartition(":")
    if colon and Path(file).is_file():
        what, passphrase = with_what, first_line(Path(file))
    else:
        passphrase = key_passphrase(call)
    if what.lower().endswith((".p12", ".pfx")):
        return Signature(person, pkcs12=Path(what), passphrase=passphrase)
    return Signature(person, what, passphrase)
