"""The four documents: which parts each one has, in order. Each function draws one and returns its title."""

from __future__ import annotations

from auditapp.report.drawing import Drawing
from auditapp.report.parts import annexes, assessment, blank_form, cover, findings, notices, overview, signing


def report(drawing: Drawing) -> str:
    """检查报告, in the order of domain.md 3.6."""
    w = drawing.w
    title = w("Inspection report")
    cover.cover(drawing, title, drawing.inspection.title)
    contents = cover.contents(drawing)

    def numbered(n: int, said: str) -> str:
        return w("{n}  {title}", n=n, title=said)

    overview.overview(drawing, numbered(1, w("About the inspection")))
    overview.unit(drawing, numbered(2, w("The inspected unit")))
    assessment.assessment(drawing, numbered(3, w("Overall assessment")))
    findings.good_practice(drawing, numbered(4, w("Good practice")))
    findings.findings(drawing, numbered(5, w("Findings")))
    findings.corrected(drawing, numbered(6, w("Corrected on the spot")))
    findings.last_findings(drawing, numbered(7, w("Re-check of the last findings")))
    findings.requirements(drawing, numbered(8, w("Rectification: requirements and deadlines")))
    findings.conclusion(drawing, numbered(9, w("Conclusion")))
    annexes.annexes(drawing)
    signing.signatures(
        drawing,
        w("Signatures"),
        w(
            "The signers confirm that this report gives what was testified during the "
            "inspection. Signing by the inspected "
            "unit confirms that it received the report; its comments and objections are printed at the findings."
        ),
    )
    signing.checking(drawing, w("How to check this document"))
    contents()
    drawing.book.close(cover.frame(drawing, title))
    return title


def notice(drawing: Drawing) -> str:
    """整改通知书: what is to be put right, by when, and how to reply."""
    title = drawing.w("Rectification notice")
    notices.notice(drawing, title)
    drawing.book.close(cover.frame(drawing, title))
    return title


def fact_sheets(drawing: Drawing) -> str:
    """事实确认单: one sheet a finding, for the site to confirm the facts, comment or object."""
    title = drawing.w("Confirmation of facts")
    notices.fact_sheets(drawing, title)
    drawing.book.close(cover.frame(drawing, title))
    return title


def blank(drawing: Drawing) -> str:
    """The checklist to be filled in on paper."""
    title = drawing.w("Checklist for paper")
    blank_form.blank(drawing, title)
    drawing.book.close(cover.frame(drawing, title))
    return title
