"""What makes a PDF a PDF/A-3b: its description in XMP, the meaning of its colours, its attachments.

The sRGB profile is made here, number by number (ICC version 2, three curves and a matrix), so no file of
another house is shipped. Everything is put into reportlab's document and written in the one pass.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFStream, PDFString

from auditapp.report.press import AsIs, Sheet

# sRGB primaries adapted to D50, and D50 itself, as ICC.1 writes them (s15Fixed16 numbers of 1/65536).
_WHITE = (0xF6D6, 0x10000, 0xD32D)
_RED, _GREEN, _BLUE = (0x6FA2, 0x38F5, 0x0390), (0x6299, 0xB785, 0x18DA), (0x24A0, 0x0F84, 0xB6CF)
_STEPS = 1024


def _xyz(values: Sequence[int]) -> bytes:
    return b"XYZ \0\0\0\0" + struct.pack(">3l", *values)


def _curve() -> bytes:
    """The transfer curve of IEC 61966-2-1 as a table."""

    def linear(v: float) -> float:
        return v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4

    table = [round(linear(i / (_STEPS - 1)) * 65535) for i in range(_STEPS)]
    return b"curv\0\0\0\0" + struct.pack(f">L{_STEPS}H", _STEPS, *table)


def _described(text: str) -> bytes:
    plain = text.encode("ascii") + b"\0"
    return b"desc\0\0\0\0" + struct.pack(">L", len(plain)) + plain + bytes(4 + 4 + 2 + 1 + 67)


def srgb_profile() -> bytes:
    """A small ICC v2 display profile for sRGB."""
    curve = _curve()
    tags: list[tuple[bytes, bytes]] = [
        (b"desc", _described("sRGB IEC61966-2.1 (auditapp)")),
        (b"cprt", b"text\0\0\0\0No copyright\0"),
        (b"wtpt", _xyz(_WHITE)),
        (b"rXYZ", _xyz(_RED)),
        (b"gXYZ", _xyz(_GREEN)),
        (b"bXYZ", _xyz(_BLUE)),
        (b"rTRC", curve),
        (b"gTRC", curve),
        (b"bTRC", curve),
    ]
    table, bodies, places = [struct.pack(">L", len(tags))], [], {}
    at = 128 + 4 + 12 * len(tags)
    for tag, body in tags:
        if body not in places:
            padded = body + bytes(-len(body) % 4)
            places[body] = at
            bodies.append(padded)
            at += len(padded)
        table.append(struct.pack(">4sLL", tag, places[body], len(body)))
    head = struct.pack(
        ">L4sL4s4s4s6H4s4sL4s4sQL3l4s",
        at,
        b"\0\0\0\0",
        0x02100000,
        b"mntr",
        b"RGB ",
        b"XYZ ",
        2026,
        1,
        1,
        0,
        0,
        0,
        b"acsp",
        b"\0\0\0\0",
        0,
        b"\0\0\0\0",
        b"\0\0\0\0",
        0,
        0,
        *_WHITE,
        b"\0\0\0\0",
    )
    return head + bytes(128 - len(head)) + b"".join(table + bodies)


@dataclass(frozen=True)
class About:
    """What the file says about itself. ``made`` is an ISO time with offset, from the inspection, never the clock."""

    title: str
    subject: str
    author: str
    program: str
    made: str
    language: str


@dataclass(frozen=True)
class Attached:
    """A file inside the file. ``relation``: Source, Data, Supplement … (PDF/A-3 asks for one)."""

    file: str
    media: str
    data: bytes
    described: str
    relation: str = "Data"
    stream: Any = None
    """The reference to its stream when that was written before."""


def xmp(about: About) -> bytes:
    """The XMP packet; namespaces stand on rdf:Description, where every reader looks for them."""

    def said(text: str) -> str:
        return escape(text, quote=True)

    made = said(about.made)
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n<x:xmpmeta xmlns:x="adobe:ns:meta/">\n'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n'
        '<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">'
        "<pdfaid:part>3</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance></rdf:Description>\n"
        '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f'<dc:format>application/pdf</dc:format><dc:title><rdf:Alt><rdf:li xml:lang="x-default">{said(about.title)}'
        f"</rdf:li></rdf:Alt></dc:title><dc:creator><rdf:Seq><rdf:li>{said(about.author)}</rdf:li></rdf:Seq>"
        f'</dc:creator><dc:description><rdf:Alt><rdf:li xml:lang="x-default">{said(about.subject)}</rdf:li></rdf:Alt>'
        f"</dc:description><dc:language><rdf:Bag><rdf:li>{said(about.language)}</rdf:li></rdf:Bag></dc:language>"
        "</rdf:Description>\n"
        '<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/">'
        f"<xmp:CreatorTool>{said(about.program)}</xmp:CreatorTool><xmp:CreateDate>{made}</xmp:CreateDate>"
        f"<xmp:ModifyDate>{made}</xmp:ModifyDate></rdf:Description>\n"
        '<rdf:Description rdf:about="" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">'
        f"<pdf:Producer>{said(about.program)}</pdf:Producer></rdf:Description>\n"
        "</rdf:RDF>\n</x:xmpmeta>\n" + (" " * 99 + "\n") * 20 + '<?xpacket end="w"?>'
    ).encode()


def pdf_date(made: str) -> str:
    """An ISO time as a PDF date: ``D:20260917153000+08'00'``."""
    digits = "".join(c for c in made[:19] if c.isdigit()).ljust(14, "0")
    offset = made[19:]
    if offset[:1] in ("+", "-") and len(offset) == 6:
        return f"D:{digits}{offset[:3]}'{offset[4:]}'"
    return f"D:{digits}Z"


def describe(sheet: Sheet, about: About) -> None:
    """XMP and the information dictionary, saying the same, and what the catalog says of the whole file."""
    sheet.setTitle(about.title)
    sheet.setSubject(about.subject)
    sheet.setAuthor(about.author)
    sheet.setCreator(about.program)
    sheet.setProducer(about.program)
    made = pdf_date(about.made)
    sheet.setDateFormatter(lambda *clock: made)
    catalog = sheet.press.Catalog
    catalog.Metadata = sheet.press.write(AsIs({"Type": "/Metadata", "Subtype": "/XML"}, xmp(about)))
    catalog.MarkInfo = PDFDictionary({"Marked": "false"})
    catalog.ViewerPreferences = PDFDictionary({"DisplayDocTitle": "true"})
    _colours(sheet)


def _colours(sheet: Sheet) -> None:
    """The output intent: our colours and the photos' are sRGB."""
    profile = sheet.press.write(PDFStream(PDFDictionary({"N": 3}), srgb_profile()))
    sheet.press.Catalog.OutputIntents = PDFArray(
        [
            PDFDictionary(
                {
                    "Type": "/OutputIntent",
                    "S": "/GTS_PDFA1",
                    "OutputConditionIdentifier": PDFString("sRGB IEC61966-2.1"),
                    "Info": PDFString("sRGB IEC61966-2.1"),
                    "RegistryName": PDFString("http://www.color.org"),
                    "DestOutputProfile": profile,
                }
            )
        ]
    )


def attach(sheet: Sheet, files: Sequence[Attached], made: str) -> None:
    """Write the attachments, and name them in the catalog. Their file names are ASCII, and so sort by byte."""
    specs = {}
    for file in files:
        stream = file.stream or sheet.press.write(
            PDFStream(
                PDFDictionary(
                    {
                        "Type": "/EmbeddedFile",
                        "Subtype": "/" + file.media.replace("/", "#2F"),
                        "Params": PDFDictionary({"Size": len(file.data), "ModDate": PDFString(pdf_date(made))}),
                    }
                ),
                file.data,
            )
        )
        specs[file.file] = sheet.press.write(
            PDFDictionary(
                {
                    "Type": "/Filespec",
                    "F": PDFString(file.file),
                    "UF": PDFString(file.file),
                    "AFRelationship": f"/{file.relation}",
                    "Desc": PDFString(file.described),
                    "EF": PDFDictionary({"F": stream, "UF": stream}),
                }
            )
        )
    listed = [part for file in sorted(specs) for part in (PDFString(file), specs[file])]
    sheet.press.Catalog.Names = PDFDictionary({"EmbeddedFiles": PDFDictionary({"Names": PDFArray(listed)})})
    sheet.press.Catalog.AF = PDFArray([specs[file] for file in sorted(specs)])
