"""Putting signatures into the boxes of a drawn document."""

from __future__ import annotations

import io
import os
import re
import stat
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pikepdf
import pytest

from auditapp.report import sign
from auditapp.report import stamp as stamps
from auditapp.report.check import verify
from auditapp.report.examination import Verdict
from auditapp.report.identity import LEVEL_NAMES, for_reading, issued, level_of, pem, self_made
from auditapp.words import Trouble, speak
from tests.report.seal_house import NOON, draw, draw_again, drawn, people, signed

MEGABYTE = 1_000_000
MOST_MEMORY = 80
"""Megabytes signing may take, whatever the size (the issue's bar)."""


def drawn_signature() -> bytes:
    from PIL import Image, ImageDraw

    picture = Image.new("RGBA", (600, 200), (0, 0, 0, 0))
    ImageDraw.Draw(picture).line([(10, 150), (200, 20), (300, 180), (500, 40)], fill=(0, 0, 120, 255), width=8)
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def appearance(ink: bytes | None = None, ink_of: str = "", name: str = "张伟") -> stamps.Appearance:
    p = people()
    return stamps.in_words(
        speak("en"),
        level=LEVEL_NAMES[level_of(p.inspector)],
        name=name,
        role="组长",
        when="2026-11-20 20:00:00 +08:00",
        print_=for_reading(p.inspector.fingerprint),
        ink=ink,
        ink_of=ink_of,
    )


def text_of(path: Path, program: Callable[[str], Path]) -> str:
    return subprocess.run([program("pdftotext"), path, "-"], capture_output=True, check=True, text=True).stdout


def test_the_boxes_are_found_with_their_size_and_whether_they_are_signed(tmp_path: Path) -> None:
    path = signed(tmp_path / "r.pdf", countersigned=False)
    first, second, third = sign.boxes(path)
    assert (first.field, first.signed, first.width, first.height) == ("inspector", True, 200, 70)
    assert not second.signed
    assert sign.others((first, second, third), "site") == (third,)


def test_what_was_drawn_stays_a_prefix_of_what_is_signed(tmp_path: Path) -> None:
    assert signed(tmp_path / "r.pdf").read_bytes().startswith(drawn())


def test_signing_to_another_place_leaves_the_first_file_alone(tmp_path: Path) -> None:
    path, out = tmp_path / "r.pdf", tmp_path / "signed.pdf"
    path.write_bytes(drawn())
    done = sign.certify(path, "inspector", people().inspector, when=NOON, out=out)
    assert path.read_bytes() == drawn()
    assert (done.path, done.length) == (out, out.stat().st_size)
    assert sorted(tmp_path.iterdir()) == [path, out]


def test_the_signing_time_is_the_laptops_with_its_offset(tmp_path: Path) -> None:
    from datetime import timezone

    path = tmp_path / "r.pdf"
    path.write_bytes(drawn())
    here = NOON.astimezone(timezone(timedelta(hours=8)))
    sign.certify(path, "inspector", people().inspector, when=here)
    with pikepdf.open(path) as pdf:
        assert str(pdf.Root.Perms.DocMDP.M) == "D:20261120200000+08'00'"
    examination = verify(path, redraw=draw_again)
    assert examination.signers[0].when == NOON


def test_nothing_but_the_signature_is_written_no_metadata_no_version_no_clock(tmp_path: Path) -> None:
    added = signed(tmp_path / "r.pdf").read_bytes()[len(drawn()) :]
    for word in (b"/Producer", b"/ModDate", b"/Metadata", b"/Version", b"pyHanko"):
        assert word not in added


def test_whoever_signs_first_says_what_may_follow(tmp_path: Path) -> None:
    for alone, permission in ((False, 2), (True, 1)):
        path = tmp_path / f"{alone}.pdf"
        path.write_bytes(drawn(boxes=["inspector"]))
        sign.certify(path, "inspector", people().inspector, when=NOON, alone=alone)
        with pikepdf.open(path) as pdf:
            first = pdf.Root.Perms.DocMDP
            assert int(first.Reference[0].TransformParams.P) == permission
            assert first.SubFilter == "/ETSI.CAdES.detached"


def test_signatures_with_rsa_and_other_curves_are_good_too(tmp_path: Path) -> None:
    from cryptography.hazmat.primitives.asymmetric import ec, rsa

    from auditapp.report.identity import Identity, _issue, _subject

    p = people()
    for n, key in enumerate((rsa.generate_private_key(65537, 2048), ec.generate_private_key(ec.SECP384R1()))):
        path = tmp_path / f"{n}.pdf"
        path.write_bytes(drawn())
        certificate = _issue(
            _subject("外来者", "x"),
            key.public_key(),
            p.ca.certificate.subject,
            p.ca.key,
            now=NOON - timedelta(days=3),
            serial=n + 90,
            years=3,
            above=p.ca.certificate,
        )
        sign.certify(path, "inspector", Identity(key, certificate), when=NOON)
        assert verify(path, roots=[p.ca.certificate], redraw=draw_again).verdict is Verdict.VALID


def test_a_hand_may_be_anything_that_shows_a_certificate_and_signs_bytes(tmp_path: Path) -> None:
    class Card:
        certificate, chain, messages = people().inspector.certificate, people().inspector.chain, list[bytes]()

        def sign(self, message: bytes) -> bytes:
            self.messages.append(message)
            return people().inspector.sign(message)

    path, card = tmp_path / "r.pdf", Card()
    path.write_bytes(drawn())
    sign.certify(path, "inspector", card, when=NOON)
    assert len(card.messages) == 1
    assert verify(path, roots=[people().ca.certificate], redraw=draw_again).verdict is Verdict.VALID


@pytest.mark.parametrize(("box", "fault"), [("nobody", "no signature box"), ("inspector", "signed already")])
def test_a_box_that_is_not_there_or_not_empty_is_refused(tmp_path: Path, box: str, fault: str) -> None:
    path = signed(tmp_path / "r.pdf")
    before = path.read_bytes()
    with pytest.raises(Trouble, match=fault):
        sign.countersign(path, box, people().manager, when=NOON)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_the_order_is_first_certify_then_countersign(tmp_path: Path) -> None:
    path = tmp_path / "r.pdf"
    path.write_bytes(drawn())
    with pytest.raises(Trouble, match="inspector signs first"):
        sign.countersign(path, "site", people().manager, when=NOON)
    sign.certify(path, "inspector", people().inspector, when=NOON)
    with pytest.raises(Trouble, match="signed already"):
        sign.certify(path, "site", people().manager, when=NOON)


def test_a_document_closed_by_its_first_signer_takes_no_second_signature(tmp_path: Path) -> None:
    path = tmp_path / "r.pdf"
    path.write_bytes(drawn())
    sign.certify(path, "inspector", people().inspector, when=NOON, alone=True)
    with pytest.raises(Trouble, match="allowed no further signature"):
        sign.countersign(path, "site", people().manager, when=NOON)


def test_nobody_countersigns_a_document_that_was_changed_since(tmp_path: Path) -> None:
    path = signed(tmp_path / "r.pdf", countersigned=False)
    for spoil in (
        lambda b: b + b"\n",
        lambda b: b.replace(b"0.2 0.4", b"0.4 0.2") if b"0.2 0.4" in b else b[:400] + bytes([b[400] ^ 1]) + b[401:],
    ):
        other = tmp_path / "spoiled.pdf"
        other.write_bytes(spoil(path.read_bytes()))
        with pytest.raises(Trouble, match="changed after it was signed"):
            sign.countersign(other, "site", people().manager, when=NOON)


def test_an_expired_or_future_certificate_signs_nothing(tmp_path: Path) -> None:
    path = tmp_path / "r.pdf"
    path.write_bytes(drawn())
    for born in (NOON + timedelta(days=1), NOON - timedelta(days=4 * 365)):
        old = self_made("张伟", "平安", now=born, serial=5)
        with pytest.raises(Trouble, match="not valid now"):
            sign.certify(path, "inspector", old, when=NOON)


@pytest.mark.parametrize("content", [b"", b"hello", b"%PDF-1.7\n", drawn()[:-200], os.urandom(5000), b"%PDF-1.7" * 999])
def test_a_file_that_is_no_pdf_or_cut_off_is_refused_with_a_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "r.pdf"
    path.write_bytes(content)
    with pytest.raises(Trouble, match="cannot be signed"):
        sign.certify(path, "inspector", people().inspector, when=NOON)
    with pytest.raises(Trouble, match="cannot be signed"):
        sign.boxes(path)
    assert list(tmp_path.iterdir()) == [path]


def test_an_encrypted_pdf_is_refused_with_a_sentence(tmp_path: Path) -> None:
    path, locked = tmp_path / "r.pdf", tmp_path / "locked.pdf"
    path.write_bytes(drawn())
    with pikepdf.open(path) as pdf:
        pdf.save(locked, encryption=pikepdf.Encryption(owner="x", user="y"))
    with pytest.raises(Trouble, match="cannot be signed"):
        sign.certify(locked, "inspector", people().inspector, when=NOON)


def test_a_missing_file_and_a_folder_that_may_not_be_written_get_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="cannot be opened or written"):
        sign.certify(tmp_path / "none.pdf", "inspector", people().inspector, when=NOON)
    path = tmp_path / "r.pdf"
    path.write_bytes(drawn())
    with pytest.raises(Trouble, match="cannot be opened or written"):
        sign.certify(path, "inspector", people().inspector, when=NOON, out=tmp_path / "no" / "where.pdf")


def test_a_full_disk_leaves_the_old_file_and_no_rest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "r.pdf"
    path.write_bytes(drawn())

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(sign, "_sync", full)
    with pytest.raises(Trouble, match="disk is full"):
        sign.certify(path, "inspector", people().inspector, when=NOON)
    assert path.read_bytes() == drawn()
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such rights")
def test_the_files_rights_stay_as_they_were(tmp_path: Path) -> None:
    path = tmp_path / "r.pdf"
    path.write_bytes(drawn())
    path.chmod(0o640)
    sign.certify(path, "inspector", people().inspector, when=NOON)
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


# ------------------------------------------------------------------------------------------------ the stamp


def test_the_stamp_says_who_when_what_kind_and_the_fingerprint(tmp_path: Path, program: Callable[[str], Path]) -> None:
    path = tmp_path / "r.pdf"
    path.write_bytes(drawn())
    sign.certify(path, "inspector", people().inspector, when=NOON, appearance=appearance(drawn_signature()))
    text = " ".join(text_of(path, program).split())
    assert "张伟, 组长" in text
    assert "this laptop's clock" in text
    assert "authority; identity confirmed by the unit" in text
    assert "Picture of a handwritten signature" in text
    assert people().inspector.fingerprint[:4].upper() in text


def test_a_drawn_signature_of_somebody_else_says_whose_it_is(tmp_path: Path, program: Callable[[str], Path]) -> None:
    path = tmp_path / "r.pdf"
    path.write_bytes(drawn())
    sign.certify(path, "site", people().inspector, when=NOON, appearance=appearance(drawn_signature(), "王芳"))
    assert "handwritten signature of 王芳" in " ".join(text_of(path, program).split())


@pytest.mark.parametrize("ink", [b"", b"GIF89a", drawn_signature()[:200], b"\x89PNG\r\n\x1a\n" + bytes(500)])
def test_a_drawn_signature_that_cannot_be_read_stops_the_signing_with_a_sentence(tmp_path: Path, ink: bytes) -> None:
    path = tmp_path / "r.pdf"
    path.write_bytes(drawn())
    if not ink:
        sign.certify(path, "inspector", people().inspector, when=NOON, appearance=appearance(ink))
        return
    with pytest.raises(Trouble, match="drawn signature cannot be read"):
        sign.certify(path, "inspector", people().inspector, when=NOON, appearance=appearance(ink))
    assert path.read_bytes() == drawn()


@pytest.mark.parametrize("name", ["<b>x</b>", "x" * 3000, "a\u202eb\x07", "𠮷𪚥", "林\n若溪", "(()\\ )", ""])
def test_any_name_can_be_stamped_and_the_signature_is_good(tmp_path: Path, name: str) -> None:
    path = tmp_path / "r.pdf"
    path.write_bytes(drawn())
    sign.certify(path, "inspector", people().inspector, when=NOON, appearance=appearance(drawn_signature(), name=name))
    assert verify(path, roots=[people().ca.certificate], redraw=draw_again).verdict is Verdict.VALID


def test_the_stamp_keeps_pdf_a_all_fonts_embedded_no_notdef_widths_right_no_transparency(tmp_path: Path) -> None:
    path = tmp_path / "r.pdf"
    path.write_bytes(drawn())
    sign.certify(path, "inspector", people().inspector, when=NOON, appearance=appearance(drawn_signature(), name="𠮷"))
    with pikepdf.open(path) as pdf:
        widget = next(field for field in pdf.Root.AcroForm.Fields if str(field.T) == "inspector")
        assert set(widget.AP.keys()) == {"/N"}
        assert int(widget.F) & 0b100
        form = widget.AP.N
        assert "/Group" not in form
        fonts = form.Resources.Font
        assert len(fonts) == 2
        for label, font in fonts.items():
            assert "/FontFile2" in font.FontDescriptor
            assert "/ToUnicode" in font
            used = _codes(form, label)
            assert used
            assert 0 not in used
            assert max(used) <= int(font.LastChar) == len(font.Widths) - 1
        for picture in form.Resources.XObject.values():
            assert "/SMask" not in picture
            assert picture.ColorSpace == "/DeviceRGB"


def _codes(form: pikepdf.Object, label: str) -> set[int]:
    """The codes that a form shows in one of its fonts."""
    found: set[int] = set()
    face = ""
    for operands, operator in pikepdf.parse_content_stream(form):
        if str(operator) == "Tf":
            face = str(operands[0])
        elif str(operator) == "Tj" and face == label:
            found |= set(bytes(operands[0]))
    return found


# ------------------------------------------------------------------------------------- programs of other houses


def test_pdfsig_openssl_qpdf_and_mutool_accept_every_signature(tmp_path: Path, program: Callable[[str], Path]) -> None:
    path, p = signed(tmp_path / "r.pdf", stamp=appearance(drawn_signature())), people()
    said = subprocess.run([program("pdfsig"), path], capture_output=True, check=True, text=True).stdout
    assert said.count("Signature is Valid.") == 2
    assert said.count("Total document signed") == 1
    assert "Not total document signed" in said
    subprocess.run([program("qpdf"), "--check", path], capture_output=True, check=True)
    shown = subprocess.run([program("mutool"), "sign", "-v", path], capture_output=True, check=False, text=True).stdout
    assert "igest error" not in shown
    content = path.read_bytes()
    (tmp_path / "ca.pem").write_bytes(pem(p.ca.certificate))
    ranges = re.findall(rb"/ByteRange \[0 (\d+) (\d+) (\d+)", content)
    assert len(ranges) == 2
    for first, second, length in (map(int, one) for one in ranges):
        (tmp_path / "text").write_bytes(content[:first] + content[second : second + length])
        (tmp_path / "cms").write_bytes(bytes.fromhex(content[first + 1 : second - 1].decode()))
        subprocess.run(
            [
                program("openssl"),
                "cms",
                "-verify",
                "-binary",
                "-inform",
                "DER",
                "-in",
                tmp_path / "cms",
                "-content",
                tmp_path / "text",
                "-CAfile",
                tmp_path / "ca.pem",
                "-purpose",
                "any",
                "-attime",
                str(int(NOON.timestamp())),
                "-out",
                tmp_path / "out",
            ],
            capture_output=True,
            check=True,
        )


# ------------------------------------------------------------------------------------------------- large files

_SIGN_LARGE = """
import sys
from pathlib import Path
from tests.report.seal_house import NOON, people
from auditapp.report import sign, stamp
who, path = people(), Path(sys.argv[1])
shown = stamp.Appearance(("电子签名", "张伟"))
sign.certify(path, "inspector", who.inspector, when=NOON, appearance=shown)
sign.countersign(path, "site", who.manager, when=NOON, appearance=shown)
"""


def _memory_of(argument: Path) -> float:
    """Peak memory in megabytes of signing *argument* twice in a process of its own."""
    script = _SIGN_LARGE + "print(Path('/proc/self/status').read_text())"
    done = subprocess.run(
        [sys.executable, "-c", script, argument],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        check=True,
        text=True,
    )
    peak = re.search(r"VmHWM:\s+(\d+) kB", done.stdout)  # ru_maxrss would count what the parent had before exec
    assert peak
    return int(peak[1]) * 1024 / MEGABYTE


@pytest.mark.skipif(sys.platform != "linux", reason="the figure is in other units elsewhere")
def test_signing_takes_the_same_memory_whatever_the_size(tmp_path: Path) -> None:
    path = tmp_path / "large.pdf"
    with path.open("wb") as out:
        draw(out, photos=(bytes(400_000) for _ in range(150)))
    assert _memory_of(path) <= MOST_MEMORY


@pytest.mark.long
@pytest.mark.skipif(sys.platform != "linux", reason="the figure is in other units elsewhere")
def test_signing_400_megabytes_takes_at_most_80_of_memory(tmp_path: Path) -> None:
    path = tmp_path / "large.pdf"
    with path.open("wb") as out:
        draw(out, photos=(os.urandom(400_000) for _ in range(1_000)))
    assert path.stat().st_size > 400 * MEGABYTE
    assert _memory_of(path) <= MOST_MEMORY


# ------------------------------------------------------------------------------------------------- time stamps


def test_a_time_stamp_makes_it_level_three_when_the_service_is_known(tmp_path: Path) -> None:
    from tests.report.seal_house import time_stamper

    p, path = people(), tmp_path / "r.pdf"
    path.write_bytes(drawn())
    service, root = time_stamper()
    sign.certify(path, "inspector", p.inspector, when=NOON, timestamper=service)
    examination = verify(path, roots=[p.ca.certificate, root], redraw=draw_again)
    assert examination.verdict is Verdict.VALID, [a for a in examination.answers if a.verdict]
    assert examination.signers[0].level == "Electronic signature with trusted time stamp"
    assert examination.signers[0].stamped is not None
    unknown = verify(path, roots=[p.ca.certificate], redraw=draw_again)
    assert unknown.verdict is Verdict.UNKNOWN
    assert unknown.signers[0].stamped is None


def test_a_time_stamp_service_that_does_not_answer_is_a_sentence_and_nothing_is_signed(tmp_path: Path) -> None:
    from pyhanko.sign.timestamps import TimeStamper
    from pyhanko.sign.timestamps.common_utils import TimestampRequestError

    class Silent(TimeStamper):
        async def async_request_tsa_response(self, req: object) -> object:
            raise TimestampRequestError("no route")

    path = tmp_path / "r.pdf"
    path.write_bytes(drawn())
    with pytest.raises(Trouble, match="No time stamp"):
        sign.certify(path, "inspector", people().inspector, when=NOON, timestamper=Silent())
    assert path.read_bytes() == drawn()


def test_an_issued_identity_can_sign_at_once(tmp_path: Path) -> None:
    path = tmp_path / "r.pdf"
    path.write_bytes(drawn())
    fresh = issued(people().ca, "新人", "平安", now=NOON, serial=55)
    sign.certify(path, "inspector", fresh, when=NOON)
    assert verify(path, roots=[people().ca.certificate], redraw=draw_again).verdict is Verdict.VALID
