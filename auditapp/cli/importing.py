"""``auditapp import``: take a package or a bundle in; everything is verified before anything is stored."""

from __future__ import annotations

from pathlib import Path

from auditapp.cli.call import Call
from auditapp.cli.reader import Reader


def options(reader: Reader, verb: str) -> None:
    reader.add_argument("file", type=Path, help=reader.words("the package (.auditpkg)"))


def run(call: Call) -> int:
    from auditapp.operations import bundles, package

    w = call.words
    with call.desk(create=True) as desk:
        if bundles.is_bundle(call.options.file):
            from auditapp.cli.exchange import take_in

            return take_in(call, desk, call.options.file)
        done = package.import_package(desk, call.options.file)
        call.screen.said(
            "Taken in: {number}, {new} new entries, {already} were here already, {photos} new photo files.",
            number=done.number,
            new=done.new,
            already=done.already,
            photos=done.photos,
        )
        if done.missing:
            call.screen.told(
                w.count(
                    "{n} photo file was not in the package.",
                    "{n} photo files were not in the package.",
                    len(done.missing),
                )
            )
        if done.forks:
            call.screen.told(
                w("One desk wrote twice under one number, as a copied or restored laptop does. Both are kept.")
            )
        if done.disputes:
            call.screen.told(
                w.count(
                    "{n} answer is disputed now: auditapp show --disputes",
                    "{n} answers are disputed now: auditapp show --disputes",
                    done.disputes,
                )
            )
        call.screen.result(done)
    return 1 if done.forks else 0
