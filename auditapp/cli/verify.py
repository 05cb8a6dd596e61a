"""``auditapp verify``: a signed PDF, question by question; without a file, an inspection on this desk."""

from __future__ import annotations

from pathlib import Path

from auditapp.cli.call import Call
from auditapp.cli.reader import Reader


def options(reader: Reader, verb: str) -> None:
    w = reader.words
    reader.add_argument(
        "file", nargs="?", type=Path, default=None, help=w("the PDF; none checks the inspection on this desk")
    )
    reader.add_argument(
        "--root",
        action="append",
        default=[],
        type=Path,
        metavar="FILE",
        help=w("certificate of an authority you trust; may be given again"),
    )
    reader.add_argument(
        "--known",
        action="append",
        default=[],
        metavar="FINGERPRINT",
        help=w("fingerprint of a certificate from the company's list; may be given again"),
    )
    reader.add_argument(
        "--known-here", action="store_true", help=w("this desk's identities and its company's authority count")
    )
    reader.add_argument("--details", action="store_true", help=w("say more, for experts"))


def run(call: Call) -> int:
    return _pdf(call) if call.options.file else _inspection(call)


def _pdf(call: Call) -> int:
    from auditapp.operations import documents, enrolment, identities
    from auditapp.report import examination

    given, w = call.options, call.words
    known, company = list(given.known), None
    if given.known_here:
        with call.desk() as desk:
            known += [card.fingerprint for card in identities.identities(desk)]
            company = enrolment.vouching(desk)
    found = documents.verify_pdf(given.file, roots=given.root, known=known, company=company, foreign=True)
    call.screen.table(
        [w("Verdict"), w("Question"), w("Answer")],
        [
            (w(examination.VERDICT_NAMES[answer.verdict]), w(examination.ASKED[answer.question]), answer.said(w))
            for answer in found.answers
        ],
    )
    if given.details:
        for answer in found.answers:
            if answer.detail:
                call.screen.line(f"{answer.question}: {answer.detail}")
    for signer in found.signers:
        call.screen.line("")
        call.screen.table(
            [],
            [
                (name, value)
                for name, value in (
                    (w("Signed by"), signer.name),
                    (w("Kind"), w(signer.level)),
                    (w("Certificate of"), signer.issuer),
                    (w("Fingerprint"), signer.fingerprint),
                    (w("Laptop's clock"), signer.when),
                    (w("Trusted time"), signer.stamped),
                )
                if value
            ],
        )
    for stamp in found.stamps:
        call.screen.line("")
        call.screen.table(
            [],
            [
                (w("Time stamp of"), stamp.authority),
                (w("Trusted time"), stamp.when),
                (w("Verdict"), w(examination.VERDICT_NAMES[stamp.verdict])),
            ],
        )
    call.screen.line("")
    call.screen.said(found.sentence)
    call.screen.result(
        {
            "file": given.file,
            "verdict": found.verdict.name.lower(),
            "answers": [
                {
                    "question": str(a.question),
                    "verdict": a.verdict.name.lower(),
                    "sentence": a.said(w),
                    "detail": a.detail,
                }
                for a in found.answers
            ],
            "signers": [
                {
                    "name": s.name,
                    "issuer": s.issuer,
                    "fingerprint": s.fingerprint,
                    "level": w(s.level),
                    "when": s.when,
                    "stamped": s.stamped,
                    "verdict": s.verdict.name.lower(),
                }
                for s in found.signers
            ],
            "stamps": [
                {"authority": s.authority, "when": s.when, "verdict": s.verdict.name.lower()} for s in found.stamps
            ],
        }
    )
    return 0 if found.verdict is examination.Verdict.VALID else 1


def _inspection(call: Call) -> int:
    from auditapp.operations import trail

    w = call.words
    with call.inspection() as (desk, inspection):
        found = trail.check(desk, inspection)
        for sentence in found.sentences:
            call.screen.said(sentence)
        call.screen.line(w.count("{n} entry", "{n} entries", found.entries))
        if found.missing_photos:
            call.screen.line(w.count("{n} photo is missing.", "{n} photos are missing.", len(found.missing_photos)))
        if found.damaged_photos:
            call.screen.line(w.count("{n} photo is damaged.", "{n} photos are damaged.", len(found.damaged_photos)))
        if found.quarantined:
            call.screen.line(
                w.count(
                    "{n} entry was refused and set aside.", "{n} entries were refused and set aside.", found.quarantined
                )
            )
        call.screen.result(
            {
                **{
                    name: getattr(found, name)
                    for name in (
                        "trustworthy",
                        "entries",
                        "strands",
                        "missing_photos",
                        "damaged_photos",
                        "quarantined",
                        "projection_right",
                    )
                },
                "sound": found.sound,
                "sentences": [w(sentence) for sentence in found.sentences],
            }
        )
    return 0 if found.sound else 1
