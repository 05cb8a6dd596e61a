"""A small world to sign in: a drawn document with empty boxes, a company CA, people, a moment.

The document is as small as can be (no texts), but has what the real ones have: deterministic bytes, signature
fields drawn with it, a journal of signed entries as attachment, a manifest.
"""

from __future__ import annotations

import asyncio
import io
import json
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from auditapp import __version__
from auditapp.journal.desk_key import DeskKey
from auditapp.journal.entry import Entry
from auditapp.journal.line import to_line
from auditapp.journal.strand import StrandHead, open_strand, write
from auditapp.report import identity as seal
from auditapp.report.archive import Attached, attach
from auditapp.report.edition import edition
from auditapp.report.fields import Fields
from auditapp.report.press import AsIs, Sheet
from auditapp.report.typeface import registered
from auditapp.words import resources

if TYPE_CHECKING:
    from cryptography import x509
    from pyhanko.sign.timestamps import TimeStamper

    from auditapp.report.stamp import Appearance

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
BOXES = ("inspector", "site", "witness")
SCENE = b"0.2 0.4 0.9 rg 60 500 180 90 re f 0.9 0.2 0.2 rg 300 500 180 90 re f\n"


@cache
def journal_lines(answers: int = 3) -> bytes:
    """The strand of one desk, one entry a line."""
    desk = DeskKey.from_private(b"k" * 32, b"i" * 16)
    inspection, wall = "ab" * 16, "2026-11-20T09:00:00+08:00"
    strand = [open_strand(desk, inspection, "P1", wall, "auditapp 0.1")]
    for n in range(answers):
        strand.append(
            write(
                desk,
                inspection=inspection,
                after=StrandHead(strand[-1].head.seq, strand[-1].id),
                kind="answer",
                subject=f"WP-4.{n + 1}",
                value={"v": "conform"},
                writer="P1",
                wall=wall,
                salt=bytes([n]) * 16,
            )
        )
    return b"".join(map(to_line, strand))


def entries_of(lines: bytes) -> list[Entry]:
    from auditapp.journal.line import from_line

    return [from_line(line) for line in lines.splitlines()]


def drawn(
    *,
    boxes: Sequence[str] = BOXES,
    journal: bytes | None = None,
    photos: Iterable[bytes] = (),
    scene: bytes = SCENE,
    program: str = __version__,
) -> bytes:
    """The bytes of a small document; the same arguments give the same bytes."""
    out = io.BytesIO()
    draw(out, boxes=boxes, journal=journal, photos=photos, scene=scene, program=program)
    return out.getvalue()


def draw(
    out: BinaryIO,
    *,
    boxes: Sequence[str] = BOXES,
    journal: bytes | None = None,
    photos: Iterable[bytes] = (),
    scene: bytes = SCENE,
    program: str = __version__,
) -> None:
    """The same, written to *out* (for a file larger than memory should be)."""
    sheet = Sheet(out, size=(595, 842), typeface=registered(resources() / "fonts" / "NotoSansSC-Regular.ttf"))
    manifest = json.dumps(
        {
            "format": 1,
            "program": program,
            "edition": edition(),
            "scene": scene.decode("ascii"),
            "boxes": list(boxes),
            "document": "report",
        },
        sort_keys=True,
    ).encode()
    attached = {"journal.ndjson": journal_lines() if journal is None else journal, "manifest.json": manifest}
    attach(sheet, [Attached(name, "text/plain", content, name) for name, content in attached.items()], NOON.isoformat())
    for n, photo in enumerate(photos):
        sheet.keep_picture(
            f"photo-{n}",
            AsIs(
                {
                    "Type": "/XObject",
                    "Subtype": "/Image",
                    "Width": 1,
                    "Height": 1,
                    "BitsPerComponent": 8,
                    "ColorSpace": "/DeviceGray",
                    "Filter": "/FlateDecode",
                },
                photo,
            ),
        )
    fields = Fields()
    for i, name in enumerate(boxes):
        fields.add(sheet, name, 60, 60 + 80 * i, 200, 70)
    fields.close(sheet)
    sheet.addLiteral(scene.decode("ascii"))
    sheet.setProducer("auditapp")
    sheet.finish()
    sheet.press.pen.close()


@dataclass(frozen=True)
class People:
    """A company CA with two people of its own, and one who made his certificate himself."""

    ca: seal.Identity
    inspector: seal.Identity
    manager: seal.Identity
    alone: seal.Identity


@cache
def people() -> People:
    born = NOON - timedelta(days=30)
    ca = seal.company_ca("平安示例保险公司", now=born, serial=1)
    return People(
        ca,
        seal.issued(ca, "张伟", "平安示例保险公司", now=born, serial=2),
        seal.issued(ca, "王芳", "西安客户服务中心", now=born, serial=3),
        seal.self_made("李娜", "平安示例保险公司", now=born, serial=4),
    )


Redrawing = Callable[[Path, Path], None]


def draw_again(unsigned: Path, out: Path) -> None:
    """Draw the document a second time from what is attached to it (the real one is report/again.py)."""
    import pikepdf

    with pikepdf.open(unsigned) as pdf:
        attached = {name: spec.get_file().read_bytes() for name, spec in pdf.attachments.items()}
    manifest = json.loads(attached["manifest.json"])
    out.write_bytes(
        drawn(
            boxes=manifest["boxes"],
            journal=attached["journal.ndjson"],
            scene=manifest["scene"].encode("ascii"),
            program=manifest["program"],
        )
    )


def signed(
    path: Path,
    *,
    countersigned: bool = True,
    stamp: Appearance | None = None,
    content: bytes = b"",
    second: seal.Identity | None = None,
) -> Path:
    """A document at *path*, certified by the inspector and countersigned by the site's manager."""
    from auditapp.report import sign

    who = people()
    path.write_bytes(content or drawn())
    sign.certify(path, "inspector", who.inspector, when=NOON, appearance=stamp, reason="检查报告")
    if countersigned:
        sign.countersign(path, "site", second or who.manager, when=NOON + timedelta(minutes=10), appearance=stamp)
    return path


@cache
def time_stamper() -> tuple[TimeStamper, x509.Certificate]:
    """A time stamp service on this machine, and the certificate to know it by."""
    from asn1crypto import keys as asn1_keys
    from asn1crypto import x509 as asn1
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import rsa
    from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
    from pyhanko.sign.timestamps import DummyTimeStamper

    key = rsa.generate_private_key(65537, 2048)  # pyHanko's own service knows no other
    root = seal.company_ca("时间戳服务", now=NOON - timedelta(days=90), serial=11)
    made = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "TSA")]))
        .issuer_name(root.certificate.subject)
        .public_key(key.public_key())
        .serial_number(12)
        .not_valid_before(NOON - timedelta(days=80))
        .not_valid_after(NOON + timedelta(days=900))
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
        .add_extension(x509.KeyUsage(True, True, False, False, False, False, False, False, False), critical=True)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(root.key.public_key()), critical=False)
        .sign(root.key, hashes.SHA256())
    )
    encoded = key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    service = DummyTimeStamper(
        tsa_cert=asn1.Certificate.load(made.public_bytes(serialization.Encoding.DER)),
        tsa_key=asn1_keys.PrivateKeyInfo.load(encoded),
        fixed_dt=NOON + timedelta(seconds=5),
    )
    return service, root.certificate


def time_stamp_for(request: bytes) -> bytes:
    """What that service answers to a request (RFC 3161), asked from whatever thread, a loop running in it or not."""
    from asn1crypto import tsp

    service, _ = time_stamper()

    def run() -> bytes:
        answer: bytes = asyncio.run(service.async_request_tsa_response(tsp.TimeStampReq.load(request))).dump()
        return answer

    with ThreadPoolExecutor(1) as apart:
        return apart.submit(run).result()
