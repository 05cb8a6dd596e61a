"""What an item rests on: each rule it cites with the document behind it, or that the checklist set it itself."""

from __future__ import annotations

from auditapp.checklist.model import Checklist, Citation, Item
from auditapp.words import Words


def cited(w: Words, checklist: Checklist, item: Item) -> list[tuple[str, str]]:
    """(the rule, the document it is in) of every citation, each once; the second is "" where there is none."""
    return list(dict.fromkeys((_rule(w, one), _document(w, checklist, one)) for one in item.citations))


def _rule(w: Words, one: Citation) -> str:
    if one.own:
        return w("Professional practice, set by this checklist")
    return w.bracketed(one.text, one.note) if one.note else one.text


def _document(w: Words, checklist: Checklist, one: Citation) -> str:
    known = checklist.references_by_code.get(one.code)
    if known is None:
        return ""
    title = known.title.in_(w.language)
    parts = [title if title not in one.text else "", known.issuer, known.effective_from or known.date_issued]
    if not known.checked:
        parts.append(w("to be confirmed"))
    return " · ".join(part for part in parts if part)
