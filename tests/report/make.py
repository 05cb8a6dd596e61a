"""Papers made by hand for the tests of paper: a whole small inspection over the real six-dimension checklist.

Everything is fixed: keys, salts, clocks and pictures come from hashes, so every process makes the same papers.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from auditapp.checklist.model import AnswerKind, Checklist, Item
from auditapp.checklist.read import load
from auditapp.checklist.write import document as checklist_document
from auditapp.journal.desk_key import DeskKey
from auditapp.journal.entry import Entry
from auditapp.journal.strand import StrandHead, open_strand, write
from auditapp.report.again import gather
from auditapp.report.papers import Papers, SignerBox
from auditapp.words import shipped_checklists, speak

DAY = date(2026, 9, 17)
INSPECTION = hashlib.sha256(b"an inspection").hexdigest()[:32]

TRAPS: dict[str, str] = {
    "WP-1.3": "尖括号 <foo>不见了</foo> & 未闭合 <b> 与 <para> <img src=\"file:///etc/passwd\"/> <a href='http://a.example/'>x</a>",
    "WP-1.4": "反向\u202e字符、\u200b零宽、\x07控制字符、emoji 😀、罕用字 喆堃玥昇镕𠮷",
    "WP-1.9": "一个极长的词 " + "Donaudampfschifffahrtsgesellschaft" * 90,
    "WP-4.7": "第一行\n第二行\r\n第三行\tTab 之后 & &amp; &lt;b&gt; %s {0} {name} \\n (括号) [方括号]",
    "WP-5.2": "长备注。" + "检查组在现场核对了登记簿，逐条与系统记录比对。" * 430,
}
"""Item -> note: what has hurt report makers before."""


@cache
def six_dimensions() -> Checklist:
    return load(shipped_checklists() / "six-dimensions.yaml")


@dataclass
class Desk:
    """Writes entries with one key; ``said`` collects them."""

    name: str
    key: DeskKey
    said: list[Entry] = field(default_factory=list)
    minutes: int = 0

    @classmethod
    def named(cls, name: str) -> Desk:
        seed = hashlib.sha256(name.encode()).digest()
        desk = cls(name, DeskKey.from_private(seed, seed[:16]))
        desk.said.append(open_strand(desk.key, INSPECTION, name, desk.wall(), "auditapp 0.1", salt=desk.salt()))
        return desk

    def wall(self) -> str:
        self.minutes += 1
        hour, minute = divmod(self.minutes // 3, 60)
        return f"2026-09-17T{8 + hour % 15:02d}:{minute:02d}:{self.minutes % 3 * 20:02d}+08:00"

    def salt(self) -> bytes:
        return hashlib.sha256(f"{self.name}{len(self.said)}".encode()).digest()[:16]

    def say(self, kind: str, subject: str, value: Any, *, replaces: Sequence[Entry] = (), writer: str = "") -> Entry:
        last = self.said[-1]
        entry = write(
            self.key,
            inspection=INSPECTION,
            after=StrandHead(last.head.seq, last.id),
            kind=kind,
            subject=subject,
            value=value,
            replaces=tuple(e.id for e in replaces),
            writer=writer or self.name,
            wall=self.wall(),
            salt=self.salt(),
        )
        self.said.append(entry)
        return entry


@dataclass
class Album:
    """Pictures by SHA-256, drawn here."""

    pictures: dict[str, bytes] = field(default_factory=dict)
    files: dict[str, Path] = field(default_factory=dict)

    def keep(self, raw: bytes) -> str:
        name = hashlib.sha256(raw).hexdigest()
        self.pictures[name] = raw
        return name

    def keep_file(self, path: Path) -> str:
        name = hashlib.sha256(path.read_bytes()).hexdigest()
        self.files[name] = path
        return name

    def __call__(self, sha256: str) -> bytes:
        path = self.files.get(sha256)
        return path.read_bytes() if path else self.pictures[sha256]


@cache
def jpeg(width: int, height: int, seed: int, mode: str = "RGB") -> bytes:
    from PIL import Image, ImageDraw

    picture = Image.new(
        mode, (width, height), 90 if mode == "L" else tuple((seed * 37 + 60 * i) % 200 for i in range(len(mode)))
    )
    pen = ImageDraw.Draw(picture)
    for n in range(12):
        x, y = (n * 97 + seed * 31) % width, (n * 61 + seed * 17) % height
        shade: Any = (n * 20) % 255 if mode == "L" else tuple((n * 20 + 70 * i + seed) % 255 for i in range(len(mode)))
        pen.rectangle((x, y, x + width // 6, y + height // 5), fill=shade)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=80)
    return out.getvalue()


@cache
def png(width: int, height: int, mode: str = "RGBA") -> bytes:
    from PIL import Image, ImageDraw

    picture = Image.new(mode, (width, height), (0, 0, 0, 0) if mode == "RGBA" else (250, 250, 245))
    pen = ImageDraw.Draw(picture)
    for n in range(6):
        pen.line(
            (n * width // 8, height * (n % 2), (n + 2) * width // 8, height * ((n + 1) % 2)), fill=(20, 30, 90), width=3
        )
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


SHAPES = ((800, 600), (600, 800), (1600, 400), (640, 640), (800, 500), (300, 900), (2000, 260), (700, 700), (90, 1200))


def answer_of(item: Item, n: int) -> dict[str, Any]:
    """Some answer to an item; *n* varies it."""
    match item.kind:
        case AnswerKind.CONFORM:
            return {
                "status": "answered",
                "v": ("conform", "conform", "conform", "conform", "conform", "obs", "conform")[n % 7],
            }
        case AnswerKind.YESNO:
            return {"status": "answered", "v": item.good or "yes"}
        case AnswerKind.NUMBER:
            band = item.limits.bands[0] if item.limits and item.limits.bands else None
            bounds = [b for b in (band.fail_below, band.fail_above) if b] if band else []
            return {
                "status": "answered",
                "v": bounds[0] if bounds and bounds[0].replace(".", "").isdigit() else "42",
                "instrument": "lux",
                "readings": ["41.8", "42.2"] if n % 3 == 0 else [],
                "position": "座席中部" if n % 4 == 0 else "",
            }
        case AnswerKind.COUNT:
            return {"status": "answered", "v": "120"}
        case AnswerKind.CHOICE:
            return {"status": "answered", "v": item.options[n % len(item.options)].code}
        case AnswerKind.MULTI:
            return {"status": "answered", "v": [o.code for o in item.options[:3]]}
        case AnswerKind.DATE:
            return {"status": "answered", "v": "2026-05-20"}
        case _:
            return {"status": "answered", "v": "已记录"}


def begin(desk: Desk, checklist: Checklist, raw: bytes) -> None:
    """Number, site, team, settings, instruments, meetings."""
    say = desk.say
    say(
        "inspection",
        "",
        {
            "number": "JC-JC01-202609-001",
            "title": "2026年第三季度客服中心现场检查",
            "checklist": hashlib.sha256(raw).hexdigest(),
            "document": hashlib.sha256(raw).hexdigest(),
        },
    )
    for name, text in {
        "unit": "海棠人寿保险股份有限公司 江城客户服务中心",
        "site.name": "江城客户服务中心（3号楼5层）",
        "site.address": "江城市临湖区云栖路18号3号楼5层",
        "site.floors": "5层整层，使用面积约1,160 m²",
        "site.shifts": "三班，24小时",
        "period": "2026年9月17日至18日",
        "purpose": "核查职场、应急及其余四个维度的落实情况。",
        "scope": "5层座席区、设备间、休息区、走道与楼梯间。",
        "conclusion": "中心管理基础较好，须限期整改所列问题。",
        "contact": "总部服务质量部 027-0000-0000",
    }.items():
        say("about", name, {"v": text})
    for code, name, role in (
        ("Pa1", "林若溪", "leader"),
        ("Pa2", "周玥喆", "inspector"),
        ("Pb1", "赵启明", "site_manager"),
        ("Pb2", "沈知堃", "guide"),
        ("Pb3", "吉昇镕", "reviewer"),
    ):
        say(
            "person",
            code,
            {"name": name, "role": role, "unit": "总部服务质量部" if code.startswith("Pa") else "江城客户服务中心"},
        )
    for setting in checklist.settings:
        if setting.choices:
            say("setting", setting.code, {"v": setting.choices[0].code})
        elif not setting.item:
            say("setting", setting.code, {"v": "yes"})
    say(
        "instrument",
        "lux",
        {"name": "照度计 LX-1330", "number": "0417", "calibration_due": "2027-03-31", "uncertainty": "±4 %"},
    )
    say("instrument", "old", {"name": "风速仪", "number": "1", "calibration_due": "2025-01-31", "uncertainty": ""})
    say("meeting.held", "opening", {"v": "2026-09-17T09:00:00+08:00"})
    say("meeting.place", "opening", {"v": "5层会议室"})
    say("meeting.consent", "opening", {"v": "双方同意以电子方式记录并签署本次检查，认可散列清单与签名校验方式。"})
    say("meeting.held", "closing", {"v": "2026-09-18T16:30:00+08:00"})
    say(
        "previous",
        "",
        {
            "number": "JC-JC01-202603-001",
            "date": "2026-03-12",
            "grade": "C",
            "score": "84.6",
            "findings": [
                {"number": "F02", "item": "WP-2.9", "grade": "minor", "fact": "桌下插线板串接2处。", "state": ""},
                {"number": "F05", "item": "EM-2.1", "grade": "minor", "fact": "疏散预案座席数未更新。", "state": ""},
            ],
        },
    )


def answers(desk: Desk, checklist: Checklist, *, samples: int, items: int = 0) -> None:
    """Samples drawn, and every item answered (or the first *items*)."""
    sets = {i.set for i in checklist.items() if i.set}
    for set_ in (s for s in checklist.sets if s.code in sets):
        desk.say(
            "sample-plan",
            set_.code,
            {
                "population": 120,
                "population_from": "座席清单",
                "rule": "iso2859 I 2.5",
                "size": samples,
                "seed": f"seed-{set_.code}",
                "method": "random",
                "drawn": [f"S{n}" for n in range(1, samples + 1)],
            },
        )
        for n in range(1, samples + 1):
            desk.say(
                "sample",
                f"{set_.code}/S{n}",
                {
                    "label": f"样本 {n:03d}",
                    "attributes": {
                        a.code: ([a.choices[0].code] if a.many else a.choices[0].code)
                        for a in set_.attributes
                        if a.choices
                    },
                },
            )
    for at, item in enumerate(checklist.items()):
        if items and at >= items:
            break
        if item.kind is AnswerKind.COMPUTED:
            continue
        for code in [f"@S{n}" for n in range(1, samples + 1)] if item.set else [""]:
            value = answer_of(item, at + len(code))
            if item.id in ("EM-9.4", "SY-3.7"):
                value = {"status": "unchecked", "reason": "检查期间未取得权限。"}
            elif item.id == "WP-1.12":
                value = {"status": "na", "reason": "本层不设。"}
            desk.say("answer", item.id + code, value)


def photo(
    desk: Desk,
    album: Album,
    place: str,
    n: int,
    raw: bytes | None = None,
    caption: str = "",
    *,
    clear: bool = True,
    picture: str = "",
) -> Entry:
    picture = picture or album.keep(raw or jpeg(*SHAPES[n % len(SHAPES)], n))
    taken = desk.say(
        "photo",
        place,
        {
            "sha256": hashlib.sha256(f"original {n}".encode()).hexdigest(),
            "name": f"IMG_{n:04d}.jpg",
            "media": "image/jpeg",
            "bytes": 1000 + n,
            "width": 4032,
            "height": 3024,
            "taken": "2026-09-17T10:12:00+08:00",
            "rendition": picture,
        },
    )
    if caption:
        desk.say("photo.caption", taken.id, {"v": caption})
    if clear:
        desk.say("photo.clearance", taken.id, {"state": "none-needed", "by": "Pa1"})
    return taken


GRADES = (
    "critical",
    "major",
    "major",
    "minor",
    "minor",
    "minor",
    "minor",
    "minor",
    "obs",
    "obs",
    "good_practice",
    "good_practice",
)
PLACES = (
    "WP-4.8",
    "WP-4.18@S2",
    "EM-2.9",
    "WP-2.9@S1",
    "WP-2.2@S3",
    "WP-4.22@S1",
    "EM-1.13",
    "EM-8.4",
    "WP-6.5@S1",
    "OP-1.3@S1",
    "EM-4.7",
    "WP-7.4",
)


def findings(desk: Desk, album: Album) -> list[Entry]:
    found = []
    for n, (grade, place) in enumerate(zip(GRADES, PLACES, strict=True), 1):
        finding = desk.say(
            "finding", place, {"number": f"F{n:02d}", "repeat_of": "F02" if place.startswith("WP-2.9") else ""}
        )
        found.append(finding)
        desk.say("finding.grade", finding.id, {"v": grade})
        desk.say(
            "finding.fact",
            finding.id,
            {"v": f"事实{n}：东楼梯间5层前室堆放纸箱{n}个，占用约1.1 m²，剩余净宽0.7 m。<现场> & 照片"},
        )
        desk.say("finding.place", finding.id, {"v": "东楼梯间5层前室"})
        desk.say("finding.criterion", finding.id, {"v": "疏散通道、安全出口应保持畅通"})
        shots = [photo(desk, album, place, n * 5 + k, caption=f"发现{n}的照片{k}").id for k in range(n % 5)]
        desk.say("finding.evidence", finding.id, {"v": [*shots, "巡查记录第6页"]})
        if n in (1, 3):
            desk.say("finding.fixed", finding.id, {"v": "10:20起清空，10:52复看无物品。"})
            desk.say("finding.interim", finding.id, {"v": "清空前由保安驻守。"})
        if grade != "good_practice":
            action = desk.say("action", finding.id, {"number": f"A{n:02d}"})
            desk.say("action.requirement", action.id, {"v": f"整改要求{n}：建立每日巡查记录。"})
            desk.say("action.due", action.id, {"v": f"2026-10-{n + 9:02d}"})
            desk.say("action.owner", action.id, {"v": "设施主管"})
        if n % 3 == 1:
            desk.say(
                "comment",
                finding.id,
                {
                    "v": f"现场意见{n}：认可，已通报。",
                    "stance": "objection" if n == 4 else "comment",
                    "name": "赵启明",
                    "role": "site_manager",
                },
            )
    return found


SIGNERS = (
    SignerBox("leader", "林若溪", "leader", level="L1"),
    SignerBox("inspector", "周玥喆", "inspector", level="L1"),
    SignerBox("site", "赵启明", "site_manager", level="L2"),
    SignerBox("refused", "沈知堃", "guide", refused="不同意F03的事实描述。", witnesses=("林若溪", "周玥喆")),
)


def whole(
    *, samples: int = 3, items: int = 0, photos: int = 14, traps: bool = True, files: Sequence[Path] = ()
) -> tuple[Checklist, bytes, list[Entry], Album]:
    """A finished inspection: two desks, a dispute open, one resolved, comments, meetings, everything."""
    checklist = six_dimensions()
    raw = checklist_document(checklist)
    album = Album()
    desk, other = Desk.named("Pa1"), Desk.named("Pa2")
    begin(desk, checklist, raw)
    answers(desk, checklist, samples=samples, items=items)
    if traps:
        for place, text in TRAPS.items():
            desk.say("note", place, {"v": text, "report": True})
        desk.say("note", "WP-1.5", {"v": "只供检查组内部，不进报告", "report": False})
    findings(desk, album)
    for n in range(photos):
        photo(desk, album, "WP-1.9", 100 + n, caption=f"现场全景 {n}")
    for n, path in enumerate(files):
        photo(desk, album, "WP-1.9", 1000 + n, caption=f"照片 {n}", picture=album.keep_file(path))
    photo(desk, album, "WP-1.9", 300, png(500, 400, "RGB"), "PNG 图")
    photo(desk, album, "WP-1.9", 301, jpeg(640, 480, 5, "L"), "灰度图")
    photo(desk, album, "WP-1.9", 302, jpeg(640, 480, 6, "CMYK"), "CMYK 图")
    photo(desk, album, "WP-1.9", 303, caption="未经确认的照片", clear=False)
    ink = album.keep(png(420, 140))
    for meeting in ("opening", "closing"):
        desk.say(
            "attendance", meeting, {"name": "赵启明", "role": "site_manager", "unit": "江城客户服务中心", "ink": ink}
        )
        desk.say("attendance", meeting, {"name": "林若溪", "role": "leader", "unit": "总部", "ink": ""})
    mine = desk.say("answer", "WP-3.12", {"status": "answered", "v": "minor"})
    theirs = other.say("answer", "WP-3.12", {"status": "answered", "v": "conform"})
    desk.say("answer", "WP-3.12", {"status": "answered", "v": "conform"}, replaces=[mine, theirs])
    desk.say("note", "WP-3.13", {"v": "甲的说法"})
    other.say("note", "WP-3.13", {"v": "乙的说法"})
    desk.say("comment", "", {"v": "总体认可。", "stance": "comment", "name": "赵启明", "role": "site_manager"})
    return checklist, raw, [*desk.said, *other.said], album


def papers(language: str = "zh-CN", *, signers: Sequence[SignerBox] = SIGNERS, **how: Any) -> Papers:
    checklist, raw, entries, album = whole(**how)
    return gather(
        raw,
        entries,
        picture=album,
        words=speak(language),
        program="0.1",
        signers=tuple(signers),
        day=DAY,
        checklist=checklist,
    )
