"""The report as paper: whole, readable by other programs, the same every time."""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import subprocess
import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from auditapp.report import again, archive
from auditapp.report.build import render
from auditapp.report.papers import Cancelled, Document, Papers, Rendered, SignerBox
from auditapp.report.process import render_apart
from auditapp.words import Trouble
from tests.report import make

Find = Callable[[str], Path]


@pytest.fixture(scope="session")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[Document, str], tuple[Rendered, Papers]]:
    """Every document in both languages, drawn once."""
    folder = tmp_path_factory.mktemp("paper")
    found = {}
    for language in ("zh-CN", "en"):
        papers = make.papers(language)
        for document in Document:
            out = folder / f"{document}-{language}.pdf"
            found[document, language] = (render(papers, document, out), papers)
    return found


@pytest.fixture(scope="session")
def report(drawn: dict[tuple[Document, str], tuple[Rendered, Papers]]) -> tuple[Rendered, Papers]:
    return drawn[Document.REPORT, "zh-CN"]


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Papers:
    return make.papers("en", samples=1, items=40, photos=2, traps=False)


def read(program: Find, path: Path, *options: str) -> str:
    return subprocess.run(
        [program("pdftotext"), "-enc", "UTF-8", *options, path, "-"], check=True, capture_output=True
    ).stdout.decode()


def squeezed(text: str) -> str:
    """Without white space: a PDF does not say which line ends were spaces."""
    return re.sub(r"[\s\u00ad]+", "", text)


def visible(text: str) -> str:
    """What must stand on paper for a text."""
    shown = []
    for char in unicodedata.normalize("NFC", text):
        if char in "😀𠮷" or (unicodedata.category(char) in {"Cc", "Cf"} and char not in "\n\r\t"):
            shown.append(f"‹U+{ord(char):04X}›")
        else:
            shown.append(char)
    return squeezed("".join(shown))


@pytest.fixture(scope="session")
def text(report: tuple[Rendered, Papers], program: Find) -> str:
    """The text between the lines at head and foot of each page, so that what crosses a page is whole."""
    return read(program, report[0].path, "-x", "0", "-y", "60", "-W", "600", "-H", "732")


# ------------------------------------------------------------------------------------------- what it says
@pytest.mark.parametrize("item", sorted(make.TRAPS))
def test_every_note_comes_back_whole(item: str, text: str) -> None:
    assert visible(make.TRAPS[item]) in squeezed(text)


def test_percent_signs_stand_at_their_numbers(text: str) -> None:
    assert re.search(r"[0-9]%", text)
    assert not re.findall(r"(?<![±.0-9])[0-9]+(?:\.[0-9]+)? %", text)


def test_a_note_kept_out_of_the_report_is_not_in_it(text: str) -> None:
    assert "只供检查组内部" not in squeezed(text)


def test_characters_no_font_of_ours_has_are_printed_as_their_code_and_listed(
    report: tuple[Rendered, Papers], text: str
) -> None:
    assert set(report[0].missing) == {"U+1F600", "U+20BB7"}
    assert "U+1F600、U+20BB7" in squeezed(text)
    assert "喆堃玥昇镕" in text


def test_every_finding_is_there_with_its_fact_grade_actions_and_comments(
    report: tuple[Rendered, Papers], text: str
) -> None:
    whole = squeezed(text)
    for finding in report[1].inspection.findings:
        assert finding.number in whole
        assert squeezed(finding.fact) in whole
        assert all(squeezed(a.requirement) in whole for a in finding.actions)
        assert all(squeezed(c.text) in whole for c in finding.comments)


def test_every_photo_is_indexed_with_both_hashes(report: tuple[Rendered, Papers], text: str) -> None:
    whole = squeezed(text)
    for photo in report[1].inspection.photos.values():
        assert photo.sha256 in whole
        assert (photo.outgoing in whole) is bool(photo.clearance)


def test_a_photo_nobody_cleared_is_not_in_the_file(report: tuple[Rendered, Papers]) -> None:
    held = {p.outgoing for p in report[1].inspection.photos.values() if not p.clearance}
    assert held
    with pikepdf.open(report[0].path) as pdf:
        streams = {hashlib.sha256(s.read_raw_bytes()).hexdigest() for s in pdf.objects if isinstance(s, pikepdf.Stream)}
    assert not held & streams


def test_reasons_disputes_and_the_refusal_are_printed(text: str) -> None:
    whole = squeezed(text)
    for said in ("检查期间未取得权限。", "本层不设。", "甲的说法", "乙的说法", "不同意F03的事实描述。"):
        assert said in whole


def test_every_page_but_the_cover_says_page_x_of_y_number_and_version(
    drawn: dict[tuple[Document, str], tuple[Rendered, Papers]], program: Find
) -> None:
    rendered, _ = drawn[Document.REPORT, "en"]
    pages = read(program, rendered.path).rstrip("\f").split("\f")
    assert len(pages) == rendered.pages
    for at, page in enumerate(pages[1:], 2):
        assert f"Page {at} of {rendered.pages}" in page
        assert "JC-JC01-202609-001" in page
        assert "Version 1" in page


def test_a_new_version_says_on_every_page_what_it_replaces(tmp_path: Path, program: Find) -> None:
    from auditapp.words import speak

    _, raw, entries, album = make.whole(samples=1, items=20, photos=0, traps=False)
    desk = make.Desk.named("Pc9")
    desk.say("amendment", "2", {"reason": "照片编号有误", "of": "1"})
    papers = again.gather(raw, [*entries, *desk.said], picture=album, words=speak("en"), program="0.1", day=make.DAY)
    rendered = render(papers, Document.REPORT, tmp_path / "2.pdf")
    pages = read(program, rendered.path).rstrip("\f").split("\f")
    assert all("Version 2" in page and "replaces version 1" in page for page in pages[1:])
    assert "照片编号有误" in squeezed(pages[0])


@pytest.mark.parametrize(("document", "language"), [(d, "zh-CN") for d in Document])
def test_no_word_of_a_regulator_is_used(
    document: Document, language: str, program: Find, drawn: dict[tuple[Document, str], tuple[Rendered, Papers]]
) -> None:
    rendered, papers = drawn[document, language]
    whole = squeezed(read(program, rendered.path)).replace(squeezed(papers.checklist.claim.zh), "")
    checklist_own = squeezed(papers.checklist_document.decode())
    for word in ("责令", "处罚", "认证"):
        assert word not in whole or word in checklist_own


def test_the_blank_checklist_has_every_item_its_limits_and_no_answer(
    drawn: dict[tuple[Document, str], tuple[Rendered, Papers]], program: Find
) -> None:
    rendered, papers = drawn[Document.BLANK, "en"]
    whole = read(program, rendered.path)
    flat = squeezed(whole)
    for item in papers.checklist.items():
        assert item.id in whole
        assert squeezed(item.text.en or item.text.zh) in flat
    assert "已记录" not in whole


def test_one_fact_sheet_for_every_finding(
    drawn: dict[tuple[Document, str], tuple[Rendered, Papers]], program: Find
) -> None:
    rendered, papers = drawn[Document.FACTS, "zh-CN"]
    pages = read(program, rendered.path).split("\f")
    for finding in papers.inspection.findings:
        assert sum(squeezed(finding.fact) in squeezed(page) for page in pages) == 1


# ------------------------------------------------------------------------------------------- other programs
@pytest.mark.parametrize("language", ["zh-CN", "en"])
@pytest.mark.parametrize("document", list(Document))
def test_qpdf_and_mutool_have_nothing_to_say(
    document: Document, language: str, program: Find, drawn: dict[tuple[Document, str], tuple[Rendered, Papers]]
) -> None:
    path = drawn[document, language][0].path
    qpdf = subprocess.run([program("qpdf"), "--check", path], capture_output=True, check=False)
    assert qpdf.returncode == 0, qpdf.stdout + qpdf.stderr
    mutool = subprocess.run([program("mutool"), "info", path], capture_output=True, check=False)
    assert (mutool.returncode, mutool.stderr) == (0, b"")


def test_every_font_is_embedded_as_a_subset_and_none_is_helvetica(
    report: tuple[Rendered, Papers], program: Find
) -> None:
    rows = (
        subprocess.run([program("pdffonts"), report[0].path], capture_output=True, check=True)
        .stdout.decode()
        .splitlines()[2:]
    )
    for row in rows:
        assert re.match(r"[A-Z]{6}\+NotoSansSC-(Regular|Bold)\s+TrueType\s+\w+\s+yes yes yes", row), row
    assert {"Regular", "Bold"} == {row.split("-")[1].split()[0] for row in rows}


def test_it_says_of_itself_what_pdf_a_3b_asks(report: tuple[Rendered, Papers]) -> None:
    with pikepdf.open(report[0].path) as pdf:
        xmp = bytes(pdf.Root.Metadata.read_bytes()).decode()
        assert "<pdfaid:part>3</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>" in xmp
        assert "/Filter" not in pdf.Root.Metadata
        with pdf.open_metadata() as told:
            assert told["pdf:Producer"] == str(pdf.docinfo["/Producer"])
            assert told["dc:title"] == str(pdf.docinfo["/Title"])
        intent = pdf.Root.OutputIntents[0]
        profile = intent.DestOutputProfile.read_bytes()
        assert intent.S == "/GTS_PDFA1"
        assert profile[36:40] == b"acsp"
        assert int.from_bytes(profile[:4], "big") == len(profile)
        assert str(pdf.Root.Lang) == "zh-CN"
        assert pdf.trailer.ID[0] == pdf.trailer.ID[1]
        files = {str(f.UF): f for f in pdf.Root.AF}
        assert set(files) >= {"journal.ndjson", "checklist.json", "manifest.json"}
        for spec in files.values():
            assert spec.AFRelationship in ("/Source", "/Data", "/Supplement")
            assert "/Subtype" in spec.EF.F
            assert int(spec.EF.F.Params.Size) == len(spec.EF.F.read_bytes())
        assert "/JavaScript" not in pdf.Root.Names
        assert "/OpenAction" not in pdf.Root
        for thing in pdf.objects:
            if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
                assert thing.get("/ColorSpace") != "/DeviceCMYK"
                assert "/SMask" not in thing
                assert thing.get("/S") != "/JavaScript"
                if thing.get("/Type") == "/Annot":
                    assert int(thing.F) & 4


def test_hostile_names_of_unit_and_people_leave_the_file_sound(tmp_path: Path, program: Find) -> None:
    from auditapp.words import speak

    _, document, entries, album = make.whole(samples=1, items=6, photos=0, traps=False)
    desk = make.Desk.named("Pe5")
    earlier = {e.head.kind + e.head.subject: e for e in entries}
    desk.say("about", "unit", {"v": "单位 \x07<&>\u202e]]>(\\) " + "长" * 3_000}, replaces=[earlier["aboutunit"]])
    desk.say(
        "person",
        "Pa1",
        {"name": "姓\x00名) >> /JS (" * 60, "role": "leader", "unit": "\ufffe"},
        replaces=[earlier["personPa1"]],
    )
    papers = again.gather(
        document,
        [*entries, *desk.said],
        picture=album,
        words=speak("en"),
        program="0.1",
        day=make.DAY,
        signers=(SignerBox("a", "甲" * 400, "leader" * 90, statement="长" * 600),),
    )
    rendered = render(papers, Document.REPORT, tmp_path / "x.pdf")
    assert subprocess.run([program("qpdf"), "--check", rendered.path], capture_output=True, check=False).returncode == 0
    with pikepdf.open(rendered.path) as pdf, pdf.open_metadata(strict=True) as told:
        assert "‹U+0007›" in told["dc:title"]
    assert read(program, rendered.path).count("长") >= 3_000 + 600


def test_the_colour_profile_is_one_that_other_programs_use() -> None:
    from PIL import ImageCms

    raw = archive.srgb_profile()
    profile = ImageCms.ImageCmsProfile(io.BytesIO(raw))
    assert raw[8] == 2
    assert ImageCms.getProfileDescription(profile).startswith("sRGB")
    patch = Image.new("RGB", (4, 4), (200, 100, 50))
    ours = ImageCms.profileToProfile(patch, profile, ImageCms.createProfile("sRGB"))
    assert max(abs(a - b) for a, b in zip(ours.getpixel((0, 0)), (200, 100, 50), strict=True)) <= 1


def shown(thing: pikepdf.Object) -> dict[str, set[int]]:
    """The codes that a page or a form shows, by the name of the font they are shown in."""
    found: dict[str, set[int]] = {}
    font = ""
    for operands, operator in pikepdf.parse_content_stream(thing):
        if str(operator) == "Tf":
            font = str(operands[0])
        elif str(operator) == "Tj":
            found.setdefault(font, set()).update(bytes(operands[0]))
        else:
            assert str(operator) not in {"TJ", "'", '"'}, "a way of showing text this test does not know"
    return found


def test_no_page_shows_a_missing_glyph_and_widths_are_those_of_the_font(report: tuple[Rendered, Papers]) -> None:
    from auditapp.report.typeface import Typeface
    from auditapp.words import resources

    with pikepdf.open(report[0].path) as pdf:
        fonts = pdf.pages[2].Resources.Font
        used: dict[str, set[int]] = {}
        for page in pdf.pages:
            assert set(page.Resources.Font.keys()) == set(fonts.keys())
            forms = [x for x in page.Resources.get("/XObject", {}).values() if x.Subtype == "/Form"]
            for thing in (page, *forms):
                for font, codes in shown(thing).items():
                    used.setdefault(font, set()).update(codes)
        assert set(used) == set(fonts.keys())
        for name, font in fonts.items():
            assert 0 not in used[name]
            file = resources() / "fonts" / f"{str(font.BaseFont).split('+')[1]}.ttf"
            characters = dict(re.findall(r"<(\w\w)><(\w{4,8})>", font.ToUnicode.read_bytes().decode()))
            with Typeface(file) as face:
                for code in used[name]:
                    char = bytes.fromhex(characters[f"{code:02X}"]).decode("utf-16-be")
                    assert face.has(char)
                    assert int(font.Widths[code - int(font.FirstChar)]) == face.widths[char]


def test_the_embedded_fonts_hold_the_outlines_of_what_is_printed(
    report: tuple[Rendered, Papers], tmp_path: Path
) -> None:
    """Each character drawn with the embedded subset looks as drawn with the whole font (hinting may differ)."""
    from PIL import ImageChops, ImageDraw, ImageFont, ImageStat

    from auditapp.words import resources

    def drawn(font: ImageFont.FreeTypeFont, char: str) -> Image.Image:
        image = Image.new("L", (120, 120))
        ImageDraw.Draw(image).text((10, 100), char, 255, font, anchor="ls")
        return image

    with pikepdf.open(report[0].path) as pdf:
        for at, font in enumerate(pdf.pages[2].Resources.Font.values()):
            subset = tmp_path / f"{at}.ttf"
            subset.write_bytes(font.FontDescriptor.FontFile2.read_bytes())
            whole = str(resources() / "fonts" / f"{str(font.BaseFont).split('+')[1]}.ttf")
            plain = ImageFont.Layout.BASIC
            embedded = ImageFont.truetype(str(subset), 100, encoding="armn", layout_engine=plain)
            complete = ImageFont.truetype(whole, 100, layout_engine=plain)
            rows = re.findall(r"<(\w\w)><(\w{4,8})>", font.ToUnicode.read_bytes().decode())
            for code, char in (row for row in rows[::9] if row[0] != "0A"):  # Pillow breaks the line there
                one = drawn(embedded, chr(int(code, 16)))
                other = drawn(complete, bytes.fromhex(char).decode("utf-16-be"))
                assert ImageStat.Stat(ImageChops.difference(one, other)).mean[0] < 6, (code, char)


# ------------------------------------------------------------------------------------------- pictures
def test_pictures_are_in_the_file_as_they_are(report: tuple[Rendered, Papers]) -> None:
    rendered, papers = report
    told = json.loads(attached(rendered.path, "manifest.json"))["pictures"]
    assert set(told.values()) == {"stream", "attached"}
    with pikepdf.open(rendered.path) as pdf:
        raws = {
            hashlib.sha256(raw).hexdigest()
            for s in pdf.objects
            if isinstance(s, pikepdf.Stream) and s.get("/Subtype") == "/Image"
            for raw in (s.read_raw_bytes(),)
        }
    assert {sha for sha, where in told.items() if where == "stream"} <= raws
    for sha in told:
        assert papers.picture(sha)


def attached(path: Path, name: str) -> bytes:
    with pikepdf.open(path) as pdf:
        return pdf.attachments[name].get_file().read_bytes()


def test_damaged_pictures_leave_empty_frames_and_the_report_is_drawn(tmp_path: Path, program: Find) -> None:
    from auditapp.words import speak

    checklist, document, entries, album = make.whole(samples=1, items=12, photos=0, traps=False)
    desk = make.Desk.named("Pd0")
    for n, raw in enumerate(
        (
            b"?",
            b"no picture",
            b"\xff\xd8\xff\xe0",
            make.jpeg(64, 48, 1)[:200],
            make.png(40, 30)[:60],
            make.png(40, 30)[:-20] + b"x" * 20,
            b"\xff\xd8" + b"\xff" * 500,
        )
    ):
        make.photo(desk, album, "WP-1.9", n, raw, "坏图")
    papers = again.gather(
        document,
        [*entries, *desk.said],
        picture=album,
        words=speak("en"),
        program="0.1",
        day=make.DAY,
        checklist=checklist,
    )
    rendered = render(papers, Document.REPORT, tmp_path / "x.pdf")
    assert squeezed(read(program, rendered.path)).count("Picturenotavailable") == 7


def test_a_picture_that_is_not_what_its_hash_says_is_not_printed(small: Papers, tmp_path: Path) -> None:
    from dataclasses import replace

    rendered = render(replace(small, picture=lambda sha: make.jpeg(64, 64, 9)), Document.REPORT, tmp_path / "x.pdf")
    assert json.loads(attached(rendered.path, "manifest.json"))["pictures"] == {}


# ------------------------------------------------------------------------------------------- the same every time
_CHILD = """
import sys
from pathlib import Path
from tests.report import make
from auditapp.report.build import render
from auditapp.report.papers import Document
papers = make.papers("zh-CN", samples=1, items=40, photos=3)
print([render(papers, d, Path(sys.argv[1]) / f"{d}.pdf").sha256 for d in Document])
"""


def test_three_processes_with_other_hash_seeds_draw_the_same_bytes(tmp_path: Path) -> None:
    told = set()
    for seed in ("0", "1", "4242"):
        folder = tmp_path / seed
        folder.mkdir()
        told.add(
            subprocess.run(
                [sys.executable, "-c", _CHILD, str(folder)],
                check=True,
                capture_output=True,
                text=True,
                env={**os.environ, "PYTHONHASHSEED": seed, "TZ": f"UTC{int(seed) % 5}"},
                cwd=Path(__file__).parents[2],
            ).stdout
        )
    assert len(told) == 1


@pytest.mark.parametrize("language", ["zh-CN", "en"])
@pytest.mark.parametrize("document", list(Document))
def test_a_document_drawn_again_from_itself_is_the_same(
    document: Document, language: str, tmp_path: Path, drawn: dict[tuple[Document, str], tuple[Rendered, Papers]]
) -> None:
    first, _ = drawn[document, language]
    papers, found = again.papers_from_pdf(first.path)
    second = render(papers, found, tmp_path / "again.pdf")
    assert second.path.read_bytes() == first.path.read_bytes()
    assert second.sha256 == hashlib.sha256(first.path.read_bytes()).hexdigest() == first.sha256


def test_a_file_of_somebody_else_carries_no_inspection(tmp_path: Path) -> None:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(tmp_path / "other.pdf")
    (tmp_path / "text.pdf").write_text("no PDF at all", encoding="utf-8")
    for name in ("other.pdf", "text.pdf", "missing.pdf"):
        with pytest.raises(Trouble):
            again.papers_from_pdf(tmp_path / name)


def test_drawing_in_a_process_of_its_own_gives_the_same_bytes(small: Papers, tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    here = render(small, Document.REPORT, tmp_path / "here.pdf")
    there = render_apart(small, Document.REPORT, tmp_path / "there.pdf", progress=lambda *at: seen.append(at))
    assert there.sha256 == here.sha256 == hashlib.sha256((tmp_path / "there.pdf").read_bytes()).hexdigest()
    assert seen == sorted(seen)
    assert seen[-1][0] == seen[-1][1]


# ------------------------------------------------------------------------------------------- whole or not at all
@pytest.mark.parametrize("draw", [render, render_apart])
def test_a_cancelled_drawing_leaves_no_file(draw: Callable[..., Rendered], small: Papers, tmp_path: Path) -> None:
    def stop(done: int, of: int) -> None:
        if done >= 3:
            raise Cancelled

    with pytest.raises(Cancelled):
        draw(small, Document.REPORT, tmp_path / "x.pdf", progress=stop)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("draw", [render, render_apart])
def test_a_folder_that_is_not_there_is_trouble_in_one_sentence(
    draw: Callable[..., Rendered], small: Papers, tmp_path: Path
) -> None:
    with pytest.raises(Trouble, match="could not be written"):
        draw(small, Document.BLANK, tmp_path / "nowhere" / "x.pdf")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_disk_is_trouble_and_an_older_file_stays(
    small: Papers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "x.pdf"
    out.write_bytes(b"the older file")
    opened = Path.open

    def full(self: Path, mode: str = "r", *rest: object) -> object:
        return opened(Path("/dev/full"), "wb", 0) if "x" in mode else opened(self, mode)

    monkeypatch.setattr(Path, "open", full)
    with pytest.raises(Trouble, match="could not be written"):
        render(small, Document.REPORT, out)
    monkeypatch.undo()
    assert out.read_bytes() == b"the older file"
    assert list(tmp_path.iterdir()) == [out]


# ------------------------------------------------------------------------------------------- signature boxes
def test_every_signer_has_an_empty_box_and_one_who_refused_has_none(
    report: tuple[Rendered, Papers], program: Find
) -> None:
    told = subprocess.run([program("pdfsig"), report[0].path], capture_output=True, check=False).stdout.decode()
    fields = re.findall(r"Field Name: (\S+)", told)
    assert fields == ["leader", "inspector", "site"]
    with pikepdf.open(report[0].path) as pdf:
        assert int(pdf.Root.AcroForm.SigFlags) == 3
        for field in pdf.Root.AcroForm.Fields:
            left, low, right, high = (float(v) for v in field.Rect)
            assert right - left > 150
            assert high - low > 40


def test_pyhanko_certifies_in_the_first_box_and_countersigns_in_the_second(
    report: tuple[Rendered, Papers], tmp_path: Path, program: Find
) -> None:
    from datetime import UTC, datetime, timedelta

    from cryptography import x509 as certs
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import fields, signers

    key = ec.generate_private_key(ec.SECP256R1())
    name = certs.Name([certs.NameAttribute(certs.NameOID.COMMON_NAME, "Lin Ruoxi")])
    now = datetime.now(UTC)
    own = (
        certs.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=9))
        .sign(key, hashes.SHA256())
    )
    p12 = serialization.pkcs12.serialize_key_and_certificates(
        b"k", key, own, None, serialization.BestAvailableEncryption(b"p")
    )
    signer = signers.SimpleSigner.load_pkcs12_data(p12, [], passphrase=b"p")
    path = tmp_path / "signed.pdf"
    path.write_bytes(report[0].path.read_bytes())
    for field, certify in (("leader", True), ("site", False)):
        with path.open("rb+") as file:
            signers.sign_pdf(
                IncrementalPdfFileWriter(file),
                signers.PdfSignatureMetadata(
                    field_name=field, certify=certify, docmdp_permissions=fields.MDPPerm.FILL_FORMS
                ),
                signer=signer,
                existing_fields_only=True,
                in_place=True,
            )
    assert path.read_bytes().startswith(report[0].path.read_bytes())
    told = subprocess.run([program("pdfsig"), "-nocert", path], capture_output=True, check=False).stdout.decode()
    assert told.count("Signature is Valid") == 2


def test_two_boxes_of_one_name_are_refused(tmp_path: Path) -> None:
    twice = (SignerBox("a", "甲", "leader"), SignerBox("a", "乙", "inspector"))
    papers = make.papers("en", samples=1, items=5, photos=0, traps=False, signers=twice)
    with pytest.raises(ValueError, match="there twice"):
        render(papers, Document.REPORT, tmp_path / "x.pdf")
