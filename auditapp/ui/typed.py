"""What was typed into a page and stands nowhere else yet, so that it outlives the page being built anew.

A search, a half-written form: `typed_in` takes it from the old page, `put_back` lays it into the new one. Fields are
known by their order, because their names are in another language afterwards. Secrets are never taken.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget


@dataclass(frozen=True)
class Typed:
    """Of so many fields of a kind, the one at *at* held *text*."""

    kind: type[QLineEdit] | type[QPlainTextEdit]
    at: int
    of: int
    text: str


def _fields(page: QWidget, kind: type[QLineEdit] | type[QPlainTextEdit]) -> list[QLineEdit | QPlainTextEdit]:
    found: list[QLineEdit | QPlainTextEdit] = list(page.findChildren(kind))
    return [one for one in found if one.window() is page.window()]


def typed_in(page: QWidget) -> list[Typed]:
    """Every field that a person changed since the page set it."""
    found = []
    for kind in (QLineEdit, QPlainTextEdit):
        fields = _fields(page, kind)
        for at, field in enumerate(fields):
            if isinstance(field, QLineEdit):
                if field.isModified() and field.echoMode() is QLineEdit.EchoMode.Normal:
                    found.append(Typed(kind, at, len(fields), field.text()))
            elif field.document().isModified() and not field.isReadOnly():
                found.append(Typed(kind, at, len(fields), field.toPlainText()))
    return found


def put_back(page: QWidget, typed: list[Typed]) -> None:
    """Into the same fields of a page built anew; where the page has others now, they are left as they are."""
    for one in typed:
        fields = _fields(page, one.kind)
        if len(fields) != one.of:
            continue
        field = fields[one.at]
        if isinstance(field, QLineEdit):
            if field.text() != one.text and not field.isReadOnly():
                field.setText(one.text)
                field.setModified(True)
        elif field.toPlainText() != one.text and not field.isReadOnly():
            field.setPlainText(one.text)
            field.document().setModified(True)
