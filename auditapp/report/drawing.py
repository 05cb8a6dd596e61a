"""What every part of a document works with: the papers, the book, the pictures, and how evidence is numbered."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from auditapp.checklist.model import Citation, Item, Text
from auditapp.inspection.facts import split_place
from auditapp.inspection.state import Finding, Inspection, Photo
from auditapp.report import dates
from auditapp.report.book import Book
from auditapp.report.fields import Fields
from auditapp.report.papers import Papers
from auditapp.report.pictures import Gallery
from auditapp.words import ENGLISH, Words, speak

if TYPE_CHECKING:
    from auditapp.journal.entry import Entry


@dataclass(frozen=True)
class Drawing:
    """One document being drawn."""

    papers: Papers
    book: Book
    gallery: Gallery
    fields: Fields

    @property
    def w(self) -> Words:
        return self.papers.words

    @property
    def inspection(self) -> Inspection:
        return self.papers.inspection

    def t(self, text: Text) -> str:
        """A checklist's text in the document's language."""
        return text.in_(self.papers.language)

    def about(self, name: str) -> str:
        return self.inspection.about.get(name, "")

    @property
    def unit(self) -> str:
        return self.about("unit") or self.about("site.name") or self.inspection.title

    @cached_property
    def evidence(self) -> Mapping[str, str]:
        """Photo id -> evidence number, in the order in which photos are kept."""
        return {photo: f"P{at:03d}" for at, photo in enumerate(self.inspection.photos, 1)}

    def evidence_list(self, finding: Finding) -> str:
        """The evidence of a finding: photo numbers, and texts as they were written."""
        return self.listed(*(self.evidence.get(e, e) for e in (*finding.evidence, *self._unnamed(finding))))

    def listed(self, *texts: str) -> str:
        """Texts side by side as the language lists them."""
        return ("、" if self.w.chinese else ", ").join(texts)

    def apart(self, *texts: str) -> str:
        """Longer texts side by side, those that say something."""
        return ("；" if self.w.chinese else "; ").join(t for t in texts if t)

    def _unnamed(self, finding: Finding) -> tuple[str, ...]:
        """Photos raised at the finding itself and not listed in its evidence."""
        return tuple(p.id for p in self.photos_of(finding) if p.id not in finding.evidence)

    def photos_of(self, finding: Finding) -> tuple[Photo, ...]:
        """The photos that show a finding: those it names, and those taken at it."""
        photos = self.inspection.photos
        named = [photos[e] for e in finding.evidence if e in photos]
        there = [p for p in photos.values() if p.place == finding.id and p not in named]
        return (*named, *there)

    def place(self, where: str) -> str:
        """An item place for people: ``WP-2.2 · S3 Workstation 003``."""
        item, code = split_place(where)
        known = self.papers.checklist.by_id.get(item)
        finding = self.inspection.finding(where)
        if finding:
            return finding.number
        if not code or known is None:
            return item
        label = next((s.label for s in self.inspection.samples.get(known.set, ()) if s.code == code), "")
        return f"{item} · {code} {label}".rstrip()

    def item_text(self, item: str) -> str:
        known = self.papers.checklist.by_id.get(item)
        return self.t(known.text) if known else ""

    def person(self, code: str) -> str:
        """A person's name by code; the code itself when nobody has it."""
        known = self.inspection.people.get(code)
        return known.name if known and known.name else code

    def citation(self, citation: Citation) -> str:
        """A reference with its confidence mark, and 待核 unless somebody checked it."""
        register = self.papers.checklist.references_by_code.get(citation.code)
        marks = str(citation.confidence)
        if not (register and register.checked) and citation.confidence != "P":
            marks = self.w("{mark}, to be confirmed", mark=marks)
        if citation.note:
            marks = self.apart(marks, citation.note)
        text = self.w("Professional practice, set by this checklist") if citation.own else citation.text
        return self.w("{text} [{mark}]", text=text, mark=marks)

    def criteria(self, item: Item | None) -> str:
        if item is None:
            return ""
        cited = self.apart(*(self.citation(c) for c in item.citations))
        if item.clause_ref:
            cited = self.w("Clause filled in by the user: {clause}", clause=item.clause_ref) + ("\n" + cited)
        return cited.strip()

    def criterion(self, finding: Finding) -> str:
        """The criterion as written for the finding, and the item's references unless they say just the same."""
        item = self.papers.checklist.by_id.get(finding.item)
        cited = self.criteria(item)
        if item and _letters(finding.criterion) in {_letters(quoted) for quoted in _quoted(item)}:
            return cited
        return "\n".join(p for p in (finding.criterion, cited) if p)

    @cached_property
    def heads(self) -> Mapping[str, tuple[int, str]]:
        """Desk -> (number, id) of its last entry."""
        return heads(self.papers.entries)

    @cached_property
    def root(self) -> str:
        """One hash over all heads and all pictures: what the whole package amounts to."""
        lines = [f"{desk} {seq} {id_}" for desk, (seq, id_) in sorted(self.heads.items())]
        lines += sorted({f"{p.sha256} {p.outgoing}" for p in self.inspection.photos.values()})
        lines.append(hashlib.sha256(self.papers.checklist_document).hexdigest())
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()

    @cached_property
    def made(self) -> str:
        """The time the document is dated by: the last thing testified, never the clock of the printing."""
        walls = [e.head.wall for e in self.papers.entries] or [self.inspection.opened]
        return max((wall for wall in walls if wall), default="1970-01-01T00:00:00+00:00")

    @cached_property
    def period(self) -> str:
        """The period of the inspection, as testified or from the first to the last meeting."""
        said = self.about("period")
        if said:
            return said
        held = [m.held for m in self.inspection.meetings.values() if m.held] or [self.inspection.opened]
        return dates.span(min(held), max(held), self.w)


def _letters(text: str) -> str:
    """A text without marks in brackets, punctuation and spaces: enough to see that two say the same."""
    return "".join(c for c in re.sub(r"\[[^]]*]", "", text) if c.isalnum())


def heads(entries: tuple[Entry, ...]) -> dict[str, tuple[int, str]]:
    """Desk -> (number, id) of its last entry; of a fork the one with the greater id."""
    found: dict[str, tuple[int, str]] = {}
    for entry in entries:
        found[entry.head.desk] = max(found.get(entry.head.desk, (0, "")), (entry.head.seq, entry.id))
    return dict(sorted(found.items()))


def _quoted(item: Item) -> Iterator[str]:
    """What a finding's criterion reads when it was taken from the item's references, in whichever language."""
    for words in (speak("zh-CN"), ENGLISH):
        own = words("Professional practice, set by this checklist")
        yield "".join(own if c.own else c.text for c in item.citations)
