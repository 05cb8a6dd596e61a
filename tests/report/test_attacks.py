"""Attacks on signed documents (exchange.md D.3, proof.md R9): none is ever called valid.

The rule proven here is stricter than asked: *no* byte of a signed file is free, not even in the padding behind a
signature or the case of its hexadecimal digits.
"""

from __future__ import annotations

import io
import random
import re
import subprocess
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pikepdf
import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from auditapp.report.check import verify
from auditapp.report.examination import Examination, Question, Verdict
from tests.report.seal_house import SCENE, draw_again, drawn, journal_lines, people, signed

ROOM = re.compile(rb"/Contents <([0-9A-Fa-f]{1000,})>")


@cache
def good() -> bytes:
    """A document certified by the inspector and countersigned with a self-made certificate."""
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        return signed(Path(folder, "r.pdf"), second=people().alone).read_bytes()


@pytest.fixture
def judge(tmp_path: Path) -> Callable[[bytes], Examination]:
    def judged(content: bytes) -> Examination:
        path = tmp_path / "attacked.pdf"
        path.write_bytes(content)
        return verify(path, roots=[people().ca.certificate], redraw=draw_again)

    return judged


Judge = Callable[[bytes], Examination]


def updated(change: Callable[[IncrementalPdfFileWriter], None], content: bytes = b"") -> bytes:
    """The signed document with an incremental update behind it, as an attacker appends one."""
    stream = io.BytesIO(content or good())
    writer = IncrementalPdfFileWriter(stream)
    change(writer)
    writer.write_in_place()
    return stream.getvalue()


def name(text: str) -> generic.NameObject:
    return generic.NameObject(text)


def test_the_document_under_attack_is_valid(judge: Judge) -> None:
    assert judge(good()).verdict is Verdict.VALID


# ------------------------------------------------------------------------------------- incremental updates (ISA)


def _other_page(writer: IncrementalPdfFileWriter) -> None:
    page = writer.root["/Pages"]["/Kids"][0]
    page[name("/Contents")] = writer.add_object(generic.StreamObject(stream_data=b"1 0 0 rg 0 0 500 500 re f"))
    writer.update_container(page)


def _other_content_stream(writer: IncrementalPdfFileWriter) -> None:
    stream = writer.root["/Pages"]["/Kids"][0]["/Contents"]
    stream._data = b"1 0 0 rg 0 0 500 500 re f"
    stream._encoded_data = None
    writer.update_container(stream)


def _note_over_the_verdict(writer: IncrementalPdfFileWriter) -> None:
    page = writer.root["/Pages"]["/Kids"][0]
    note = generic.DictionaryObject(
        {
            name("/Type"): name("/Annot"),
            name("/Subtype"): name("/FreeText"),
            name("/Contents"): generic.pdf_string("合格"),
            name("/Rect"): generic.ArrayObject([generic.NumberObject(n) for n in (60, 500, 300, 590)]),
        }
    )
    page["/Annots"].append(writer.add_object(note))
    writer.update_container(page["/Annots"])
    writer.update_container(page)


def _other_journal(writer: IncrementalPdfFileWriter) -> None:
    stream = writer.root["/Names"]["/EmbeddedFiles"]["/Names"][1]["/EF"]["/F"]
    stream._data = journal_lines(2)
    stream._encoded_data = None
    writer.update_container(stream)


def _another_attachment(writer: IncrementalPdfFileWriter) -> None:
    listed = writer.root["/Names"]["/EmbeddedFiles"]["/Names"]
    listed.append(generic.pdf_string("zz"))
    listed.append(listed.raw_get(1))
    writer.update_container(listed)


def _script_on_opening(writer: IncrementalPdfFileWriter) -> None:
    writer.root[name("/OpenAction")] = generic.DictionaryObject(
        {name("/S"): name("/JavaScript"), name("/JS"): generic.pdf_string("app.alert(1)")}
    )
    writer.update_root()


def _another_field(writer: IncrementalPdfFileWriter) -> None:
    from pyhanko.sign.fields import SigFieldSpec, append_signature_field

    append_signature_field(writer, SigFieldSpec("later", box=(300, 300, 500, 400)))


def _text_field(writer: IncrementalPdfFileWriter) -> None:
    form = writer.root["/AcroForm"]
    form["/Fields"].append(
        writer.add_object(
            generic.DictionaryObject(
                {name("/FT"): name("/Tx"), name("/T"): generic.pdf_string("x"), name("/V"): generic.pdf_string("y")}
            )
        )
    )
    writer.update_container(form["/Fields"])
    writer.update_container(form)


def _layers(writer: IncrementalPdfFileWriter) -> None:
    writer.root[name("/OCProperties")] = generic.DictionaryObject({name("/OCGs"): generic.ArrayObject()})
    writer.update_root()


def _another_page(writer: IncrementalPdfFileWriter) -> None:
    pages = writer.root["/Pages"]
    pages["/Kids"].append(pages["/Kids"].raw_get(0))
    pages[name("/Count")] = generic.NumberObject(2)
    writer.update_container(pages)


def _empty_the_box(writer: IncrementalPdfFileWriter) -> None:
    field = writer.root["/AcroForm"]["/Fields"][1]
    del field["/V"]
    writer.update_container(field)


def _other_face_in_the_box(writer: IncrementalPdfFileWriter) -> None:
    field = writer.root["/AcroForm"]["/Fields"][0]
    field[name("/AP")] = generic.DictionaryObject(
        {
            name("/N"): writer.add_object(
                generic.StreamObject(
                    {
                        name("/Type"): name("/XObject"),
                        name("/Subtype"): name("/Form"),
                        name("/BBox"): generic.ArrayObject([generic.NumberObject(n) for n in (0, 0, 200, 70)]),
                    },
                    stream_data=b"1 0 0 rg 0 0 200 70 re f",
                )
            )
        }
    )
    writer.update_container(field)


def _nothing_but_an_object(writer: IncrementalPdfFileWriter) -> None:
    writer.add_object(generic.StreamObject(stream_data=b"dormant"))


UPDATES = (
    _other_page,
    _other_content_stream,
    _note_over_the_verdict,
    _other_journal,
    _another_attachment,
    _script_on_opening,
    _another_field,
    _text_field,
    _layers,
    _another_page,
    _empty_the_box,
    _other_face_in_the_box,
    _nothing_but_an_object,
)


@pytest.mark.parametrize("change", UPDATES, ids=lambda change: change.__name__.strip("_"))
def test_an_update_behind_the_last_signature_is_invalid(judge: Judge, change: Callable[..., None]) -> None:
    examination = judge(updated(change))
    assert examination.verdict is Verdict.INVALID
    assert examination.on(Question.WHOLE) is Verdict.INVALID


@pytest.mark.parametrize("change", [c for c in UPDATES if c is not _empty_the_box], ids=lambda c: c.__name__.strip("_"))
def test_an_update_hidden_between_two_signatures_is_invalid(
    judge: Judge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: Callable[..., None]
) -> None:
    """A signer in league, or without our program, signs over the change: the last signature covers everything."""
    from auditapp.report import sign
    from tests.report.seal_house import NOON

    monkeypatch.setattr(sign, "_check_untouched", lambda path: None)
    path = signed(tmp_path / "r.pdf", countersigned=False)
    path.write_bytes(updated(change, path.read_bytes()))
    sign.countersign(path, "site", people().manager, when=NOON)
    examination = judge(path.read_bytes())
    assert examination.on(Question.WHOLE) is Verdict.VALID
    assert examination.verdict is Verdict.INVALID


@pytest.mark.parametrize("between", [b"%x\n", b" " * 100, b"x\n", b"\0"])
def test_bytes_hidden_between_two_signatures_are_invalid(
    judge: Judge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, between: bytes
) -> None:
    from auditapp.report import sign
    from tests.report.seal_house import NOON

    monkeypatch.setattr(sign, "_check_untouched", lambda path: None)
    path = signed(tmp_path / "r.pdf", countersigned=False)
    path.write_bytes(path.read_bytes() + between)
    sign.countersign(path, "site", people().manager, when=NOON)
    assert judge(path.read_bytes()).on(Question.UNCHANGED) is Verdict.INVALID
    path = signed(tmp_path / "r.pdf", content=drawn() + between)
    assert judge(path.read_bytes()).on(Question.UNCHANGED) is Verdict.INVALID


@pytest.mark.parametrize("change", [c for c in UPDATES if c is not _empty_the_box], ids=lambda c: c.__name__.strip("_"))
def test_an_update_slipped_in_before_the_first_signature_is_invalid(
    judge: Judge, tmp_path: Path, change: Callable[..., None]
) -> None:
    path = signed(tmp_path / "r.pdf", content=updated(change, drawn()))
    examination = judge(path.read_bytes())
    assert examination.verdict is Verdict.INVALID
    assert examination.on(Question.UNCHANGED) is Verdict.INVALID


def test_content_prepared_to_change_its_face_is_invalid(judge: Judge, tmp_path: Path) -> None:
    """Shadow attacks need a prepared document; whoever draws it again sees that it is not ours."""
    honest = drawn(scene=SCENE + b"% a remark\n")
    assert judge(signed(tmp_path / "r.pdf", content=honest).read_bytes()).verdict is Verdict.VALID
    other = drawn().replace(b"/MediaBox [ 0 0 595 842 ]", b"/MediaBox [ 0 0 595 843 ]")
    assert other != drawn()
    examination = judge(signed(tmp_path / "r.pdf", content=other).read_bytes())
    assert examination.on(Question.REDRAWN) is Verdict.INVALID


# ----------------------------------------------------------------------------------------------- the file as bytes


@pytest.mark.parametrize("tail", [b"\n", b" ", b"\0", b"%%EOF\n", b"\n%%EOF\n%%EOF", b"hello" * 1000])
def test_bytes_behind_the_end_are_invalid(judge: Judge, tail: bytes) -> None:
    assert judge(good() + tail).verdict is Verdict.INVALID


@pytest.mark.parametrize("head", [b"\n", b"%PDF-1.4\n", b"GIF89a"])
def test_bytes_before_the_beginning_are_invalid(judge: Judge, head: bytes) -> None:
    assert judge(head + good()).verdict is Verdict.INVALID


def test_a_file_cut_off_anywhere_is_invalid(judge: Judge) -> None:
    whole = good()
    cuts = [*range(1, len(whole), len(whole) // 60), len(whole) - 1, len(whole) - 6, len(whole) - 7]
    for cut in cuts:
        assert judge(whole[:cut]).verdict is Verdict.INVALID, cut


def test_taking_the_last_signature_off_leaves_the_state_before_and_says_so(judge: Judge, tmp_path: Path) -> None:
    """Cutting back to the first signature gives what the inspector signed: true, and only he stands in it."""
    first = signed(tmp_path / "r.pdf", countersigned=False).read_bytes()
    examination = judge(first)
    assert [signer.box for signer in examination.signers] == ["inspector"]


def test_a_document_saved_anew_by_another_program_is_invalid(
    judge: Judge, tmp_path: Path, program: Callable[[str], Path]
) -> None:
    path = tmp_path / "r.pdf"
    path.write_bytes(good())
    for options in ((), ("--qdf",), ("--linearize",), ("--object-streams=generate",)):
        out = tmp_path / "saved.pdf"
        subprocess.run([program("qpdf"), *options, path, out], check=True, capture_output=True)
        assert judge(out.read_bytes()).verdict is Verdict.INVALID
    with pikepdf.open(path) as pdf:
        pdf.save(tmp_path / "saved.pdf")
    assert judge((tmp_path / "saved.pdf").read_bytes()).verdict is Verdict.INVALID


# ------------------------------------------------------------------------------ the signature dictionary (USF, SWA)


def _each(pattern: bytes, by: bytes) -> Iterator[bytes]:
    for found in re.finditer(pattern, good()):
        yield good()[: found.start()] + by.ljust(found.end() - found.start()) + good()[found.end() :]


@pytest.mark.parametrize(
    ("what", "by"),
    [
        (rb"/ByteRange \[[^]]*\]", b""),
        (rb"/ByteRange \[[^]]*\]", b"/ByteRange [0 0 0 0]"),
        (rb"/ByteRange \[[^]]*\]", b"/ByteRange null"),
        (rb"/ByteRange \[[^]]*\]", b"/ByteRange [0 1 2 -9]"),
        (rb"/ByteRange \[[^]]*\]", b"/ByteRange []"),
        (rb"/ByteRange \[[^]]*\]", b"/ByteRange (x)"),
        (rb"/Contents <[0-9A-F]*>", b"/Contents <>"),
        (rb"/Contents <[0-9A-F]*>", b"/Contents null"),
        (rb"/Contents <[0-9A-F]*>", b"/Contents <00>"),
        (rb"/SubFilter /ETSI.CAdES.detached", b"/SubFilter /x"),
        (rb"/Filter /Adobe.PPKLite", b"/Filter /x"),
        (rb"/TransformParams", b"/TransformParamx"),
        (rb"/Type /Sig\b", b"/Type /Six"),
    ],
)
def test_a_signature_made_unreadable_does_not_help(judge: Judge, what: bytes, by: bytes) -> None:
    attacked = list(_each(what, by))
    assert attacked
    for content in attacked:
        assert judge(content).verdict is Verdict.INVALID


def test_a_second_byte_range_or_room_in_an_update_is_invalid(judge: Judge) -> None:
    """Signature wrapping: the signed bytes are moved aside and other ones put where a reader looks."""
    room = ROOM.search(good())
    assert room
    second = int(re.findall(rb"/ByteRange \[0 \d+ (\d+)", good())[-1])
    tail = good()[second:]
    for filler in (b" " * len(tail), b"%" + b"x" * (len(tail) - 2) + b"\n"):
        wrapped = good()[:second] + filler + tail
        moved = re.sub(rb"(/ByteRange \[0 \d+ )(\d+)", lambda m: m[1] + b"%d" % (second + len(tail)), wrapped)
        assert judge(wrapped).verdict is Verdict.INVALID
        assert judge(moved).verdict is Verdict.INVALID


def test_a_signature_of_another_document_does_not_fit(judge: Judge, tmp_path: Path) -> None:
    other = signed(tmp_path / "o.pdf", content=drawn(scene=SCENE + b"0 0 9 9 re f\n"), second=people().alone)
    theirs = ROOM.findall(other.read_bytes())
    for mine, their in zip(ROOM.findall(good()), theirs, strict=True):
        swapped = good().replace(mine, their.ljust(len(mine), b"0")[: len(mine)])
        assert swapped != good()
        assert judge(swapped).verdict is Verdict.INVALID


def test_two_signatures_of_one_document_changed_about_do_not_fit(judge: Judge) -> None:
    one, two = ROOM.findall(good())
    short = min(len(one), len(two))
    swapped = good().replace(one, b"@").replace(two, one.ljust(len(two), b"0")[: len(two)])
    assert judge(swapped.replace(b"@", two[:short].ljust(len(one), b"0"))).verdict is Verdict.INVALID


def test_one_signature_in_two_boxes_is_refused(judge: Judge) -> None:
    def share(writer: IncrementalPdfFileWriter) -> None:
        fields = writer.root["/AcroForm"]["/Fields"]
        fields[2][name("/V")] = fields[0].raw_get("/V")
        writer.update_container(fields[2])

    assert judge(updated(share)).verdict is Verdict.INVALID


def test_a_second_list_of_contents_for_other_readers_is_refused(judge: Judge, tmp_path: Path) -> None:
    """Hybrid cross-references: one table for old readers, another stream for new ones."""
    hybrid = good()
    start = hybrid.rindex(b"/Prev ")
    hybrid = hybrid[:start] + b"/XRefStm 9\n" + hybrid[start:]
    assert judge(hybrid).verdict is Verdict.INVALID
    unsigned = drawn().replace(b"trailer\n<<", b"trailer\n<</XRefStm 15")
    from auditapp.report import sign
    from auditapp.words import Trouble
    from tests.report.seal_house import NOON

    path = tmp_path / "r.pdf"
    path.write_bytes(unsigned)
    with pytest.raises(Trouble):
        sign.certify(path, "inspector", people().inspector, when=NOON)


# ------------------------------------------------------------------------------------------------- the room itself


def test_the_case_of_the_digits_and_the_padding_are_not_free(judge: Judge) -> None:
    for found in ROOM.finditer(good()):
        digits = found.group(1)
        letter = next(i for i, digit in enumerate(digits) if digit in b"ABCDEF")
        changes = {
            letter: digits[letter : letter + 1].lower(),
            len(digits) - 1: b"1",
            len(digits) - 400: b"f",
            5: b" ",
            len(digits) - 2: b"\n",
        }
        for at, by in changes.items():
            place = found.start(1) + at
            assert judge(good()[:place] + by + good()[place + 1 :]).verdict is Verdict.INVALID, at


def _one_digit_changed(step: int, rest: int, seed: int) -> Iterator[tuple[int, bytes]]:
    """The document with one hexadecimal digit of a signature (or of the padding right behind it) changed."""
    chance = random.Random(seed)
    for found in ROOM.finditer(good()):
        length = len(found.group(1).rstrip(b"0")) + 6
        for at in range(rest, length, step):
            place = found.start(1) + at
            other = chance.choice([digit for digit in b"0123456789ABCDEF" if digit != good()[place]])
            yield place, good()[:place] + bytes([other]) + good()[place + 1 :]


def test_no_digit_of_a_signature_is_free(judge: Judge) -> None:
    for place, content in _one_digit_changed(step=41, rest=random.Random().randrange(41), seed=1):
        assert judge(content).verdict is not Verdict.VALID, (place, content[place - 20 : place + 4])


def test_the_outer_frame_of_a_signature_is_not_free(judge: Judge) -> None:
    """Every digit of the first sixty: tags, lengths, versions and algorithms that no signature covers."""
    for found in ROOM.finditer(good()):
        for at in range(60):
            place = found.start(1) + at
            for other in b"018F":
                if other != good()[place]:
                    content = good()[:place] + bytes([other]) + good()[place + 1 :]
                    assert judge(content).verdict is Verdict.INVALID, (at, chr(other))
        break


@pytest.mark.long
@pytest.mark.parametrize("seed", range(4))
def test_no_digit_of_a_signature_is_free_each_of_them(judge: Judge, seed: int) -> None:
    for place, content in _one_digit_changed(step=1, rest=0, seed=seed):
        assert judge(content).verdict is not Verdict.VALID, (place, content[place - 20 : place + 4])


# ------------------------------------------------------------------------------------------------ random mutations


def _mutated(chance: random.Random) -> bytes:
    """One of: a byte changed, bytes taken out, bytes put in, a piece repeated, a piece blanked, two pieces swapped."""
    content = bytearray(good())
    at, length = chance.randrange(len(content)), chance.choice((1, 1, 2, 8, 64, 1000))
    piece = bytes(content[at : at + length])
    match chance.randrange(8):
        case 0 | 1 | 2:
            content[at] ^= chance.randrange(1, 256)
        case 3:
            del content[at : at + length]
        case 4:
            content[at:at] = chance.randbytes(length)
        case 5:
            content[at:at] = piece
        case 6:
            content[at : at + length] = b" " * len(piece)
        case 7:
            there = chance.randrange(len(content))
            content[at : at + length], content[there : there + length] = content[there : there + length], piece
    return bytes(content)


def _judge_mutations(judge: Judge, seed: int, count: int) -> None:
    chance = random.Random(seed)
    judged = 0
    while judged < count:
        content = _mutated(chance)
        if content == good():
            continue
        examination = judge(content)
        assert examination.verdict is not Verdict.VALID, f"seed {seed}, mutation {judged}"
        assert all(answer.sentence for answer in examination.answers)
        judged += 1


def test_500_random_mutations_are_never_valid(judge: Judge) -> None:
    _judge_mutations(judge, seed=20261123, count=500)


@pytest.mark.long
@pytest.mark.timeout(1200)
@pytest.mark.parametrize("seed", range(10))
def test_10000_random_mutations_are_never_valid(judge: Judge, seed: int) -> None:
    _judge_mutations(judge, seed=seed, count=1_000)


@pytest.mark.long
def test_no_digit_of_a_time_stamped_signature_is_free(tmp_path: Path) -> None:
    from auditapp.report import sign
    from tests.report.seal_house import NOON, time_stamper

    service, root = time_stamper()
    path = tmp_path / "r.pdf"
    path.write_bytes(drawn())
    sign.certify(path, "inspector", people().inspector, when=NOON, timestamper=service)
    content = path.read_bytes()
    found = ROOM.search(content)
    assert found
    chance = random.Random(5)
    for at in range(len(found.group(1).rstrip(b"0")) + 6):
        place = found.start(1) + at
        other = chance.choice([digit for digit in b"0123456789ABCDEF" if digit != content[place]])
        path.write_bytes(content[:place] + bytes([other]) + content[place + 1 :])
        examination = verify(path, roots=[people().ca.certificate, root], redraw=draw_again)
        assert examination.verdict is not Verdict.VALID, (place, content[place - 20 : place + 4])
