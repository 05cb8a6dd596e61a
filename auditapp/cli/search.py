"""``auditapp search``: find words in everything people wrote on this desk."""

from __future__ import annotations

from auditapp.cli.call import Call
from auditapp.cli.reader import Reader


def options(reader: Reader, verb: str) -> None:
    w = reader.words
    reader.add_argument("words", nargs="+", help=w("words, from one character on; all must stand in the same text"))
    reader.add_argument("--first", type=int, default=50, metavar="N", help=w("only the first N"))


def run(call: Call) -> int:
    from auditapp.operations import look, search

    w = call.words
    with call.desk() as desk:
        look.catch_up(desk)
        found = search.search(desk, " ".join(call.options.words), most=max(1, min(call.options.first, 10_000)))
    call.screen.table(
        [w("Inspection"), w("Site"), w("Where"), w("Text")],
        [(hit.number, hit.site, w(search.KINDS.get(hit.kind, hit.kind)), hit.line) for hit in found.hits],
    )
    if found.many:
        call.screen.said("More than {n} places; give more words.", n=found.total - 1)
    elif found.total > len(found.hits):
        call.screen.said("{n} of {total} are shown.", n=len(found.hits), total=found.total)
    call.screen.result(found)
    return 0 if found.hits else 1
