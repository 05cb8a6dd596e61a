"""Which editor a kind of answer has: one line a kind."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from auditapp.checklist.model import AnswerKind
from auditapp.inspection.walk import Line
from auditapp.ui.editing import Bench, Editor
from auditapp.ui.editors.choose import ChooseEditor, MultiEditor
from auditapp.ui.editors.computed import ComputedEditor
from auditapp.ui.editors.conform import ConformEditor
from auditapp.ui.editors.date import DateEditor
from auditapp.ui.editors.number import NumberEditor
from auditapp.ui.editors.photo import PhotoEditor
from auditapp.ui.editors.text import TextEditor

EDITORS: Final[Mapping[AnswerKind, type[Editor]]] = {
    AnswerKind.CONFORM: ConformEditor,
    AnswerKind.YESNO: ChooseEditor,
    AnswerKind.CHOICE: ChooseEditor,
    AnswerKind.MULTI: MultiEditor,
    AnswerKind.NUMBER: NumberEditor,
    AnswerKind.COUNT: NumberEditor,
    AnswerKind.TEXT: TextEditor,
    AnswerKind.DATE: DateEditor,
    AnswerKind.PHOTO: PhotoEditor,
    AnswerKind.COMPUTED: ComputedEditor,
}


def editor_for(bench: Bench, line: Line) -> Editor:
    """A new editor for a line."""
    return EDITORS[line.item.kind](bench, line)
