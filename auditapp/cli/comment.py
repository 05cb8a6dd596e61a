"""``auditapp comment``: comment or objection of the inspected unit."""

from __future__ import annotations

from auditapp.cli.call import Call
from auditapp.cli.reader import Reader


def options(reader: Reader, verb: str) -> None:
    w = reader.words
    reader.add_argument("text", help=w("what the unit says; an empty text takes it away"))
    reader.add_argument("--name", required=True, help=w("who says it"))
    reader.add_argument("--role", default="", help=w("their role"))
    reader.add_argument("--finding", default="", metavar="N", help=w("about this finding (default: the whole)"))
    reader.add_argument("--objection", action="store_true", help=w("it is an objection"))


def run(call: Call) -> int:
    from auditapp.operations import comments

    given = call.options
    with call.inspection() as (desk, inspection):
        changes = comments.comment(
            desk,
            inspection,
            given.text,
            name=given.name,
            role=given.role,
            finding=given.finding,
            stance="objection" if given.objection else "comment",
        )
        call.screen.said("Saved.")
        call.screen.result(changes)
    return 0
