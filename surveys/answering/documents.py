"""Questionnaires as PDF: blank, to gather the figures, or as they were sent; typst tags them as PDF/UA."""

import json
from collections.abc import Iterable
from importlib.resources import files

import typst
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from surveys.instrument.definition import Definition
from surveys.instrument.questions import Question
from surveys.models import Submission, Unit

from .display import Line, heads_of, summarise
from .ranking import to_rank
from .sitting import Sitting
from .units import unit_of

TEMPLATE = files("surveys") / "answering" / "typst" / "answers.typ"
FONTS = files("font_source_serif_pro") / "files"
BOX = "☐  "
RANK = "…… "
ON_PAPER = 6
DOTTED = ". " * 24


def typeset(paper: dict, *, seconds: int) -> bytes:
    """Return the PDF of a paper of this module; ``seconds`` since 1970 is when it says it was made."""
    return typst.compile(
        TEMPLATE.read_bytes(),
        format="pdf",
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        sys_inputs={"paper": json.dumps(paper, ensure_ascii=False)},
        pdf_standards=["ua-1"],
        timestamp=seconds,
    )


def receipt_document(sitting: Sitting, receipt: Submission) -> bytes:
    """Return a copy of exactly what was sent, worded as it was asked."""
    sections = summarise(sitting.sent_path(receipt))
    facts = [
        (_("Receipt number"), receipt.receipt_number),
        (_("Sent"), date_format(localtime(receipt.at), "DATETIME_FORMAT")),
        (_("Company"), sitting.unit.name_at_launch),
        (_("Recorded by the cluster") if receipt.is_recorded else _("Sent by"), receipt.submitted_by),
        (_("Reference date"), date_format(sitting.campaign.reference_date)),
        (_("SHA-256 of what was sent"), receipt.payload_sha256),
    ]
    paper = frame(sitting.unit, _("Copy of what you sent"), facts, receipt.receipt_number)
    paper["sections"] = [
        {"title": str(section.title), "intro": "", "questions": [sent(line) for line in lines]}
        for section, lines in sections
    ]
    return typeset(paper, seconds=int(receipt.at.timestamp()))


def blank_document(sitting: Sitting) -> bytes:
    """Return every question with room for its answer, whatever its conditions."""
    campaign = sitting.campaign
    facts = [
        (_("Company"), sitting.unit.name_at_launch),
        (_("Reference date"), date_format(campaign.reference_date)),
        (_("Please answer by"), date_format(localtime(campaign.due_at))),
    ]
    paper = frame(sitting.unit, str(sitting.definition.title), facts, campaign.label)
    paper["sections"] = list(blank_sections(sitting.definition))
    return typeset(paper, seconds=int(campaign.opens_at.timestamp()))


def frame(unit: Unit, title: str, facts: Iterable[tuple[str, str]], imprint: str) -> dict:
    return {
        "language": get_language() or "es",
        "title": title,
        "author": _("TERA cluster"),
        "imprint": f"{unit.campaign.label} · {imprint}" if imprint != unit.campaign.label else imprint,
        "demo": _("Demonstration · invented data") if unit.campaign.is_demo else "",
        "facts": [{"label": label, "text": text} for label, text in facts if text],
    }


def sent(line: Line) -> dict:
    words = list(line.words)
    if not words and not line.rows:
        words = [_("No answer")]
    columns = ["", *line.heads] if line.rows else []
    rows = [[str(row.label), *(now or "–" for _head, now, _before in cells)] for row, cells in line.rows]
    return {"label": str(line.question.label), "notes": [], "lines": words, "columns": columns, "rows": rows}


def blank_sections(definition: Definition) -> Iterable[dict]:
    for section in definition.sections:
        questions = []
        for page in section.pages:
            for question in page.questions:
                conditional = bool(page.show_if or question.show_if or question.rows_if)
                questions.append(blank(question, conditional=conditional))
        yield {"title": str(section.title), "intro": str(section.intro), "questions": questions}


def blank(question: Question, *, conditional: bool) -> dict:
    notes = [str(question.help)] if question.help else []
    notes += [_("Include: %(text)s") % {"text": question.includes}] if question.includes else []
    notes += [_("Leave out: %(text)s") % {"text": question.excludes}] if question.excludes else []
    notes += [to_rank(question.places)] if question.places else []
    # A column's choices have no room in its cells.
    notes += [
        f"{column.label}: {' / '.join(str(choice.label) for choice in column.choices)}."
        for column in question.columns
        if column.choices
    ]
    if conditional:
        notes.append(_("Asked only after certain earlier answers."))
    box = RANK if question.places else BOX
    lines = [
        f"{box}{choice.label}" + (f" · {choice.say} {DOTTED}" if choice.say else "")
        for choice in question.choices
    ]
    if not lines and not question.is_grid:
        lines = [f"{DOTTED} {unit_of(question)}".rstrip()]
    if question.opt_out:
        lines.append(BOX + str(question.opt_out.label))
    columns = ["", *heads_of(question)] if question.is_grid else []
    rows = [[str(row.label), *("" for _column in question.columns)] for row in question.rows]
    if question.is_list:
        rows = [[f"{number}.", *("" for _column in question.columns)] for number in range(1, ON_PAPER + 1)]
    return {"label": str(question.label), "notes": notes, "lines": lines, "columns": columns, "rows": rows}
