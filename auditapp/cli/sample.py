"""``auditapp sample``: draw, add, skip and replace samples."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from auditapp.cli.call import Call
from auditapp.cli.pairs import pairs
from auditapp.cli.reader import Reader
from auditapp.cli.screen import cut

if TYPE_CHECKING:
    from auditapp.operations.desk import Desk


def options(reader: Reader, verb: str) -> None:
    w = reader.words
    deeds = reader.deeds()
    show = deeds.add("list", w("sets, plans and samples (default)"))
    show.add_argument("set", nargs="?", default="", help=w("only this set"))
    draw = deeds.add("draw", w("record population, method, size and seed, and draw"))
    draw.add_argument("set", help=w("sample set, such as workstation"))
    draw.add_argument("--population", type=int, required=True, metavar="N", help=w("how many there are"))
    draw.add_argument(
        "--size", type=int, default=None, metavar="N", help=w("how many to draw (default: as the checklist advises)")
    )
    draw.add_argument("--from", dest="source", default="", help=w("where the population is known from"))
    draw.add_argument("--method", default="", help=w("random, list or marked (default: as the checklist says)"))
    draw.add_argument("--seed", default="", help=w("seed of the draw (default: drawn by chance and recorded)"))
    draw.add_argument(
        "--labels", type=Path, default=None, metavar="FILE", help=w("names of the population, one a line")
    )
    add = deeds.add("add", w("add one that the inspector chose"))
    add.add_argument("set", help=w("sample set"))
    add.add_argument("label", help=w("what it is called on site"))
    add.add_argument("--reason", default="", help=w("why this one"))
    describe = deeds.add("describe", w("change label or attributes"))
    describe.add_argument("sample", help=w("set/code, such as zone/S2"))
    describe.add_argument("--label", default=None, help=w("what it is called on site"))
    for one in (add, describe):
        one.add_argument(
            "--set",
            dest="attributes",
            action="append",
            default=[],
            metavar="ATTRIBUTE=VALUE",
            help=w("an attribute limits depend on"),
        )
    skip = deeds.add("skip", w("it could not be looked at"))
    replace = deeds.add("replace", w("another one in its place"))
    for one in (skip, replace):
        one.add_argument("sample", help=w("set/code, such as workstation/S3"))
        one.add_argument("--reason", required=True, help=w("why"))
    replace.add_argument("--label", default="", help=w("which one (default: the next of the draw)"))


def run(call: Call) -> int:
    from auditapp.cli.call import text_of
    from auditapp.operations import samples

    given = call.options
    with call.inspection() as (desk, inspection):
        match getattr(given, "deed", None):
            case "draw":
                labels = [line for line in text_of(given.labels).splitlines() if line.strip()] if given.labels else []
                changes = samples.draw(
                    desk,
                    inspection,
                    given.set,
                    population=given.population,
                    size=given.size,
                    method=given.method,
                    population_from=given.source,
                    seed=given.seed,
                    labels=labels,
                )
            case "add":
                changes = samples.add(
                    desk, inspection, given.set, given.label, reason=given.reason, attributes=pairs(given.attributes)
                )
            case "describe":
                changes = samples.describe(
                    desk, inspection, given.sample, label=given.label, attributes=pairs(given.attributes)
                )
            case "skip":
                changes = samples.skip(desk, inspection, given.sample, given.reason)
            case "replace":
                changes = samples.replace(desk, inspection, given.sample, given.reason, label=given.label)
            case _:
                return _list(call, desk, inspection)
        call.screen.said("Saved: {place}", place=" ".join(changes.codes) or getattr(given, "sample", ""))
        call.screen.result(changes)
    return 0


def _list(call: Call, desk: Desk, inspection: str) -> int:
    from auditapp.operations import look

    w, only = call.words, getattr(call.options, "set", "")
    found, checklist = look.fold(desk, inspection), look.checklist_of(desk, inspection)
    rows = []
    for one in checklist.sets:
        if only not in ("", one.code):
            continue
        plan = found.plans.get(one.code)
        rows.append(
            (
                one.code,
                one.title.in_(w.language),
                plan.population if plan else "-",
                plan.size if plan else "-",
                plan.seed if plan else "",
                len(found.samples_in(one.code)),
                cut(one.advice.in_(w.language), 40),
            )
        )
    call.screen.table(
        [w("Set"), w("Title"), w("Population"), w("Sample size"), w("Seed"), w("Samples"), w("Advice")], rows
    )
    shown = [s for code, group in sorted(found.samples.items()) if only in ("", code) for s in group]
    if shown:
        call.screen.line("")
        call.screen.table(
            [w("Sample"), w("Label"), w("Attributes"), w("Remark")],
            [
                (s.subject, s.label, w.listed(*(f"{k}={v}" for k, v in s.attributes.items())), s.skipped or s.reason)
                for s in shown
            ],
        )
    call.screen.result({"plans": found.plans, "samples": shown})
    return 0
