"""A new finding begins with the two things nobody but the inspector knows: at which item, and the fact."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from auditapp.inspection.findings import default_grade
from auditapp.inspection.walk import LineState
from auditapp.operations import findings
from auditapp.ui import labelled
from auditapp.ui.asking import Asking
from auditapp.ui.bridge import Bridge
from auditapp.ui.parts.choice_box import ChoiceBox
from auditapp.ui.parts.field import Field
from auditapp.ui.theme import Theme


class NewFinding(Asking):
    """``raised(number)``. *because*: why it is proposed."""

    raised = Signal(str)

    def __init__(
        self,
        bridge: Bridge,
        theme: Theme,
        inspection: str,
        place: str,
        parent: QWidget,
        *,
        grade: str = "",
        because: str = "",
    ) -> None:
        w = bridge.words
        super().__init__(theme, w, parent, w("New finding"), because, width=560)
        self.bridge, self.inspection = bridge, inspection
        self.at = ChoiceBox(10)
        first = -1
        walk = bridge.opened(inspection).walk
        for line in walk.lines:
            if line.state is not LineState.HIDDEN:
                self.at.addItem(f"{line.place}  {line.item.text.in_(w.language)}", line.place)
                if first < 0 and line.nonconforming and not line.findings:
                    first = self.at.count() - 1
        chosen = self.at.findData(place) if place else first
        if place and chosen < 0:  # an item of samples: its first sample
            chosen = next((n for n in range(self.at.count()) if str(self.at.itemData(n)).startswith(f"{place}@")), 0)
        self.at.setCurrentIndex(max(0, chosen))
        self.body.addWidget(Field(theme, w("Item"), self.at))
        self.fact = QPlainTextEdit()
        self.fact.setTabChangesFocus(True)
        self.fact.setFixedHeight(theme.px(110))
        self.fact_field = Field(
            theme,
            w("Fact (printed in the report)"),
            self.fact,
            hint=w(
                "What, where and how much; not what should have been. At least {n} characters.", n=findings.LEAST_FACT
            ),
        )
        self.body.addWidget(self.fact_field)
        self.grade = ChoiceBox(10)
        self.grade.addItem("", "")
        for code in findings.GRADES:
            self.grade.addItem(labelled.grade(w, code), code)
        self.grade.setCurrentIndex(max(0, self.grade.findData(grade)))
        self.body.addWidget(Field(theme, w("Grade"), self.grade))
        self.end(w("Raise finding"))
        self.fact.textChanged.connect(self._ready)
        self.at.currentIndexChanged.connect(lambda *_: self._propose())
        self._propose()
        self._ready()
        self.fact.setFocus()

    def _propose(self) -> None:
        """The grade that follows from the answer there, by its name."""
        w = self.words
        line = self.bridge.opened(self.inspection).walk.at(str(self.at.currentData()))
        by_answer = labelled.grade(w, default_grade(line)) if line is not None and line.nonconforming else ""
        said = w("As the answer proposes: {grade}", grade=by_answer) if by_answer else w("As the answer proposes")
        self.grade.setItemText(0, said)

    def _ready(self) -> None:
        self.give_button.setEnabled(len(self.fact.toPlainText().strip()) >= findings.LEAST_FACT)

    def give(self) -> None:
        done = self.deed(
            self.bridge,
            findings.raise_finding,
            self.inspection,
            str(self.at.currentData()),
            self.fact.toPlainText(),
            grade=str(self.grade.currentData()),
        )
        if done is not None:
            self.accept()
            self.raised.emit(done.code)
